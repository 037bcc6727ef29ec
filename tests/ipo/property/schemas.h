// Schemas to make values of, each with what makes it hard.
#pragma once
#include <string>
#include <vector>

#include "base/files.h"
#include "ipo/property/generator.h"

namespace lambent::ipo {

struct NamedSchema {
  const char* name;
  const char* text;
};

inline const std::vector<NamedSchema>& schemas() {
  static const std::vector<NamedSchema> all = {
      {"a reminder", R"({"type": "object", "required": ["waitSeconds", "preference", "message"], "additionalProperties": false, "properties": {
         "waitSeconds": {"type": "integer", "minimum": 0, "maximum": 31536000}, "preference": {"enum": ["email", "sms", "both"]},
         "email": {"type": "string", "format": "email", "maxLength": 100}, "phone": {"type": "string", "pattern": "^\\+[1-9][0-9]{6,14}$"},
         "message": {"type": "string", "minLength": 1, "maxLength": 500}}})"},
      {"any value", "true"},
      {"numbers", R"({"type": "array", "items": {"anyOf": [{"type": "integer", "exclusiveMinimum": -3, "exclusiveMaximum": 4}, {"type": "number", "multipleOf": 0.01, "maximum": 5},
         {"type": "integer", "multipleOf": 7, "minimum": 100}, {"type": "number", "minimum": 0.5, "maximum": 0.75}, {"type": "integer", "minimum": 9007199254740990}]}})"},
      {"texts", R"({"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 3, "maxLength": 200}})"},
      {"formats", R"({"type": "object", "properties": {"id": {"format": "uuid", "type": "string"}, "at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"},
         "time": {"type": "string", "format": "time"}, "mail": {"type": "string", "format": "email"}, "link": {"type": "string", "format": "uri"}, "ref": {"type": "string", "format": "uri-reference"},
         "host": {"type": "string", "format": "hostname"}, "v4": {"type": "string", "format": "ipv4"}, "v6": {"type": "string", "format": "ipv6"}}, "required": ["id", "at", "mail"]})"},
      {"patterns", R"({"type": "array", "items": {"anyOf": [{"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}$"}, {"type": "string", "pattern": "^(a|bc*|[^x-z\\d])+$", "maxLength": 12},
         {"type": "string", "pattern": "^\\w+@\\w+\\.(com|org)$"}, {"type": "string", "pattern": "x{3,5}?.\\x41"}, {"type": "string", "pattern": "^[[:alpha:]_-]+$", "minLength": 20, "maxLength": 30}]}})"},
      {"a list without equals", R"({"type": "array", "minItems": 2, "maxItems": 5, "uniqueItems": true, "items": {"type": "integer", "minimum": 0, "maximum": 9}})"},
      {"one that contains", R"({"type": "array", "contains": {"const": "x"}, "minContains": 2, "prefixItems": [{"type": "boolean"}], "items": {"type": "string"}, "maxItems": 8})"},
      {"joined", R"({"allOf": [{"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}}},
         {"properties": {"a": {"minimum": 10}, "c": {"const": 3}}, "required": ["c"]}, {"dependentRequired": {"b": ["d"]}}]})"},
      {"either", R"({"oneOf": [{"type": "object", "required": ["kind", "email"], "properties": {"kind": {"const": "email"}, "email": {"type": "string", "format": "email"}}},
         {"type": "object", "required": ["kind", "phone"], "properties": {"kind": {"const": "sms"}, "phone": {"type": "string", "pattern": "^\\+1[0-9]{10}$"}}}]})"},
      {"a condition", R"({"type": "object", "required": ["way"], "properties": {"way": {"enum": ["mail", "none"]}}, "if": {"properties": {"way": {"const": "mail"}}},
         "then": {"required": ["to"], "properties": {"to": {"type": "string", "minLength": 1}}}, "else": {"properties": {"to": false}}, "not": {"required": ["forbidden"]}})"},
      {"a tree", R"({"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "required": ["value"], "additionalProperties": false, "properties": {"value": {"type": "integer"},
         "left": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/node"}]}, "children": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 3}}}}})"},
      {"a map", R"({"type": "object", "minProperties": 1, "maxProperties": 4, "patternProperties": {"^x-[a-z]+$": {"type": "boolean"}}, "additionalProperties": {"type": "integer"},
         "propertyNames": {"maxLength": 10}})"},
  };
  return all;
}

// A generator for a schema in text; nothing if it is refused, which `diagnostics` tells.
inline std::shared_ptr<const Generator> generator_of(const std::string& schema, Diagnostics& diagnostics) {
  TempDir folder;
  write_file(folder.path() / "event.json", schema);
  std::shared_ptr<const Generator> out = Generator::read((folder.path() / "event.json").string(), diagnostics);
  return out;
}

}  // namespace lambent::ipo
