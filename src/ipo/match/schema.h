// JSON Schema 2020-12, the part that describes data.
//
//   Mistakes mistakes;
//   auto schema = Schema::compile(parse_json(R"({"type": "object", "required": ["id"]})"), read_file, "", mistakes);
//   for (const auto& v : schema->violations(value)) ...   // v.path ".items[2]", v.expected "an integer", v.actual
//
// Kept: type enum const; properties patternProperties additionalProperties required propertyNames minProperties
// maxProperties dependentRequired dependentSchemas; items prefixItems contains minContains maxContains minItems maxItems
// uniqueItems; minimum maximum exclusiveMinimum exclusiveMaximum multipleOf; minLength maxLength pattern format; allOf
// anyOf oneOf not, if then else; $ref, $defs. Annotations (title, description, default, examples, $comment, ...) and names
// beginning with "x-" are allowed. Every other keyword, also $anchor, $dynamicRef, $id inside, unevaluatedItems and
// unevaluatedProperties, is a Mistake: nothing is silently not checked.
//
// pattern and patternProperties are RE2, found anywhere. format is checked: uuid date-time date time email uri
// uri-reference hostname ipv4 ipv6; others are a Mistake; international
// names are not decoded. $ref is "#", "#/$defs/x", "other.json" or "other.json#/$defs/x",
// files relative to the file the reference stands in. Lengths count characters; 1.0 is an integer.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "ipo/match/difference.h"

namespace lambent::ipo {

using ReadSchemaFile = std::function<Json(const std::string& name)>;  // throws std::exception with the reason
struct SchemaNode;

class Schema {
 public:
  struct Violation {
    std::string path;              // below the value: ".items[2]"
    std::string expected;          // an integer
    const Json* actual = nullptr;  // null: not there
  };

  // A schema in place; `place` begins the places of the mistakes. Null if there were mistakes. Without `files` a reference
  // to a file is a mistake.
  static std::shared_ptr<const Schema> compile(const Json& schema, const ReadSchemaFile& files, const std::string& place, Mistakes& mistakes);
  // A schema by reference: "file.json#/$defs/x".
  static std::shared_ptr<const Schema> load(const std::string& reference, const ReadSchemaFile& files, const std::string& place, Mistakes& mistakes);

  // Empty if the value is valid; at most 200. Values nested, or references followed, deeper than 200 are a violation, and
  // so is a value whose checking takes more than a million steps.
  std::vector<Violation> violations(const Json& value) const;

  explicit Schema(std::vector<std::unique_ptr<SchemaNode>> nodes, const SchemaNode* root);
  ~Schema();

 private:
  std::vector<std::unique_ptr<SchemaNode>> nodes_;
  const SchemaNode* root_;
};

}  // namespace lambent::ipo
