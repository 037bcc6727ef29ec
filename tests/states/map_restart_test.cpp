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

// Looked up without giving anybody a turn.
bool has_left(const World& w, const std::string& state) {
  for (const auto& entry : w.journal.entries())
    if (auto* visit = std::get_if<VisitEntry>(&entry.data); visit && visit->state == state && visit->ended) return true;
  return false;
}

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

TEST_F(MapRestarts, TimeThatRanOutMeanwhileEndsTheRunAndItsChildren) {
  for (const char* type : {"STANDARD", "EXPRESS"}) {
    std::string machine = distributed(R"("C":{"Type":"Wait","Seconds":60,"End":true})", "", type);
    machine.insert(1, R"("TimeoutSeconds":30,)");
    std::string run;
    {
      MapWorld w(ClockMode::frozen, file);
      execution = w.begin(w.create(type, machine), "[1,2]");
      w.loop.run_until([&] { return w.loop.clock().foreground() == 2; });
      run = w.map_run(execution);
      w.store.flush();
    }
    MapWorld w(ClockMode::skipping, file, std::chrono::seconds(40));
    w.states.resume();
    w.loop.run_until_quiet();
    EXPECT_EQ(text_at(w.describe(execution), "status"), "TIMED_OUT");
    EXPECT_EQ(w.history(execution), "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunAborted, 6<-0 ExecutionTimedOut");
    EXPECT_EQ(text_at(w.describe_run(run), "status"), "ABORTED");
    EXPECT_EQ(w.describe_run(run)["executionCounts"]["aborted"], 2);
    EXPECT_EQ(w.loop.clock().foreground(), 0);
    w.store.flush();
  }
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

// Its children have been stopped, and their results are being written.
TEST_F(MapRestarts, ARunThatWasFailingFailsForTheSameReason) {
  const std::string writer = R"(,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"p"}})";
  const std::string text = distributed(R"("C":{"Type":"Wait","Seconds":60,"End":true})", R"(,"ItemSelector":{"v.$":"$$.Map.Item.Value.v"})" + writer);
  {
    MapWorld w(ClockMode::frozen, file);
    w.s3.buckets["b"] = {};
    execution = w.begin(w.create("m", text), R"([{"v":1},{"v":2},{"other":3}])");
    w.loop.run_until([&] { return !w.s3.calls.empty(); });
  }
  MapWorld w(ClockMode::frozen, file);
  w.s3.buckets["b"] = {};
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "error"), "States.Runtime");
  EXPECT_TRUE(w.history(execution).ends_with("4<-3 MapRunStarted, 5<-4 MapRunFailed, 6<-5 MapStateFailed, 7<-6 ExecutionFailed")) << w.history(execution);
  EXPECT_EQ(w.describe_run(w.map_run(execution))["itemCounts"]["aborted"], 2);
}

TEST_F(MapRestarts, AnEndOfTheEmulatorDuringACallIsNoFailure) {
  const std::string writer = R"(,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"p"}})";
  for (size_t calls : {1, 2, 3}) {  // the items are read, the results are written, and then their manifest
    SCOPED_TRACE(calls);
    file = (dir.path() / std::to_string(calls)).string();
    MapWorld first(ClockMode::frozen, file);
    first.s3.buckets["b"]["k"] = "[1,2]";
    execution = first.begin(first.create("m", distributed(kPass, reader(R"("InputType":"JSON")") + writer)), "{}");
    first.loop.run_until([&] { return first.s3.calls.size() == calls; });
    first.loop.tasks().cancel();
    first.loop.tasks().drain();
    first.store.flush();
    MapWorld w(ClockMode::frozen, file);
    w.s3.buckets["b"]["k"] = "[1,2]";
    w.states.resume();
    w.loop.run_until_quiet();
    EXPECT_EQ(text_at(w.describe(execution), "status"), "SUCCEEDED") << text_at(w.describe(execution), "cause");
    EXPECT_EQ(w.describe_run(w.map_run(execution))["itemCounts"]["succeeded"], 2);
  }
}

TEST_F(MapRestarts, PendingItemsAreThoseThatWereNeverBegun) {
  const std::string writer = R"(,"MaxConcurrency":1,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"p"}})";
  {
    MapWorld w(ClockMode::frozen, file);
    w.s3.buckets["b"] = {};
    execution = w.begin(w.create("m", distributed(R"("C":{"Type":"Fail","Error":"E"})", writer)), "[1,2,3]");
    w.loop.run_until([&] { return !w.s3.calls.empty(); });
  }
  MapWorld w(ClockMode::frozen, file);
  w.s3.buckets["b"] = {};
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "error"), "States.ExceedToleratedFailureThreshold");
  std::string inputs;
  for (const auto& [key, body] : w.s3.buckets["b"])
    if (key.ends_with("PENDING_0.json"))
      for (const auto& one : parse_json(body)) inputs += text_at(one, "Input") + " ";
  EXPECT_EQ(inputs, "2 3 ");
}

// A branch beside the Map has failed; the Map's own thread is not begun again.
TEST_F(MapRestarts, ARunWhoseExecutionGoesOnWithoutItIsAborted) {
  const std::string text = R"({"StartAt":"P","States":{"P":{"Type":"Parallel","Next":"S","Catch":[{"ErrorEquals":["Bad"],"Next":"S"}],"Branches":[)" +
                           distributed(R"("C":{"Type":"Wait","Seconds":60,"End":true})", R"(,"MaxConcurrency":2)") +
                           R"(,{"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true}}}]},"S":{"Type":"Succeed"}}})";
  std::string run;
  {
    MapWorld w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{R"({"errorType":"Bad"})", true, std::chrono::seconds(10)}};
    execution = w.begin(w.create("m", text), "[1,2,3]");
    w.loop.run_until([&] { return w.loop.clock().foreground() == 3; });
    run = w.map_run(execution);
    w.loop.clock().advance(std::chrono::seconds(10));
    w.loop.run_until([&] { return has_left(w, "T"); });
  }
  MapWorld w(ClockMode::frozen, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "status"), "SUCCEEDED");
  Json counts = w.describe_run(run)["itemCounts"];
  EXPECT_EQ(text_at(w.describe_run(run), "status"), "ABORTED");
  EXPECT_EQ(counts["aborted"], 2);
  EXPECT_EQ(counts["pending"], 1);
  for (const auto& child : w.children(run)) EXPECT_EQ(text_at(child, "status"), "ABORTED");
  EXPECT_EQ(w.loop.clock().foreground(), 0u);
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
