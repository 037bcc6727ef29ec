#include "config/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lambent::config {
namespace {

std::string errors_of(const std::string& text) {
  Diagnostics diagnostics;
  read_yaml(text, "f.yaml", Tags::cloudformation, diagnostics);
  return diagnostics.text();
}

Json json_of(const std::string& text) {
  Diagnostics diagnostics;
  auto node = read_yaml(text, "f.yaml", Tags::cloudformation, diagnostics);
  EXPECT_EQ(diagnostics.text(), "") << text;
  return node ? to_json(*node, Scalars::typed) : Json();
}

TEST(Yaml, ScalarsAreWhatJsonWouldReadThemAs) {
  EXPECT_EQ(json_of("phone: +15556667788")["phone"], "+15556667788");
  EXPECT_EQ(json_of("account: 000000000000")["account"], "000000000000");
  EXPECT_EQ(json_of("country: no")["country"], "no");
  EXPECT_EQ(json_of("at: 12:30")["at"], "12:30");
  EXPECT_EQ(json_of("date: 2012-10-17")["date"], "2012-10-17");
  EXPECT_EQ(json_of("n: 12")["n"], 12);
  EXPECT_EQ(json_of("n: -1.5e3")["n"], -1500.0);
  EXPECT_EQ(json_of("n: \"12\"")["n"], "12");
  EXPECT_EQ(json_of("b: true")["b"], true);
  EXPECT_EQ(json_of("b: 'true'")["b"], "true");
  EXPECT_EQ(json_of("x: ~")["x"], nullptr);
  EXPECT_EQ(json_of(R"({"a": [1, {"b": null}], "c": "\u00e9"})").dump(), R"({"a":[1,{"b":null}],"c":"é"})");
}

TEST(Yaml, ShortTagsBecomeFunctions) {
  EXPECT_EQ(json_of("a: !Ref X").dump(), R"({"a":{"Ref":"X"}})");
  EXPECT_EQ(json_of("a: !GetAtt X.Arn").dump(), R"({"a":{"Fn::GetAtt":"X.Arn"}})");
  EXPECT_EQ(json_of("a: !Join [\"-\", [x, !Ref Y]]").dump(), R"({"a":{"Fn::Join":["-",["x",{"Ref":"Y"}]]}})");
}

TEST(Yaml, AnchorsWorkAndCannotExplode) {
  EXPECT_EQ(json_of("a: &x {k: 1}\nb: *x").dump(), R"({"a":{"k":1},"b":{"k":1}})");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 8; i++) {
    std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int k = 0; k < 9; k++) bomb += ", " + last;
    bomb += "]\n";
  }
  EXPECT_THAT(errors_of(bomb), testing::HasSubstr("the file holds more than 200000 values"));
}

TEST(Yaml, MistakesHavePlaces) {
  EXPECT_EQ(errors_of("a: 1\nb: 2\na: 3\n"), "f.yaml:3:1: error: 'a' stands here twice\n");
  EXPECT_THAT(errors_of("a: !Reff X"), testing::StartsWith("f.yaml:1:4: error: unknown tag !Reff (did you mean !Ref?)"));
  EXPECT_THAT(errors_of("a: [1, 2"), testing::StartsWith("f.yaml:1:"));
  EXPECT_THAT(errors_of("a: 1\n---\nb: 2\n"), testing::HasSubstr("a second document begins here"));
  EXPECT_EQ(errors_of(""), "f.yaml: error: the file is empty\n");
  EXPECT_EQ(errors_of("\xff\xfe"), "f.yaml: error: the file is not UTF-8\n");
  EXPECT_THAT(errors_of(std::string(500, '[') + std::string(500, ']')), testing::HasSubstr("nested"));
  EXPECT_THAT(errors_of("? [a, b]\n: c\n"), testing::HasSubstr("a key must be text, not a list"));
  EXPECT_THAT(errors_of("a: &x [*x]"), testing::HasSubstr("anchor"));
}

// Whatever the bytes, reading ends and says something or gives a value.
TEST(Yaml, EveryPrefixAndEveryChangedByteIsReadOrRefused) {
  const std::string text = "Resources:\n  F: &a\n    Type: !Sub \"${X}\"\n    L: [1, {b: 'c'}, *a]\n  T: |\n    line\n";
  for (size_t i = 0; i < text.size(); i++) {
    for (char c : {'\0', '"', '{', ']', ':', '&', '*', '!', '\n', '\t', '\x80'}) {
      std::string changed = text;
      changed[i] = c;
      Diagnostics diagnostics;
      bool read = read_yaml(changed, "f", Tags::cloudformation, diagnostics).has_value();
      EXPECT_TRUE(read || diagnostics.has_errors()) << changed;
    }
    Diagnostics diagnostics;
    bool read = read_yaml(text.substr(0, i), "f", Tags::cloudformation, diagnostics).has_value();
    EXPECT_TRUE(read || diagnostics.has_errors()) << i;
  }
}

}  // namespace
}  // namespace lambent::config
