// Redriving executions whose distributed Map did not succeed: the old map run goes on.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/scripted_s3.h"

namespace lambent::states {
namespace {

const std::string kFailure = R"({"errorType":"Bad","errorMessage":"m"})";

struct MapRedrives : testing::Test {
  MapWorld w;

  void redrive() {
    w.call("RedriveExecution", object({{"executionArn", w.last}}));
    EXPECT_EQ(w.fault(), "none");
    w.loop.run_until_quiet();
  }
  std::string outcome() {
    Json d = w.describe(w.last);
    return d.contains("output") ? text_at(d, "output") : text_at(d, "error") + ": " + text_at(d, "cause");
  }
  Json run() { return w.describe_run(w.map_run(w.last)); }
  size_t runs() { return w.call("ListMapRuns", object({{"executionArn", w.last}}))["mapRuns"].size(); }
  std::string statuses() {
    std::string out;
    for (const auto& child : w.children(w.map_run(w.last))) out = text_at(child, "status") + (out.empty() ? "" : " ") + out;
    return out;
  }
};

const std::string kTaskThenWait = R"("C":{"Type":"Task","Resource":")" + function_arn("f") + R"(","Next":"W"},"W":{"Type":"Wait","Seconds":60,"End":true})";
const std::string kOneByOne = R"(,"MaxConcurrency":1,"Label":"L")";

TEST_F(MapRedrives, OnlyWhatHasNotSucceededIsDoneOnceMore) {
  w.lambda.script["f"] = {{"1"}, {kFailure, true}, {"2"}, {"3"}};
  EXPECT_EQ(w.outcome(distributed(task("f"), kOneByOne), "[10,20,30]"), "States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded");
  EXPECT_EQ(statuses(), "SUCCEEDED FAILED");
  const std::string first = w.map_run(w.last), failed = text_at(w.children(first)[0], "executionArn");
  redrive();
  EXPECT_EQ(outcome(), "[1,2,3]");
  EXPECT_EQ(w.lambda.calls, (std::vector<std::string>{"f 10", "f 20", "f 20", "f 30"}));
  EXPECT_EQ(runs(), 1u);
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunFailed, 6<-5 MapStateFailed, 7<-6 ExecutionFailed, "
            "8<-7 ExecutionRedriven, 9<-8 MapRunRedriven, 10<-9 MapRunSucceeded, 11<-10 MapStateSucceeded, 12<-9 MapStateExited, 13<-12 ExecutionSucceeded");
  EXPECT_EQ(dump(w.events(w.last)[8]["mapRunRedrivenEventDetails"]), R"({"mapRunArn":")" + first + R"(","redriveCount":1})");
  EXPECT_EQ(run()["redriveCount"], 1);
  EXPECT_TRUE(run().contains("redriveDate"));
  EXPECT_EQ(text_at(run(), "status"), "SUCCEEDED");
  EXPECT_EQ(dump(run()["itemCounts"]), R"({"pending":0,"running":0,"succeeded":3,"failed":0,"timedOut":0,"aborted":0,"total":3,"resultsWritten":3,"failuresNotRedrivable":0,"pendingRedrive":0})");
  // The child has the same ARN, and tells of it; the others have not been redriven.
  Json child = w.describe(failed);
  EXPECT_EQ(text_at(child, "status") + " " + dump(child["redriveCount"]), "SUCCEEDED 1");
  EXPECT_EQ(w.history(failed),
            "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 LambdaFunctionScheduled, 4<-3 LambdaFunctionStarted, 5<-4 LambdaFunctionFailed, 6<-5 ExecutionFailed, "
            "7<-6 ExecutionRedriven, 8<-7 LambdaFunctionScheduled, 9<-8 LambdaFunctionStarted, 10<-9 LambdaFunctionSucceeded, 11<-10 TaskStateExited, 12<-11 ExecutionSucceeded");
  EXPECT_EQ(w.call("ListExecutions", object({{"mapRunArn", first}, {"redriveFilter", "REDRIVEN"}}))["executions"].size(), 1u);
}

TEST_F(MapRedrives, OnesThatFailAgainCanBeRedrivenAgain) {
  w.lambda.script["f"] = {{kFailure, true}, {kFailure, true}, {"1"}};
  w.outcome(distributed(task("f")), "[1]");
  redrive();
  EXPECT_EQ(outcome(), "States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded");
  EXPECT_EQ(run()["redriveCount"], 1);
  EXPECT_EQ(run()["executionCounts"]["failed"], 1);
  redrive();
  EXPECT_EQ(outcome(), "[1]");
  EXPECT_EQ(run()["redriveCount"], 2);
  EXPECT_EQ(runs(), 1u);
}

TEST_F(MapRedrives, ChildrenThatWereAbortedGoOnToo) {
  w.lambda.script["f"] = {{kFailure, true}, {"9", false, std::chrono::seconds(30)}, {"1"}, {"2"}};
  w.outcome(distributed(task("f")), "[1,2]");
  EXPECT_EQ(statuses(), "FAILED ABORTED");
  redrive();
  EXPECT_EQ(outcome(), "[1,2]");
  EXPECT_EQ(statuses(), "SUCCEEDED SUCCEEDED");
}

TEST_F(MapRedrives, AStoppedParentsRunGoesOn) {
  w.last = w.begin(w.create("m", distributed(R"("C":{"Type":"Wait","Seconds":60,"End":true})", R"(,"MaxConcurrency":2)")), "[1,2,3]");
  w.loop.run_until([&] { return !w.map_run(w.last).empty() && w.children(w.map_run(w.last)).size() == 2; });
  w.call("StopExecution", object({{"executionArn", w.last}}));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(run(), "status"), "ABORTED");
  redrive();
  EXPECT_EQ(outcome(), "[1,2,3]");
  EXPECT_EQ(run()["executionCounts"]["succeeded"], 3);
}

TEST_F(MapRedrives, ExpressChildrenBeginAfresh) {
  const std::string two = R"("C":{"Type":"Task","Resource":")" + function_arn("first") + R"(","Next":"D"},"D":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true})";
  w.lambda.script["first"] = {{"echo"}};
  w.lambda.script["f"] = {{"1"}, {kFailure, true}, {"2"}};
  w.outcome(distributed(two, kOneByOne, "EXPRESS"), "[10,20]");
  redrive();
  EXPECT_EQ(outcome(), "[1,2]");
  EXPECT_EQ(w.lambda.calls, (std::vector<std::string>{"first 10", "f 10", "first 20", "f 20", "first 20", "f 20"}));
  EXPECT_EQ(run()["executionCounts"]["succeeded"], 2);
}

TEST(MapRedrivesOnAFrozenClock, ThoseThatWaitForASlotAreSeenToWait) {
  MapWorld w(ClockMode::frozen);
  w.lambda.script["f"] = {{kFailure, true}};
  std::string machine = w.create("m", distributed(kTaskThenWait, R"(,"MaxConcurrency":1,"ToleratedFailureCount":2)"));
  std::string execution = w.begin(machine, "[1,2,3]");
  w.loop.run_until([&] { return text_at(w.describe(execution), "status") == "FAILED"; });
  w.lambda.script["f"] = {{"echo"}};
  w.call("RedriveExecution", object({{"executionArn", execution}}));
  w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
  const std::string run = w.map_run(execution);
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["pendingRedrive"], 2);
  EXPECT_EQ(w.describe_run(run)["itemCounts"]["pendingRedrive"], 2);
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["running"], 1);
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["failed"], 0);
  Json waiting = w.call("ListExecutions", object({{"mapRunArn", run}, {"statusFilter", "PENDING_REDRIVE"}}))["executions"];
  ASSERT_EQ(waiting.size(), 2u);
  w.call("ListExecutions", object({{"stateMachineArn", machine}, {"statusFilter", "PENDING_REDRIVE"}}));
  EXPECT_TRUE(w.fault().starts_with("ValidationException: ")) << w.fault();
  // The parent is stopped: those that had not their turn are what they were.
  w.call("StopExecution", object({{"executionArn", execution}}));
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["pendingRedrive"], 0);
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["failed"], 2);
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["aborted"], 1);
  EXPECT_EQ(text_at(w.describe(text_at(waiting[0], "executionArn")), "status"), "FAILED");
}

TEST_F(MapRedrives, SomeFailuresNeedANewRun) {
  // The results are too large: what the children did cannot be mended by doing it again.
  w.outcome(distributed(R"("C":{"Type":"Pass","Parameters":{"a.$":"$","b.$":"$"},"End":true})"), "[\"" + std::string(90'000, 'x') + "\",\"" + std::string(90'000, 'y') + "\"]");
  redrive();
  EXPECT_EQ(runs(), 2u);
  EXPECT_EQ(run()["redriveCount"], 0);
  EXPECT_NE(w.history(w.last).find("ExecutionRedriven, 9<-8 MapStateStarted, 10<-9 MapRunStarted"), std::string::npos) << w.history(w.last);
  // So with a path that finds nothing in what the run gave.
  w.outcome(distributed(kPass, R"(,"OutputPath":"$.none")"), "[1]");
  redrive();
  EXPECT_EQ(runs(), 2u);
}

TEST_F(MapRedrives, AReaderThatFailedReadsAnew) {
  EXPECT_TRUE(w.outcome(distributed(kPass, reader(R"("InputType":"JSON")")), "{}").starts_with("States.ItemReaderFailed: "));
  w.s3.buckets["b"]["k"] = "[1,2]";
  redrive();
  EXPECT_EQ(outcome(), "[1,2]");
  EXPECT_EQ(run()["redriveCount"], 1);
}

TEST_F(MapRedrives, ItemsAreThoseOfTheFirstAttempt) {
  w.s3.buckets["b"]["k"] = "[1,2,3]";
  w.lambda.script["f"] = {{"1"}, {kFailure, true}, {"2"}, {"3"}};
  w.outcome(distributed(task("f"), kOneByOne + reader(R"("InputType":"JSON")")), "{}");
  w.s3.buckets["b"]["k"] = "[7,8,9]";
  redrive();
  EXPECT_EQ(outcome(), "States.ItemReaderFailed: The objects to read items from are not the ones that the Map Run began with.");
  w.s3.buckets["b"]["k"] = "[1,2,3]";
  redrive();
  EXPECT_EQ(outcome(), "[1,2,3]");
  // Where each item has its child, nothing is read: the children have what they were given.
  w.lambda.script["f"] = {{kFailure, true}, {"1"}};
  w.outcome(distributed(task("f"), reader(R"("InputType":"JSON","MaxItems":1)")), "{}");
  w.s3.buckets["b"].erase("k");
  redrive();
  EXPECT_EQ(outcome(), "[1]");
  EXPECT_EQ(w.lambda.calls.back(), "f 1");
}

TEST_F(MapRedrives, TheRoleMustBeAllowedTo) {
  w.lambda.script["f"] = {{kFailure, true}};
  w.access.forbidden = "states:RedriveExecution";
  w.outcome(distributed(task("f"), R"(,"Label":"L")"), "[1]", "arn:aws:iam::000000000000:role/denied");
  redrive();
  EXPECT_TRUE(outcome().starts_with("States.Permissions: ")) << outcome();
  EXPECT_NE(outcome().find("states:RedriveExecution on resource: arn:aws:states:us-east-1:000000000000:execution:m1/L:*"), std::string::npos) << outcome();
  EXPECT_EQ(statuses(), "FAILED");
}

TEST_F(MapRedrives, AChildIsNotRedrivenByItself) {
  w.lambda.script["f"] = {{kFailure, true}};
  w.outcome(distributed(task("f")), "[1]");
  std::string child = text_at(w.children(w.map_run(w.last))[0], "executionArn");
  EXPECT_EQ(text_at(w.describe(child), "redriveStatus"), "REDRIVABLE_BY_MAP_RUN");
  w.call("RedriveExecution", object({{"executionArn", child}}));
  EXPECT_TRUE(w.fault().starts_with("ExecutionNotRedrivable: ")) << w.fault();
  EXPECT_EQ(text_at(w.describe(child), "status"), "FAILED");
}

TEST(MapRedrivesAfterRestart, WhatWaitedStillWaits) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  std::string execution;
  {
    MapWorld w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{kFailure, true}};
    execution = w.begin(w.create("m", distributed(kTaskThenWait, R"(,"MaxConcurrency":1,"ToleratedFailureCount":1)")), "[1,2]");
    w.loop.run_until([&] { return text_at(w.describe(execution), "status") == "FAILED"; });
    w.lambda.script["f"] = {{"echo"}};
    w.call("RedriveExecution", object({{"executionArn", execution}}));
    w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
    w.store.flush();
  }
  MapWorld w(ClockMode::skipping, file);
  w.lambda.script["f"] = {{"echo"}};
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "[1,2]");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{"f 2"});
  EXPECT_EQ(w.describe_run(w.map_run(execution))["redriveCount"], 1);
}

}  // namespace
}  // namespace lambent::states
