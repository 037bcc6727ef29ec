// What a machine's log group and EventBridge are told.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/states/world.h"

namespace lambent::states {
namespace {

const char* kGroup = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/m:*";
const char* kCaught = R"({"StartAt":"P","States":{"P":{"Type":"Pass","Result":{"secret":1},"Next":"F"},"F":{"Type":"Fail","Error":"E","Cause":"C"}}})";

Json logging(const std::string& level, bool data = true, std::vector<std::string> groups = {kGroup}) {
  Json destinations = array();
  for (const auto& group : groups) destinations.push_back(object({{"cloudWatchLogsLogGroup", object({{"logGroupArn", group}})}}));
  return object({{"level", level}, {"includeExecutionData", data}, {"destinations", destinations}});
}

struct Logging : testing::Test {
  World w;
  std::string arn, stream;

  std::string create(const Json& configuration, const std::string& type = "STANDARD", const std::string& definition = kCaught) {
    Json input = object({{"name", "m"}, {"definition", definition}, {"roleArn", kRole}, {"type", type}, {"loggingConfiguration", configuration}});
    arn = text_at(w.call("CreateStateMachine", input), "stateMachineArn");
    return arn;
  }
  std::vector<Json> records() {
    std::vector<Json> out;
    for (const auto& entry : w.journal.entries())
      if (auto* log = std::get_if<LogEntry>(&entry.data)) {
        out.push_back(parse_json(log->line));
        stream = log->log_stream;
      }
    return out;
  }
  std::string types() {
    std::string out;
    for (const auto& one : records()) out += (out.empty() ? "" : " ") + text_at(one, "type");
    return out;
  }
  std::vector<Json> status_events() {
    std::vector<Json> out;
    for (const auto& entry : w.journal.entries())
      if (auto* message = std::get_if<MessageEntry>(&entry.data); message && message->kind == "execution-event") out.push_back(parse_json(message->text));
    return out;
  }
};

TEST_F(Logging, AllEventsWithTheirData) {
  std::string execution = w.begin(create(logging("ALL")), R"({"in":1})");
  w.loop.run_until_quiet();
  auto all = records();
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(types(), "ExecutionStarted PassStateEntered PassStateExited FailStateEntered ExecutionFailed");
  auto at = static_cast<std::int64_t>(std::llround(w.events(execution)[1]["timestamp"].get<double>() * 1000));
  EXPECT_EQ(dump(all[1]), R"({"id":"2","type":"PassStateEntered","details":{"name":"P","input":"{\"in\":1}","inputDetails":{"truncated":false}},)"
                          R"("previous_event_id":"0","event_timestamp":")" + std::to_string(at) + R"(","execution_arn":")" + execution + R"(","redrive_count":"0"})");
  EXPECT_EQ(dump(all[4]["details"]), R"({"error":"E","cause":"C"})");
  EXPECT_TRUE(stream.starts_with("/aws/vendedlogs/states/m:states/m/2023-11-14-22-13/")) << stream;
}

TEST_F(Logging, LevelsChooseEvents) {
  w.begin(create(logging("ERROR")), "{}");
  w.loop.run_until_quiet();
  EXPECT_EQ(types(), "FailStateEntered ExecutionFailed");
  w.journal.clear();
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"loggingConfiguration", logging("FATAL")}}));
  w.begin(arn, "{}", "second");
  w.loop.run_until_quiet();
  EXPECT_EQ(types(), "ExecutionFailed");
  w.journal.clear();
  w.call("UpdateStateMachine", object({{"stateMachineArn", arn}, {"loggingConfiguration", object({{"level", "OFF"}})}}));
  w.begin(arn, "{}", "third");
  w.loop.run_until_quiet();
  EXPECT_EQ(types(), "");
}

TEST_F(Logging, WithoutExecutionData) {
  w.begin(create(logging("ALL", false)), R"({"secret":1})");
  w.loop.run_until_quiet();
  for (const auto& one : records()) EXPECT_EQ(dump(one).find("secret"), std::string::npos) << dump(one);
  EXPECT_EQ(dump(records()[1]["details"]), R"({"name":"P"})");
}

TEST_F(Logging, ExpressExecutionsAreSeenInLogsOnly) {
  w.begin(create(logging("ALL"), "EXPRESS"), "{}");
  w.loop.run_until_quiet();
  EXPECT_EQ(types(), "ExecutionStarted PassStateEntered PassStateExited FailStateEntered ExecutionFailed");
  EXPECT_TRUE(text_at(records()[0], "execution_arn").starts_with("arn:aws:states:us-east-1:000000000000:express:m:"));
  EXPECT_TRUE(status_events().empty());
}

TEST_F(Logging, DestinationsAreChecked) {
  create(object({{"level", "ALL"}}));
  EXPECT_EQ(w.fault(), "InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.");
  create(logging("ALL", true, {kGroup, kGroup}));
  EXPECT_EQ(w.fault(), "InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.");
  create(logging("ALL", true, {"arn:aws:s3:::bucket"}));
  EXPECT_EQ(w.fault(), "InvalidLoggingConfiguration: Invalid Logging Configuration: Log Destination not found.");
  create(logging("FATAL"));
  Json shown = w.call("DescribeStateMachine", object({{"stateMachineArn", arn}}));
  EXPECT_EQ(shown["loggingConfiguration"], logging("FATAL"));
}

TEST_F(Logging, EventBridgeIsToldOfBeginningAndEnd) {
  std::string execution = w.begin(create(object({{"level", "OFF"}})), R"({"in":1})");
  w.loop.run_until_quiet();
  auto told = status_events();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(text_at(told[0], "status"), "RUNNING");
  EXPECT_TRUE(told[0]["stopDate"].is_null() && told[0]["output"].is_null());
  EXPECT_EQ(text_at(told[1], "status"), "FAILED");
  EXPECT_EQ(text_at(told[1], "executionArn"), execution);
  EXPECT_GE(told[1]["startDate"].get<std::int64_t>(), 1700000000000);
  EXPECT_EQ(text_at(told[1], "error"), "E");
  EXPECT_EQ(text_at(told[1], "redriveStatus"), "REDRIVABLE");
  EXPECT_EQ(text_at(told[1], "input"), R"({"in":1})");
}

// A bus behind the same door.
class Bus final : public Service {
 public:
  std::string_view name() const override { return "events"; }
  std::vector<std::string_view> operations() const override { return {"PutEvents"}; }
  Task<Json> handle(Call call) override {
    got.push_back(call.caller.arn + " " + text_at(call.input["Entries"][0], "DetailType") + " " +
                  text_at(parse_json(text_at(call.input["Entries"][0], "Detail")), "status"));
    co_return object({{"FailedEntryCount", 0}, {"Entries", array()}});
  }
  std::vector<std::string> got;
};

TEST_F(Logging, ABusIsCalledAsTheService) {
  Bus bus;
  w.aws.add(bus);
  w.begin(create(object({{"level", "OFF"}})), "{}");
  w.loop.run_until_quiet();
  EXPECT_EQ(bus.got, (std::vector<std::string>{"states.amazonaws.com Step Functions Execution Status Change RUNNING",
                                               "states.amazonaws.com Step Functions Execution Status Change FAILED"}));
  EXPECT_TRUE(status_events().empty());
}

TEST(Tracing, IsKeptAndItsHeaderGoesOn) {
  World w;
  w.lambda.script["f"] = {{"1"}};
  Json input = object({{"name", "m"}, {"roleArn", kRole}, {"tracingConfiguration", object({{"enabled", true}})},
                       {"definition", R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true}}})"}});
  std::string arn = text_at(w.call("CreateStateMachine", input), "stateMachineArn");
  EXPECT_EQ(dump(w.call("DescribeStateMachine", object({{"stateMachineArn", arn}}))["tracingConfiguration"]), R"({"enabled":true})");
  w.call("StartExecution", object({{"stateMachineArn", arn}, {"traceHeader", "Root=1-5e1b4151-5ac6c58f5ac6c58f5ac6c58f;Sampled=1"}}));
  w.loop.run_until_quiet();
  bool seen = false;
  for (const auto& entry : w.journal.entries())
    if (auto* call = std::get_if<CallEntry>(&entry.data); call && call->operation == "Invoke") seen = entry.trace == "Root=1-5e1b4151-5ac6c58f5ac6c58f5ac6c58f";
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace lambent::states
