// RedriveExecution: what has succeeded is not done again.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

std::string task(const std::string& function, const std::string& more = R"("End":true)") {
  return R"({"Type":"Task","Resource":")" + function_arn(function) + "\"," + more + "}";
}
std::string machine_of(const std::string& start, const std::string& states) { return R"({"StartAt":")" + start + R"(","States":{)" + states + "}}"; }
const std::string kFailure = R"({"errorType":"E","errorMessage":"m"})";

struct Redrive : testing::Test {
  World w;

  Json redrive(const std::string& token = "") {
    Json input = object({{"executionArn", w.last}});
    if (!token.empty()) set_text(input, "clientToken", token);
    Json answer = w.call("RedriveExecution", input);
    w.loop.run_until_quiet();
    return answer;
  }
  int calls_of(const std::string& function) {
    int out = 0;
    for (const auto& call : w.lambda.calls) out += call.starts_with(function + " ");
    return out;
  }
  std::string status() { return text_at(w.describe(w.last), "status"); }
};

TEST_F(Redrive, GoesOnAtTheFailedTask) {
  w.lambda.script["a"] = {{R"({"got":1})"}};
  w.lambda.script["b"] = {{kFailure, true}, {"2"}};
  EXPECT_EQ(w.outcome(machine_of("A", R"("A":)" + task("a", R"("Next":"B")") + R"(,"B":)" + task("b"))), "E: " + kFailure);
  EXPECT_EQ(text_at(w.describe(w.last), "redriveStatus"), "REDRIVABLE");
  redrive();
  Json described = w.describe(w.last);
  EXPECT_EQ(text_at(described, "output"), "2");
  EXPECT_EQ(described["redriveCount"], 1);
  EXPECT_TRUE(described.contains("redriveDate"));
  EXPECT_FALSE(described.contains("error"));
  EXPECT_EQ(text_at(described, "redriveStatusReason"), "Execution is SUCCEEDED and cannot be redriven");
  EXPECT_EQ(calls_of("a"), 1);
  EXPECT_EQ(w.lambda.calls.back(), R"(b {"got":1})");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 LambdaFunctionScheduled, 4<-3 LambdaFunctionStarted, 5<-4 LambdaFunctionSucceeded, 6<-5 TaskStateExited, "
            "7<-6 TaskStateEntered, 8<-7 LambdaFunctionScheduled, 9<-8 LambdaFunctionStarted, 10<-9 LambdaFunctionFailed, 11<-10 ExecutionFailed, "
            "12<-11 ExecutionRedriven, 13<-12 LambdaFunctionScheduled, 14<-13 LambdaFunctionStarted, 15<-14 LambdaFunctionSucceeded, 16<-15 TaskStateExited, 17<-16 ExecutionSucceeded");
  EXPECT_EQ(dump(w.events(w.last)[11]["executionRedrivenEventDetails"]), R"({"redriveCount":1})");
}

TEST_F(Redrive, StatesAfterATaskAreNotTheTask) {
  w.lambda.script["a"] = {{"1"}};
  EXPECT_EQ(w.outcome(machine_of("A", R"("A":)" + task("a", R"("ResultPath":"$.n","Next":"P")") + R"(,"P":{"Type":"Pass","Next":"F"},"F":{"Type":"Fail","Error":"E"})")), "E: ");
  redrive();
  EXPECT_EQ(calls_of("a"), 1);
  EXPECT_EQ(status(), "FAILED");
  EXPECT_TRUE(w.history(w.last).ends_with("ExecutionFailed, 11<-10 ExecutionRedriven, 12<-11 FailStateEntered, 13<-12 ExecutionFailed")) << w.history(w.last);
}

TEST_F(Redrive, FinishedBranchesKeepTheirResults) {
  w.lambda.script["good"] = {{"1"}};
  w.lambda.script["bad"] = {{kFailure, true, std::chrono::seconds(1)}, {"2"}};
  w.lambda.script["slow"] = {{"3", false, std::chrono::seconds(9)}};
  w.outcome(machine_of("P", R"("P":{"Type":"Parallel","End":true,"Branches":[)" + machine_of("G", R"("G":)" + task("good")) + "," + machine_of("B", R"("B":)" + task("bad")) + "," +
                                machine_of("S", R"("S":)" + task("slow")) + "]}"));
  EXPECT_EQ(status(), "FAILED");
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "[1,2,3]");
  EXPECT_EQ(calls_of("good"), 1);
  EXPECT_EQ(calls_of("bad"), 2);
  EXPECT_EQ(calls_of("slow"), 2);
}

TEST_F(Redrive, FinishedIterationsKeepTheirResults) {
  w.lambda.script["f"] = {{"1"}, {"2"}, {kFailure, true}, {"3"}, {"4"}};
  w.outcome(machine_of("M", R"("M":{"Type":"Map","MaxConcurrency":1,"End":true,"ItemProcessor":)" + machine_of("T", R"("T":)" + task("f")) + "}"), "[10,20,30,40]");
  EXPECT_EQ(status(), "FAILED");
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "[1,2,3,4]");
  EXPECT_EQ(w.lambda.calls, (std::vector<std::string>{"f 10", "f 20", "f 30", "f 30", "f 40"}));
}

TEST_F(Redrive, RetriesCountAnewAndTheContextKnows) {
  w.lambda.script["f"] = {{kFailure, true}, {kFailure, true}, {kFailure, true}, {"1"}};
  w.outcome(machine_of("T", R"("T":)" + task("f", R"("Retry":[{"ErrorEquals":["E"],"MaxAttempts":1}],"Next":"P")") +
                                R"(,"P":{"Type":"Pass","Parameters":{"n.$":"$$.Execution.RedriveCount","t.$":"$$.Execution.RedriveTime"},"End":true})"));
  EXPECT_EQ(w.lambda.calls.size(), 2u);
  redrive();
  EXPECT_EQ(w.lambda.calls.size(), 4u);
  EXPECT_TRUE(text_at(w.describe(w.last), "output").starts_with(R"({"n":1,"t":"2023-11-14T)")) << text_at(w.describe(w.last), "output");
}

TEST_F(Redrive, AStoppedWaitWaitsAgain) {
  World frozen(ClockMode::frozen);
  std::string there = frozen.create("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":100,"End":true}}})");
  std::string execution = frozen.begin(there, "7");
  frozen.loop.run_until([&] { return frozen.loop.clock().foreground() == 1; });
  frozen.loop.clock().advance(std::chrono::seconds(40));
  frozen.call("StopExecution", object({{"executionArn", execution}}));
  frozen.loop.run_until_quiet();
  EXPECT_EQ(text_at(frozen.describe(execution), "status"), "ABORTED");
  frozen.call("RedriveExecution", object({{"executionArn", execution}}));
  frozen.loop.run_until([&] { return frozen.loop.clock().foreground() == 1; });
  frozen.loop.clock().advance(std::chrono::seconds(99));
  frozen.call("ListStateMachines", Json::object());
  EXPECT_EQ(text_at(frozen.describe(execution), "status"), "RUNNING");
  frozen.loop.clock().advance(std::chrono::seconds(1));
  frozen.loop.run_until_quiet();
  EXPECT_EQ(text_at(frozen.describe(execution), "output"), "7");
}

TEST_F(Redrive, ALoopThatWasStoppedGoesOnWhereItWas) {
  std::string arn = w.create("m", R"x({"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n,1)"},"Next":"C"},
      "C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":500,"Next":"A"}],"Default":"S"},"S":{"Type":"Succeed"}}})x");
  w.last = w.begin(arn, R"({"n":0})");
  w.loop.run_until([&] { return w.events(w.last).size() > 300; });
  w.call("StopExecution", object({{"executionArn", w.last}}));
  w.loop.run_until_quiet();
  size_t before = w.events(w.last).size();
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), R"({"n":500})");
  EXPECT_GT(before, 300u);
}

TEST_F(Redrive, OnlyOnceByTheSameToken) {
  w.lambda.script["f"] = {{kFailure, true}};
  w.outcome(machine_of("T", R"("T":)" + task("f")));
  Json first = redrive("token");
  EXPECT_EQ(redrive("token"), first);
  EXPECT_EQ(w.lambda.calls.size(), 2u);
  redrive("another");
  EXPECT_EQ(w.lambda.calls.size(), 3u);
  EXPECT_EQ(w.describe(w.last)["redriveCount"], 2);
}

TEST_F(Redrive, WhatCannotBeRedrivenSaysWhy) {
  w.outcome(R"({"StartAt":"S","States":{"S":{"Type":"Succeed"}}})");
  redrive();
  EXPECT_EQ(w.fault(), "ExecutionNotRedrivable: Execution is SUCCEEDED and cannot be redriven");
  w.outcome(R"({"StartAt":"F","States":{"F":{"Type":"Fail"}}})");
  w.loop.clock().advance(std::chrono::hours(24 * 14 + 1));
  redrive();
  EXPECT_EQ(w.fault(), "ExecutionNotRedrivable: Execution redrivable period exceeded");
  EXPECT_EQ(text_at(w.describe(w.last), "redriveStatusReason"), "Execution redrivable period exceeded");
}

TEST_F(Redrive, ListsTellWhatWasRedriven) {
  w.outcome(R"({"StartAt":"F","States":{"F":{"Type":"Fail"}}})");
  w.begin(w.machine, "{}", "other");
  w.loop.run_until_quiet();
  redrive();
  auto names = [&](const char* filter) {
    std::string out;
    Json page = w.call("ListExecutions", object({{"stateMachineArn", w.machine}, {"redriveFilter", filter}}));
    for (const auto& one : page["executions"]) out += text_at(one, "name") + " ";
    return out;
  };
  EXPECT_EQ(names("REDRIVEN"), "run ");
  EXPECT_EQ(names("NOT_REDRIVEN"), "other ");
}

TEST(RedriveAfterRestart, TheCursorsAreOnDisk) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), execution;
  std::string text = machine_of("A", R"("A":)" + task("a", R"("Next":"B")") + R"(,"B":)" + task("b"));
  {
    World w(ClockMode::skipping, file);
    w.lambda.script["a"] = {{"1"}};
    w.lambda.script["b"] = {{kFailure, true}};
    w.outcome(text);
    execution = w.last;
    w.store.flush();
  }
  World w(ClockMode::skipping, file);
  w.lambda.script["b"] = {{"2"}};
  w.states.resume();
  w.call("RedriveExecution", object({{"executionArn", execution}}));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "2");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{"b 1"});
}

}  // namespace
}  // namespace lambent::states
