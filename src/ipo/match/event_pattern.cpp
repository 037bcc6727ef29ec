#include "ipo/match/event_pattern.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/match/event_choice.h"

namespace lambent::ipo {

// What an object of the event must be like.
struct EventRule {
  struct Field {
    std::string key;
    std::vector<EventChoice> choices;           // of a leaf
    std::shared_ptr<const EventRule> inner;     // of an object
    std::string text;                           // for the report
  };
  std::vector<Field> fields;
  std::vector<std::vector<std::shared_ptr<const EventRule>>> any_of;  // each $or
};

namespace {

constexpr int kMostNested = 64;

std::shared_ptr<const EventRule> read(const Json& pattern, const std::string& place, Mistakes& mistakes, int depth) {
  auto rule = std::make_shared<EventRule>();
  if (!pattern.is_object() || depth > kMostNested) {
    mistakes.push_back({place, depth > kMostNested ? "an event pattern nested too deeply" : "an event pattern is an object", R"({"source": ["aws.s3"]})"});
    return rule;
  }
  if (pattern.empty()) mistakes.push_back({place, "an empty event pattern", R"({"source": ["aws.s3"]})"});
  for (const auto& [key, value] : pattern.get_ref<const Json::object_t&>()) {
    const std::string here = place + pointer_key(key);
    if (key == "$or" && value.is_array()) {
      if (value.size() < 2) mistakes.push_back({here, "$or takes at least two patterns", ""});
      std::vector<std::shared_ptr<const EventRule>> choices;
      for (size_t i = 0; i < value.size(); ++i) choices.push_back(read(value[i], here + "/" + std::to_string(i), mistakes, depth + 1));
      rule->any_of.push_back(std::move(choices));
    } else if (value.is_object()) {
      rule->fields.push_back({key, {}, read(value, here, mistakes, depth + 1), shown(value, 200)});
    } else if (value.is_array() && !value.empty()) {
      EventRule::Field field{key, {}, nullptr, "one of " + shown(value, 200)};
      for (size_t i = 0; i < value.size(); ++i)
        if (auto choice = read_event_choice(value[i], here + "/" + std::to_string(i), mistakes)) field.choices.push_back(std::move(*choice));
      rule->fields.push_back(std::move(field));
    } else {
      mistakes.push_back({here, "the values of an event pattern are lists of choices or objects", "[" + shown(value, 80) + "]"});
    }
  }
  return rule;
}

bool fits(const EventRule& rule, const Json& event);

bool leaf_fits(const EventRule::Field& field, const Json* value) {
  auto any = [&](const Json* single) { return std::any_of(field.choices.begin(), field.choices.end(), [&](const EventChoice& choice) { return choice(single); }); };
  if (!value || !value->is_array()) return any(value);
  if (value->empty()) return any(nullptr);
  return std::any_of(value->begin(), value->end(), [&](const Json& element) { return any(&element); });
}

bool field_fits(const EventRule::Field& field, const Json& event) {
  auto at = event.find(field.key);
  const Json* value = at == event.end() ? nullptr : &*at;
  if (!field.inner) return leaf_fits(field, value);
  static const Json nothing = Json::object();
  if (value && value->is_array()) return std::any_of(value->begin(), value->end(), [&](const Json& element) { return fits(*field.inner, element); });
  return fits(*field.inner, value && value->is_object() ? *value : nothing);
}

bool fits(const EventRule& rule, const Json& event) {
  if (!event.is_object()) return false;
  return std::all_of(rule.fields.begin(), rule.fields.end(), [&](const auto& field) { return field_fits(field, event); }) &&
         std::all_of(rule.any_of.begin(), rule.any_of.end(), [&](const auto& choices) {
           return std::any_of(choices.begin(), choices.end(), [&](const auto& choice) { return fits(*choice, event); });
         });
}

void explain(const EventRule& rule, const Json& event, const std::string& path, std::vector<EventPattern::Mismatch>& out) {
  for (const auto& field : rule.fields) {
    if (field_fits(field, event)) continue;
    auto at = event.find(field.key);
    const Json* value = at == event.end() ? nullptr : &*at;
    const std::string here = path + key_path(field.key);
    if (field.inner && value && value->is_object())
      explain(*field.inner, *value, here, out);
    else
      out.push_back({here, field.inner ? "like " + field.text : field.text, value});
  }
  for (const auto& choices : rule.any_of)
    if (std::none_of(choices.begin(), choices.end(), [&](const auto& choice) { return fits(*choice, event); }))
      out.push_back({path, "an event that fits one of the " + std::to_string(choices.size()) + " patterns of $or", &event});
}

}  // namespace

EventPattern::EventPattern(std::shared_ptr<const EventRule> root) : root_(std::move(root)) {}

std::shared_ptr<const EventPattern> EventPattern::compile(const Json& pattern, const std::string& place, Mistakes& mistakes) {
  const size_t before = mistakes.size();
  auto root = read(pattern, place, mistakes, 0);
  return mistakes.size() > before ? nullptr : std::make_shared<EventPattern>(std::move(root));
}

bool EventPattern::matches(const Json& event) const { return fits(*root_, event); }

std::vector<EventPattern::Mismatch> EventPattern::mismatches(const Json& event) const {
  std::vector<Mismatch> out;
  if (!event.is_object())
    out.push_back({"", "an event, which is an object", &event});
  else
    explain(*root_, event, "", out);
  return out;
}

}  // namespace lambent::ipo
