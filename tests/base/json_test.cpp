#include "base/json.h"

#include <gtest/gtest.h>

namespace lambent {
namespace {

TEST(Json, KeepsMemberOrderAndTheLastOfRepeatedMembers) {
  EXPECT_EQ(dump(parse_json(R"({"b":1,"a":{"z":[1,2.50,null,true]},"b":3})")), R"({"b":3,"a":{"z":[1,2.5,null,true]}})");
}

TEST(Json, ReadsScalarsAndEmptyContainers) {
  EXPECT_EQ(dump(parse_json("0")), "0");
  EXPECT_EQ(dump(parse_json(" \"s\" ")), "\"s\"");
  EXPECT_EQ(dump(parse_json("[[],{}]")), "[[],{}]");
}

TEST(Json, TellsWhereTheTextIsNotJson) {
  try {
    parse_json("{\n  \"a\": tru\n}");
    FAIL() << "was accepted";
  } catch (const JsonError& e) {
    EXPECT_EQ(e.line(), 2u);
    EXPECT_GE(e.column(), 8u);
  }
  EXPECT_FALSE(try_parse_json(""));
  EXPECT_FALSE(try_parse_json("{} {}"));
  EXPECT_FALSE(try_parse_json("{'a':1}"));
}

TEST(Json, RefusesDeepNestingInsteadOfCrashing) {
  EXPECT_THROW(parse_json(std::string(100'000, '[')), JsonError);
}

TEST(Json, AHugeObjectWithManyMembersIsReadOnce) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  text += "\"k7\":-1}";
  Json value = parse_json(text);  // quadratic work would not end in any reasonable time
  EXPECT_EQ(value.size(), 200'000u);
  EXPECT_EQ(value.begin().value(), 0);
  EXPECT_EQ(int_at(value, "k7"), -1);
}

TEST(Json, DumpReplacesWhatIsNotUtf8) { EXPECT_EQ(dump(Json("a\xff")), "\"a\xef\xbf\xbd\""); }

TEST(Json, AccessorsFallBackForAbsentNullAndMistypedMembers) {
  Json v = parse_json(R"({"s":"x","n":5,"f":2.9,"null":null,"list":["a",1,"b"],"b":true})");
  EXPECT_EQ(text_at(v, "s"), "x");
  EXPECT_EQ(text_at(v, "n", "-"), "-");
  EXPECT_EQ(find(v, "null"), nullptr);
  EXPECT_EQ(find_int(v, "f"), 2);
  EXPECT_EQ(int_at(v, "missing", 7), 7);
  EXPECT_EQ(texts_at(v, "list"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(texts_at(v, "s"), std::vector<std::string>{"x"});
  EXPECT_TRUE(bool_at(v, "b"));
  EXPECT_EQ(find(parse_json("[1]"), "a"), nullptr);
}

}  // namespace
}  // namespace lambent
