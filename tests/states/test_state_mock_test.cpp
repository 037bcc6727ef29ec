// TestState with mocks: what may be mocked, what a mocked result must look like, and what comes of errors.
#include <gtest/gtest.h>

#include "tests/states/tester.h"

namespace lambent::states {
namespace {

const std::string kInvoke = R"({"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName.$":"$.f"},"End":true)";
const std::string kJsonataMap =
    R"({"Type":"Map","QueryLanguage":"JSONata","Items":"{% $states.input.v %}","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true)";
const std::string kTwoBranches = R"({"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Succeed"}}},{"StartAt":"B","States":{"B":{"Type":"Succeed"}}}],"End":true)";

Json result(const std::string& text, const char* mode = nullptr) {
  Json mock = object({{"result", text}});
  if (mode) set_text(mock, "fieldValidationMode", mode);
  return mock;
}
Json failing(const std::string& error, const std::string& cause) { return object({{"errorOutput", object({{"error", error}, {"cause", cause}})}}); }

TEST(TestStateMock, StandsForTheCall) {
  Tester t;
  t.more = {{"mock", result(R"({"Payload":{"x":1},"StatusCode":200})")}};
  EXPECT_EQ(t.ask(kInvoke + R"(,"ResultSelector":{"x.$":"$.Payload.x"}})", R"({"f":"g"})"),
            "SUCCEEDED\noutput {\"x\":1}\ninput {\"f\":\"g\"}\nafterInputPath {\"f\":\"g\"}\nafterParameters {\"FunctionName\":\"g\"}\nresult {\"Payload\":{\"x\":1},\"StatusCode\":200}\n"
            "afterResultSelector {\"x\":1}\nafterResultPath {\"x\":1}\n");
  EXPECT_TRUE(t.world.lambda.calls.empty());
  t.more = {{"mock", result("3", "NONE")}};
  EXPECT_EQ(t.ask(R"({"Type":"Task","QueryLanguage":"JSONata","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","Arguments":"{% $states.input %}","Output":"{% $states.result + 1 %}","End":true})", "1"),
            "SUCCEEDED\noutput 4\ninput 1\nafterArguments 1\nresult 3\n");
}

TEST(TestStateMock, OfTheWrongKindIsRefused) {
  Tester t;
  const std::string v = "ValidationException: ";
  struct Case {
    std::string definition;
    Json mock;
    std::string expected;
  };
  const Case table[] = {
      {R"({"Type":"Pass","End":true})", result("1"), v + "State type 'Pass' is not supported when a mock is specified"},
      {R"({"Type":"Wait","Seconds":1,"End":true})", failing("E", "c"), v + "State type 'Wait' is not supported when a mock is specified"},
      {kInvoke + "}", object({{"result", "{}"}, {"errorOutput", object({{"error", "E"}})}}), v + "A test mock should have only one of the following fields: [result, errorOutput]."},
      {kInvoke + "}", result("not JSON", "NONE"), v + "Mocked result must be valid JSON"},
      {kInvoke + "}", result("[1]"), v + "Mocked result must be a JSON object."},
      {kJsonataMap + "}", result("{}"), v + "Mocked result must be an array."},
      {kTwoBranches + "}", result("{}"), v + "Mocked result must be an array."},
      {kTwoBranches + "}", result("[1]"), v + "Mocked result must contain the same number of items as number of Parallel branches."},
      {kJsonataMap + "}", Json(), "InvalidDefinition: TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"},
      {kTwoBranches + "}", Json(), "InvalidDefinition: TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]"},
      {kInvoke + "}", Json(), v + "RoleArn must be specified when testing a Task state"},
  };
  for (const auto& c : table) {
    t.more.clear();
    if (!c.mock.is_null()) t.more = {{"mock", c.mock}};
    EXPECT_EQ(t.ask(c.definition, R"({"f":"g","v":[]})"), c.expected) << c.definition;
  }
  t.more = {{"mock", result("{}")}, {"revealSecrets", true}};
  EXPECT_EQ(t.ask(kInvoke + "}", "{}"), v + "TestState does not support RevealSecrets when a mock is specified.");
}

TEST(TestStateMock, IsHeldAgainstTheApi) {
  Tester t;
  t.level = "INFO";
  const std::string v = "ValidationException: Mock result schema validation error: ";
  const std::string start = R"({"Type":"Task","Resource":"arn:aws:states:::states:startExecution","Parameters":{"StateMachineArn":"a"},"End":true})";
  const std::string waited = R"({"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Parameters":{"StateMachineArn":"a"},"End":true})";
  const std::string get = R"({"Type":"Task","Resource":"arn:aws:states:::aws-sdk:lambda:getFunction","Parameters":{"FunctionName":"f"},"End":true})";
  const std::string ok = "SUCCEEDED\noutput ";
  struct Case {
    std::string definition, result;
    const char* mode;
    std::string expected;
  };
  const Case table[] = {
      {start, "{}", nullptr, v + "Required field 'ExecutionArn' is missing"},
      {start, "{}", "PRESENT", ok + "{}\n"},
      {start, R"({"executionArn":"a","startDate":"d"})", nullptr, v + "Required field 'ExecutionArn' is missing"},
      {start, R"({"executionArn":"a","startDate":"d"})", "PRESENT", ok + "{\"executionArn\":\"a\",\"startDate\":\"d\"}\n"},
      {start, R"({"ExecutionArn":"a","StartDate":1764103483})", nullptr, v + "Field 'StartDate' must be a string"},
      {start, R"({"ExecutionArn":1,"StartDate":"d"})", "PRESENT", v + "Field 'ExecutionArn' must be a string"},
      {start, R"({"StartDate":true})", "NONE", ok + "{\"StartDate\":true}\n"},
      {start, R"({"ExecutionArn":"a","StartDate":"d","Other":[1]})", nullptr, ok + "{\"ExecutionArn\":\"a\",\"StartDate\":\"d\",\"Other\":[1]}\n"},
      {waited, R"({"ExecutionArn":"a","StartDate":"d","StateMachineArn":"m"})", nullptr, v + "Required field 'Status' is missing"},
      {waited, R"({"Status":"DONE"})", "PRESENT", v + "Field 'Status' is not an expected value"},
      {kInvoke + "}", R"({"StatusCode":"200"})", nullptr, v + "Field 'StatusCode' must be a number"},
      {get, R"({"Configuration":{"MemorySize":127}})", nullptr, v + "Field 'MemorySize' is less than the minimum value"},
      {get, R"({"Configuration":{"MemorySize":32769}})", "PRESENT", v + "Field 'MemorySize' exceeds the maximum value"},
      {get, R"({"Configuration":{"Layers":[{"CodeSize":1},{"CodeSize":"1"}]}})", nullptr, v + "Field 'CodeSize' must be a number"},
      {get, R"({"Configuration":{"Layers":{}}})", nullptr, v + "Field 'Layers' must be an array"},
      {get, R"({"Tags":[]})", nullptr, v + "Field 'Tags' must be an object"},
      {get, R"({"Configuration":{"VpcConfig":{"Ipv6AllowedForDualStack":"yes"}}})", nullptr, v + "Field 'Ipv6AllowedForDualStack' must be a boolean"},
  };
  for (const auto& c : table) {
    t.more = {{"mock", result(c.result, c.mode)}};
    EXPECT_EQ(t.ask(c.definition, R"({"f":"g"})"), c.expected) << c.result;
  }
}

TEST(TestStateMock, ErrorsAreRetriedCaughtOrNot) {
  Tester t;
  const std::string retry = R"(,"Retry":[{"ErrorEquals":["Other"]},{"ErrorEquals":["Busy"],"IntervalSeconds":1,"MaxAttempts":5,"BackoffRate":2.0}])";
  const std::string caught = R"(,"Catch":[{"ErrorEquals":["Rare"],"Next":"R"},{"ErrorEquals":["States.TaskFailed"],"ResultPath":"$.e","Next":"H"}])";
  const std::string steps = "input {\"f\":\"g\"}\nafterInputPath {\"f\":\"g\"}\nafterParameters {\"FunctionName\":\"g\"}\n", said = "error Busy\ncause why\n";
  const std::string output = "output {\"f\":\"g\",\"e\":{\"Error\":\"Busy\",\"Cause\":\"why\"}}\n";
  auto ask = [&](const std::string& definition, int count) {
    t.more = {{"mock", failing("Busy", "why")}};
    if (count >= 0) t.more.push_back({"stateConfiguration", object({{"retrierRetryCount", count}})});
    return t.ask(definition, R"({"f":"g"})");
  };
  EXPECT_EQ(ask(kInvoke + "}", -1), "FAILED\n" + said + steps);
  EXPECT_EQ(ask(kInvoke + retry + "}", -1), "RETRIABLE\n" + said + steps + "errorDetails {\"retryIndex\":1,\"retryBackoffIntervalSeconds\":1}\n");
  EXPECT_EQ(ask(kInvoke + retry + "}", 4), "RETRIABLE\n" + said + steps + "errorDetails {\"retryIndex\":1,\"retryBackoffIntervalSeconds\":16}\n");
  EXPECT_EQ(ask(kInvoke + retry + "}", 5), "FAILED\n" + said + steps + "errorDetails {\"retryIndex\":1}\n");
  EXPECT_EQ(ask(kInvoke + caught + "}", -1), "CAUGHT_ERROR -> H\n" + output + said + steps + "errorDetails {\"catchIndex\":1}\n");
  EXPECT_EQ(ask(kInvoke + retry + caught + "}", 5), "CAUGHT_ERROR -> H\n" + output + said + steps + "errorDetails {\"catchIndex\":1,\"retryIndex\":1}\n");
  EXPECT_EQ(ask(kInvoke + "}", 1), "ValidationException: TestState supports retrierRetryCount only for states with Retry.");
}

TEST(TestStateMock, MapShowsItsItemsAndCountsFailures) {
  Tester t;
  const std::string input = R"({"v":[1,2,3]})", shown = "input {\"v\":[1,2,3]}\nmaxConcurrency 0\n";
  auto ask = [&](const std::string& definition, int failed) {
    t.more = {{"mock", result("[4,5,6]")}, {"stateConfiguration", object({{"mapIterationFailureCount", failed}})}};
    return t.ask(definition, input);
  };
  EXPECT_EQ(ask(kJsonataMap + "}", 2), "SUCCEEDED\noutput [4,5,6]\n" + shown);
  EXPECT_EQ(ask(kJsonataMap + R"(,"ToleratedFailureCount":1})", 1), "SUCCEEDED\noutput [4,5,6]\n" + shown + "toleratedFailureCount 1\n");
  const std::string over = "error States.ExceedToleratedFailureThreshold\ncause The specified tolerated failure threshold was exceeded\n";
  EXPECT_EQ(ask(kJsonataMap + R"(,"ToleratedFailureCount":1})", 2), "FAILED\n" + over + shown + "toleratedFailureCount 1\n");
  EXPECT_EQ(ask(kJsonataMap + R"(,"ToleratedFailurePercentage":"{% 50 %}"})", 2), "FAILED\n" + over + shown + "toleratedFailurePercentage 50.0\n");
  EXPECT_EQ(ask(kJsonataMap + R"(,"ToleratedFailureCount":1,"Retry":[{"ErrorEquals":["States.ExceedToleratedFailureThreshold"]}]})", 2),
            "RETRIABLE\n" + over + shown + "toleratedFailureCount 1\nerrorDetails {\"retryIndex\":0,\"retryBackoffIntervalSeconds\":1}\n");
  EXPECT_EQ(ask(kJsonataMap + "}", 4), "ValidationException: Map iteration failure count must be less than or equal to the number of Map iterations");
  t.more = {{"mock", result("[1]")}};
  EXPECT_EQ(t.ask(R"({"Type":"Map","ItemsPath":"$.v","ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value"},"MaxConcurrency":2,"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true})", R"({"v":[7]})"),
            "SUCCEEDED\noutput [1]\ninput {\"v\":[7]}\nafterInputPath {\"v\":[7]}\nafterItemsPath [7]\nafterItemSelector [{\"i\":0,\"v\":7}]\nmaxConcurrency 2\nafterResultSelector [1]\nafterResultPath [1]\n");
  EXPECT_EQ(t.ask(kTwoBranches + "}", "{}"), "ValidationException: Mocked result must contain the same number of items as number of Parallel branches.");
  t.more = {{"mock", result("[1,2]")}};
  EXPECT_EQ(t.ask(kTwoBranches + R"(,"ResultPath":"$.r"})", "{}"), "SUCCEEDED\noutput {\"r\":[1,2]}\ninput {}\nafterResultSelector [1,2]\nafterResultPath {\"r\":[1,2]}\n");
}

TEST(TestStateMock, SettingsThatWouldNotActAreRefused) {
  Tester t;
  const std::string v = "ValidationException: ";
  auto ask = [&](const std::string& definition, const Json& mock, const Json& configuration) {
    t.more = {{"stateConfiguration", configuration}};
    if (!mock.is_null()) t.more.push_back({"mock", mock});
    return t.ask(definition, R"({"f":"g","v":[1]})");
  };
  EXPECT_EQ(ask(R"({"Type":"Pass","End":true})", Json(), object({{"mapIterationFailureCount", 0}})), v + "TestState does not support MapIterationFailureCount when a mock is not specified.");
  EXPECT_EQ(ask(kInvoke + "}", result("{}"), object({{"mapIterationFailureCount", 0}})), v + "TestState supports mapIterationFailureCount only for Map states.");
  EXPECT_EQ(ask(kInvoke + "}", failing("E", "c"), object({{"errorCausedByState", "I"}})), v + "TestState supports errorCausedByState only for Map and Parallel states with a mocked errorOutput.");
  EXPECT_EQ(ask(kJsonataMap + "}", failing("E", "c"), object({{"errorCausedByState", "Nobody"}})), v + "State not found in definition");
  EXPECT_EQ(ask(kJsonataMap + "}", failing("E", "c"), object({{"errorCausedByState", "I"}})).substr(0, 23), "FAILED\nerror E\ncause c\n");
  EXPECT_EQ(ask(kJsonataMap + "}", result("[1]"), object({{"mapItemReaderData", "[]"}})), v + "TestState supports mapItemReaderData only for Map states with an ItemReader.");
  EXPECT_EQ(ask(kInvoke + "}", result("{}"), object({{"retrierRetryCount", -1}})),
            v + "1 validation error detected: Value '-1' at 'stateConfiguration.retrierRetryCount' failed to satisfy constraint: Member must have value greater than or equal to 0");
}

TEST(TestStateMock, ContextIsCheckedAndUsed) {
  Tester t;
  const std::string v = "ValidationException: Invalid Context object provided: ";
  const std::string token = R"({"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"QueueUrl":"q","MessageBody":{"t.$":"$$.Task.Token","n.$":"$$.State.Name"}},"End":true})";
  auto ask = [&](const std::string& definition, const std::string& context) {
    t.more = {{"mock", result("{}")}, {"context", context}};
    return t.ask(definition, R"({"f":"g"})");
  };
  EXPECT_EQ(ask(kInvoke + "}", R"({"Execution":{"Id":1}})"), v + "Execution.Id must be a string");
  EXPECT_EQ(ask(kInvoke + "}", R"({"Map":{}})"), v + "'Map' field is not supported when mocking a Context object");
  EXPECT_EQ(ask(kInvoke + "}", R"({"Execution":{"pokemon":"x"}})"), v + "Field 'pokemon' is not allowed");
  EXPECT_EQ(ask(kInvoke + "}", R"({"Pokedex":{}})"), v + "Field 'Pokedex' is not allowed");
  EXPECT_EQ(ask(kInvoke + "}", R"({"Task":{"Token":"t"}})"),
            v + "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern");
  std::string said = ask(token, R"({"State":{"Name":"N"},"Task":{"Token":"abcd"}})");
  EXPECT_NE(said.find(R"(afterParameters {"QueueUrl":"q","MessageBody":{"t":"abcd","n":"N"}})"), std::string::npos) << said;
  t.more = {{"mock", result("{}")}};
  said = t.ask(token, "{}");
  EXPECT_NE(said.find(R"("n":"StateName"})"), std::string::npos) << said;
  EXPECT_EQ(said.find(R"("t":"")"), std::string::npos) << said;
  t.more = {{"context", "{}"}};
  t.role = kRole;
  EXPECT_EQ(t.ask(kInvoke + "}", "{}"), "ValidationException: TestState does not support Context when a mock is not specified.");
}

}  // namespace
}  // namespace lambent::states
