// kill -9 around Tasks that somebody else ends. A World without resume() is one that was killed before its executions had
// taken note of anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

const char* kActivity = "arn:aws:states:us-east-1:000000000000:activity:work";
const char* kChild = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":30,"Next":"P"},"P":{"Type":"Pass","Result":{"x":1},"End":true}}})";

std::string task(const std::string& resource, const std::string& more) {
  return R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + resource + "\"," + more + R"("End":true}}})";
}
std::string invoke(const std::string& more = "") {
  return task("arn:aws:states:::lambda:invoke.waitForTaskToken", R"("Parameters":{"FunctionName":"f","Payload":{"token.$":"$$.Task.Token"}},)" + more);
}
std::string child(const std::string& pattern, const std::string& name = "") {
  return task("arn:aws:states:::states:startExecution" + pattern,
              R"("Parameters":{"StateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:child","Input":{"a":1})" + name + "},");
}

struct TaskRestarts : testing::Test {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string();
  std::string execution, token;

  // Ends when the function has its token and, if it has returned at all, its answer is on record.
  void begin_with_token(const std::string& definition, Duration takes) {
    World w(ClockMode::frozen, file);
    w.lambda.script["f"] = {{"1", false, takes}};
    execution = w.begin(w.create("m", definition), "{}");
    w.loop.run_until([&] { return !w.lambda.calls.empty(); });
    if (takes == Duration{}) w.loop.run_until([&] { return w.events(execution).size() == 5; });
    token = text_at(parse_json(w.lambda.calls[0].substr(2)), "token");
  }
  void answer_while_nobody_listens() {
    World w(ClockMode::frozen, file);
    w.call("SendTaskSuccess", object({{"taskToken", token}, {"output", "5"}}));
    EXPECT_EQ(w.fault(), "none");
  }
  // Kills the emulator as soon as the child is there: its parent does not know yet.
  void begin_child_and_kill(const std::string& definition) {
    World w(ClockMode::frozen, file);
    w.create("child", kChild);
    execution = w.begin(w.create("m", definition), "{}");
    w.loop.run_until([&] { return started(w) == 2; });
  }
  static size_t started(const World& w) {
    size_t n = 0;
    for (const auto& entry : w.journal.entries()) n += std::holds_alternative<ExecutionEntry>(entry.data);
    return n;
  }
  // Looked up without giving anybody a turn.
  static std::string status_of(const World& w, const std::string& arn_end) {
    for (const auto& entry : w.journal.entries())
      if (auto* one = std::get_if<ExecutionEntry>(&entry.data); one && one->arn.ends_with(arn_end)) return one->status;
    return "";
  }
  static bool has_entered(const World& w, const std::string& state) {
    for (const auto& entry : w.journal.entries())
      if (auto* visit = std::get_if<VisitEntry>(&entry.data); visit && visit->state == state) return true;
    return false;
  }
  static Json children(World& w) {
    return w.call("ListExecutions", object({{"stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:child"}}))["executions"];
  }
};

TEST_F(TaskRestarts, AnAnswerThatCameInTimeCountsThoughItsTimeIsOverByNow) {
  begin_with_token(invoke(R"("TimeoutSeconds":30,"HeartbeatSeconds":20,)"), {});
  answer_while_nobody_listens();
  World w(ClockMode::frozen, file);
  w.loop.clock().advance(std::chrono::hours(1));
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "5");
  EXPECT_THAT(w.history(execution), EndsWith("5<-4 TaskSubmitted, 6<-5 TaskSucceeded, 7<-6 TaskStateExited, 8<-7 ExecutionSucceeded"));
}

TEST_F(TaskRestarts, AnAnswerThatCameBeforeTheCallReturnedCounts) {
  begin_with_token(invoke(), std::chrono::hours(9));
  answer_while_nobody_listens();
  World w(ClockMode::frozen, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "5");
  EXPECT_TRUE(w.lambda.calls.empty());
  EXPECT_THAT(w.history(execution), EndsWith("4<-3 TaskStarted, 5<-4 TaskSucceeded, 6<-5 TaskStateExited, 7<-6 ExecutionSucceeded"));
}

TEST_F(TaskRestarts, TheTokenOfALostCallIsWorthNothingAnyMore) {
  begin_with_token(invoke(), std::chrono::hours(9));
  World w(ClockMode::frozen, file);
  w.lambda.script["f"] = {{"1"}};
  w.states.resume();
  w.loop.run_until([&] { return w.events(execution).size() == 8; });
  EXPECT_THAT(w.history(execution), EndsWith("4<-3 TaskStarted, 5<-4 TaskFailed, 6<-5 TaskScheduled, 7<-6 TaskStarted, 8<-7 TaskSubmitted"));
  w.call("SendTaskSuccess", object({{"taskToken", token}, {"output", "5"}}));
  EXPECT_THAT(w.fault(), HasSubstr("TaskTimedOut"));
  w.call("SendTaskSuccess", object({{"taskToken", text_at(parse_json(w.lambda.calls[0].substr(2)), "token")}, {"output", "6"}}));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "6");
}

// Killed between the end of the time and the thread's taking note of it: Retry must still see what it was.
TEST(TaskToken, ItsRowTellsAMissedHeartbeatFromATimeThatIsOver) {
  TaskRow row;
  row.failure = Failure{"States.Timeout", std::nullopt, true};
  EXPECT_TRUE(TaskRow::from_json(row.to_json()).failure->heartbeat);
  row.failure->heartbeat = false;
  EXPECT_FALSE(TaskRow::from_json(row.to_json()).failure->heartbeat);
}

TEST(TaskToken, AnAnswerCountsThoughTheFunctionFailsAfterwards) {
  World w(ClockMode::frozen);
  w.lambda.script["f"] = {{R"({"errorType":"Bad"})", true, std::chrono::seconds(5)}};
  std::string execution = w.begin(w.create("m", invoke()), "{}");
  w.loop.run_until([&] { return !w.lambda.calls.empty(); });
  w.call("SendTaskSuccess", object({{"taskToken", text_at(parse_json(w.lambda.calls[0].substr(2)), "token")}, {"output", "5"}}));
  EXPECT_EQ(w.fault(), "none");
  w.loop.clock().advance(std::chrono::seconds(5));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "5");
}

TEST_F(TaskRestarts, AWorkerWhoCameBeforeTheTaskWasBackGetsIt) {
  {
    World w(ClockMode::frozen, file);
    w.call("CreateActivity", object({{"name", "work"}}));
    execution = w.begin(w.create("m", task(kActivity, "")), R"({"a":1})");
    w.loop.run_until([&] { return w.events(execution).size() == 3; });
  }
  World w(ClockMode::frozen, file);
  Json given;
  bool done = false;
  Call poll("stepfunctions", "GetActivityTask", object({{"activityArn", kActivity}}), Principal::root(kScope.account), kScope);
  w.loop.tasks().spawn("ask", World::ask(w.aws, std::move(poll), given, w.error, done));
  for (int i = 0; i < 5; ++i) w.call("ListStateMachines", Json::object());
  EXPECT_FALSE(done);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_TRUE(done);  // and not after a minute
  EXPECT_EQ(text_at(given, "input"), R"({"a":1})");
}

TEST_F(TaskRestarts, AChildThatWasStartedIsNotStartedTwice) {
  for (const char* pattern : {"", ".sync", ".sync:2"}) {
    for (const char* name : {"", R"(,"Name":"c")"}) {
      SCOPED_TRACE(std::string(pattern) + name);
      file = (dir.path() / (std::string("data") + pattern + (*name ? "-named" : ""))).string();
      begin_child_and_kill(child(pattern, name));
      World w(ClockMode::skipping, file);
      w.states.resume();
      w.loop.run_until_quiet();
      EXPECT_EQ(text_at(w.describe(execution), "status"), "SUCCEEDED");
      EXPECT_EQ(children(w).size(), 1u);
      EXPECT_EQ(w.history(execution).find("Failed"), std::string::npos) << w.history(execution);
      EXPECT_EQ(w.history(execution).find("TaskSubmitted") != std::string::npos, *pattern != 0);
    }
  }
}

TEST_F(TaskRestarts, AChildThatEndedBeforeItsParentHeardOfItIsItsResult) {
  {
    World w(ClockMode::frozen, file);
    w.create("child", R"({"StartAt":"P","States":{"P":{"Type":"Pass","Result":{"x":1},"End":true}}})");
    execution = w.begin(w.create("m", child(".sync:2", R"(,"Name":"c")")), "{}");
    w.loop.run_until([&] { return status_of(w, ":child:c") == "SUCCEEDED"; });
  }
  World w(ClockMode::frozen, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(parse_json(text_at(w.describe(execution), "output"))["Output"]["x"], 1);
  EXPECT_THAT(w.history(execution), EndsWith("4<-3 TaskStarted, 5<-4 TaskSubmitted, 6<-5 TaskSucceeded, 7<-6 TaskStateExited, 8<-7 ExecutionSucceeded"));
}

// The name is taken by an execution that somebody else has started before.
TEST_F(TaskRestarts, AnAttemptThatStartedNothingIsMadeAfresh) {
  {
    World w(ClockMode::frozen, file);
    w.begin(w.create("child", R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})"), R"({"a":1})", "c");
    w.loop.run_until_quiet();
    w.loop.clock().advance(std::chrono::seconds(1));
    execution = w.begin(w.create("m", child(".sync", R"(,"Name":"c")")), "{}");
    w.loop.run_until([&] { return has_entered(w, "T"); });
  }
  World w(ClockMode::frozen, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "error"), "StepFunctions.ExecutionAlreadyExistsException");
  EXPECT_THAT(w.history(execution), EndsWith("4<-3 TaskStarted, 5<-4 TaskFailed, 6<-5 TaskScheduled, 7<-6 TaskStarted, 8<-7 TaskFailed, 9<-8 ExecutionFailed"));
}

TEST_F(TaskRestarts, AChildWhoseParentIsGoneIsStopped) {
  {
    World w(ClockMode::frozen, file);
    w.create("child", kChild);
    execution = w.begin(w.create("m", child(".sync", R"(,"Name":"c")")), "{}");
    w.loop.run_until([&] { return w.events(execution).size() == 5 && w.loop.clock().foreground() == 1; });
    Json answer;
    bool done = false;
    Call stop("stepfunctions", "StopExecution", object({{"executionArn", execution}}), Principal::root(kScope.account), kScope);
    w.loop.tasks().spawn("ask", World::ask(w.aws, std::move(stop), answer, w.error, done));
    w.loop.run_until([&] { return status_of(w, execution) == "ABORTED"; });
  }
  World w(ClockMode::frozen, file);
  w.states.resume();
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "status"), "ABORTED");
  EXPECT_EQ(text_at(children(w)[0], "status"), "ABORTED");
}

}  // namespace
}  // namespace lambent::states
