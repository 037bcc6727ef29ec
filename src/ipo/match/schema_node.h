// A compiled schema. Internal to src/ipo/match: others use Schema.
//
// A keyword is a row of a table (schema_keywords.cpp) and a function that reads its argument and gives a check. A check
// looks at one value and tells the visit what is wrong.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ipo/match/schema.h"

namespace lambent::ipo {

class SchemaVisit;
using SchemaCheck = std::function<void(const Json& value, SchemaVisit& visit)>;

struct SchemaNode {
  std::vector<SchemaCheck> checks;
};

// One value on its way through a schema.
class SchemaVisit {
 public:
  struct Budget {
    std::uint64_t steps = 1'000'000;
    int depth = 0;
    bool exceeded = false;
  };
  SchemaVisit(Budget& budget, std::vector<Schema::Violation>* out) : budget_(budget), out_(out) {}

  void check(const SchemaNode& schema, const Json& value);
  void check_key(const SchemaNode& schema, const Json& value, std::string_view key);
  void check_index(const SchemaNode& schema, const Json& value, size_t index);
  void violated(std::string expected, const Json& actual);
  void missing(std::string_view key, std::string expected);
  void extra(std::string_view key, const Json& actual);
  bool fits(const SchemaNode& schema, const Json& value);  // without telling
  bool spend(std::uint64_t steps);                         // false once the budget is used up
  bool failed() const { return count_ > 0; }

 private:
  void put(Schema::Violation violation);
  Budget& budget_;
  std::vector<Schema::Violation>* out_;  // null: only count
  std::string path_;
  size_t count_ = 0;
};

// Reads schemas and what they refer to.
class SchemaReader {
 public:
  SchemaReader(const ReadSchemaFile& files, Mistakes& mistakes) : files_(files), mistakes_(mistakes) {}

  // A schema inside a file ("" is the one in place), by its pointer there.
  const SchemaNode* read(const Json& schema, const std::string& file, const std::string& pointer);
  const SchemaNode* refer(const std::string& reference, const std::string& from_file, const std::string& pointer);
  void root(const Json& schema, const std::string& place);
  void at(std::string place) { place_ = std::move(place); }
  void wrong(const std::string& file, const std::string& pointer, const std::string& message, std::string hint = "");
  std::vector<std::unique_ptr<SchemaNode>> take() { return std::move(nodes_); }

 private:
  void fill(SchemaNode& node, const Json& schema, const std::string& file, const std::string& pointer);
  const Json* document(const std::string& file, const std::string& from_file, const std::string& pointer);

  const ReadSchemaFile& files_;
  Mistakes& mistakes_;
  std::string place_;  // of the schema or reference in the case
  std::map<std::string, Json> documents_;
  std::map<std::string, const SchemaNode*> known_;  // by file#pointer
  std::vector<std::unique_ptr<SchemaNode>> nodes_;
  int depth_ = 0;
};

// The argument of a keyword, where it stands, and the schema around it.
struct SchemaKeyword {
  const Json& value;
  const Json& schema;
  const std::string& file;
  std::string pointer;
  SchemaReader& reader;

  SchemaCheck wrong(const std::string& message, std::string hint = "") const;
  const SchemaNode* part(const Json& schema_part, const std::string& below = "") const { return reader.read(schema_part, file, pointer + below); }
  std::vector<const SchemaNode*> parts() const;                               // of a list of schemas
  std::vector<std::pair<std::string, const SchemaNode*>> named_parts() const;  // of an object of schemas
};

using MakeSchemaCheck = SchemaCheck (*)(const SchemaKeyword& keyword);
struct SchemaWord {
  std::string_view name;
  MakeSchemaCheck make;  // null: an annotation, or read by another keyword
};
const SchemaWord* find_schema_word(std::string_view name);
std::vector<std::string> schema_words();

bool valid_format(const std::string& name, const std::string& text);
const std::vector<std::string>& known_formats();

}  // namespace lambent::ipo
