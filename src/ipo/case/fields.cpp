#include "ipo/case/fields.h"

#include <algorithm>

#include "base/text.h"
#include "base/time_text.h"
#include "ipo/case/duration.h"
#include "ipo/case/placeholders.h"
#include "ipo/case/schema.h"

namespace lambent::ipo {
std::string shown(const Node& value) {
  if (!value.is(Node::Kind::text)) return value.kind_name();
  Json json = config::to_json(value, config::Scalars::typed);
  if (json.is_number()) return "the number " + value.text;
  if (json.is_boolean()) return value.text;
  std::string text = printable(value.text);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return "'" + replace_all(text, "\n", "\\n") + "'";
}

std::optional<std::string> text_of(const Node& node, Accept accept) {
  if (!node.is(Node::Kind::text)) return std::nullopt;
  if (accept == Accept::text && node.plain && !config::to_json(node, config::Scalars::typed).is_string()) return std::nullopt;
  return node.text;
}

Fields::Fields(const Node& node, const std::string& definition, std::string what, Finish finish, Context& context)
    : node_(node), definition_(definition), what_(std::move(what)), finish_(finish), context_(context) {
  if (!node.is(Node::Kind::map) && !node.is(Node::Kind::null) && !node.is(Node::Kind::broken))
    context_.error(node.place, what_ + " must be a map, not " + shown(node));
}

const Node* Fields::ask(const std::string& key) {
  const auto& keys = keys_of(definition_);
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) throw std::logic_error("the schema's " + definition_ + " has no '" + key + "'");
  asked_.insert(key);
  return node_.find(key);
}

const Node* Fields::find(const std::string& key) {
  const Node* value = ask(key);
  return value && !value->is(Node::Kind::broken) ? value : nullptr;
}

void Fields::wrong(const Node& value, const std::string& key, const std::string& wanted) {
  context_.error(value.place, "'" + key + "' must be " + wanted + ", not " + shown(value));
}

bool Fields::later(const Node& value, const std::string& key) {
  if (!value.is(Node::Kind::text) || !pieces_of(value.text).any()) return false;
  context_.error(value.place, "'" + key + "' is needed before the case runs; " + printable(value.text) + " is known only then");
  return true;
}

const Node* Fields::list(const std::string& key) {
  const Node* value = find(key);
  if (!value || value->is(Node::Kind::null)) return nullptr;
  if (value->is(Node::Kind::list)) return value;
  wrong(*value, key, "a list");
  return nullptr;
}

const Node* Fields::map(const std::string& key) {
  const Node* value = find(key);
  if (!value || value->is(Node::Kind::null)) return nullptr;
  if (value->is(Node::Kind::map)) return value;
  wrong(*value, key, "a map");
  return nullptr;
}

std::optional<Value> Fields::value(const std::string& key) {
  const Node* value = find(key);
  return value ? std::optional(make_value(*value, place_of(key), finish_)) : std::nullopt;
}

std::optional<Value> Fields::value(const std::string& key, Node::Kind kind) {
  const Node* value = kind == Node::Kind::list ? list(key) : map(key);
  return value ? std::optional(make_value(*value, place_of(key), finish_)) : std::nullopt;
}

std::optional<std::string> Fields::text(const std::string& key) {
  const Node* value = find(key);
  if (!value) return std::nullopt;
  auto text = text_of(*value, Accept::text);
  if (text) return finished(*text, finish_);
  bool scalar = value->is(Node::Kind::text);
  context_.error(value->place, "'" + key + "' must be text, not " + shown(*value), scalar ? "write \"" + printable(value->text) + "\"" : "");
  return std::nullopt;
}

std::optional<std::string> Fields::spelled(const std::string& key) {
  const Node* value = find(key);
  if (!value) return std::nullopt;
  auto text = text_of(*value, Accept::scalars);
  if (text) return finished(*text, finish_);
  wrong(*value, key, "text");
  return std::nullopt;
}

std::vector<std::string> Fields::texts(const std::string& key) {
  std::vector<std::string> out;
  const Node* values = list(key);
  if (!values) return out;
  for (const auto& item : values->items) {
    if (auto text = text_of(item, Accept::text))
      out.push_back(finished(*text, finish_));
    else if (!item.is(Node::Kind::broken))
      context_.error(item.place, "'" + key + "' is a list of texts; " + shown(item) + " is none");
  }
  return out;
}

std::map<std::string, std::string> Fields::spelled_map(const std::string& key) {
  std::map<std::string, std::string> out;
  const Node* values = map(key);
  if (!values) return out;
  for (const auto& member : values->members) {
    if (auto text = text_of(member.value, Accept::scalars))
      out[finished(member.key, finish_)] = finished(*text, finish_);
    else if (!member.value.is(Node::Kind::broken))
      context_.error(member.value.place, "'" + printable(member.key) + "' must be text, not " + shown(member.value));
  }
  return out;
}

std::optional<std::string> Fields::fixed(const std::string& key) {
  const Node* value = find(key);
  if (!value || later(*value, key)) return std::nullopt;
  auto text = text_of(*value, Accept::text);
  if (text) return value_text(*text);
  wrong(*value, key, "text");
  return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(const std::string& key, std::int64_t least, std::int64_t most) {
  const Node* value = find(key);
  if (!value || later(*value, key)) return std::nullopt;
  Json json = config::to_json(*value, config::Scalars::typed);
  bool fits = json.is_number_integer() && !(json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX));
  if (fits && json.get<std::int64_t>() >= least && json.get<std::int64_t>() <= most) return json.get<std::int64_t>();
  wrong(*value, key, most == INT64_MAX ? "a whole number from " + std::to_string(least) : "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<bool> Fields::flag(const std::string& key) {
  const Node* value = find(key);
  if (!value || later(*value, key)) return std::nullopt;
  Json json = config::to_json(*value, config::Scalars::typed);
  if (json.is_boolean()) return json.get<bool>();
  wrong(*value, key, "true or false");
  return std::nullopt;
}

std::optional<Duration> Fields::duration(const std::string& key) {
  const Node* value = find(key);
  if (!value || later(*value, key)) return std::nullopt;
  auto text = text_of(*value, Accept::text);
  auto read = text ? read_duration(*text) : std::nullopt;
  if (!read) wrong(*value, key, "a duration as 412ms, 2s, 1h30m or 7d");
  return read;
}

std::optional<TimePoint> Fields::instant(const std::string& key) {
  const Node* value = find(key);
  if (!value || later(*value, key)) return std::nullopt;
  auto text = text_of(*value, Accept::text);
  auto read = text ? parse_iso(*text) : std::nullopt;
  if (!read) wrong(*value, key, "an instant as 2026-11-23T09:00:00Z");
  return read;
}

std::optional<size_t> Fields::word(const std::string& key) {
  const Node* value = find(key);
  auto words = words_of(definition_, key);
  if (words.empty()) throw std::logic_error("the schema's " + definition_ + "." + key + " has no choices");
  if (!value || later(*value, key)) return std::nullopt;
  auto text = text_of(*value, Accept::text);
  auto it = text ? std::find(words.begin(), words.end(), *text) : words.end();
  if (it != words.end()) return static_cast<size_t>(it - words.begin());
  std::string near = text ? nearest(*text, words) : "";
  context_.error(value->place, "'" + key + "' is one of " + join(words, ", ") + ", not " + shown(*value), near.empty() ? "" : "did you mean " + near + "?");
  return std::nullopt;
}

Place Fields::place_of(const std::string& key) const {
  const Node::Member* member = node_.member(key);
  return member ? member->place : node_.place;
}

void Fields::done() {
  const auto& keys = keys_of(definition_);
  for (const auto& key : keys)
    if (!asked_.count(key)) throw std::logic_error("nobody reads '" + key + "' of the schema's " + definition_);
  if (!node_.is(Node::Kind::map) && !node_.is(Node::Kind::null)) return;
  for (const auto& member : node_.members)
    if (!asked_.count(member.key)) context_.error(member.place, what_ + " has no '" + printable(member.key) + "'", Context::hint(member.key, keys));
  for (const auto& key : required_of(definition_))
    if (!node_.find(key)) context_.error(node_.place, what_ + " needs '" + key + "'");
}

}  // namespace lambent::ipo
