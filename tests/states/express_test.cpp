// Express machines: answers at once, nothing kept, begun afresh after a crash.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

std::string task(const std::string& function, const std::string& more = R"("End":true)") {
  return R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn(function) + "\"," + more + "}}}";
}
const char* kPass = R"({"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"id.$":"$$.Execution.Id","in.$":"$"},"End":true}}})";
const char* kWait = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":2,"End":true}}})";

std::string create_express(World& w, const std::string& name, const std::string& definition, Json more = Json::object()) {
  Json input = object({{"name", name}, {"definition", definition}, {"roleArn", kRole}, {"type", "EXPRESS"}});
  for (const auto& [member, value] : more.items()) input[member] = value;
  return text_at(w.call("CreateStateMachine", input), "stateMachineArn");
}
double seconds(const Json& answer) { return answer["stopDate"].get<double>() - answer["startDate"].get<double>(); }
Json sync(World& w, const std::string& arn, const std::string& input = "{}", Json more = Json::object()) {
  Json asked = object({{"stateMachineArn", arn}, {"input", input}, {"name", "run"}});
  for (const auto& [member, value] : more.items()) asked[member] = value;
  return w.call("StartSyncExecution", asked);
}

TEST(Express, SyncAnswersWithTheOutcome) {
  World w;
  std::string arn = create_express(w, "m", kPass);
  Json answer = sync(w, arn, R"({"a": 1})", object({{"traceHeader", "Root=1-5e1b4151-5ac6c58f5ac6c58f5ac6c58f;Sampled=1"}}));
  std::string execution = text_at(answer, "executionArn");
  EXPECT_TRUE(execution.starts_with("arn:aws:states:us-east-1:000000000000:express:m:run:")) << execution;
  EXPECT_EQ(text_at(answer, "status"), "SUCCEEDED");
  EXPECT_EQ(text_at(answer, "output"), R"({"id":")" + execution + R"(","in":{"a":1}})");
  EXPECT_EQ(text_at(answer, "input"), R"({"a": 1})");
  EXPECT_EQ(text_at(answer, "name"), "run");
  EXPECT_EQ(text_at(answer, "stateMachineArn"), arn);
  EXPECT_EQ(answer["billingDetails"]["billedMemoryUsedInMB"], 64);
  EXPECT_GE(answer["billingDetails"]["billedDurationInMilliseconds"].get<int>(), 100);
  EXPECT_EQ(dump(answer["outputDetails"]), R"({"included":true})");
  Json bare = sync(w, arn, "{}", object({{"includedData", "METADATA_ONLY"}}));
  EXPECT_FALSE(bare.contains("output") || bare.contains("input"));
  EXPECT_EQ(dump(bare["outputDetails"]), R"({"included":false})");
}

TEST(Express, DurationIsBilledInSteps) {
  World w;
  Json answer = sync(w, create_express(w, "m", kWait));
  int billed = answer["billingDetails"]["billedDurationInMilliseconds"].get<int>();
  double took = seconds(answer) * 1000;
  EXPECT_EQ(billed % 100, 0);
  EXPECT_GE(billed, 2000);
  EXPECT_GE(billed, took - 0.5);
  EXPECT_LT(billed, took + 100);
}

TEST(Express, FailuresAndTheTimeLimitAreStatuses) {
  World w;
  w.lambda.script["f"] = {{R"({"errorType":"E","errorMessage":"m"})", true}};
  Json failed = sync(w, create_express(w, "fails", task("f")));
  EXPECT_EQ(text_at(failed, "status"), "FAILED");
  EXPECT_EQ(text_at(failed, "error"), "E");
  EXPECT_TRUE(failed.contains("outputDetails"));
  EXPECT_FALSE(failed.contains("output"));
  Json late = sync(w, create_express(w, "late", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}})"));
  EXPECT_EQ(text_at(late, "status"), "TIMED_OUT");
  EXPECT_GE(seconds(late), 300.0);  // the clock also flows while it is computed
  EXPECT_LT(seconds(late), 3600.0);
  Json own = sync(w, create_express(w, "own", R"({"TimeoutSeconds":7,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}})"));
  EXPECT_EQ(text_at(own, "status"), "TIMED_OUT");
  EXPECT_GE(seconds(own), 7.0);
  EXPECT_LT(seconds(own), 300.0);
}

TEST(Express, IsNotSeenByTheOperationsOfStandardOnes) {
  World w;
  std::string arn = create_express(w, "m", kPass);
  std::string first = w.begin(arn, "{}", "same"), second = w.begin(arn, "{}", "same");
  EXPECT_EQ(w.fault(), "none");
  EXPECT_NE(first, second);
  for (const char* operation : {"DescribeExecution", "StopExecution", "GetExecutionHistory", "DescribeStateMachineForExecution", "RedriveExecution"}) {
    w.call(operation, object({{"executionArn", first}}));
    EXPECT_EQ(w.fault(), "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'") << operation;
  }
  w.call("ListExecutions", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(w.fault(), "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
  sync(w, w.create("standard", kPass));
  EXPECT_EQ(w.fault(), "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
  EXPECT_EQ(text_at(w.call("DescribeStateMachine", object({{"stateMachineArn", arn}})), "type"), "EXPRESS");
}

TEST(Express, BranchesAndRetriesWork) {
  World w;
  w.lambda.script["f"] = {{R"({"errorType":"E"})", true}, {"7"}};
  std::string arn = create_express(w, "m", R"({"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" +
                                               function_arn("f") + R"(","Retry":[{"ErrorEquals":["E"]}],"End":true}}},"End":true}}})");
  EXPECT_EQ(text_at(sync(w, arn, "[1,2,3]"), "output"), "[7,7,7]");
  EXPECT_EQ(w.lambda.calls.size(), 4u);
}

TEST(Express, BeginsAfreshAfterACrashAndLeavesNothing) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), arn;
  std::string text = R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","Next":"W"},"W":{"Type":"Wait","Seconds":5,"End":true}}})";
  {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"1"}};
    arn = create_express(w, "m", text);
    w.begin(arn, "{}", "async");
    w.loop.run_until([&] { return w.lambda.calls.size() == 1 && w.loop.clock().foreground() == 1; });
    w.store.flush();
  }
  {
    World w(ClockMode::skipping, file);
    w.lambda.script["f"] = {{"1"}};
    w.states.resume();
    w.loop.run_until_quiet();
    EXPECT_EQ(w.lambda.calls.size(), 1u);  // the task of the first attempt has been made again
    w.store.flush();
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_TRUE(w.lambda.calls.empty());
}

TEST(Express, ASyncExecutionIsNotBegunAgain) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string();
  {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"1", false, std::chrono::seconds(5)}};
    std::string arn = create_express(w, "m", task("f"));
    Json answer;
    std::optional<AwsError> error;
    bool done = false;
    Call call("stepfunctions", "StartSyncExecution", object({{"stateMachineArn", arn}}), Principal::root(kScope.account), kScope);
    w.loop.tasks().spawn("ask", World::ask(w.aws, std::move(call), answer, error, done));
    w.loop.run_until([&] { return w.lambda.calls.size() == 1; });
    w.store.flush();
    w.loop.tasks().cancel();
    w.loop.tasks().drain();
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_TRUE(w.lambda.calls.empty());
}

TEST(Express, WhatItCannotDoIsRefusedAtCreation) {
  World w;
  auto fault = [&](const std::string& resource, const std::string& more = "") {
    create_express(w, "m", R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + resource + R"(",)" + more + R"("End":true}}})");
    return w.fault();
  };
  std::string head = "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ";
  EXPECT_EQ(fault("arn:aws:states:::sqs:sendMessage.waitForTaskToken", R"("Parameters":{"QueueUrl":"q","MessageBody":"m"},)"),
            head + "Express state machine does not support '.waitForTaskToken' service integration  at /States/T/Resource'");
  EXPECT_EQ(fault("arn:aws:states:::states:startExecution.sync", R"("Parameters":{"StateMachineArn":"a"},)"),
            head + "Express state machine does not support '.sync' service integration at /States/T/Resource'");
  EXPECT_EQ(fault("arn:aws:states:us-east-1:000000000000:activity:a"), head + "Express state machine does not support Activity ARN at /States/T/Resource'");
}

}  // namespace
}  // namespace lambent::states
