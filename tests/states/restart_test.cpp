// kill -9 is a World that goes away without concluding anything, and another one on the same file.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

const std::string kWaitThenTask = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"Next":"T"},"T":{"Type":"Task","Resource":")" + function_arn("f") +
                                  R"(","Next":"W2"},"W2":{"Type":"Wait","Seconds":60,"End":true}}})";

struct Restarts : testing::Test {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string();
  std::string execution;
};

double seconds_between(const Json& a, const Json& b) { return b["timestamp"].get<double>() - a["timestamp"].get<double>(); }

// Looked up without giving anybody a turn.
bool has_left(const World& w, const std::string& state) {
  for (const auto& entry : w.journal.entries())
    if (auto* visit = std::get_if<VisitEntry>(&entry.data); visit && visit->state == state && visit->ended) return true;
  return false;
}

TEST_F(Restarts, AWaitKeepsItsDueTime) {
  {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"1"}};
    execution = w.begin(w.create("m", kWaitThenTask), R"({"a":1})");
    w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
    EXPECT_TRUE(w.store.clean());  // it sleeps only once that is on disk
  }
  World w(ClockMode::frozen, file);
  w.lambda.script["f"] = {{"1"}};
  w.states.resume();
  w.call("ListStateMachines", Json::object());
  EXPECT_EQ(w.history(execution), "1<-0 ExecutionStarted, 2<-0 WaitStateEntered");
  w.loop.clock().advance(std::chrono::seconds(60));
  w.loop.run_until([&] { return !w.lambda.calls.empty(); });
  w.loop.run_until([&] { return w.events(execution).size() >= 9; });
  w.loop.clock().advance(std::chrono::seconds(60));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.history(execution),
            "1<-0 ExecutionStarted, 2<-0 WaitStateEntered, 3<-2 WaitStateExited, 4<-3 TaskStateEntered, 5<-4 LambdaFunctionScheduled, 6<-5 LambdaFunctionStarted, "
            "7<-6 LambdaFunctionSucceeded, 8<-7 TaskStateExited, 9<-8 WaitStateEntered, 10<-9 WaitStateExited, 11<-10 ExecutionSucceeded");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{R"(f {"a":1})"});
  Json events = w.events(execution);
  EXPECT_EQ(seconds_between(events[1], events[2]), 60.0);
}

TEST_F(Restarts, AFinishedTaskIsNotRunAgain) {
  {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"1"}};
    execution = w.begin(w.create("m", R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") +
                                          R"(","Next":"W"},"W":{"Type":"Wait","Seconds":60,"End":true}}})"), "{}");
    w.loop.run_until([&] { return w.events(execution).size() >= 7; });
    w.store.flush();
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "1");
  EXPECT_TRUE(w.lambda.calls.empty());
}

TEST_F(Restarts, ATaskUnderWayIsAttemptedAfreshAndRetriesKeepTheirCount) {
  std::string text = R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") +
                     R"(","Retry":[{"ErrorEquals":["Busy"],"MaxAttempts":2,"IntervalSeconds":5}],"End":true}}})";
  {
    World w(ClockMode::skipping, file);
    w.lambda.script["f"] = {{R"({"errorType":"Busy"})", true}, {"never", false, std::chrono::hours(9)}};
    execution = w.begin(w.create("m", text), "{}");
    w.loop.run_until([&] { return w.lambda.calls.size() == 2; });  // what is on disk by then is all there is
  }
  World w(ClockMode::skipping, file);
  w.lambda.script["f"] = {{R"({"errorType":"Busy"})", true}};
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "error"), "Busy");
  EXPECT_EQ(w.lambda.calls.size(), 2u);  // the lost attempt again, then the one retry that was left
  std::string history = w.history(execution);
  EXPECT_NE(history.find("7<-6 LambdaFunctionStarted, 8<-7 LambdaFunctionFailed, 9<-8 LambdaFunctionScheduled"), std::string::npos) << history;
  EXPECT_EQ(text_at(w.events(execution)[7]["lambdaFunctionFailedEventDetails"], "error"), "Lambda.SdkClientException");
}

TEST_F(Restarts, BranchesThatWereDoneStayDone) {
  std::string text = R"({"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
      {"StartAt":"A","States":{"A":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true}}},
      {"StartAt":"B","States":{"B":{"Type":"Wait","Seconds":60,"End":true}}}]}}})";
  {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"1"}};
    execution = w.begin(w.create("m", text), "{}");
    w.loop.run_until([&] { return w.events(execution).size() >= 9; });
    w.store.flush();
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "[1,{}]");
  EXPECT_TRUE(w.lambda.calls.empty());
}

// The branch has failed, and the Parallel has not yet done anything about it.
TEST_F(Restarts, ABranchThatHasFailedIsNotTriedAgain) {
  std::string text = R"({"StartAt":"P","States":{"P":{"Type":"Parallel","Next":"S","Catch":[{"ErrorEquals":["Bad"],"Next":"S"}],"Branches":[
      {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}},
      {"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true}}}]},"S":{"Type":"Succeed"}}})";
  {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{R"({"errorType":"Bad"})", true}};
    execution = w.begin(w.create("m", text), "{}");
    w.loop.run_until([&] { return has_left(w, "T"); });
    w.store.flush();
  }
  World w(ClockMode::frozen, file);
  w.lambda.script["f"] = {{"7"}};
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_TRUE(w.lambda.calls.empty());
  EXPECT_EQ(text_at(w.describe(execution), "output"), R"({"Error":"Bad","Cause":"{\"errorType\":\"Bad\"}"})");
  EXPECT_EQ(w.history(execution),
            "1<-0 ExecutionStarted, 2<-0 ParallelStateEntered, 3<-2 ParallelStateStarted, 4<-3 WaitStateEntered, 5<-3 TaskStateEntered, 6<-5 LambdaFunctionScheduled, "
            "7<-6 LambdaFunctionStarted, 8<-7 LambdaFunctionFailed, 9<-8 WaitStateAborted, 10<-8 ParallelStateFailed, 11<-10 ParallelStateExited, "
            "12<-11 SucceedStateEntered, 13<-12 SucceedStateExited, 14<-13 ExecutionSucceeded");
}

TEST_F(Restarts, AMapThatGoesOnNamesItsLastIteration) {
  std::string text = R"({"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":1,"End":true,"ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" +
                     function_arn("f") + R"(","End":true}}}}}})";
  {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"echo"}};
    execution = w.begin(w.create("m", text), "[1]");
    w.loop.run_until([&] { return has_left(w, "T"); });
    w.store.flush();
  }
  World w(ClockMode::frozen, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_TRUE(w.history(execution).ends_with("10<-9 MapIterationSucceeded, 11<-10 MapStateSucceeded, 12<-10 MapStateExited, 13<-12 ExecutionSucceeded")) << w.history(execution);
  EXPECT_EQ(text_at(w.describe(execution), "output"), "[1]");
}

TEST_F(Restarts, WhatHasEndedStaysEnded) {
  {
    World w(ClockMode::skipping, file);
    w.run(R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})", R"({"b":1,"a":2})");
    execution = w.last;
    w.store.flush();
  }
  World w(ClockMode::skipping, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), R"({"b":1,"a":2})");
  EXPECT_EQ(w.events(execution).size(), 4u);
}

}  // namespace
}  // namespace lambent::states
