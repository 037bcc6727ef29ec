// What is written must be read back as the same, and read well.
#include "ipo/record/case_yaml.h"

#include <gtest/gtest.h>

#include "config/yaml.h"
#include "ipo/match/values.h"

namespace lambent::ipo {
namespace {

// As the reader of case files takes it.
Json read(const std::string& yaml) {
  Diagnostics diagnostics;
  auto node = config::read_yaml(yaml, "t.yaml", config::Tags::none, diagnostics, config::Sharing::refused);
  EXPECT_EQ(diagnostics.text(), "") << yaml;
  return node ? config::to_json(*node, config::Scalars::typed) : Json();
}

TEST(CaseYaml, EveryTextIsReadBackAsItself) {
  for (const char* text : {"", " ", "a", "hello there", "true", "False", "null", "~", "no", "On", "1", "-1", "1.5", "1e3", "0x1f", "007", ".5", ".inf", "12:30", "2026-11-23", "+15556667788",
                           "- a", "a: b", "a:b", "a #b", "#a", "[a]", "{a}", "a, b", "*a", "&a", "!a", "%a", "@a", "`a", "'a'", "\"a\"", "|", ">", "?", ":", "-", "---", "...", "$any", "$$5",
                           "${x}", "a\nb", "a\n", "\ttab", " lead", "trail ", "\\", "Dentist, 10:30", "\xf0\x9f\xa6\xb7 10:30", "\x01\x7f", "POST /sending", "arn:aws:iam::000000000000:role/x",
                           "a=b", "x(y)", "=", "<<", "y", "\xc2\x85", "\xe2\x80\xa8"}) {
    EXPECT_EQ(read("k: " + yaml_flow(Json(text)) + "\n")["k"], text) << yaml_flow(Json(text));
    EXPECT_EQ(read("{k: [" + yaml_flow(Json(text)) + ", x]}\n")["k"][0], text) << yaml_flow(Json(text));
    if (*text) {
      EXPECT_EQ(read("{" + yaml_flow(Json(text)) + ": 1}\n").begin().key(), text) << yaml_flow(Json(text));
    }
  }
}

TEST(CaseYaml, IsSpreadWhereItIsLongOrHasComments) {
  Json one = parse_json(R"({"name": "POST /x", "when": [{"http": {"method": "POST", "json": {"a": 1, "phone": "+1555"}}}, {"advance": "7d"}],
                            "then": {"effects": [{"email": {"to": ["ada@example.com"], "text": "$any"}}, {"sms": {"to": "+1"}}]}})");
  const std::string short_form = case_yaml(one, {}, 2);
  EXPECT_EQ(short_form, R"(  - name: POST /x
    when:
      - http: {method: POST, json: {a: 1, phone: "+1555"}}
      - advance: 7d
    then:
      effects:
        - email: {to: [ada@example.com], text: $any}
        - sms: {to: "+1"}
)");
  const std::string commented = case_yaml(one, {{"/then/effects/0/email/text", "differed"}, {"/name", "mine"}}, 2);
  EXPECT_EQ(commented, R"(  - name: POST /x  # mine
    when:
      - http: {method: POST, json: {a: 1, phone: "+1555"}}
      - advance: 7d
    then:
      effects:
        - email:
            to: [ada@example.com]
            text: $any  # differed
        - sms: {to: "+1"}
)");
  for (const auto& text : {short_form, commented}) EXPECT_TRUE(equal_values(read("cases:\n" + text)["cases"][0], one)) << text;
}

TEST(CaseYaml, LongValuesAreReadBack) {
  Json deep = parse_json(R"({"name": "x", "list": [], "none": {}, "long": [{"a": [], "b": "$any", "c": {"d": null, "e": true, "f": [[1, 2], [{"g": 1}]]}}]})");
  for (int i = 0; i < 30; ++i) deep["long"][0]["b" + std::to_string(i)] = "some words to make it long";
  EXPECT_TRUE(equal_values(read(case_yaml(deep, {}, 0))[0], deep)) << case_yaml(deep, {}, 0);
}

}  // namespace
}  // namespace lambent::ipo
