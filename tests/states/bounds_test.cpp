// Hostile definitions and data: each is refused, or fails its state, without a crash and without taking all there is.
#include <gtest/gtest.h>

#include "base/files.h"
#include "mocks/states/path/intrinsics.h"
#include "mocks/states/size.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

std::string times(const std::string& what, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += what;
  return out;
}
std::string pass(const std::string& fields) { return R"({"StartAt":"P","States":{"P":{"Type":"Pass",)" + fields + R"("End":true}}})"; }

std::string found(const std::string& path, const Json& data) {
  try {
    return dump(path::JsonPath::parse(path)->evaluate_in(data));
  } catch (const RuntimeFailure& e) {
    return e.what();
  }
}

std::string called(const std::string& call, const Json& data) {
  path::Sources sources;
  sources.data = &data;
  path::Variables none;
  sources.variables = &none;
  Ids ids(1);
  try {
    return dump(path::run_call(call, sources, ids));
  } catch (const StateFailure& e) {
    return e.failure().name();
  }
}

const std::string kTooMuch = "The JSONPath looks at too many values: more than 2000000.";

TEST(Bounds, APathLooksAtSoManyValuesOnly) {
  Json wide = parse_json("[" + times("[1,2,3,4,5,6,7,8],", 500) + "0]");
  Json deep = parse_json(times("[", 300) + times("]", 300));
  EXPECT_EQ(parse_json(found("$..[0]", wide)).size(), 501u);
  EXPECT_EQ(parse_json(found("$[?(@[?(@ > 7)])]", wide)).size(), 500u);
  EXPECT_EQ(found("$..*..*..*..*", deep), kTooMuch);
  EXPECT_EQ(found("$..[?(@..[?(@..[?(@..[?(@..[0])])])])]", deep), kTooMuch);
  EXPECT_EQ(found("$[?(@ subsetof $..*)]", parse_json("[" + times("[" + times("9,", 1000) + "1],", 12) + "[1]]")), kTooMuch);
}

TEST(Bounds, PatternsMatchInLinearTime) {
  Json data = array();
  data.push_back(std::string(100'000, 'a'));
  EXPECT_EQ(found("$[?(@ =~ /(a+)+$b/)]", data), "[]");
  EXPECT_EQ(found("$[?(@ =~ /(.*)*(a|aa)+/)]", data).size(), 100'004u);
  EXPECT_EQ(found("$[?(@ =~ /A+/i)]", parse_json(R"(["aaa","aab"])")), R"(["aaa"])");
  EXPECT_EQ(found("$[?(@ =~ /a.b/s)]", parse_json(R"(["a\nb","ab"])")), R"(["a\nb"])");
  EXPECT_FALSE(path::JsonPath::parse("$[?(@ =~ /(?=a)/)]"));
  EXPECT_FALSE(path::JsonPath::parse("$[?(@ =~ /(/)]"));
}

TEST(Bounds, DeepTextsAreNoPaths) {
  EXPECT_FALSE(path::JsonPath::parse("$[?(@ == " + times("[", 100'000)));
  EXPECT_FALSE(path::JsonPath::parse("$[?(@ == " + times("[", 65) + times("]", 65) + ")]"));
  EXPECT_FALSE(path::JsonPath::parse("$" + times("[?(@", 100'000)));
  EXPECT_FALSE(path::JsonPath::parse("$[?(" + times("!", 100'000) + "@.a)]"));
  EXPECT_FALSE(path::is_call(times("States.Array(", 100'000)));
}

TEST(Bounds, IntrinsicFunctionsKeepTheirNumbersAndSizes) {
  Json data = parse_json(R"({"big":9223372036854775807,"small":-9223372036854775808,"over":18446744073709551615,"text":"é,è"})");
  EXPECT_EQ(called("States.ArrayRange(9223372036854775800, $.big, 5)", data), "[9223372036854775800,9223372036854775805]");
  EXPECT_EQ(called("States.ArrayRange($.small, $.big, $.big)", data), "[-9223372036854775808,-1,9223372036854775806]");
  EXPECT_EQ(called("States.ArrayRange(0, $.big, 1)", data), "States.IntrinsicFailure");
  EXPECT_EQ(called("States.MathAdd($.big, $.big)", data), "States.IntrinsicFailure");
  EXPECT_EQ(called("States.MathAdd($.over, 0)", data), "States.IntrinsicFailure");
  EXPECT_NE(called("States.MathRandom($.small, $.big)", data), "States.IntrinsicFailure");
  EXPECT_EQ(called("States.StringSplit($.text, 'è,')", data), R"(["é"])");
  data = object({{"t", std::string(250'000, '"')}});
  EXPECT_EQ(called(times("States.JsonToString(", 9) + "$.t" + times(")", 9), data), "States.IntrinsicFailure");
  EXPECT_EQ(called("States.Array(" + times("$.t,", 2000) + "1)", data), "States.DataLimitExceeded");
}

TEST(Bounds, MergingLargeObjectsIsNotQuadratic) {
  Json a = Json::object();
  auto& members = *a.get_ptr<Json::object_t*>();
  for (int i = 0; i < 60'000; ++i) members.emplace_back("k" + std::to_string(i), i);
  Json data = object({{"a", a}, {"b", std::move(a)}});
  EXPECT_EQ(called("States.JsonMerge($.a, $.b, false)", data), dump(data["a"]));
}

TEST(Bounds, TimeLimitsBeyondAllTimeNeverCome) {
  World w;
  w.lambda.script["f"] = {{"1", false, std::chrono::seconds(5)}};
  for (const char* seconds : {"10000000000", "9223372036854775807", "18446744073709551615"})
    for (const char* field : {"TimeoutSecondsPath", "HeartbeatSecondsPath"}) {
      std::string text = R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(",")" + field + R"(":"$.t","End":true}}})";
      EXPECT_EQ(w.outcome(text, R"({"t":)" + std::string(seconds) + "}"), "1") << field << " " << seconds;
    }
  std::string text = R"({"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","TimeoutSeconds":"{% $number('1e300') %}","End":true}}})";
  EXPECT_EQ(w.outcome(text), "1");
  auto wait = [](const std::string& field) { return R"({"StartAt":"W","States":{"W":{"Type":"Wait",)" + field + R"("End":true}}})"; };
  EXPECT_TRUE(w.outcome(wait(R"("SecondsPath":"$",)"), "18446744073709551615").ends_with("Wait state delay is too long."));
}

TEST(Bounds, NoExecutionLastsLongerThanAYear) {
  World w;
  w.run(R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":99999999,"Next":"C"},"C":{"Type":"Choice","Choices":[{"Variable":"$","IsNull":true,"Next":"S"}],"Default":"W"},"S":{"Type":"Succeed"}}})");
  Json described = w.describe(w.last);
  EXPECT_EQ(text_at(described, "status"), "TIMED_OUT");
  EXPECT_EQ(described["stopDate"].get<double>() - described["startDate"].get<double>(), 365 * 24 * 3600.0);
}

TEST(Bounds, AStateWorksOutSoMuchOnly) {
  World w;
  std::string members;
  for (int i = 0; i < 3000; ++i) members += "\"m" + std::to_string(i) + ".$\":\"$\",";
  members.pop_back();
  const std::string input = "\"" + std::string(200'000, 'x') + "\"";
  EXPECT_TRUE(w.outcome(pass("\"Parameters\":{" + members + "},"), input).starts_with("States.DataLimitExceeded: "));
}

TEST(Bounds, DataIsNestedSoDeepOnlyAndCanBeReadBack) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  const std::string deepest = times("[", 500) + times("]", 500);
  const std::string wait = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v.$":"$[0]"},"Next":"W"},"W":{"Type":"Wait","Seconds":9,"End":true}}})";
  std::string execution;
  {
    World w(ClockMode::frozen, file);
    execution = w.begin(w.create("m", wait), deepest);
    w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), deepest);
  EXPECT_EQ(w.outcome(pass(""), deepest), deepest);
  w.begin(w.machine, "[" + deepest + "]", "deeper");
  EXPECT_EQ(w.fault(), "InvalidExecutionInput: Invalid State Machine Execution Input: 'Document nesting depth exceeds the maximum allowed'");
  EXPECT_TRUE(w.outcome(pass(R"("Parameters":{"a.$":"$"},)"), deepest).ends_with("The data is nested deeper than 500 levels."));
  w.lambda.script["f"] = {{times("[", 511) + times("]", 511)}};
  EXPECT_TRUE(w.outcome(R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true}}})").ends_with("The data is nested deeper than 500 levels."));
  // A machine that wraps its data again and again.
  std::string loop = R"({"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"a.$":"$"},"Next":"C"},
      "C":{"Type":"Choice","Choices":[{"Variable":"$.stop","IsPresent":true,"Next":"S"}],"Default":"P"},"S":{"Type":"Succeed"}}})";
  EXPECT_TRUE(w.outcome(loop).ends_with("The data is nested deeper than 500 levels."));
  std::string steps = R"("Result":1,"ResultPath":"$)" + times(".a", 20'000) + "\",";
  EXPECT_TRUE(w.outcome(pass(steps)).ends_with("The data is nested deeper than 500 levels."));
}

TEST(Bounds, WhatATaskGivesIsNestedSoDeepOnly) {
  TempDir dir;
  World w(ClockMode::skipping, (dir.path() / "data.sqlite").string());
  const std::string task = R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true}}})";
  const std::string too_deep = "The data is nested deeper than 500 levels.", prefix = "States.Runtime: An error occurred while executing the state 'T' (entered at the event id #2). ";
  w.lambda.script["f"] = {{times("[", 500) + times("]", 500)}};
  EXPECT_EQ(w.outcome(task), times("[", 500) + times("]", 500));
  for (int levels : {501, 512}) {
    w.lambda.script["f"] = {{times("[", levels) + times("]", levels)}};
    EXPECT_EQ(w.outcome(task), prefix + too_deep) << levels;
    EXPECT_TRUE(w.history(w.last).ends_with("LambdaFunctionSucceeded, 6<-5 ExecutionFailed")) << w.history(w.last);
  }
  for (int levels : {513, 200'000}) {  // no Json at all: yet no string either
    w.lambda.script["f"] = {{times("{\"a\":", levels) + "1" + times("}", levels)}};
    EXPECT_EQ(w.outcome(task), "States.Runtime: " + too_deep) << levels;
  }
  w.lambda.script["f"] = {{"\"[[[[" + times("[", 600) + "\""}};  // brackets of a string
  EXPECT_EQ(w.outcome(task), "\"[[[[" + times("[", 600) + "\"");
}

TEST(Bounds, TheLastEventIsTheEndWhateverFails) {
  World w;
  std::string loop = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"C"},"C":{"Type":"Choice","QueryLanguage":"JSONata","Choices":[
      {"Condition":"{% $toMillis($states.context.State.EnteredTime) < 0 %}","Next":"Z"}],"Default":"A"},"Z":{"Type":"Succeed"}}})";
  EXPECT_TRUE(w.outcome(loop).starts_with("States.Runtime: "));
  Json last = w.call("GetExecutionHistory", object({{"executionArn", w.last}, {"reverseOrder", true}, {"maxResults", 1}}))["events"][0];
  EXPECT_EQ(dump(last["id"]), "25000");
  EXPECT_EQ(text_at(last, "type"), "ExecutionFailed");
}

}  // namespace
}  // namespace lambent::states
