#include "schema_validator.h"

#include <algorithm>
#include <regex>
#include <set>

namespace lambent::ipo {
namespace {

bool is(const std::string& type, const Json& value) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  throw std::logic_error("no type " + type);
}

bool matches(const std::string& pattern, const std::string& text) { return std::regex_search(text, std::regex(pattern)); }

}  // namespace

bool SchemaValidator::valid(const Json& schema, const Json& value) const {
  for (const auto& [name, rule] : schema.items())
    if (!keyword(name, rule, schema, value)) return false;
  return true;
}

size_t SchemaValidator::count(const Json& schemas, const Json& value) const {
  return static_cast<size_t>(std::count_if(schemas.begin(), schemas.end(), [&](const Json& one) { return valid(one, value); }));
}

bool SchemaValidator::members(const Json& schema, const Json& value) const {
  const Json none = Json::object();
  const Json& properties = schema.contains("properties") ? schema["properties"] : none;
  const Json& patterns = schema.contains("patternProperties") ? schema["patternProperties"] : none;
  for (const auto& [key, inside] : value.items()) {
    bool known = properties.contains(key);
    if (known && !valid(properties[key], inside)) return false;
    for (const auto& [pattern, rule] : patterns.items())
      if (matches(pattern, key)) {
        known = true;
        if (!valid(rule, inside)) return false;
      }
    if (known || !schema.contains("additionalProperties")) continue;
    const Json& rule = schema["additionalProperties"];
    if (rule.is_boolean() ? !rule.get<bool>() : !valid(rule, inside)) return false;
  }
  return true;
}

bool SchemaValidator::keyword(const std::string& name, const Json& rule, const Json& schema, const Json& value) const {
  if (name == "$schema" || name == "title" || name == "description" || name == "$defs") return true;
  if (name == "$ref") return valid(root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value);
  if (name == "type") {
    if (rule.is_string()) return is(rule.get<std::string>(), value);
    return std::any_of(rule.begin(), rule.end(), [&](const Json& one) { return is(one.get<std::string>(), value); });
  }
  if (name == "const") return value == rule;
  if (name == "enum") return std::find(rule.begin(), rule.end(), value) != rule.end();
  if (name == "anyOf") return count(rule, value) > 0;
  if (name == "oneOf") return count(rule, value) == 1;
  if (name == "allOf") return count(rule, value) == rule.size();
  if (name == "not") return !valid(rule, value);
  if (name == "pattern") return !value.is_string() || matches(rule.get<std::string>(), value.get<std::string>());
  if (name == "minimum") return !value.is_number() || value >= rule;
  if (name == "minItems") return !value.is_array() || value.size() >= rule.get<size_t>();
  if (name == "minProperties") return !value.is_object() || value.size() >= rule.get<size_t>();
  if (name == "maxProperties") return !value.is_object() || value.size() <= rule.get<size_t>();
  if (name == "items") return !value.is_array() || std::all_of(value.begin(), value.end(), [&](const Json& one) { return valid(rule, one); });
  if (name == "required")
    return !value.is_object() || std::all_of(rule.begin(), rule.end(), [&](const Json& key) { return value.contains(key.get<std::string>()); });
  if (name == "properties" || name == "patternProperties" || name == "additionalProperties") return !value.is_object() || members(schema, value);
  throw std::logic_error("no keyword " + name);
}

}  // namespace lambent::ipo
