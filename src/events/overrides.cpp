// Setting members by path.
#include "base/text.h"
#include "events/kind.h"
#include "events/path.h"

namespace lambent::events {
namespace {

bool known_step(const Json& at, const Step& step) {
  if (step.element) return at.is_array() && step.index < at.size();
  return at.is_object() && at.contains(step.name);
}

std::vector<std::string> names_of(const Json& object) {
  std::vector<std::string> out;
  if (object.is_object())
    for (const auto& [name, value] : object.items()) out.push_back(name);
  return out;
}

const char* type_word(const Json& value) {
  if (value.is_string()) return "text";
  if (value.is_boolean()) return "true or false";
  if (value.is_number()) return "a number";
  if (value.is_array()) return "an array";
  return value.is_object() ? "an object" : "null";
}

class Setter {
 public:
  Setter(Json& event, const Kind& kind, const Override& one, Members members)
      : event_(event), kind_(kind), one_(one), members_(members), path_(parse_path(one.path)) {}

  void set() {
    from_record();
    Json* at = &event_;
    for (depth_ = 0; depth_ < path_.size(); ++depth_) at = &enter(*at);
    assign(*at);
  }

 private:
  // A path whose beginning the event does not have may begin in its record.
  void from_record() {
    if (known_step(event_, path_[0]) || open(path_, 1)) return;
    for (const char* record : kind_.records) {
      Path whole = parse_path(record);
      const size_t start = whole.size();
      const Json* at = follow(static_cast<const Json&>(event_), whole);
      whole.push_back(path_[0]);
      if (!at || !(known_step(*at, path_[0]) || open(whole, start + 1))) continue;
      whole.insert(whole.end(), path_.begin() + 1, path_.end());
      path_ = std::move(whole);
      return;
    }
  }

  static bool covers(const std::vector<const char*>& patterns, const Path& path, size_t steps) {
    for (size_t i = 1; i <= steps; ++i) {
      const std::string text = path_text(path, i);
      for (const char* pattern : patterns)
        if (wildcard_match(pattern, text)) return true;
    }
    return false;
  }
  bool open(const Path& path, size_t steps) const { return covers(kind_.open, path, steps) || covers(kind_.texts, path, steps); }

  // The value the next step leads to; made if it may be.
  Json& enter(Json& at) {
    const Step& step = path_[depth_];
    const bool makes = open(path_, depth_ + 1) || members_ == Members::any;
    if (at.is_null() && makes) at = step.element ? array() : Json::object();
    if (known_step(at, step)) return step.element ? at[step.index] : at[step.name];
    if (step.element ? !at.is_array() : !at.is_object()) refuse_type(at);
    if (!makes) refuse_missing(at);
    if (!step.element) return at[step.name];
    if (step.index != at.size()) refuse_missing(at);
    at.push_back(Json());
    return at.back();
  }

  void assign(Json& at) {
    const Json& value = one_.value;
    const bool text = at.is_string() || (at.is_null() && covers(kind_.texts, path_, path_.size() - 1));
    if (text && !value.is_null() && !value.is_string()) {
      at = one_.written.empty() ? dump(value) : one_.written;
      return;
    }
    const bool same = at.is_number() ? value.is_number() : at.type() == value.type();
    if (!same && !at.is_null() && !value.is_null() && members_ == Members::known) {
      throw OverrideError(one_.path, path_text(path_, path_.size()) + " is " + type_word(at) + ", not " + type_word(value), true);
    }
    at = value;
  }

  std::string place() const { return depth_ == 0 ? "the event" : path_text(path_, depth_); }

  [[noreturn]] void refuse_type(const Json& at) const {
    throw OverrideError(one_.path, place() + " is " + type_word(at) + ": it has no " + (path_[depth_].element ? "elements" : "members") + " of its own");
  }

  [[noreturn]] void refuse_missing(const Json& at) const {
    const Step& step = path_[depth_];
    if (step.element) {
      const std::string count = std::to_string(at.size()) + (at.size() == 1 ? " element" : " elements");
      throw OverrideError(one_.path, place() + " has " + count + ", none with index " + std::to_string(step.index), step.index == at.size());
    }
    std::vector<std::string> known = names_of(at);
    if (depth_ == 0)
      for (const char* record : kind_.records)
        if (const Json* inner = follow(static_cast<const Json&>(event_), parse_path(record)))
          for (auto& name : names_of(*inner)) known.push_back(std::move(name));
    const std::string near = nearest(step.name, known);
    throw OverrideError(one_.path,
                        place() + " has no member '" + printable(step.name) + "'" + (near.empty() ? "; it has " + join(known, ", ") : "; did you mean '" + near + "'?"),
                        true);
  }

  Json& event_;
  const Kind& kind_;
  const Override& one_;
  const Members members_;
  Path path_;
  size_t depth_ = 0;
};

}  // namespace

void apply_override(Json& event, const Kind& kind, const Override& one, Members members) { Setter(event, kind, one, members).set(); }

void apply_mirrors(Json& event, const Kind& kind, const Json& made) {
  const Json as_set = event;
  for (const Mirror& mirror : kind.mirrors) {
    const Path from = parse_path(mirror.from), to = parse_path(mirror.to);
    const Json *value = follow(as_set, from), *before = follow(made, from), *other = follow(as_set, to), *other_before = follow(made, to);
    const bool only_from = value && before && other && other_before && *value != *before && *other == *other_before;
    if (only_from && value->type() == other->type()) *follow(event, to) = *value;
  }
}

bool changed(const Json& event, const Json& made, std::string_view path) {
  const Path steps = parse_path(path);
  const Json *now = follow(event, steps), *before = follow(made, steps);
  return now && before && *now != *before;
}

}  // namespace lambent::events
