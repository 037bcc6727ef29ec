#include "ipo/property/placing.h"

#include "base/text.h"
#include "ipo/case/path.h"
#include "ipo/case/placeholders.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostIndex = 1000;

// The value of a step that an event may stand in, and what it is called.
Value* value_of(Step& step) {
  if (auto* http = std::get_if<Http>(&step.what)) {
    if (!http->json) http->json.emplace();
    http->body.reset();
    return &*http->json;
  }
  if (auto* invoke = std::get_if<Invoke>(&step.what)) {
    if (!std::holds_alternative<Value>(invoke->event)) invoke->event = Value{};
    return &std::get<Value>(invoke->event);
  }
  if (auto* call = std::get_if<AwsCall>(&step.what)) return &call->params;
  return nullptr;
}

const char* root_of(const Step& step) {
  if (std::holds_alternative<Http>(step.what)) return "http.json";
  if (std::holds_alternative<Invoke>(step.what)) return "event";
  if (std::holds_alternative<AwsCall>(step.what)) return "params";
  return nullptr;
}

}  // namespace

std::optional<Placing> Placing::find(const Case& one, std::string& why) {
  Placing out;
  const std::string into = one.property ? one.property->into : "";
  if (into.empty()) {
    if (!one.when.empty() && root_of(one.when[0])) return out;
    why = "the first step takes no event: say with `into` where it goes, as in when[1].http.json";
    return std::nullopt;
  }
  // A part may be called $json; the path's own reader knows no dollars.
  auto path = parse_path(replace_all(into, ".$", ".\x01"));
  if (!path || path->size() < 2 || (*path)[0].member != "when" || !(*path)[1].element) {
    why = "'" + printable(into) + "' is no place of a step: when[0].http.json, when[0].event, when[0].params";
    return std::nullopt;
  }
  out.step_ = (*path)[1].index;
  if (out.step_ >= one.when.size()) {
    why = "the case has no when[" + std::to_string(out.step_) + "]";
    return std::nullopt;
  }
  const char* root = root_of(one.when[out.step_]);
  const std::string head = "when[" + std::to_string(out.step_) + "]" + (root ? "." + std::string(root) : "");
  if (!root || !(into == head || into.starts_with(head + ".") || into.starts_with(head + "["))) {
    why = "'" + printable(into) + "' cannot hold an event" + (root ? "; of this step it is " + head : ": the step is none of http, invoke and aws");
    return std::nullopt;
  }
  const size_t first = std::string_view(root) == "http.json" ? 4 : 3;
  for (size_t i = first; i < path->size(); ++i) {
    const auto& part = (*path)[i];
    if (part.index > kMostIndex) {
      why = "'" + printable(into) + "' counts further than " + std::to_string(kMostIndex);
      return std::nullopt;
    }
    out.inside_.push_back({replace_all(part.member, "\x01", "$"), part.element, part.index});
  }
  return out;
}

void Placing::put(Step& step, const Json& event) const {
  Value* value = value_of(step);
  Json* at = &value->json;
  for (const auto& part : inside_) {
    if (part.element) {
      if (!at->is_array()) *at = array();
      while (at->size() <= part.index) at->push_back(nullptr);
      at = &(*at)[part.index];
    } else {
      if (!at->is_object()) *at = Json::object();
      at = &(*at)[part.member];
    }
  }
  *at = json_as_written(event);
}

Case Placing::with(const Case& one, const Json& event) const {
  Case out = one;
  put(out.when[step_], event);
  return out;
}

Case Placing::twice(const Case& one, const Json& event) const {
  Case out = with(one, event);
  Step again = out.when[step_];
  again.id.clear();
  again.save.clear();
  out.when.insert(out.when.begin() + static_cast<std::ptrdiff_t>(step_) + 1, std::move(again));
  return out;
}

}  // namespace lambent::ipo
