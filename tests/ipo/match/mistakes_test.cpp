// What is wrong with a case file is said when it is compiled, at its place, with the word that was meant.
#include "judged.h"

namespace lambent::ipo {
namespace {

std::string mistakes(const char* expected) { return text_of(mistakes_of(parse_json(expected))); }

TEST(Mistakes, UnknownWordsNameTheNearest) {
  EXPECT_EQ(mistakes(R"({"a": ["$uid"]})"), "/a/0: unknown matcher \"$uid\" (did you mean $uuid?)");
  EXPECT_EQ(mistakes(R"({"a": {"$regx": "x"}})"), "/a/$regx: unknown matcher \"$regx\" (did you mean $regex?)");
  EXPECT_EQ(mistakes(R"("$5.00 off everything")"), ": unknown matcher \"$5.00 off everything\" (a text that begins with $ is written \"$$5.00 off everything\")");
  EXPECT_EQ(mistakes(R"({"a/b": {"~c": "$nul"}})"), "/a~1b/~0c: unknown matcher \"$nul\" (did you mean $null?)");
}

TEST(Mistakes, AllAreFoundAtOnce) {
  EXPECT_EQ(mistakes_of(parse_json(R"({"a": "$x1y2z3", "b": {"$regex": "("}, "c": [{"$len": "x"}, {"$type": "text"}]})")).size(), 4u);
}

TEST(Mistakes, EachWordChecksItsArgument) {
  for (const char* expected :
       {R"("$regex")", R"({"$uuid": 1})", R"({"$regex": "("})", R"j({"$regex": "(?=a)"})j", R"({"$regex": 1})", R"({"$glob": 1})", R"({"$starts": null})", R"({"$ends": []})", R"({"$unordered": 1})",
        R"({"$unordered": [1, "$rest"]})", R"({"$len": "3"})", R"({"$len": -1})", R"({"$lt": "soon"})", R"({"$lt": null})", R"({"$between": [1]})", R"({"$between": [2, 1]})",
        R"({"$between": [1, "2s"]})", R"({"$about": 1})", R"({"$about": {"of": 1}})", R"({"$about": {"of": 1, "by": -1}})", R"({"$about": {"of": 1, "by": 1, "off": 1}})",
        R"({"$type": "text"})", R"({"$type": ["string"]})", R"({"$oneOf": []})", R"({"$oneOf": 1})", R"({"$all": []})", R"({"$bind": ""})", R"({"$bind": 1})", R"("$now-")", R"("$now-7")", R"("$now--7d")",
        R"({"$time": "now"})", R"({"$time": {}})", R"({"$time": {"of": "later"}})", R"({"$time": {"of": "now", "within": 5}})", R"({"$time": {"of": "now", "within": "-5s"}})",
        R"({"$time": {"of": "now", "witin": "5s"}})", R"({"$html": "x"})", R"({"$html": {}})", R"({"$html": {"txt": 1}})", R"({"$html": {"has": "a["}})", R"({"$html": {"has": 1}})", R"({"$path": "$.a"})",
        R"({"$path": {}})", R"({"$path": {"a.b": 1}})", R"({"$path": {"$.a": "$nope"}})", R"({"$schema": 1})", R"({"$schema": {"tpye": "x"}})", R"({"$schema": "#/x"})", R"({"$event": {}})",
        R"({"$event": {"a": 1}})", R"({"$event": {"a": [{"prefx": "x"}]}})", R"({"$repeat": ["x", 3]})", R"(["$absent"])", R"(["$rest", 1])", R"("$rest")", R"({"$rest": 1})",
        R"({"a": 1, "$len": 1})", R"({"$len": 1, "$rest": "any"})", R"("$")", R"({"$": 1})", R"({"$contains": "$nope"})"})
    EXPECT_FALSE(mistakes_of(parse_json(expected)).empty()) << expected;
}

TEST(Mistakes, HintsHelp) {
  EXPECT_EQ(mistakes(R"({"x": "$lt"})"), "/x: $lt needs an argument ({$lt: 200})");
  EXPECT_EQ(mistakes(R"({"x": {"$uuid": true}})"), "/x/$uuid: $uuid takes no argument (write \"$uuid\" alone)");
  EXPECT_EQ(mistakes(R"({"x": {"a": 1, "$len": 1}})"), "/x/$len: the matcher \"$len\" stands beside the key \"a\" (a key that begins with $ is written \"$$len\")");
  EXPECT_EQ(mistakes(R"({"$type": "strin"})"), "/$type: $type wants one of string, number, integer, boolean, null, array, object (did you mean string?)");
  EXPECT_EQ(mistakes(R"({"$path": {"$.a[": 1}})"),
            "/$path/$.a[: no JSONPath: \"$.a[\": a name in quotes, an index, a slice, * or a filter is wanted at character 5 ($.a.b[0], $..id, $.items[?@.count > 1])");
  EXPECT_EQ(mistakes(R"({"$event": {"d": {"a": [{"prefx": "x"}]}}})"), "/$event/d/a/0/prefx: unknown operator \"prefx\" (did you mean prefix?)");
  EXPECT_EQ(mistakes(R"({"$repeat": ["x", 3]})"), "/$repeat: $repeat builds a value for given and when; it does not match one");
}

TEST(Mistakes, DepthIsBounded) {
  Json deep = 1;
  for (int i = 0; i < 400; ++i) deep = Json::array({deep});
  EXPECT_NE(text_of(mistakes_of(deep)).find("nested deeper than 200 levels"), std::string::npos);
  Json words = 1;
  for (int i = 0; i < 400; ++i) words = object({{"$not", words}});
  EXPECT_NE(text_of(mistakes_of(words)).find("nested deeper than 200 levels"), std::string::npos);
}

}  // namespace
}  // namespace lambent::ipo
