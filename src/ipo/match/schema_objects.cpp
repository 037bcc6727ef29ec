#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/regex.h"
#include "ipo/match/schema_keywords.h"

namespace lambent::ipo::schema_keyword {
namespace {

using Members = Json::object_t;
const Members& members(const Json& object) { return object.get_ref<const Members&>(); }

// The patterns of patternProperties; a pattern that is none is told of once, by that keyword itself.
using Patterns = std::vector<std::pair<std::shared_ptr<const Regex>, const SchemaNode*>>;

template <class Holds>
SchemaCheck size_limit(const SchemaKeyword& k, std::string_view says, Holds holds) {
  auto limit = count(k);
  if (!limit) return nullptr;
  return [limit = *limit, text = "an object of " + std::string(says) + counted(*limit, "key", "keys"), holds](const Json& value, SchemaVisit& visit) {
    if (value.is_object() && !holds(value.size(), limit)) visit.violated(text, value);
  };
}

bool all_texts(const Json& list) {
  return list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& item) { return item.is_string(); });
}

}  // namespace

SchemaCheck properties(const SchemaKeyword& k) {
  return [parts = k.named_parts()](const Json& value, SchemaVisit& visit) {
    if (!value.is_object()) return;
    for (const auto& [key, schema] : parts)
      if (auto at = value.find(key); at != value.end()) visit.check_key(*schema, *at, key);
  };
}

SchemaCheck pattern_properties(const SchemaKeyword& k) {
  Patterns patterns;
  for (const auto& [pattern, schema] : k.named_parts()) {
    std::string why;
    auto regex = Regex::compile(pattern, why);
    if (!regex) return k.wrong("no regular expression: " + printable(why), "the syntax is RE2's: no look-around, no back references");
    patterns.emplace_back(std::move(regex), schema);
  }
  return [patterns](const Json& value, SchemaVisit& visit) {
    if (!value.is_object()) return;
    for (const auto& [key, member] : members(value))
      for (const auto& [regex, schema] : patterns)
        if (regex->found_in(key)) visit.check_key(*schema, member, key);
  };
}

SchemaCheck additional_properties(const SchemaKeyword& k) {
  std::unordered_set<std::string> named;
  if (const Json* properties = find(k.schema, "properties"); properties && properties->is_object())
    for (const auto& [key, schema] : members(*properties)) named.insert(key);
  std::vector<std::shared_ptr<const Regex>> patterns;
  if (const Json* other = find(k.schema, "patternProperties"); other && other->is_object())
    for (const auto& [pattern, schema] : members(*other)) {
      std::string why;
      if (auto regex = Regex::compile(pattern, why)) patterns.push_back(std::move(regex));
    }
  const bool closed = k.value == false;
  return [named, patterns, closed, schema = k.part(k.value)](const Json& value, SchemaVisit& visit) {
    if (!value.is_object()) return;
    for (const auto& [key, member] : members(value)) {
      if (named.contains(key) || std::any_of(patterns.begin(), patterns.end(), [&, &name = key](const auto& regex) { return regex->found_in(name); })) continue;
      if (closed)
        visit.extra(key, member);
      else
        visit.check_key(*schema, member, key);
    }
  };
}

SchemaCheck property_names(const SchemaKeyword& k) {
  return [schema = k.part(k.value)](const Json& value, SchemaVisit& visit) {
    if (!value.is_object()) return;
    for (const auto& [key, member] : members(value))
      if (!visit.fits(*schema, Json(key))) visit.violated("an object whose keys fit propertyNames, which " + in_quotes(key, 80) + " does not", value);
  };
}

SchemaCheck required(const SchemaKeyword& k) {
  if (!all_texts(k.value)) return k.wrong("a list of names is wanted");
  return [names = texts_at(k.schema, "required")](const Json& value, SchemaVisit& visit) {
    if (!value.is_object()) return;
    for (const auto& name : names)
      if (!value.contains(name)) visit.missing(name, "a value");
  };
}

SchemaCheck min_properties(const SchemaKeyword& k) { return size_limit(k, "at least ", std::greater_equal<size_t>()); }
SchemaCheck max_properties(const SchemaKeyword& k) { return size_limit(k, "at most ", std::less_equal<size_t>()); }

SchemaCheck dependent_required(const SchemaKeyword& k) {
  if (!k.value.is_object() || !std::all_of(k.value.begin(), k.value.end(), all_texts)) return k.wrong("an object of lists of names is wanted");
  return [rules = k.value](const Json& value, SchemaVisit& visit) {
    if (!value.is_object()) return;
    for (const auto& [key, names] : members(rules)) {
      if (!value.contains(key)) continue;
      for (const Json& name : names)
        if (!value.contains(name.get_ref<const std::string&>())) visit.missing(name.get_ref<const std::string&>(), "a value, because there is " + in_quotes(key, 80));
    }
  };
}

SchemaCheck dependent_schemas(const SchemaKeyword& k) {
  return [parts = k.named_parts()](const Json& value, SchemaVisit& visit) {
    if (!value.is_object()) return;
    for (const auto& [key, schema] : parts)
      if (value.contains(key)) visit.check(*schema, value);
  };
}

}  // namespace lambent::ipo::schema_keyword
