// kill -9 in the middle of map runs: a World that goes away, and another one on the same file.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/scripted_s3.h"

namespace lambent::states {
namespace {

struct MapRestarts : testing::Test {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string();
  std::string execution;
  std::vector<std::string> sorted(std::vector<std::string> calls) {
    std::sort(calls.begin(), calls.end());
    return calls;
  }
};

const std::string kTaskThenWait = R"("C":{"Type":"Task","Resource":")" + function_arn("f") + R"(","Next":"W"},"W":{"Type":"Wait","Seconds":60,"End":true})";

TEST_F(MapRestarts, NoChildIsRunTwiceAndNoneIsLeftOut) {
  {
    MapWorld w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"echo"}};
    w.s3.buckets["b"]["k"] = "[1,2,3,4,5]";
    execution = w.begin(w.create("m", distributed(kTaskThenWait, R"(,"MaxConcurrency":2)" + reader(R"("InputType":"JSON")"))), "{}");
    w.loop.run_until([&] { return w.lambda.calls.size() == 2 && w.loop.clock().foreground() == 2; });
    w.loop.clock().advance(std::chrono::seconds(60));  // the first two end, two others begin
    w.loop.run_until([&] { return w.lambda.calls.size() == 4 && w.loop.clock().foreground() == 2; });
    w.store.flush();
  }
  MapWorld w(ClockMode::skipping, file);
  w.lambda.script["f"] = {{"echo"}};
  w.s3.buckets["b"]["k"] = "[1,2,3,4,5]";
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "[1,2,3,4,5]");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{"f 5"});
  Json run = w.describe_run(w.map_run(execution));
  EXPECT_EQ(run["executionCounts"]["succeeded"], 5);
  EXPECT_EQ(w.children(w.map_run(execution)).size(), 5u);
  EXPECT_EQ(w.history(execution),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunSucceeded, 6<-5 MapStateSucceeded, "
            "7<-4 MapStateExited, 8<-7 ExecutionSucceeded");
}

TEST_F(MapRestarts, ItemsOfAnotherObjectAreNotTakenForThoseOfTheFirst) {
  const std::string listing = R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"b"}})";
  for (const std::string& from : {reader(R"("InputType":"JSON")"), listing}) {
    const std::string own = (dir.path() / (from == listing ? "listing.sqlite" : "object.sqlite")).string();
    {
      MapWorld w(ClockMode::frozen, own);
      w.lambda.script["f"] = {{"1"}};
      w.s3.buckets["b"] = {{"k", "[1,2,3]"}, {"l", ""}, {"m", ""}};
      execution = w.begin(w.create("m", distributed(kTaskThenWait, R"(,"MaxConcurrency":1)" + from)), "{}");
      w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
      w.store.flush();
    }
    MapWorld w(ClockMode::skipping, own);
    w.lambda.script["f"] = {{"1"}};
    w.s3.buckets["b"] = {{"k", "[1,5,3]"}, {"l2", ""}, {"m", ""}};
    w.states.resume();
    w.loop.run_until_quiet();
    EXPECT_EQ(text_at(w.describe(execution), "error"), "States.ItemReaderFailed");
    EXPECT_EQ(text_at(w.describe(execution), "cause"), "The objects to read items from are not the ones that the Map Run began with.");
    EXPECT_TRUE(w.lambda.calls.empty());
  }
}

TEST_F(MapRestarts, BatchesAndLimitsStayWhatTheyWere) {
  {
    MapWorld w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"echo"}};
    execution = w.begin(w.create("m", distributed(kTaskThenWait, R"(,"MaxConcurrency":1,"ItemBatcher":{"MaxItemsPerBatch":2},"ToleratedFailureCount":4)")), "[1,2,3]");
    w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
    w.call("UpdateMapRun", object({{"mapRunArn", w.map_run(execution)}, {"maxConcurrency", 7}, {"toleratedFailureCount", 3}}));
    w.loop.run_until([&] { return w.lambda.calls.size() == 2 && w.loop.clock().foreground() == 2; });
    w.store.flush();
  }
  MapWorld w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), R"([{"Items":[1,2]},{"Items":[3]}])");
  EXPECT_TRUE(w.lambda.calls.empty());
  Json run = w.describe_run(w.map_run(execution));
  EXPECT_EQ(run["maxConcurrency"], 7);
  EXPECT_EQ(run["toleratedFailureCount"], 3);
}

TEST_F(MapRestarts, FailuresBeforeCountAfter) {
  {
    MapWorld w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{R"({"errorType":"Bad"})", true}, {"1"}};
    execution = w.begin(w.create("m", distributed(kTaskThenWait, R"(,"MaxConcurrency":1,"ToleratedFailureCount":1)")), "[1,2,3]");
    w.loop.run_until([&] { return w.lambda.calls.size() == 2 && w.loop.clock().foreground() == 1; });
    w.store.flush();
  }
  MapWorld w(ClockMode::skipping, file);
  w.lambda.script["f"] = {{R"({"errorType":"Bad"})", true}};
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "error"), "States.ExceedToleratedFailureThreshold");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{"f 3"});
}

TEST_F(MapRestarts, AFailedRunThatIsRetriedIsNotFailedTwice) {
  const std::string fails = R"("C":{"Type":"Fail","Error":"E"})";
  {
    MapWorld w(ClockMode::frozen, file);
    execution = w.begin(w.create("m", distributed(fails, R"(,"Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1,"IntervalSeconds":60}])")), "[1]");
    w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
    w.store.flush();
  }
  MapWorld w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(w.history(execution),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunFailed, 6<-5 MapStateStarted, 7<-6 MapRunStarted, "
            "8<-7 MapRunFailed, 9<-8 MapStateFailed, 10<-9 ExecutionFailed");
}

TEST_F(MapRestarts, WhatHasEndedIsStillDescribed) {
  std::string run;
  {
    MapWorld w(ClockMode::skipping, file);
    w.run(distributed(kPass, R"(,"Label":"L")"), "[1,2]");
    execution = w.last;
    run = w.map_run(execution);
    w.store.flush();
  }
  MapWorld w(ClockMode::skipping, file);
  w.states.resume();
  EXPECT_EQ(w.describe_run(run)["itemCounts"]["succeeded"], 2);
  EXPECT_EQ(w.children(run).size(), 2u);
}

}  // namespace
}  // namespace lambent::states
