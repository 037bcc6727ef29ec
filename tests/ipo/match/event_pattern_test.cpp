#include "ipo/match/event_pattern.h"

#include "judged.h"

namespace lambent::ipo {
namespace {

bool matches(const char* pattern, const char* event) {
  Mistakes mistakes;
  auto compiled = EventPattern::compile(parse_json(pattern), "", mistakes);
  EXPECT_TRUE(compiled) << pattern << ": " << text_of(mistakes);
  if (!compiled) return false;
  const Json value = parse_json(event);
  const bool out = compiled->matches(value);
  EXPECT_EQ(out, compiled->mismatches(value).empty()) << pattern << " against " << event;
  return out;
}

TEST(EventPattern, OperatorsAsEventBridgeHasThem) {
  for (auto [pattern, event] : std::initializer_list<Row>{
           {R"({"source": ["a", "b"]})", R"({"source": "b", "more": 1})"},
           {R"({"n": [1]})", R"({"n": 1.0})"},
           {R"({"x": [null]})", R"({"x": null})"},
           {R"({"x": [true]})", R"({"x": true})"},
           {R"({"x": [{"prefix": "ab"}]})", R"({"x": "abc"})"},
           {R"({"x": [{"prefix": {"equals-ignore-case": "AB"}}]})", R"({"x": "abc"})"},
           {R"({"x": [{"suffix": ".png"}]})", R"({"x": "a.png"})"},
           {R"({"x": [{"suffix": {"equals-ignore-case": ".PNG"}}]})", R"({"x": "a.png"})"},
           {R"({"x": [{"equals-ignore-case": "Alice"}]})", R"({"x": "aLICE"})"},
           {R"({"x": [{"wildcard": "a*c*e"}]})", R"({"x": "abcde"})"},
           {R"({"x": [{"wildcard": "a\\*"}]})", R"({"x": "a*"})"},
           {R"({"x": [{"wildcard": "*"}]})", R"({"x": ""})"},
           {R"({"x": [{"anything-but": "a"}]})", R"({"x": "b"})"},
           {R"({"x": [{"anything-but": [1, 2]}]})", R"({"x": 3})"},
           {R"({"x": [{"anything-but": {"prefix": "in"}}]})", R"({"x": "out"})"},
           {R"({"x": [{"anything-but": {"equals-ignore-case": ["A", "B"]}}]})", R"({"x": "c"})"},
           {R"({"x": [{"anything-but": {"wildcard": "*/lib/*"}}]})", R"({"x": "/usr/bin"})"},
           {R"({"x": [{"numeric": [">", 0, "<=", 5]}]})", R"({"x": 5})"},
           {R"({"x": [{"numeric": ["=", 3.018e2]}]})", R"({"x": 301.8})"},
           {R"({"x": [{"exists": true}]})", R"({"x": 0})"},
           {R"({"x": [{"exists": false}]})", R"({"y": 0})"},
           {R"({"d": {"x": [{"exists": false}]}})", R"({})"},
           {R"({"x": [{"cidr": "10.0.0.0/24"}]})", R"({"x": "10.0.0.255"})"},
           {R"({"x": [{"cidr": "10.0.0.0/9"}]})", R"({"x": "10.127.0.1"})"},
           {R"({"x": [{"cidr": "2001:db8::/33"}]})", R"({"x": "2001:db8:7fff::1"})"},
           {R"({"x": ["b"]})", R"({"x": ["a", "b"]})"},
           {R"({"d": {"x": [1]}})", R"({"d": [{"x": 2}, {"x": 1}]})"},
           {R"({"$or": [{"a": [1]}, {"b": [2]}]})", R"({"b": 2})"},
           {R"({"s": ["x"], "d": {"$or": [{"a": [1]}, {"b": [2]}]}})", R"({"s": "x", "d": {"a": 1}})"},
       })
    EXPECT_TRUE(matches(pattern, event)) << pattern << " against " << event;
  for (auto [pattern, event] : std::initializer_list<Row>{
           {R"({"source": ["a"]})", R"({})"},
           {R"({"source": ["a"]})", R"({"source": "A"})"},
           {R"({"n": [1]})", R"({"n": "1"})"},
           {R"({"x": [null]})", R"({})"},
           {R"({"x": [""]})", R"({"x": null})"},
           {R"({"x": [{"prefix": "b"}]})", R"({"x": "abc"})"},
           {R"({"x": [{"prefix": "1"}]})", R"({"x": 1})"},
           {R"({"x": [{"suffix": "b"}]})", R"({"x": "abc"})"},
           {R"({"x": [{"wildcard": "a*a"}]})", R"({"x": "a"})"},
           {R"({"x": [{"wildcard": "a\\*"}]})", R"({"x": "ab"})"},
           {R"({"x": [{"anything-but": "a"}]})", R"({"x": "a"})"},
           {R"({"x": [{"anything-but": "a"}]})", R"({})"},
           {R"({"x": [{"anything-but": {"suffix": "t"}}]})", R"({"x": "out"})"},
           {R"({"x": [{"numeric": [">", 0, "<=", 5]}]})", R"({"x": 0})"},
           {R"({"x": [{"numeric": [">", 0]}]})", R"({"x": "1"})"},
           {R"({"x": [{"exists": true}]})", R"({})"},
           {R"({"x": [{"exists": false}]})", R"({"x": null})"},
           {R"({"x": [{"cidr": "10.0.0.0/24"}]})", R"({"x": "10.0.1.0"})"},
           {R"({"x": [{"cidr": "10.0.0.0/24"}]})", R"({"x": "ten"})"},
           {R"({"x": [{"cidr": "10.0.0.0/9"}]})", R"({"x": "10.128.0.1"})"},
           {R"({"x": ["c"]})", R"({"x": ["a", "b"]})"},
           {R"({"x": ["c"]})", R"({"x": []})"},
           {R"({"d": {"x": [1], "y": [1]}})", R"({"d": [{"x": 1, "y": 2}, {"x": 2, "y": 1}]})"},
           {R"({"$or": [{"a": [1]}, {"b": [2]}]})", R"({"a": 2, "b": 1})"},
           {R"({"a": {"b": [1]}})", R"({"a": 1})"},
           {R"({"a": [1]})", R"([])"},
       })
    EXPECT_FALSE(matches(pattern, event)) << pattern << " against " << event;
}

TEST(EventPattern, BadPatternsAreRefused) {
  for (const char* pattern :
       {"1", "{}", R"({"a": 1})", R"({"a": []})", R"({"a": [[1]]})", R"({"a": [{}]})", R"({"a": [{"prefix": 1}]})", R"({"a": [{"prefix": "a", "suffix": "b"}]})", R"({"a": [{"prefx": "a"}]})",
        R"({"a": [{"numeric": []}]})", R"({"a": [{"numeric": [">"]}]})", R"({"a": [{"numeric": ["!", 1]}]})", R"({"a": [{"numeric": [">", "1"]}]})", R"({"a": [{"exists": "yes"}]})",
        R"({"a": [{"cidr": "10.0.0.0"}]})", R"({"a": [{"cidr": "10.0.0.0/33"}]})", R"({"a": [{"cidr": "x/8"}]})", R"({"a": [{"cidr": "10.0.0.0/-1"}]})", R"({"a": [{"wildcard": "a**b"}]})",
        R"({"a": [{"wildcard": "a\\b"}]})", R"({"a": [{"wildcard": "a\\"}]})", R"({"a": [{"anything-but": []}]})", R"({"a": [{"anything-but": {"exists": true}}]})", R"({"a": [{"anything-but": null}]})",
        R"({"$or": [{"a": [1]}]})", R"({"$or": [1, 2]})"}) {
    Mistakes mistakes;
    EXPECT_FALSE(EventPattern::compile(parse_json(pattern), "", mistakes)) << pattern;
    EXPECT_FALSE(mistakes.empty()) << pattern;
  }
  Json deep = Json::array({1});
  for (int i = 0; i < 200; ++i) deep = object({{"a", deep}});
  Mistakes mistakes;
  EXPECT_FALSE(EventPattern::compile(deep, "", mistakes));
}

}  // namespace
}  // namespace lambent::ipo
