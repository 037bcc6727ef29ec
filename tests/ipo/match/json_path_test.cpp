#include "ipo/match/json_path.h"

#include <random>

#include "judged.h"

namespace lambent::ipo {
namespace {

std::string selected(const char* path_text, const char* document_text) {
  std::string why;
  auto path = JsonPath::parse(path_text, why);
  if (!path) return "no path: " + why;
  const Json document = parse_json(document_text);
  Json found = Json::array();
  for (const Json* value : path->select(document)) found.push_back(*value);
  return dump(found);
}

TEST(JsonPath, Selects) {
  const char* doc = R"({"a": {"b": [1, 2, 3, 4]}, "list": [{"n": 1, "t": "x"}, {"n": 2, "t": "yy"}, {"t": "zzz"}], "e": "é", "q'": 0})";
  const std::pair<const char*, const char*> rows[] = {
      {"$.a.b", "[[1,2,3,4]]"},
      {"$['a']['b'][0]", "[1]"},
      {"$.a.b[-1]", "[4]"},
      {"$.a.b[9]", "[]"},
      {"$.a.b[1:3]", "[2,3]"},
      {"$.a.b[::2]", "[1,3]"},
      {"$.a.b[::-1]", "[4,3,2,1]"},
      {"$.a.b[0,0]", "[1,1]"},
      {"$.a.*", "[[1,2,3,4]]"},
      {"$..n", "[1,2]"},
      {"$.list[?@.n]", R"([{"n":1,"t":"x"},{"n":2,"t":"yy"}])"},
      {"$.list[?!@.n].t", R"(["zzz"])"},
      {"$.list[?@.n > 1].t", R"(["yy"])"},
      {"$.list[?@.n == 1 || @.t == 'zzz'].t", R"(["x","zzz"])"},
      {"$.list[?length(@.t) >= 2].t", R"(["yy","zzz"])"},
      {"$.list[?match(@.t, 'y+')].n", "[2]"},
      {"$.list[?search(@.t, 'z')].t", R"(["zzz"])"},
      {"$[?count(@.*) == 1]", R"([{"b":[1,2,3,4]}])"},
      {"$.list[?value(@.n) == 2].t", R"(["yy"])"},
      {"$.list[?@.n == $.a.b[0]].t", R"(["x"])"},
      {R"($["q\u0027"])", "[0]"},
      {R"($['q\''])", "[0]"},
      {"$.nothing.at.all", "[]"},
  };
  for (const auto& [path, wanted] : rows) EXPECT_EQ(selected(path, doc), wanted) << path;
}

// The compliance suite of RFC 9535: $LAMBENT_SUITES/jsonpath/jsonpath_cts.json.
TEST(JsonPath, PassesTheComplianceSuite) {
  size_t run = 0;
  const Json tests = suite("jsonpath/jsonpath_cts.json");
  if (tests.is_null()) GTEST_SKIP() << "the compliance suite is not here";
  for (const Json& test : tests) {
    ++run;
    const auto selector = text_at(test, "selector");
    std::string why;
    auto path = JsonPath::parse(selector, why);
    if (bool_at(test, "invalid_selector")) {
      EXPECT_FALSE(path) << text_at(test, "name") << ": " << selector;
      continue;
    }
    ASSERT_TRUE(path) << text_at(test, "name") << ": " << selector << ": " << why;
    Json found = Json::array();
    for (const Json* value : path->select(test["document"])) found.push_back(*value);
    // Where members have no order, the suite lists the results that may be.
    const Json results = test.contains("results") ? test["results"] : Json::array({test["result"]});
    bool any = false;
    for (const Json& result : results) any = any || dump(result) == dump(found) || nlohmann::json::parse(dump(result)) == nlohmann::json::parse(dump(found));
    EXPECT_TRUE(any) << text_at(test, "name") << ": " << selector << " gave " << dump(found) << ", wanted " << dump(results);
  }
  EXPECT_GE(run, 700u);
}

TEST(JsonPath, SaysWhatIsWrongAndWhere) {
  auto why = [](const char* text) {
    std::string out;
    EXPECT_FALSE(JsonPath::parse(text, out)) << text;
    return out;
  };
  EXPECT_EQ(why("a.b"), "a path begins with $ at character 1");
  EXPECT_EQ(why("$.a["), "a name in quotes, an index, a slice, * or a filter is wanted at character 5");
  EXPECT_EQ(why("$[?nope(@)]"), "unknown function nope at character 8");
  EXPECT_EQ(why("$[?@..a == 1]"), "only a path to one value can be compared at character 13");
  EXPECT_EQ(why(("$" + std::string(200, '[') + "?").c_str()), "a name in quotes, an index, a slice, * or a filter is wanted at character 3");
}

TEST(JsonPath, NestingAndWorkAreBounded) {
  std::string why;
  std::string deep = "$[?";
  for (int i = 0; i < 5000; ++i) deep += "(";
  EXPECT_FALSE(JsonPath::parse(deep, why));
  EXPECT_NE(why.find("nested too deeply"), std::string::npos);

  Json wide = Json::array();
  for (int i = 0; i < 2000; ++i) wide.push_back(i);
  auto path = JsonPath::parse("$[?count($[*]) > 1]", why);
  ASSERT_TRUE(path);
  EXPECT_THROW(path->select(wide), JsonPathLimit);
  EXPECT_EQ(judged(R"j({"$path": {"$[?count($..*) > 1]": []}})j", dump(wide)).substr(0, 8), "changed ");
}

// Every byte string is a path or a mistake, never a crash.
TEST(JsonPath, SurvivesMutatedText) {
  std::mt19937 random(1);
  const std::string good = R"($.a['b\u00e9'][?@.x[1:2] == "q" && !match(@.y, 'z.*')][-1]..[*])";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = good;
    for (int k = 0; k < 3; ++k) {
      const size_t at = random() % text.size();
      if (random() % 2) text[at] = static_cast<char>(random() % 128);
      else text.erase(at, 1 + random() % 3);
    }
    std::string why;
    if (auto path = JsonPath::parse(text, why)) path->select(parse_json(R"({"a": {"bé": [{"x": [1, "q"], "y": "zz"}]}})"));
    else EXPECT_FALSE(why.empty());
  }
}

}  // namespace
}  // namespace lambent::ipo
