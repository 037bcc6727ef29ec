// What fails is made as small as it goes: the least that still fails, and always a value that fits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ipo/match/display.h"
#include "ipo/property/shrink.h"
#include "tests/ipo/property/schemas.h"

namespace lambent::ipo {
namespace {

// The smallest value that `fails`, from the first by chance that does.
std::string least(const std::string& schema, const std::function<bool(const Json&)>& fails) {
  Diagnostics diagnostics;
  auto generator = generator_of(schema, diagnostics);
  EXPECT_TRUE(generator) << diagnostics.text();
  for (std::uint64_t seed = 0; generator && seed < 2000; ++seed) {
    auto made = generator->by_chance(seed);
    if (!fails(made->value)) continue;
    std::string smallest = dump(made->value);
    Shrunk small = shrink(made->choices, [&](const Json& tree) -> std::optional<Json> {
      auto again = generator->replay(tree);
      if (!again || !fails(again->value)) return std::nullopt;
      EXPECT_EQ(generator->fault_of(again->value), "");
      return again->choices;
    }, 2000);
    EXPECT_LE(small.asked, 2000);
    return dump(generator->replay(small.choices)->value);
  }
  return "never failed";
}

size_t length(const Json& value) { return characters(value.get_ref<const std::string&>()).size(); }

TEST(Shrink, FindsTheLeastThatFails) {
  EXPECT_EQ(least(R"({"type": "string"})", [](const Json& v) { return length(v) > 160; }), dump(Json(std::string(161, 'a'))));
  EXPECT_EQ(least(R"({"type": "string"})", [](const Json& v) { return length(v) > 100; }), dump(Json(std::string(101, 'a'))));
  EXPECT_EQ(least(R"({"type": "integer"})", [](const Json& v) { return v.get<std::int64_t>() >= 1'000'003; }), "1000003");
  EXPECT_EQ(least(R"({"type": "integer"})", [](const Json& v) { return v.get<std::int64_t>() < -41; }), "-42");
  EXPECT_EQ(least(R"({"type": "integer", "minimum": 50})", [](const Json& v) { return v != 77; }), "50");
}

TEST(Shrink, DropsWhatDoesNotMatter) {
  const char* schema = R"({"type": "object", "additionalProperties": false, "required": ["to", "text"], "properties": {"to": {"type": "string", "minLength": 1}, "text": {"type": "string"},
    "name": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}}})";
  EXPECT_EQ(least(schema, [](const Json& v) { return v.contains("name") && v["name"].get<std::string>().find('\'') != std::string::npos; }), R"({"to":"a","text":"","name":"'"})");
  EXPECT_EQ(least(schema, [](const Json& v) { return !v.contains("name"); }), R"({"to":"a","text":""})");
  EXPECT_EQ(least(schema, [](const Json& v) { return v.contains("tags") && v["tags"].size() >= 2; }), R"({"to":"a","text":"","tags":["",""]})");
  EXPECT_EQ(least(R"({"type": "array", "items": {"type": "integer"}})", [](const Json& v) {
              return std::any_of(v.begin(), v.end(), [](const Json& one) { return one.get<std::int64_t>() > 9; });
            }), "[10]");
}

TEST(Shrink, StopsWhenItHasAskedEnough) {
  int asked = 0;
  Shrunk small = shrink(parse_json("[[1000000],[1000000],[1000000]]"), [&](const Json& tree) -> std::optional<Json> {
    asked += tree.is_array();
    return std::nullopt;
  }, 5);
  EXPECT_EQ(asked, 5);
  EXPECT_EQ(small.asked, 5);
}

}  // namespace
}  // namespace lambent::ipo
