#include "config/properties.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lambent::config {

Properties::Properties(const Node& map, std::string what, Diagnostics& diagnostics) : map_(map), what_(std::move(what)), diagnostics_(diagnostics) {
  if (!map.is(Node::Kind::map) && !map.is(Node::Kind::absent) && !map.is(Node::Kind::broken))
    diagnostics_.error(map.place, what_ + " must be a map, not " + map.kind_name());
}

const Node* Properties::take(const std::string& key, Need need) {
  known_.push_back(key);
  const Node* value = map_.find(key);
  if (value && value->is(Node::Kind::null)) {
    wrong(*value, key, "something");
    return nullptr;
  }
  if (!value && need == Need::must && map_.is(Node::Kind::map)) missing_.push_back(key);
  return value && !value->is(Node::Kind::broken) && !value->is(Node::Kind::absent) ? value : nullptr;
}

void Properties::wrong(const Node& value, const std::string& key, const std::string& wanted) {
  std::string given = value.is(Node::Kind::text) ? "'" + printable(value.text) + "'" : value.kind_name();
  diagnostics_.error(value.place, key + " must be " + wanted + ", not " + given);
}

const Node* Properties::of_kind(const std::string& key, Need need, Node::Kind kind, const char* wanted) {
  const Node* value = take(key, need);
  if (value && !value->is(kind)) {
    wrong(*value, key, wanted);
    return nullptr;
  }
  return value;
}

bool Properties::has(const std::string& key) const {
  const Node* value = map_.find(key);
  return value && !value->is(Node::Kind::broken) && !value->is(Node::Kind::absent);
}

std::optional<std::string> Properties::find_text(const std::string& key, Need need) {
  const Node* value = of_kind(key, need, Node::Kind::text, "text");
  if (!value) return std::nullopt;
  return value->text;
}

std::string Properties::text(const std::string& key, const std::string& fallback) { return find_text(key).value_or(fallback); }

std::string Properties::must_text(const std::string& key) { return find_text(key, Need::must).value_or(""); }

std::optional<std::int64_t> Properties::integer(const std::string& key) {
  const Node* value = of_kind(key, Need::may, Node::Kind::text, "a whole number");
  if (!value) return std::nullopt;
  std::int64_t out = 0;
  const char* last = value->text.data() + value->text.size();
  auto [end, ec] = std::from_chars(value->text.data(), last, out);
  if (ec == std::errc() && end == last && !value->text.empty()) return out;
  wrong(*value, key, "a whole number");
  return std::nullopt;
}

bool Properties::boolean(const std::string& key, bool fallback) {
  const Node* value = of_kind(key, Need::may, Node::Kind::text, "true or false");
  if (!value) return fallback;
  std::string word = lower(value->text);
  if (word != "true" && word != "false") wrong(*value, key, "true or false");
  return word == "true";
}

const Node* Properties::list(const std::string& key, Need need) { return of_kind(key, need, Node::Kind::list, "a list"); }
const Node* Properties::map(const std::string& key, Need need) { return of_kind(key, need, Node::Kind::map, "a map"); }
const Node* Properties::any(const std::string& key, Need need) { return take(key, need); }

std::vector<std::string> Properties::texts(const std::string& key) {
  std::vector<std::string> out;
  if (const Node* value = list(key))
    for (const auto& item : value->items) {
      if (item.is(Node::Kind::text))
        out.push_back(item.text);
      else if (!item.is(Node::Kind::broken))
        wrong(item, "each of " + key, "text");
    }
  return out;
}

std::map<std::string, std::string> Properties::text_map(const std::string& key) {
  std::map<std::string, std::string> out;
  if (const Node* value = map(key))
    for (const auto& m : value->members) {
      if (m.value.is(Node::Kind::text))
        out[m.key] = m.value.text;
      else if (!m.value.is(Node::Kind::broken))
        wrong(m.value, m.key, "text");
    }
  return out;
}

std::map<std::string, std::string> Properties::tag_list(const std::string& key) {
  std::map<std::string, std::string> out;
  if (const Node* value = list(key))
    for (const auto& item : value->items) {
      Properties tag(item, "a tag", diagnostics_);
      auto name = tag.find_text("Key", Need::must);
      auto text = tag.find_text("Value", Need::must);
      tag.done();
      if (name && text) out[*name] = *text;
    }
  return out;
}

Json Properties::document(const std::string& key, Need need) {
  const Node* value = take(key, need);
  if (!value) return Json::object();
  if (value->is(Node::Kind::map)) return to_json(*value, Scalars::text);
  if (value->is(Node::Kind::text))
    if (auto parsed = try_parse_json(value->text); parsed && parsed->is_object()) return *parsed;
  wrong(*value, key, "a document");
  return Json::object();
}

void Properties::refuse(std::initializer_list<const char*> keys) {
  for (std::string key : keys) {
    known_.push_back(key);
    if (const auto* m = map_.member(key); m && !m->value.is(Node::Kind::absent)) diagnostics_.error(m->place, what_ + ": " + key + " is not emulated", "remove it to run here");
  }
}

void Properties::without_effect(std::initializer_list<const char*> keys) {
  for (std::string key : keys) {
    known_.push_back(key);
    if (const auto* m = map_.member(key)) diagnostics_.warning(m->place, what_ + ": " + key + " has no effect here");
  }
}

void Properties::ignore(std::initializer_list<const char*> keys) { known_.insert(known_.end(), keys.begin(), keys.end()); }

Place Properties::place_of(const std::string& key) const {
  const Node* value = map_.find(key);
  return value ? value->place : map_.place;
}

void Properties::done() {
  for (const auto& m : map_.members) {
    if (std::find(known_.begin(), known_.end(), m.key) != known_.end()) continue;
    std::string near = nearest(m.key, known_);
    diagnostics_.error(m.place, what_ + " has no property '" + printable(m.key) + "'", near.empty() ? "" : "did you mean " + near + "?");
    std::erase(missing_, near);  // said already, in other words
  }
  for (const auto& key : missing_) diagnostics_.error(map_.place, what_ + " needs " + key);
}

}  // namespace lambent::config
