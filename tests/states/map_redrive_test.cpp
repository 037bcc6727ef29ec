// A redrive of an execution whose map run failed: the run goes on, and no child that succeeded is run again.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/scripted_s3.h"

namespace lambent::states {
namespace {

using Calls = std::vector<std::string>;
const ScriptedLambda::Answer kBad{R"({"errorType":"Bad"})", true};

struct MapRedrive : testing::Test {
  MapWorld w;
  void redrive() {
    w.call("RedriveExecution", object({{"executionArn", w.last}}));
    EXPECT_EQ(w.fault(), "none");
    w.loop.run_until_quiet();
  }
};

TEST_F(MapRedrive, OnlyWhatDidNotSucceedIsDone) {
  w.lambda.script["f"] = {{"1"}, kBad, {"2"}, {"3"}};
  EXPECT_EQ(text_at(w.run(distributed(task("f"), R"(,"MaxConcurrency":1)"), "[1,2,3]"), "status"), "FAILED");
  const std::string run = w.map_run(w.last);
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["pending"], 1);
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "[1,2,3]");
  EXPECT_EQ(w.lambda.calls, (Calls{"f 1", "f 2", "f 2", "f 3"}));
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunFailed, 6<-5 MapStateFailed, 7<-6 ExecutionFailed, "
            "8<-7 ExecutionRedriven, 9<-8 MapRunRedriven, 10<-9 MapRunSucceeded, 11<-10 MapStateSucceeded, 12<-9 MapStateExited, 13<-12 ExecutionSucceeded");
  EXPECT_EQ(dump(w.events(w.last)[8]["mapRunRedrivenEventDetails"]), dump(object({{"mapRunArn", run}, {"redriveCount", 1}})));
  Json described = w.describe_run(run);
  EXPECT_EQ(described["redriveCount"], 1);
  EXPECT_TRUE(described.contains("redriveDate"));
  EXPECT_EQ(dump(described["executionCounts"]), R"({"pending":0,"running":0,"succeeded":3,"failed":0,"timedOut":0,"aborted":0,"total":3,"resultsWritten":3,"failuresNotRedrivable":0,"pendingRedrive":0})");
  for (const auto& child : w.children(run)) EXPECT_EQ(child["redriveCount"], text_at(w.describe(text_at(child, "executionArn")), "input") == "2" ? 1 : 0);
}

TEST_F(MapRedrive, ExpressChildrenBeginAfresh) {
  w.lambda.script["f"] = {{"1"}, kBad, {"2"}};
  std::string states = R"("C":{"Type":"Task","Resource":")" + function_arn("f") + R"(","Next":"S"},"S":{"Type":"Succeed"})";
  EXPECT_EQ(text_at(w.run(distributed(states, R"(,"MaxConcurrency":1)", "EXPRESS"), "[1,2]"), "status"), "FAILED");
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "[1,2]");
  EXPECT_EQ(w.lambda.calls, (Calls{"f 1", "f 2", "f 2"}));
}

TEST_F(MapRedrive, WhatFailsAgainFailsAgain) {
  w.lambda.script["f"] = {kBad};
  w.run(distributed(task("f"), R"(,"ToleratedFailureCount":1)"), "[1,2,3]");
  redrive();
  Json described = w.describe_run(w.map_run(w.last));
  EXPECT_EQ(text_at(described, "status"), "FAILED");
  EXPECT_EQ(described["redriveCount"], 1);
  EXPECT_EQ(described["executionCounts"]["total"], 3);
  w.lambda.script["f"] = {{"echo"}};
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "[1,2,3]");
}

TEST_F(MapRedrive, AStoppedRunGoesOn) {
  w.last = w.begin(w.create("m", distributed(R"("C":{"Type":"Wait","Seconds":60,"End":true})")), "[1,2]");
  w.loop.run_until([&] { return w.loop.clock().foreground() == 2; });
  w.call("StopExecution", object({{"executionArn", w.last}}));
  EXPECT_EQ(text_at(w.describe_run(w.map_run(w.last)), "status"), "ABORTED");
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "[1,2]");
  EXPECT_EQ(w.children(w.map_run(w.last)).size(), 2u);
}

TEST_F(MapRedrive, WithoutChildrenOrForItsDataItIsANewRun) {
  w.access.forbidden = "states:StartExecution";
  w.run(distributed(kPass), "[1]", "arn:aws:iam::000000000000:role/denied");
  EXPECT_EQ(text_at(w.describe(w.last), "error"), "States.Permissions");
  const std::string first = w.map_run(w.last);
  w.access.forbidden = "";
  redrive();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "[1]");
  EXPECT_NE(w.map_run(w.last), first);
}

TEST(MapRedriveAfterRestart, TheRedriveGoesOn) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  const std::string states = R"("C":{"Type":"Task","Resource":")" + function_arn("f") + R"(","Next":"W"},"W":{"Type":"Wait","Seconds":60,"End":true})";
  std::string execution;
  {
    MapWorld w(ClockMode::frozen, file);
    w.lambda.script["f"] = {kBad};
    execution = w.begin(w.create("m", distributed(states, R"(,"ToleratedFailureCount":1,"MaxConcurrency":2)")), "[1,2,3]");
    w.loop.run_until([&] { return text_at(w.describe(execution), "status") == "FAILED"; });
    w.loop.clock().advance(std::chrono::seconds(1));
    w.lambda.script["f"] = {{"echo"}};
    w.call("RedriveExecution", object({{"executionArn", execution}}));
    w.loop.run_until([&] { return w.loop.clock().foreground() == 2; });
    w.store.flush();
  }
  MapWorld w(ClockMode::skipping, file);
  w.lambda.script["f"] = {{"echo"}};
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "[1,2,3]");
  EXPECT_EQ(w.lambda.calls, Calls{"f 3"});
}

}  // namespace
}  // namespace lambent::states
