// TestState: what the data of each type of state goes through.
#include <gtest/gtest.h>

#include "tests/states/tester.h"

namespace lambent::states {
namespace {

TEST(TestState, PassShowsEachStep) {
  Tester t;
  EXPECT_EQ(t.ask(R"({"Type":"Pass","InputPath":"$.a","Parameters":{"fixed":1,"b.$":"$.b"},"ResultPath":"$.r","Next":"N"})", R"({"a":{"b":2}})"),
            "SUCCEEDED -> N\noutput {\"a\":{\"b\":2},\"r\":{\"fixed\":1,\"b\":2}}\ninput {\"a\":{\"b\":2}}\nafterInputPath {\"b\":2}\nafterParameters {\"fixed\":1,\"b\":2}\n"
            "afterResultSelector {\"fixed\":1,\"b\":2}\nafterResultPath {\"a\":{\"b\":2},\"r\":{\"fixed\":1,\"b\":2}}\n");
  EXPECT_EQ(t.ask(R"({"Type":"Pass","InputPath":"$.a","Parameters":{"x":1},"Result":{"k":"v"},"ResultPath":"$.r","End":true})", R"({"a":1})"),
            "SUCCEEDED\noutput {\"a\":1,\"r\":{\"k\":\"v\"}}\ninput {\"a\":1}\nresult {\"k\":\"v\"}\nafterResultSelector {\"k\":\"v\"}\nafterResultPath {\"a\":1,\"r\":{\"k\":\"v\"}}\n");
}

TEST(TestState, StatesThatOnlyLookAtTheirInput) {
  Tester t;
  EXPECT_EQ(t.ask(R"({"Type":"Succeed"})", R"({"a":1})"), "SUCCEEDED\noutput {\"a\":1}\ninput {\"a\":1}\nafterInputPath {\"a\":1}\n");
  EXPECT_EQ(t.ask(R"({"Type":"Fail","Error":"E","Cause":"why"})", "[1, 2]"), "FAILED\nerror E\ncause why\ninput [1, 2]\nafterInputPath [1,2]\n");
  EXPECT_EQ(t.ask(R"({"Type":"Choice","Choices":[{"Variable":"$.n","NumericGreaterThan":3,"Next":"Big"}],"Default":"Small"})", R"({"n":4})"),
            "SUCCEEDED -> Big\noutput {\"n\":4}\ninput {\"n\":4}\nafterInputPath {\"n\":4}\n");
  EXPECT_EQ(t.ask(R"({"Type":"Choice","Choices":[{"Variable":"$.n","NumericGreaterThan":3,"Next":"Big"}]})", R"({"n":1})").substr(0, 36), "FAILED\nerror States.NoChoiceMatched\n");
  EXPECT_EQ(t.ask(R"({"Type":"Wait","Seconds":20,"Next":"N"})", "{}"), "SUCCEEDED -> N\noutput {}\ninput {}\nafterInputPath {}\n");
}

TEST(TestState, JsonataShowsTheInputAndVariables) {
  Tester t;
  t.more = {{"variables", R"({"v":7})"}};
  EXPECT_EQ(t.ask(R"({"Type":"Pass","QueryLanguage":"JSONata","Output":"{% $v + $states.input.n %}","Assign":{"w":"{% $v * 2 %}"},"End":true})", R"({"n":1})"),
            "SUCCEEDED\noutput 8\ninput {\"n\":1}\nvariables {\"v\":7,\"w\":14}\n");
  t.more = {{"variables", "{}"}};
  EXPECT_EQ(t.ask(R"({"Type":"Succeed","QueryLanguage":"JSONata","Output":"{% $states.input %}"})", "3"), "SUCCEEDED\noutput 3\ninput 3\n");
}

TEST(TestState, CausesComeAsTheyAre) {
  Tester t;
  EXPECT_EQ(t.ask(R"({"Type":"Pass","InputPath":"$.no","End":true})", "{}"), "FAILED\nerror States.Runtime\ncause Invalid path '$.no' : No results for path: $['no']\ninput {}\n");
  EXPECT_EQ(t.ask(R"({"Type":"Pass","QueryLanguage":"JSONata","Output":{"v":"{% $nothing %}"},"End":true})", "{}"),
            "FAILED\nerror States.QueryEvaluationError\ncause The JSONata expression '$nothing' specified for the field 'Output/v' returned nothing (undefined).\ninput {}\n");
}

TEST(TestState, InfoShowsTheOutcomeOnly) {
  Tester t;
  t.level = "INFO";
  EXPECT_EQ(t.ask(R"({"Type":"Pass","End":true})", R"({"a":1})"), "SUCCEEDED\noutput {\"a\":1}\n");
  t.level = "";
  EXPECT_EQ(t.ask(R"({"Type":"Pass","End":true})", ""), "SUCCEEDED\noutput {}\n");
}

TEST(TestState, TaskReallyCallsUnderTheRole) {
  Tester t;
  t.world.lambda.script["f"] = {{R"({"doubled":4})"}};
  t.role = kRole;
  const std::string plain = R"({"Type":"Task","Resource":")" + function_arn("f") + R"(","ResultSelector":{"d.$":"$.doubled"},"ResultPath":"$.r","OutputPath":"$.r","End":true})";
  EXPECT_EQ(t.ask(plain, R"({"n":2})"), "SUCCEEDED\noutput {\"d\":4}\ninput {\"n\":2}\nafterInputPath {\"n\":2}\nafterParameters {\"n\":2}\nresult {\"doubled\":4}\nafterResultSelector {\"d\":4}\nafterResultPath {\"n\":2,\"r\":{\"d\":4}}\n");
  ASSERT_EQ(t.world.lambda.calls, std::vector<std::string>{R"(f {"n":2})"});
  EXPECT_TRUE(t.world.lambda.callers.front().starts_with("arn:aws:sts::000000000000:assumed-role/machine/")) << t.world.lambda.callers.front();
  EXPECT_EQ(t.ask(R"({"Type":"Task","QueryLanguage":"JSONata","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f","Payload":"{% $states.input %}"},"Output":"{% $states.result.Payload.doubled %}","End":true})", "2")
                .substr(0, 20),
            "SUCCEEDED\noutput 4\ni");
  t.role = "";
  EXPECT_EQ(t.ask(plain, "{}"), "ValidationException: RoleArn must be specified when testing a Task state");
  t.role = "machine";
  EXPECT_EQ(t.ask(plain, "{}"), "InvalidArn: Invalid Arn: 'Invalid ARN prefix: machine'");
  t.role = "arn:aws:iam::000000000000:role/denied";
  EXPECT_TRUE(t.ask(plain, "{}").starts_with("FAILED\nerror Lambda.AWSLambdaException\ncause User: ")) << t.ask(plain, "{}");
}

TEST(TestState, LeavesNothingBehind) {
  Tester t;
  t.world.lambda.script["f"] = {{"1"}};
  t.role = kRole;
  t.ask(R"({"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true})", "{}");
  t.world.create("m", R"({"StartAt":"X","States":{"X":{"Type":"Succeed"}}})");
  Json machines = t.world.call("ListStateMachines", Json::object());
  ASSERT_EQ(machines["stateMachines"].size(), 1u);
  Json runs = t.world.call("ListExecutions", object({{"stateMachineArn", machines["stateMachines"][0]["stateMachineArn"]}}));
  EXPECT_EQ(dump(runs["executions"]), "[]");
}

TEST(TestState, EndsAfterFiveMinutes) {
  Tester t;
  EXPECT_EQ(t.ask(R"({"Type":"Wait","Seconds":299,"End":true})", "{}").substr(0, 10), "SUCCEEDED\n");
  auto before = t.world.loop.clock().now();
  EXPECT_EQ(t.ask(R"({"Type":"Wait","Seconds":3000,"End":true})", "{}"), "FAILED\nerror States.Timeout\ninput {}\n");
  EXPECT_EQ(std::chrono::duration_cast<std::chrono::minutes>(t.world.loop.clock().now() - before).count(), 5);
}

TEST(TestState, OneStateOfAMachine) {
  Tester t;
  const std::string machine = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"M"},
    "M":{"Type":"Map","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Result":1,"End":true}}},"Next":"Z"},"Z":{"Type":"Fail","Error":"E"}}})";
  t.more = {{"stateName", "A"}};
  EXPECT_EQ(t.ask(machine, "{}").substr(0, 15), "SUCCEEDED -> M\n");
  t.more = {{"stateName", "I"}};
  EXPECT_EQ(t.ask(machine, "{}").substr(0, 20), "SUCCEEDED\noutput 1\ni");
  t.more = {{"stateName", "Nobody"}};
  EXPECT_EQ(t.ask(machine, "{}"), "ValidationException: State not found in definition");
  t.more = {{"stateName", "A"}};
  EXPECT_EQ(t.ask(R"({"StartAt":"A","States":{"A":{"Type":"Nothing"}}})", "{}"),
            "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type'");
  t.more = {};
  EXPECT_EQ(t.ask(R"({"Type":"Parallel","Branches":[],"End":true})", "{}"),
            "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/StateName/Branches'");
  EXPECT_EQ(t.ask(R"({"Type":"Pass","End":true})", "not"),
            "InvalidExecutionInput: Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'");
}

TEST(TestState, ContextOfAnExpressExecution) {
  Tester t;
  t.level = "INFO";
  std::string said = t.ask(R"({"Type":"Pass","QueryLanguage":"JSONata","Output":"{% $states.context %}","End":true})", R"({"a":1})");
  ASSERT_TRUE(said.starts_with("SUCCEEDED\noutput {")) << said;
  Json context = parse_json(said.substr(said.find('{')));
  EXPECT_EQ(dump(context["Execution"]["Input"]), R"({"a":1})");
  EXPECT_TRUE(context["Execution"]["RoleArn"].is_null());
  std::string id = text_at(context["Execution"], "Id"), name = text_at(context["Execution"], "Name"), machine = text_at(context["StateMachine"], "Name");
  EXPECT_EQ(id, "arn:aws:states:us-east-1:000000000000:express:" + machine + ":" + name);
  EXPECT_EQ(text_at(context["State"], "Name"), "StateName");
  EXPECT_FALSE(context["State"].contains("RetryCount"));
}

}  // namespace
}  // namespace lambent::states
