#include "ipo/match/schema.h"

#include "judged.h"

namespace lambent::ipo {
namespace {

// Cases of the official suite that use what schema.h leaves out, or look-around that RE2 has not.
bool left_out(const std::string& message) {
  for (const char* why : {"keyword", "$id inside", "no regular expression", "nothing is at", "cannot be read here"})
    if (message.find(why) != std::string::npos) return true;
  return false;
}

TEST(Schema, PassesTheOfficialSuiteForWhatItKeeps) {
  size_t schemas = 0, skipped = 0, values = 0;
  const Json tests = suite("json-schema/json_schema_2020_12.json");
  if (tests.is_null()) GTEST_SKIP() << "the official suite is not here";
  for (const Json& test : tests) {
    const std::string name = text_at(test, "file") + ": " + text_at(test, "description");
    Mistakes mistakes;
    auto schema = Schema::compile(test["schema"], {}, "", mistakes);
    if (!schema) {
      EXPECT_TRUE(left_out(mistakes[0].message)) << name << ": " << text_of(mistakes);
      ++skipped;
      continue;
    }
    ++schemas;
    for (const Json& one : test["tests"]) {
      // International host names would need the tables of IDNA.
      if (name.starts_with("format/") && one["data"].is_string() && lower(text_at(one, "data")).find("xn--") != std::string::npos) continue;
      ++values;
      EXPECT_EQ(schema->violations(one["data"]).empty(), bool_at(one, "valid")) << name << ": " << text_at(one, "description") << ": " << dump(one["data"]);
    }
  }
  RecordProperty("schemas", static_cast<int>(schemas));
  std::printf("schema suite: %zu schemas, %zu values, %zu schemas left out\n", schemas, values, skipped);
  EXPECT_GE(schemas, 235u);
}

std::string violations(const char* schema_text, const char* value_text) {
  Mistakes mistakes;
  auto schema = Schema::compile(parse_json(schema_text), {}, "", mistakes);
  if (!schema) return text_of(mistakes);
  const Json value = parse_json(value_text);
  std::string out;
  for (const auto& v : schema->violations(value)) out += (out.empty() ? "" : "; ") + v.path + " " + v.expected + " not " + (v.actual ? dump(*v.actual) : "absent");
  return out;
}

TEST(Schema, EveryKeywordHoldsAndBreaks) {
  const struct {
    const char *schema, *good, *bad;
  } rows[] = {
      {R"({"type": "integer"})", "3.0", "3.5"},
      {R"({"type": "null"})", "null", "0"},
      {R"({"enum": [1, "a", null]})", "\"a\"", "\"b\""},
      {R"({"const": {"a": [1]}})", R"({"a": [1]})", R"({"a": [2]})"},
      {R"({"required": ["a"]})", R"({"a": null})", "{}"},
      {R"({"additionalProperties": {"type": "string"}, "properties": {"n": {}}})", R"({"n": 1, "x": ""})", R"({"x": 1})"},
      {R"({"patternProperties": {"^x": {"type": "integer"}}})", R"({"y": "", "x1": 1})", R"({"x1": ""})"},
      {R"({"items": {"type": "integer"}, "prefixItems": [{"type": "string"}]})", R"(["a", 1, 2])", R"(["a", "b"])"},
      {R"({"minItems": 1, "maxItems": 2})", "[1]", "[]"},
      {R"({"uniqueItems": true})", "[1, 2, \"1\"]", "[1, 1.0]"},
      {R"({"minLength": 1, "maxLength": 2})", "\"éé\"", "\"\""},
      {R"({"minimum": 0, "exclusiveMaximum": 10})", "0", "10"},
      {R"({"multipleOf": 0.1})", "0.3", "0.35"},
      {R"({"pattern": "b"})", "\"abc\"", "\"ac\""},
      {R"({"format": "uuid"})", "\"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"", "\"2eb8aa08\""},
      {R"({"format": "date-time"})", "\"2026-01-02T03:04:05Z\"", "\"2026-13-02T03:04:05Z\""},
      {R"({"format": "email"})", "\"a@example.com\"", "\"example.com\""},
      {R"({"allOf": [{"type": "integer"}, {"minimum": 2}]})", "2", "1"},
      {R"({"anyOf": [{"type": "string"}, {"minimum": 2}]})", "\"x\"", "1"},
      {R"({"oneOf": [{"type": "integer"}, {"minimum": 2}]})", "1", "3"},
      {R"({"not": {"type": "string"}})", "1", "\"x\""},
      {R"({"$ref": "#/$defs/n", "$defs": {"n": {"type": "integer"}}})", "1", "\"x\""},
      {"true", "1", nullptr},
      {"false", nullptr, "1"},
  };
  for (const auto& row : rows) {
    Mistakes mistakes;
    auto schema = Schema::compile(parse_json(row.schema), {}, "", mistakes);
    ASSERT_TRUE(schema) << row.schema << text_of(mistakes);
    if (row.good) {
      EXPECT_TRUE(schema->violations(parse_json(row.good)).empty()) << row.schema << " against " << row.good;
    }
    if (row.bad) {
      EXPECT_FALSE(schema->violations(parse_json(row.bad)).empty()) << row.schema << " against " << row.bad;
    }
  }
}

TEST(Schema, ViolationsSayWhere) {
  EXPECT_EQ(violations(R"({"properties": {"a": {"items": {"type": "integer"}}}, "required": ["b"], "additionalProperties": false})", R"({"a": [1, "x"], "c": 1})"),
            ".a[1] an integer not \"x\"; .b a value not absent; .c no such key not 1");
  EXPECT_EQ(violations(R"({"type": ["string", "null"], "maxLength": 2})", "\"äöü\""), " text of at most 2 characters not \"äöü\"");
}

TEST(Schema, MistakesAreToldWithTheirPlace) {
  EXPECT_EQ(violations(R"({"tpye": "string"})", "1"), "/tpye: unknown or unsupported keyword \"tpye\" (did you mean type?)");
  EXPECT_EQ(violations(R"({"properties": {"a": {"type": "sting"}}})", "1"), "/properties/a/type: no type: \"sting\" (did you mean string?)");
  EXPECT_EQ(violations(R"({"items": [{}]})", "1"), "/items: items is one schema (prefixItems takes a list)");
  EXPECT_EQ(violations(R"({"$ref": "#/$defs/x"})", "1"), "/$ref: nothing is at \"#/$defs/x\"");
  EXPECT_NE(violations(R"j({"pattern": "(?=a)"})j", "1").find("/pattern: no regular expression"), std::string::npos);
  EXPECT_NE(violations(R"({"format": "regex"})", "1").find("cannot be checked"), std::string::npos);
  EXPECT_NE(violations(R"({"minLength": -1, "required": "a", "enum": 1, "allOf": [], "multipleOf": 0, "uniqueItems": 1})", "1").find("/uniqueItems"), std::string::npos);
  EXPECT_EQ(violations("3", "1"), ": a schema is an object, true or false");
}

TEST(Schema, ReferencesReachOtherFilesAndThemselves) {
  CompileOptions options;
  options.files = [](const std::string& name) -> Json {
    if (name == "schemas/order.json") return parse_json(R"({"$defs": {"order": {"type": "object", "properties": {"lines": {"items": {"$ref": "parts/line.json#/$defs/line"}}, "parent": {"$ref": "#/$defs/order"}}}}})");
    if (name == "schemas/parts/line.json") return parse_json(R"({"$defs": {"line": {"type": "integer"}}})");
    throw std::runtime_error("no such file");
  };
  Context context;
  Json value = parse_json(R"({"lines": [1], "parent": {"lines": ["x"]}})");
  const Json expected = parse_json(R"({"$schema": "schemas/order.json#/$defs/order"})");
  EXPECT_EQ(judged(expected, &value, context, options), "changed parent.lines[0]|an integer|\"x\"");
  EXPECT_EQ(text_of(mistakes_of(parse_json(R"({"a": {"$schema": "other.json"}})"), options)), "/a/$schema: schema file \"other.json\": no such file");
  EXPECT_EQ(text_of(mistakes_of(parse_json(R"({"$schema": "other.json"})"))), "/$schema: schema files cannot be read here: \"other.json\"");
  EXPECT_EQ(text_of(mistakes_of(parse_json(R"({"$schema": "schemas/order.json#/$defs/nope"})"), options)), "/$schema: nothing is at \"schemas/order.json#/$defs/nope\"");
}

TEST(Schema, EndlessReferencesEnd) {
  EXPECT_NE(violations(R"({"$ref": "#"})", "1"), "");
  EXPECT_NE(violations(R"({"anyOf": [{"$ref": "#"}, {"$ref": "#"}]})", "1"), "");
}

}  // namespace
}  // namespace lambent::ipo
