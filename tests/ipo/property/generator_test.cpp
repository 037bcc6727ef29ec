#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/property/pattern_texts.h"
#include "tests/ipo/property/schemas.h"

namespace lambent::ipo {
namespace {

using ::testing::HasSubstr;

class OfSchema : public ::testing::TestWithParam<NamedSchema> {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    generator = generator_of(GetParam().text, diagnostics);
    ASSERT_TRUE(generator) << GetParam().name << "\n" << diagnostics.text();
    Mistakes mistakes;
    checker = Schema::compile(parse_json(GetParam().text), nullptr, "", mistakes);
    ASSERT_TRUE(checker);
  }
  std::shared_ptr<const Generator> generator;
  std::shared_ptr<const Schema> checker;
};

// 13 schemas: more than ten thousand values.
TEST_P(OfSchema, EveryValueFits) {
  for (std::uint64_t seed = 0; seed < 800; ++seed) {
    auto made = generator->by_chance(seed);
    ASSERT_TRUE(made) << GetParam().name << " seed " << seed;
    auto violations = checker->violations(made->value);
    ASSERT_TRUE(violations.empty()) << GetParam().name << ": " << dump(made->value) << violations[0].path << " " << violations[0].expected;
    ASSERT_TRUE(valid_utf8(dump(made->value)));
  }
}

TEST_P(OfSchema, TheSameSeedAndTheSameChoicesMakeTheSameValue) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    auto made = generator->by_chance(seed), again = generator->by_chance(seed);
    EXPECT_EQ(dump(made->value), dump(again->value));
    auto replayed = generator->replay(parse_json(dump(made->choices)));  // as it comes out of a file
    ASSERT_TRUE(replayed) << GetParam().name << " " << dump(made->value);
    EXPECT_EQ(dump(replayed->value), dump(made->value));
    EXPECT_EQ(dump(replayed->choices), dump(made->choices));
  }
}

TEST_P(OfSchema, ABrokenValueDoesNotFitAndSaysWhy) {
  if (std::string(GetParam().text) == "true") {
    EXPECT_FALSE(generator->by_chance(1, Fit::broken));
    return;
  }
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    auto made = generator->by_chance(seed, Fit::broken);
    ASSERT_TRUE(made) << GetParam().name;
    EXPECT_FALSE(checker->violations(made->value).empty()) << dump(made->value);
    EXPECT_THAT(made->broken, HasSubstr(" must be "));
    auto replayed = generator->replay(made->choices, Fit::broken);
    ASSERT_TRUE(replayed);
    EXPECT_EQ(dump(replayed->value), dump(made->value));
  }
}

TEST_P(OfSchema, AnyTreeOfChoicesMakesAValueOrNone) {
  for (const char* tree : {"[]", "[0]", "[[],[],[]]", "[[9,9,9,[9,[9,9]],9],4]", "[[18446744073709551615,[18446744073709551615]]]", "[[[[[[[[1]]]]]]]]"})
    if (auto made = generator->replay(parse_json(tree))) {
      EXPECT_TRUE(checker->violations(made->value).empty()) << tree << dump(made->value);
    }
}

INSTANTIATE_TEST_SUITE_P(Schemas, OfSchema, ::testing::ValuesIn(schemas()), [](const auto& info) { return replace_all(info.param.name, " ", "_"); });

// Which of `wanted` a schema's values come to.
void expect_made(const std::string& schema, const std::map<std::string, std::function<bool(const Json&)>>& wanted) {
  Diagnostics diagnostics;
  auto generator = generator_of(schema, diagnostics);
  ASSERT_TRUE(generator) << diagnostics.text();
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 3000 && seen.size() < wanted.size(); ++seed) {
    const Json value = generator->by_chance(seed)->value;
    for (const auto& [name, is_it] : wanted)
      if (is_it(value)) seen.insert(name);
  }
  for (const auto& [name, is_it] : wanted) EXPECT_TRUE(seen.contains(name)) << name;
}

bool holds(const Json& value, const std::string& part) { return value.is_string() && value.get<std::string>().find(part) != std::string::npos; }
auto of_length(size_t n) {
  return [n](const Json& value) { return value.is_string() && characters(value.get_ref<const std::string&>()).size() == n; };
}

TEST(Edges, OfTexts) {
  expect_made(R"({"type": ["string", "null"], "maxLength": 400})",
              {{"empty", of_length(0)},      {"one", of_length(1)},        {"70", of_length(70)},     {"71", of_length(71)},       {"160", of_length(160)},   {"161", of_length(161)},
               {"the longest", of_length(400)}, {"null", [](const Json& v) { return v.is_null(); }}, {"quote", [](const Json& v) { return holds(v, "'"); }},
               {"markup", [](const Json& v) { return holds(v, "<script>"); }}, {"line end", [](const Json& v) { return holds(v, "\r\n"); }},
               {"emoji", [](const Json& v) { return holds(v, "🦷"); }}, {"right to left", [](const Json& v) { return holds(v, "שלום"); }},
               {"dollar", [](const Json& v) { return holds(v, "${"); }}});
}

TEST(Edges, OfNumbers) {
  auto is = [](auto n) { return [n](const Json& value) { return value == n; }; };
  expect_made(R"({"type": "integer"})", {{"0", is(0)}, {"-1", is(-1)}, {"2^31", is(INT64_C(1) << 31)}, {"2^53", is(INT64_C(1) << 53)}, {"2^53+1", is((INT64_C(1) << 53) + 1)}, {"least", is(INT64_MIN)}, {"most", is(INT64_MAX)}});
  expect_made(R"({"type": "integer", "minimum": 5, "maximum": 5000})", {{"least", is(5)}, {"next", is(6)}, {"most", is(5000)}, {"last but one", is(4999)}});
}

TEST(Edges, OfMembersAndLists) {
  expect_made(R"({"type": "object", "properties": {"name": {"type": ["string", "null"]}, "at": {"type": "string", "format": "date-time"}, "tags": {"type": "array", "maxItems": 3}}})",
              {{"missing", [](const Json& v) { return !v.contains("name"); }},
               {"null", [](const Json& v) { return v.contains("name") && v["name"].is_null(); }},
               {"leap second", [](const Json& v) { return v.contains("at") && holds(v["at"], ":60Z"); }},
               {"no element", [](const Json& v) { return v.contains("tags") && v["tags"].empty(); }},
               {"all elements", [](const Json& v) { return v.contains("tags") && v["tags"].size() == 3; }},
               {"one that nobody named", [](const Json& v) { return v.contains("__proto__"); }}});
}

std::string refused(const std::string& schema) {
  Diagnostics diagnostics;
  EXPECT_FALSE(generator_of(schema, diagnostics));
  std::string out;
  for (const auto& d : diagnostics.all()) out += std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " " + d.message + "\n";
  return out;
}

TEST(Refused, WhatCannotBeMadeIsNamedWhereItStands) {
  EXPECT_THAT(refused("{\n \"type\": \"string\",\n \"pattern\": \"\\\\bword\\\\b\"\n}"), HasSubstr("3:2 no text can be made for this pattern: the escape \\b"));
  EXPECT_THAT(refused("{\n \"properties\": {\n  \"a\": {\"pattern\": \"(?i)x\"}}}"), HasSubstr("3:9 no text can be made for this pattern: flags and look-around"));
  EXPECT_THAT(refused("{\"type\": \"integer\",\n \"minimum\": 3, \"maximum\": 2}"), HasSubstr("1:1 no event that fits this schema could be made"));
  EXPECT_THAT(refused("{\"type\": \"string\", \"allOf\": [{\"type\": \"integer\"}]}"), HasSubstr("its parts exclude each other"));
  EXPECT_THAT(refused("{\"type\": \"object\",\n \"unevaluatedProperties\": false}"), HasSubstr("2:2 unknown or unsupported keyword"));
  EXPECT_THAT(refused("{\"type\": \"strin\"}"), HasSubstr("1:2 no type"));
  EXPECT_THAT(refused("{\"$ref\": \"nowhere.json\"}"), HasSubstr("nowhere.json"));
  EXPECT_THAT(refused("{"), HasSubstr("1:"));
}

TEST(PatternTexts, MatchTheirPattern) {
  for (const char* pattern : {"^\\+[1-9][0-9]{1,14}$", "[^a-y]{3}", "(ab|cd)*e?", "\\d{2}:\\d{2}", "^a{0}b$", "(?P<year>[0-9]{4})-x", "[]a]+", "[a\\]b-]+", "é+", "\\x{1F600}|\\n", ".", "a{2,", "^$", "(((x)))"}) {
    std::string why;
    auto texts = PatternTexts::parse(pattern, why);
    ASSERT_TRUE(texts) << pattern << ": " << why;
    Mistakes mistakes;
    auto checker = Schema::compile(object({{"pattern", pattern}}), nullptr, "", mistakes);
    ASSERT_TRUE(checker) << pattern;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Choices choices(seed);
      std::string text = texts->make(choices);
      EXPECT_TRUE(checker->violations(Json(text)).empty()) << pattern << " " << text;
    }
  }
  for (const char* pattern : {"\\bx", "(?i)x", "(?=x)", "\\pL", "a^", "$a", "(", "[a", "a\\", "\\1"}) {
    std::string why;
    EXPECT_FALSE(PatternTexts::parse(pattern, why)) << pattern;
    EXPECT_NE(why, "") << pattern;
  }
}

}  // namespace
}  // namespace lambent::ipo
