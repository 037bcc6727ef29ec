#include <gtest/gtest.h>

#include "tests/states/world.h"

namespace lambent::states {
namespace {

const char* kPass = R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})";

TEST(Machines, CreateIsIdempotentByItsText) {
  World w;
  std::string arn = w.create("m", kPass);
  EXPECT_EQ(arn, "arn:aws:states:us-east-1:000000000000:stateMachine:m");
  EXPECT_EQ(w.create("m", kPass), arn);
  w.create("m", std::string(kPass) + " ");
  EXPECT_EQ(w.fault(), "StateMachineAlreadyExists: State Machine Already Exists: '" + arn + "'");
}

TEST(Machines, NamesRolesAndInertSettingsAreRefused) {
  World w;
  for (const char* name : {"a b", "a<b", "a:b", "a/b", "a\x7f"}) {
    w.create(name, kPass);
    EXPECT_EQ(w.fault(), "InvalidName: Invalid Name: '" + std::string(name) + "'");
  }
  w.create("m", kPass, "not_a_role");
  EXPECT_EQ(w.fault(), "InvalidArn: Invalid Arn: 'Invalid ARN prefix: not_a_role'");
  w.create("m", kPass, "arn:aws:iam::000000000000:role/untrusted");
  EXPECT_EQ(w.fault(), "AccessDeniedException: Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.");
  w.call("CreateStateMachine", object({{"name", "m"}, {"definition", kPass}, {"roleArn", kRole},
                                       {"encryptionConfiguration", object({{"type", "CUSTOMER_MANAGED_KMS_KEY"}, {"kmsKeyId", "k"}})}}));
  EXPECT_EQ(w.error->status(), 501);
  EXPECT_NE(w.fault().find("CUSTOMER_MANAGED_KMS_KEY"), std::string::npos);
  w.call("CreateStateMachine", object({{"name", "m"}, {"definition", kPass}, {"roleArn", kRole},
                                       {"encryptionConfiguration", object({{"type", "AWS_OWNED_KEY"}, {"kmsKeyId", "k"}})}}));
  EXPECT_EQ(w.error->code(), "InvalidEncryptionConfiguration");
}

TEST(Machines, UpdateGivesARevisionAndRunningOnesKeepTheirs) {
  World w(ClockMode::skipping);
  std::string arn = w.create("m", kPass);
  EXPECT_FALSE(w.call("DescribeStateMachine", object({{"stateMachineArn", arn}})).contains("revisionId"));
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(w.error->code(), "MissingRequiredParameter");
  std::string waits = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"End":true}}})";
  std::string first = text_at(w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"definition", waits}})), "revisionId");
  EXPECT_EQ(text_at(w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"definition", waits}})), "revisionId"), first);
  std::string execution = w.begin(arn, "{}");
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"definition", kPass}}));
  w.loop.run_until_quiet();
  EXPECT_NE(w.history(execution).find("WaitStateExited"), std::string::npos);
  EXPECT_EQ(text_at(w.call("DescribeStateMachineForExecution", object({{"executionArn", execution}})), "definition"), waits);
  EXPECT_EQ(text_at(w.call("DescribeStateMachine", object({{"stateMachineArn", arn}})), "definition"), kPass);
}

TEST(Machines, DeleteEndsWhatRuns) {
  World w(ClockMode::skipping);
  std::string arn = w.create("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"Next":"P"},"P":{"Type":"Pass","End":true}}})");
  std::string execution = w.begin(arn, "{}");
  w.call("DeleteStateMachine", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(text_at(w.call("DescribeStateMachine", object({{"stateMachineArn", arn}})), "status"), "DELETING");
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "status"), "ABORTED");
  w.call("DescribeStateMachine", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(w.fault(), "StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn + "'");
  w.call("DeleteStateMachine", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(w.fault(), "none");
}

TEST(Machines, ListsPageByPage) {
  World w;
  for (const char* name : {"c", "a", "b"}) w.create(name, kPass);
  Json first = w.call("ListStateMachines", object({{"maxResults", 2}}));
  ASSERT_EQ(first["stateMachines"].size(), 2u);
  EXPECT_EQ(text_at(first["stateMachines"][0], "name"), "a");
  Json second = w.call("ListStateMachines", object({{"maxResults", 2}, {"nextToken", first["nextToken"]}}));
  ASSERT_EQ(second["stateMachines"].size(), 1u);
  EXPECT_FALSE(second.contains("nextToken"));
  w.call("ListStateMachines", object({{"nextToken", "bad"}}));
  EXPECT_EQ(w.fault(), "InvalidToken: Invalid Token: 'Invalid token'");
}

TEST(Executions, StartIsIdempotentWhileRunning) {
  World w(ClockMode::frozen);
  std::string arn = w.create("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"End":true}}})");
  std::string execution = w.begin(arn, R"({"a":1})", "one");
  EXPECT_EQ(execution, "arn:aws:states:us-east-1:000000000000:execution:m:one");
  EXPECT_EQ(w.begin(arn, R"({"a":1})", "one"), execution);
  w.begin(arn, R"({"a": 1})", "one");
  EXPECT_EQ(w.fault(), "ExecutionAlreadyExists: Execution Already Exists: '" + execution + "'");
  w.loop.clock().advance(std::chrono::seconds(6));
  w.loop.run_until_quiet();
  w.begin(arn, R"({"a":1})", "one");
  EXPECT_EQ(w.fault(), "ExecutionAlreadyExists: Execution Already Exists: '" + execution + "'");
}

TEST(Executions, InputsAreJson) {
  World w;
  std::string arn = w.create("m", kPass);
  const std::pair<const char*, const char*> bad[] = {
      {"not some validated json", "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"},
      {"{'not': 'x'}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"},
      {"", "Invalid execution input."}};
  for (auto [input, text] : bad) {
    w.begin(arn, input);
    EXPECT_EQ(w.fault(), "InvalidExecutionInput: Invalid State Machine Execution Input: '" + std::string(text) + "'");
  }
  for (const char* input : {"0", "\"s\"", "null", "[1]"}) {
    std::string execution = w.begin(arn, input, std::string("n") + std::to_string(input[0]));
    w.loop.run_until_quiet();
    EXPECT_EQ(text_at(w.describe(execution), "output"), input);
  }
}

TEST(Executions, MissingThingsAreNamed) {
  World w;
  std::string machine = "arn:aws:states:us-east-1:000000000000:stateMachine:none";
  w.begin(machine, "{}");
  EXPECT_EQ(w.fault(), "StateMachineDoesNotExist: State Machine Does Not Exist: '" + machine + "'");
  w.begin("not_a_valid_arn", "{}");
  EXPECT_EQ(w.fault(), "InvalidArn: Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'");
  std::string execution = "arn:aws:states:us-east-1:000000000000:execution:none:x";
  for (const char* operation : {"DescribeExecution", "StopExecution", "GetExecutionHistory", "DescribeStateMachineForExecution"}) {
    w.call(operation, object({{"executionArn", execution}}));
    EXPECT_EQ(w.fault(), "ExecutionDoesNotExist: Execution Does Not Exist: '" + execution + "'") << operation;
  }
  w.describe("arn:aws:states:us-east-1:000000000000:express:m:x:y");
  EXPECT_EQ(w.fault(), "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'");
}

TEST(Executions, ListNewestFirstAndByStatus) {
  World w;
  std::string arn = w.create("m", R"({"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"F"}],"Default":"S"},"F":{"Type":"Fail"},"S":{"Type":"Succeed"}}})");
  w.begin(arn, "{}", "first");
  w.begin(arn, R"({"x":1})", "second");
  w.loop.run_until_quiet();
  Json all = w.call("ListExecutions", object({{"stateMachineArn", arn}}));
  ASSERT_EQ(all["executions"].size(), 2u);
  EXPECT_EQ(text_at(all["executions"][0], "name"), "second");
  Json failed = w.call("ListExecutions", object({{"stateMachineArn", arn}, {"statusFilter", "FAILED"}}));
  ASSERT_EQ(failed["executions"].size(), 1u);
  EXPECT_EQ(text_at(failed["executions"][0], "name"), "second");
}

TEST(Executions, PagesDoNotShiftWhenOthersAreStarted) {
  World w;
  std::string arn = w.create("m", kPass);
  for (int i = 0; i < 5; ++i) w.begin(arn, "{}", "n" + std::to_string(i));
  auto names = [](const Json& page) {
    std::string out;
    for (const auto& one : page["executions"]) out += text_at(one, "name") + " ";
    return out;
  };
  Json first = w.call("ListExecutions", object({{"stateMachineArn", arn}, {"maxResults", 2}}));
  EXPECT_EQ(names(first), "n4 n3 ");
  w.begin(arn, "{}", "new");
  Json second = w.call("ListExecutions", object({{"stateMachineArn", arn}, {"maxResults", 2}, {"nextToken", first["nextToken"]}}));
  EXPECT_EQ(names(second), "n2 n1 ");
  Json third = w.call("ListExecutions", object({{"stateMachineArn", arn}, {"maxResults", 2}, {"nextToken", second["nextToken"]}}));
  EXPECT_EQ(names(third), "n0 ");
  EXPECT_FALSE(third.contains("nextToken"));
  Json machines = w.call("ListStateMachines", object({{"nextToken", first["nextToken"]}}));
  EXPECT_EQ(w.fault(), "InvalidToken: Invalid Token: 'Invalid token'");
}

TEST(Executions, AreFoundByTheStatusTheyHaveNow) {
  World w(ClockMode::frozen);
  std::string arn = w.create("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"End":true}}})");
  std::string stopped = w.begin(arn, "{}", "stopped");
  w.begin(arn, "{}", "running");
  w.call("StopExecution", object({{"executionArn", stopped}}));
  auto names = [&](const char* status) {
    std::string out;
    Json page = w.call("ListExecutions", object({{"stateMachineArn", arn}, {"statusFilter", status}}));
    for (const auto& one : page["executions"]) out += text_at(one, "name");
    return out;
  };
  EXPECT_EQ(names("RUNNING"), "running");
  EXPECT_EQ(names("ABORTED"), "stopped");
  EXPECT_EQ(names("FAILED"), "");
  w.call("ListExecutions", object({{"stateMachineArn", arn}, {"statusFilter", "GONE"}}));
  EXPECT_EQ(w.fault(), "ValidationException: 1 validation error detected: Value 'GONE' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value "
                       "set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]");
}

TEST(Machines, DescribeTellsVariablesAndLeavesOutDataWhenAsked) {
  World w;
  std::string text = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"x":1},"Next":"B"},"B":{"Type":"Pass","Parameters":{"v.$":"$x"},"End":true}}})";
  std::string arn = w.create("m", text);
  Json whole = w.call("DescribeStateMachine", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(dump(whole["variableReferences"]), R"({"B":["x"]})");
  Json bare = w.call("DescribeStateMachine", object({{"stateMachineArn", arn}, {"includedData", "METADATA_ONLY"}}));
  EXPECT_FALSE(has(bare, "definition") || has(bare, "variableReferences"));
  EXPECT_EQ(text_at(bare, "name"), "m");
  Json plain = w.call("DescribeStateMachine", object({{"stateMachineArn", w.create("n", kPass)}}));
  EXPECT_FALSE(plain.contains("variableReferences"));
}

TEST(History, PagesBackwardsAndWithoutData) {
  World w;
  w.run(kPass, R"({"secret":1})");
  Json page = w.call("GetExecutionHistory", object({{"executionArn", w.last}, {"maxResults", 3}, {"reverseOrder", true}}));
  ASSERT_EQ(page["events"].size(), 3u);
  EXPECT_EQ(page["events"][0]["id"], 4);
  Json rest = w.call("GetExecutionHistory", object({{"executionArn", w.last}, {"maxResults", 3}, {"reverseOrder", true}, {"nextToken", page["nextToken"]}}));
  ASSERT_EQ(rest["events"].size(), 1u);
  EXPECT_EQ(rest["events"][0]["id"], 1);
  Json bare = w.call("GetExecutionHistory", object({{"executionArn", w.last}, {"includeExecutionData", false}}));
  EXPECT_EQ(dump(bare).find("secret"), std::string::npos);
  EXPECT_EQ(text_at(bare["events"][1]["stateEnteredEventDetails"], "name"), "P");
}

TEST(Tags, AreKeptMergedAndRemoved) {
  World w;
  std::string arn = w.create("m", kPass);
  Json tags = parse_json(R"([{"key":"a","value":"1"},{"key":"b","value":"2"}])");
  w.call("TagResource", object({{"resourceArn", arn}, {"tags", tags}}));
  w.call("TagResource", object({{"resourceArn", arn}, {"tags", parse_json(R"([{"key":"a","value":"9"}])")}}));
  w.call("UntagResource", object({{"resourceArn", arn}, {"tagKeys", parse_json(R"(["b"])")}}));
  EXPECT_EQ(dump(w.call("ListTagsForResource", object({{"resourceArn", arn}}))), R"({"tags":[{"key":"a","value":"9"}]})");
}

TEST(Access, NeedsNameTheMachineAndThePassedRole) {
  World w;
  Call start("stepfunctions", "StartExecution", object({{"stateMachineArn", "arn:aws:states:us-east-1:1:stateMachine:m:7"}}), Principal::root("1"), kScope);
  ASSERT_EQ(w.states.needs(start).size(), 1u);
  EXPECT_EQ(w.states.needs(start)[0].action, "states:StartExecution");
  EXPECT_EQ(w.states.needs(start)[0].resource, "arn:aws:states:us-east-1:1:stateMachine:m");
  Call create("stepfunctions", "CreateStateMachine", object({{"name", "m"}, {"roleArn", kRole}}), Principal::root("1"), kScope);
  auto needs = w.states.needs(create);
  ASSERT_EQ(needs.size(), 2u);
  EXPECT_EQ(needs[1].action, "iam:PassRole");
  EXPECT_EQ(needs[1].resource, kRole);
  EXPECT_EQ(needs[1].keys[0].second[0], "states.amazonaws.com");
  Denial denial;
  denial.action = "states:StartExecution";
  EXPECT_EQ(w.states.refused(start, denial).status(), 400);
}

TEST(Reset, ForgetsEverything) {
  World w(ClockMode::frozen);
  std::string arn = w.create("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"End":true}}})");
  w.begin(arn, "{}");
  w.states.reset();
  w.loop.run_until_quiet();
  EXPECT_EQ(w.call("ListStateMachines", Json::object())["stateMachines"].size(), 0u);
  EXPECT_EQ(w.loop.clock().foreground(), 0);
}

}  // namespace
}  // namespace lambent::states
