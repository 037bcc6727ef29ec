#include <gtest/gtest.h>

#include "mocks/states/failure.h"
#include "mocks/states/path/intrinsics.h"
#include "mocks/states/path/reference_path.h"
#include "mocks/states/path/template.h"

namespace lambent::states::path {
namespace {

struct World {
  Json data = parse_json(R"({"a":{"b":[10,20,30],"x y":1},"items":[{"id":1,"tag":"k"},{"id":2},{"id":3,"tag":"m"}],"n":null,"t":"text"})");
  Variables variables{{"answer", parse_json(R"({"x":[42]})")}};
  Ids ids{1};
  Sources sources() {
    Sources s;
    s.data = &data;
    s.context = [] { return parse_json(R"({"State":{"Name":"S"}})"); };
    s.variables = &variables;
    return s;
  }
  std::string at(const std::string& text) {
    auto path = JsonPath::parse(text);
    if (!path) return "not a path";
    try {
      return dump(path->evaluate(sources()));
    } catch (const PathMissing& e) {
      return e.what();
    }
  }
  std::string call(const std::string& text) {
    try {
      return dump(run_call(text, sources(), ids));
    } catch (const StateFailure& e) {
      return e.failure().name() + ": " + e.what();
    }
  }
};

TEST(JsonPath, FindsWhatTheTableSays) {
  const std::pair<const char*, const char*> table[] = {
      {"$.a.b", "[10,20,30]"},
      {"$['a']['x y']", "1"},
      {"$.a.b[0]", "10"},
      {"$.a.b[-1]", "30"},
      {"$.a.b[1:]", "[20,30]"},
      {"$.a.b[:2]", "[10,20]"},
      {"$.a.b[-2:]", "[20,30]"},
      {"$.a.b[0,2]", "[10,30]"},
      {"$.a.b[*]", "[10,20,30]"},
      {"$..id", "[1,2,3]"},
      {"$.items[*].tag", "[\"k\",\"m\"]"},
      {"$.items[?(@.id == 2)]", "[{\"id\":2}]"},
      {"$.items[?(@.id >= 2 && @.tag)].id", "[3]"},
      {"$.items[?(!@.tag || @.tag == 'k')].id", "[1,2]"},
      {"$.items[?(@.tag in ['m','z'])].id", "[3]"},
      {"$.items[?(@.tag =~ /K/i)].id", "[1]"},
      {"$.items[?(@.id > $.a['x y'])].id", "[2,3]"},
      {"$['n','t']", "{\"n\":null,\"t\":\"text\"}"},
      {"$.items[*]['id','tag']", "[{\"id\":1,\"tag\":\"k\"},{\"id\":2},{\"id\":3,\"tag\":\"m\"}]"},
      {"$.a.b[3]", "No results for path: $['a']['b'][3]"},
      {"$..b[3]", "[null]"},
      {"$..b[3].x", "[]"},
      {"$.a.['x y']", "1"},
      {"$.a.b.[0]", "10"},
      {"$.items.[?(@.id > 2)].tag", "[\"m\"]"},
      {"$.items[?(@.tag==k)].id", "[1]"},
      {"$.items[?(@.tag in [k, 'm'])].id", "[1,3]"},
      {"$.items[?(@.tag==)]", "not a path"},
      {"$.a.b[(@.length-1)]", "30"},
      {"$.a.b[(@.length - 3)]", "10"},
      {"$.a.b[(@.length)]", "not a path"},
      {"$$.State.Name ", "\"S\""},
      {"$.t.[", "not a path"},
      {"$.n", "null"},
      {"$$.State.Name", "\"S\""},
      {"$answer.x[0]", "42"},
      {"$.nothing[*].x", "[]"},
      {"$.nothing[1:]", "[]"},
      {"$.nothing", "No results for path: $['nothing']"},
      {"$.no.such", "Missing property in path $['no']"},
      {"$['a','n'].b", "Multi properties can only be used as path leafs: $['a', 'n']"},
      {"$.a.b.length()", "not a path"},
      {"$.", "not a path"},
      {"$[", "not a path"},
      {"a.b", "not a path"},
  };
  World w;
  for (auto [text, expected] : table) EXPECT_EQ(w.at(text), expected) << text;
}

TEST(JsonPath, EscapedAndForeignNames) {
  World w;
  w.data = parse_json(R"({"store.book":1,"foo@bar":2,"é":3})");
  EXPECT_EQ(w.at("$.store\\.book"), "1");
  EXPECT_EQ(w.at("$.foo\\@bar"), "2");
  EXPECT_EQ(w.at("$.é"), "3");
}

TEST(ReferencePath, MakesWhatIsMissingAndRefusesWhatCannotHoldIt) {
  auto put = [](const char* input, const char* path) { return dump(put_at(parse_json(input), *JsonPath::parse(path), Json("r"), path)); };
  EXPECT_EQ(put(R"({"a":1})", "$"), "\"r\"");
  EXPECT_EQ(put(R"({"a":1})", "$.b.c"), R"({"a":1,"b":{"c":"r"}})");
  EXPECT_EQ(put(R"({"a":[1,2]})", "$.a[1]"), R"({"a":[1,"r"]})");
  EXPECT_EQ(put(R"({"a":1,"b":2})", "$.a"), R"({"a":"r","b":2})");
  EXPECT_THROW(put(R"("text")", "$.a"), StateFailure);
  EXPECT_THROW(put(R"({"a":1})", "$.a.b"), StateFailure);
  EXPECT_THROW(put(R"({"a":[1]})", "$.a[3]"), StateFailure);
}

TEST(Intrinsics, AnswerAsRecorded) {
  const std::pair<const char*, const char*> table[] = {
      {"States.Format('a {} b {}', 1.1, $.t)", "\"a 1.1 b text\""},
      {"States.Format('{}', null)", "\"null\""},
      {"States.Format('\\{\\} {}', $.a)", "\"{} {b=[10, 20, 30], x y=1}\""},
      {"States.Format('it\\'s')", "\"it's\""},
      {"States.StringToJson('')", "null"},
      {"States.StringToJson('{\"a\":[1]}')", "{\"a\":[1]}"},
      {"States.JsonToString($.a.b)", "\"[10,20,30]\""},
      {"States.Array()", "[]"},
      {"States.Array(1, 'x', States.Array(true))", "[1,\"x\",[true]]"},
      {"States.ArrayPartition($.a.b, 2)", "[[10,20],[30]]"},
      {"States.ArrayContains($.a.b, 20)", "true"},
      {"States.ArrayRange(0, 10, 3)", "[0,3,6,9]"},
      {"States.ArrayGetItem($.a.b, 1)", "20"},
      {"States.ArrayLength($.a.b)", "3"},
      {"States.ArrayUnique(States.Array(1,2,1))", "[1,2]"},
      {"States.Base64Encode('Data to encode')", "\"RGF0YSB0byBlbmNvZGU=\""},
      {"States.Base64Decode('RGVjb2RlZCBkYXRh')", "\"Decoded data\""},
      {"States.Hash('input data', 'SHA-1')", "\"aaff4a450a104cd177d28d18d74485e8cae074b7\""},
      {"States.JsonMerge($.a, $.items[1], false)", "{\"b\":[10,20,30],\"x y\":1,\"id\":2}"},
      {"States.MathAdd(1.5, -1.5)", "1"},
      {"States.MathAdd(-0.5, -2.5)", "-2"},
      {"States.StringSplit(',,,,', ',')", "[]"},
      {"States.StringSplit('This.is+a,test=string', '.+,=')", "[\"This\",\"is\",\"a\",\"test\",\"string\"]"},
      {"States.StringSplit(', , ,', ',')", "[\" \",\" \"]"},
      {"States.ArrayGetItem($.a.b, 9)",
       "States.IntrinsicFailure: The function 'States.ArrayGetItem($.a.b, 9)' had the following error: the index is out of bounds"},
  };
  World w;
  for (auto [text, expected] : table) EXPECT_EQ(w.call(text), expected) << text;
  EXPECT_EQ(w.call("States.UUID()").size(), 38u);
}

TEST(Intrinsics, SyntaxIsKnownWithoutValues) {
  for (auto good : {"States.UUID()", "States.Format('{}', $.a[?(@.b == ')')])", "States.Array($$.State.Name, $x)"}) EXPECT_TRUE(is_call(good)) << good;
  for (auto bad : {"States.Nothing()", "States.UUID(1)", "States.Format('x'", "States.Format(x)", "Format('x')", ""}) EXPECT_FALSE(is_call(bad)) << bad;
}

TEST(Template, ValidationFindsWrongAndRepeatedMembers) {
  EXPECT_EQ(wrong_members(parse_json(R"({"ok.$":"$.a","deep":{"parsed.$":"text"},"n.$":3})")), (std::vector<std::string>{"parsed.$", "n.$"}));
  EXPECT_EQ(repeated_member(parse_json(R"({"a":1,"a.$":"$"})")), "a");
  EXPECT_FALSE(repeated_member(parse_json(R"({"a":1,"b.$":"$"})")));
}

}  // namespace
}  // namespace lambent::states::path
