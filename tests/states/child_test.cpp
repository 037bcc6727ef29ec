// states:startExecution: one execution starts another and, with .sync, waits for its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string parent(const std::string& suffix, const std::string& more = "") {
  return R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution)" + suffix +
         R"(","Parameters":{"StateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:child","Input.$":"$","Name":"c"})" + more + R"(,"End":true}}})";
}
const char* kChild = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":30,"Next":"P"},"P":{"Type":"Pass","Result":{"x":1},"End":true}}})";
const char* kChildArn = "arn:aws:states:us-east-1:000000000000:execution:child:c";

TEST(ChildExecution, RequestResponseGoesOnAtOnce) {
  World w;
  w.create("child", kChild);
  Json result = parse_json(w.outcome(parent(""), R"({"a":1})"));
  EXPECT_EQ(text_at(result, "ExecutionArn"), kChildArn);
  EXPECT_TRUE(result["StartDate"].is_number_integer());
  EXPECT_EQ(text_at(w.describe(kChildArn), "input"), R"({"a":1})");
  EXPECT_THAT(w.outcome(parent("")), StartsWith("StepFunctions.ExecutionAlreadyExistsException: Execution Already Exists: '"));
  EXPECT_THAT(w.outcome(R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution","Parameters":{"StateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:gone"},"End":true}}})"),
              StartsWith("StepFunctions.StateMachineDoesNotExistException: State Machine Does Not Exist: 'arn:aws:states:us-east-1:000000000000:stateMachine:gone' (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist"));
}

TEST(ChildExecution, SyncGivesTheDescriptionWithTexts) {
  World w;
  w.create("child", kChild);
  Json result = parse_json(w.outcome(parent(".sync"), R"({"a":1})"));
  EXPECT_EQ(result["Output"], R"({"x":1})");
  EXPECT_EQ(result["Input"], R"({"a":1})");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 TaskScheduled, 4<-3 TaskStarted, 5<-4 TaskSubmitted, 6<-5 TaskSucceeded, 7<-6 TaskStateExited, "
                               "8<-7 ExecutionSucceeded");
  EXPECT_EQ(w.events(w.last)[4]["taskSubmittedEventDetails"]["resource"], "startExecution.sync");
}

TEST(ChildExecution, Sync2GivesValues) {
  World w;
  w.create("child", kChild);
  Json result = parse_json(w.outcome(parent(".sync:2"), R"({"a":1})"));
  std::string names;
  for (const auto& [name, value] : result.items()) names += name + " ";
  EXPECT_EQ(names, "ExecutionArn Input InputDetails Name Output OutputDetails RedriveCount RedriveStatus RedriveStatusReason StartDate StateMachineArn Status StopDate ");
  EXPECT_EQ(dump(result["Output"]), R"({"x":1})");
  EXPECT_EQ(dump(result["InputDetails"]), R"({"Included":true})");
  EXPECT_GE(result["StopDate"].get<std::int64_t>() - result["StartDate"].get<std::int64_t>(), 30000);
}

TEST(ChildExecution, AFailedChildFailsTheTask) {
  World w;
  w.create("child", R"({"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"C"}}})");
  std::string outcome = w.outcome(parent(".sync:2"), R"({"a":1})");
  ASSERT_THAT(outcome, StartsWith("States.TaskFailed: {\"Cause\":\"C\",\"Error\":\"E\",\"ExecutionArn\":"));
  Json cause = parse_json(outcome.substr(sizeof "States.TaskFailed: " - 1));
  EXPECT_EQ(text_at(cause, "Status"), "FAILED");
  EXPECT_FALSE(cause.contains("Output"));
  EXPECT_THAT(w.history(w.last), HasSubstr("5<-4 TaskSubmitted, 6<-5 TaskFailed, 7<-6 ExecutionFailed"));
}

TEST(ChildExecution, IsStoppedWithItsParent) {
  World w(ClockMode::frozen);
  w.create("child", kChild);
  std::string first = w.begin(w.create("p", parent(".sync")), "{}");
  w.loop.run_until([&] { return w.events(first).size() == 5; });
  EXPECT_EQ(text_at(w.describe(kChildArn), "status"), "RUNNING");
  w.call("StopExecution", object({{"executionArn", first}}));
  w.loop.run_until([&] { return text_at(w.describe(kChildArn), "status") != "RUNNING"; });
  EXPECT_EQ(text_at(w.describe(kChildArn), "status"), "ABORTED");
}

TEST(ChildExecution, IsStoppedWhenTheTimeIsOver) {
  World w(ClockMode::frozen);
  w.create("child", kChild);
  std::string first = w.begin(w.create("p", parent(".sync", R"(,"TimeoutSeconds":10)")), "{}");
  w.loop.run_until([&] { return w.events(first).size() == 5; });
  w.loop.clock().advance(std::chrono::seconds(10));
  w.loop.run_until([&] { return text_at(w.describe(kChildArn), "status") != "RUNNING"; });
  EXPECT_EQ(text_at(w.describe(kChildArn), "status"), "ABORTED");
  EXPECT_THAT(w.history(first), EndsWith("6<-5 TaskTimedOut, 7<-6 ExecutionFailed"));
}

TEST(ChildExecution, IsStoppedWhenASiblingFails) {
  World w(ClockMode::skipping);
  w.create("child", kChild);
  std::string text = R"({"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[)" + parent(".sync") +
                     R"(,{"StartAt":"S","States":{"S":{"Type":"Wait","Seconds":5,"Next":"F"},"F":{"Type":"Fail","Error":"E"}}}]}}})";
  EXPECT_EQ(w.outcome(text), "E: ");
  EXPECT_EQ(text_at(w.describe(kChildArn), "status"), "ABORTED");
}

TEST(ChildExecution, GoesOnAfterARestart) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), execution;
  {
    World w(ClockMode::frozen, file);
    w.create("child", kChild);
    execution = w.begin(w.create("a-parent", parent(".sync:2")), "{}");
    w.loop.run_until([&] { return w.events(execution).size() == 5 && w.loop.clock().foreground() == 1; });
    w.store.flush();
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(parse_json(text_at(w.describe(execution), "output"))["Output"]["x"], 1);
  EXPECT_THAT(w.history(execution), EndsWith("5<-4 TaskSubmitted, 6<-5 TaskSucceeded, 7<-6 TaskStateExited, 8<-7 ExecutionSucceeded"));
}

TEST(ChildExecution, ThatEndedWhileNobodyWaited) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), execution;
  {
    World w(ClockMode::frozen, file);
    w.create("child", R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})");
    execution = w.begin(w.create("z-parent", parent(".sync")), "{}");
    w.loop.run_until([&] { return w.events(execution).size() >= 5; });
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "status"), "SUCCEEDED");
}

// A parent whose Task hands its token to a child, and somebody who ends the Task with it. Gives the parent's execution.
std::string ended_by_its_token(World& w, const std::string& child, const std::string& pattern) {
  w.create("child", child);
  const std::string parent = R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution)" + pattern +
                             R"(","Parameters":{"StateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:child","Input":{"token.$":"$$.Task.Token"},"Name":"c"},"End":true}}})";
  const std::string execution = w.begin(w.create("p", parent), "{}");
  w.loop.run_until([&] { return w.events(execution).size() == 5; });
  const std::string token = text_at(parse_json(text_at(w.describe(kChildArn), "input")), "token");
  w.call("SendTaskSuccess", object({{"taskToken", token}, {"output", "3"}}));
  w.loop.run_until([&] { return text_at(w.describe(execution), "status") != "RUNNING"; });
  return execution;
}

TEST(ChildExecution, WithATokenInItsInput) {
  World w(ClockMode::frozen);
  const std::string execution = ended_by_its_token(w, R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})", ".waitForTaskToken");
  EXPECT_EQ(text_at(w.describe(execution), "output"), "3");
}

// Also of .sync: whoever has the token can end the task, and the child goes on.
TEST(ChildExecution, ATokenEndsASyncTask) {
  World w(ClockMode::frozen);
  const std::string execution = ended_by_its_token(w, kChild, ".sync:2");
  EXPECT_EQ(text_at(w.describe(execution), "output"), "3");
  EXPECT_EQ(w.history(execution), "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 TaskScheduled, 4<-3 TaskStarted, 5<-4 TaskSubmitted, 6<-5 TaskSucceeded, "
                                  "7<-6 TaskStateExited, 8<-7 ExecutionSucceeded");
  EXPECT_EQ(text_at(w.describe(kChildArn), "status"), "RUNNING");
}

}  // namespace
}  // namespace lambent::states
