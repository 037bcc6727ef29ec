#include "mocks/states/path/json_path.h"

#include <algorithm>

#include "mocks/states/failure.h"
#include "mocks/states/path/filter.h"

namespace lambent::states::path {
namespace {

using Found = std::vector<const Json*>;

bool several(const Step& s) {
  switch (s.kind) {
    case Step::Kind::name:
    case Step::Kind::names:
    case Step::Kind::index: return s.deep;
    default: return true;
  }
}

std::string shown(const Step& s) {
  std::string out = "[";
  if (s.kind == Step::Kind::index) return out + std::to_string(s.indexes.front()) + "]";
  for (size_t i = 0; i < s.names.size(); ++i) out.append(i ? ", '" : "'").append(s.names[i]).append("'");
  return out + "]";
}

const Json* member(const Json& value, const std::string& name) {
  if (!value.is_object()) return nullptr;
  for (const auto& m : *value.get_ptr<const Json::object_t*>())
    if (m.first == name) return &m.second;
  return nullptr;
}

const Json* element(const Json& value, std::int64_t at) {
  if (!value.is_array()) return nullptr;
  auto size = static_cast<std::int64_t>(value.size());
  if (at < 0) at += size;
  return at < 0 || at >= size ? nullptr : &value[static_cast<size_t>(at)];
}

void all_below(const Json& value, Found& out, Effort& effort) {
  effort.spend(1);
  out.push_back(&value);
  if (!value.is_structured()) return;
  for (const auto& child : value) all_below(child, out, effort);
}

// What a copy of the value costs.
void spend_copy(const Json& value, Effort& effort) {
  effort.spend(1 + (value.is_string() ? value.get_ref<const std::string&>().size() / 64 : 0));
  if (!value.is_structured()) return;
  for (const auto& child : value) spend_copy(child, effort);
}

void slice(const Json& value, const Step& s, Found& out) {
  if (!value.is_array()) return;
  auto size = static_cast<std::int64_t>(value.size());
  auto bound = [size](std::int64_t at) { return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size); };
  std::int64_t from = s.from ? bound(*s.from) : 0;
  std::int64_t to = s.to ? bound(*s.to) : size;
  for (std::int64_t i = from; i < to; ++i) out.push_back(&value[static_cast<size_t>(i)]);
}

// Whether more steps follow: an index beyond its array is null at the end, as Jackson's arrays have it.
enum class Where { within, end };

void apply(const Json& value, const Step& s, Where where, const Json& root, Found& out, Effort& effort) {
  static const Json nothing;
  switch (s.kind) {
    case Step::Kind::name:
    case Step::Kind::names:
      for (const auto& name : s.names)
        if (const Json* m = member(value, name)) out.push_back(m);
      break;
    case Step::Kind::index:
    case Step::Kind::indexes:
      for (auto at : s.indexes) {
        const Json* e = element(value, at);
        if (!e && where == Where::end && value.is_array() && !s.deep) e = &nothing;
        if (e) out.push_back(e);
      }
      break;
    case Step::Kind::slice: slice(value, s, out); break;
    case Step::Kind::wildcard:
      if (value.is_structured())
        for (const auto& child : value) out.push_back(&child);
      break;
    case Step::Kind::filter:
      if (value.is_array()) {
        for (const auto& child : value)
          if (s.condition->holds(child, root, effort)) out.push_back(&child);
      } else if (value.is_object() && s.condition->holds(value, root, effort)) {
        out.push_back(&value);
      }
      break;
  }
}

// The steps up to and with number `last`, as failures show them.
std::string walked(const std::vector<Step>& steps, size_t last) {
  std::string out = "$";
  for (size_t i = 0; i <= last; ++i) out += shown(steps[i]);
  return out;
}

const Json* next(const Json& at, const Step& step) {
  return step.kind == Step::Kind::index ? element(at, step.indexes.front()) : member(at, step.names.front());
}

bool many_names(const Step& step) { return step.names.size() > 1; }

Json members(const Json& value, const Step& step) {
  Json out = Json::object();
  for (const auto& name : step.names)
    if (const Json* m = member(value, name)) out[name] = *m;
  return out;
}

}  // namespace

void Effort::spend(size_t looked_at) {
  if (looked_at > left_) throw RuntimeFailure("The JSONPath looks at too many values: more than " + std::to_string(kMost) + ".");
  left_ -= looked_at;
}

bool JsonPath::definite() const { return std::none_of(steps_.begin(), steps_.end(), several); }

bool JsonPath::reference() const { return definite() && std::none_of(steps_.begin(), steps_.end(), many_names); }

std::vector<const Json*> JsonPath::matches(const Json& root, size_t steps, Effort& effort) const {
  Found now{&root};
  for (size_t i = 0; i < steps; ++i) {
    const Step& step = steps_[i];
    Found after;
    for (const Json* value : now) {
      Found places;
      if (step.deep)
        all_below(*value, places, effort);
      else
        places.push_back(value);
      const Where where = i + 1 == steps_.size() ? Where::end : Where::within;
      for (const Json* place : places) apply(*place, step, where, root, after, effort);
    }
    effort.spend(after.size());
    now = std::move(after);
  }
  return now;
}

const Json* JsonPath::place_in(const Json& root) const {
  const Json* at = &root;
  for (size_t i = 0; at && i < steps_.size(); ++i) at = next(*at, steps_[i]);
  return at;
}

Json JsonPath::evaluate_in(const Json& root) const {
  Effort effort;
  return evaluate_in(root, effort);
}

// Several names at the end make an object of each match, with those of them that it has.
Json JsonPath::all_matches(const Json& root, Effort& effort) const {
  Json out = Json::array();
  const Step& last = steps_.back();
  bool parts = many_names(last) && !last.deep;
  for (const Json* value : matches(root, steps_.size() - (parts ? 1 : 0), effort)) {
    spend_copy(*value, effort);
    if (!parts)
      out.push_back(*value);
    else if (value->is_object())
      out.push_back(members(*value, last));
  }
  return out;
}

Json JsonPath::evaluate_in(const Json& root, Effort& effort) const {
  if (!definite()) return all_matches(root, effort);
  const Json* at = &root;
  for (size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    bool last = i + 1 == steps_.size();
    if (many_names(step)) {
      if (!last) throw PathMissing("Multi properties can only be used as path leafs: " + walked(steps_, i));
      if (!at->is_object()) throw PathMissing("No results for path: " + walked(steps_, i));
      return members(*at, step);
    }
    bool beyond = last && step.kind == Step::Kind::index && at->is_array();
    at = next(*at, step);
    if (!at && beyond) throw IndexMissing("No results for path: " + walked(steps_, i));
    if (!at) throw PathMissing((last ? "No results for path: " : "Missing property in path ") + walked(steps_, i));
  }
  return *at;
}

Json JsonPath::evaluate(const Sources& sources) const {
  if (root_ == Root::context) return evaluate_in(sources.context());
  if (root_ == Root::data) return evaluate_in(*sources.data);
  auto it = sources.variables->find(variable_);
  if (it == sources.variables->end()) throw PathMissing("No results for path: $" + variable_);
  return evaluate_in(it->second);
}

std::optional<Json> JsonPath::find(const Sources& sources) const {
  try {
    return evaluate(sources);
  } catch (const PathMissing&) {
    return std::nullopt;
  }
}

}  // namespace lambent::states::path
