// Task tokens, heartbeats and activities.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/scripted_service.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

const char* kActivity = "arn:aws:states:us-east-1:000000000000:activity:work";

std::string callback(const std::string& more = "") {
  return R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken","Parameters":{"TopicArn":"t","Message.$":"$$.Task.Token"})" + more +
         R"(,"End":true}}})";
}
std::string activity(const std::string& more = "") {
  return std::string(R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")") + kActivity + "\"" + more + R"(,"End":true}}})";
}

// A World whose SNS keeps the tokens it was sent.
struct TokenWorld : World {
  explicit TokenWorld(ClockMode mode = ClockMode::frozen, const std::string& file = "") : World(mode, file) {
    sns.answers("Publish", R"({"MessageId":"m-1"})");
    states.resume();
  }
  std::string token(size_t n = 0) {
    loop.run_until([&] { return sns.calls.size() > n; });
    settle();
    return text_at(parse_json(sns.calls[n].substr(8)), "Message");
  }
  void settle() {
    for (int i = 0; i < 20; ++i) call("ListStateMachines", Json::object());
  }
  void advance(int seconds) {
    loop.clock().advance(std::chrono::seconds(seconds));
    settle();
  }
  std::string outcome_now() {
    settle();
    Json d = describe(last);
    std::string status = text_at(d, "status");
    if (status == "SUCCEEDED") return text_at(d, "output");
    return status + (d.contains("error") ? " " + text_at(d, "error") + ": " + text_at(d, "cause") : "");
  }
  void start(const std::string& definition, const std::string& input = "{}") { last = begin(create("m" + std::to_string(++made), definition), input); }
  void finish(const char* operation, Json input) { call(operation, std::move(input)); }
  Json poll(const char* worker = "w") { return call("GetActivityTask", object({{"activityArn", kActivity}, {"workerName", worker}})); }

  ScriptedService sns{aws, "sns"};
};

TEST(Callback, ATokenEndsTheTask) {
  TokenWorld w;
  w.start(callback());
  std::string token = w.token();
  EXPECT_THAT(w.history(w.last), EndsWith("3<-2 TaskScheduled, 4<-3 TaskStarted, 5<-4 TaskSubmitted"));
  Json submitted = w.events(w.last)[4]["taskSubmittedEventDetails"];
  EXPECT_EQ(text_at(submitted, "resource"), "publish.waitForTaskToken");
  EXPECT_THAT(text_at(submitted, "output"), HasSubstr("\"MessageId\":\"m-1\""));
  w.finish("SendTaskSuccess", object({{"taskToken", token}, {"output", R"({ "done" : true })"}}));
  EXPECT_EQ(w.fault(), "none");
  EXPECT_EQ(w.outcome_now(), R"({"done":true})");
  EXPECT_THAT(w.history(w.last), EndsWith("6<-5 TaskSucceeded, 7<-6 TaskStateExited, 8<-7 ExecutionSucceeded"));
  EXPECT_EQ(text_at(w.events(w.last)[5]["taskSucceededEventDetails"], "output"), R"({"done":true})");
}

TEST(Callback, AFailureIsTheTasksError) {
  TokenWorld w;
  w.start(callback(R"(,"Catch":[{"ErrorEquals":["Mine"],"Next":"P"}])").insert(callback(R"(,"Catch":[{"ErrorEquals":["Mine"],"Next":"P"}])").size() - 2, R"(,"P":{"Type":"Pass","End":true})"));
  std::string token = w.token();
  w.finish("SendTaskFailure", object({{"taskToken", token}, {"error", "Mine"}, {"cause", "why"}}));
  EXPECT_EQ(w.outcome_now(), R"({"Error":"Mine","Cause":"why"})");
  EXPECT_THAT(w.history(w.last), HasSubstr("5<-4 TaskSubmitted, 6<-5 TaskFailed, 7<-6 TaskStateExited"));
}

TEST(Callback, TokensThatEndNothing) {
  TokenWorld w;
  w.start(callback());
  std::string token = w.token();
  auto sent = [&](const std::string& text, const char* output = "1") {
    w.finish("SendTaskSuccess", object({{"taskToken", text}, {"output", output}}));
    return w.fault();
  };
  EXPECT_EQ(sent("NoSuchTaskToken"), "InvalidToken: Invalid Token: 'Invalid token'");
  EXPECT_EQ(sent(token + "AAAA"), "InvalidToken: Invalid Token: 'Invalid token'");
  EXPECT_EQ(sent(token, "not json"),
            "InvalidOutput: Invalid Output: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'");
  EXPECT_EQ(sent(token), "none");
  EXPECT_EQ(sent(token), "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
  w.finish("SendTaskHeartbeat", object({{"taskToken", token}}));
  EXPECT_EQ(w.fault(), "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
  w.states.reset();
  EXPECT_THAT(sent(token), StartsWith("TaskDoesNotExist: "));
}

TEST(Callback, TheTokenMayComeBeforeTheCallIsAnswered) {
  World w(ClockMode::skipping);
  w.lambda.script["f"] = {{"null", false, std::chrono::seconds(5)}};
  w.last = w.begin(w.create("m", R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters":{"FunctionName":"f","Payload":{"token.$":"$$.Task.Token"}},"End":true}}})"), "{}");
  w.loop.run_until([&] { return !w.lambda.calls.empty(); });
  std::string token = text_at(parse_json(w.lambda.calls.front().substr(2)), "token");
  w.call("SendTaskSuccess", object({{"taskToken", token}, {"output", "7"}}));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), "7");
  EXPECT_THAT(w.history(w.last), HasSubstr("TaskStarted, 5<-4 TaskSubmitted, 6<-5 TaskSucceeded"));
}

TEST(Callback, AFailingCallFailsTheTaskAtOnce) {
  TokenWorld w;
  w.sns.script.clear();
  w.sns.fails("Publish", "NotFound", 404, "Topic does not exist");
  w.start(callback());
  EXPECT_THAT(w.outcome_now(), StartsWith("FAILED SNS.NotFoundException: Topic does not exist (Service: AmazonSNS; Status Code: 404"));
  EXPECT_THAT(w.history(w.last), HasSubstr("4<-3 TaskStarted, 5<-4 TaskFailed, 6<-5 ExecutionFailed"));
  std::string token = text_at(parse_json(w.sns.calls[0].substr(8)), "Message");
  w.finish("SendTaskSuccess", object({{"taskToken", token}, {"output", "1"}}));
  EXPECT_EQ(w.fault(), "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
}

TEST(Callback, NobodyAnswersInTime) {
  TokenWorld w;
  w.start(callback(R"(,"TimeoutSeconds":60)"));
  std::string token = w.token();
  w.advance(59);
  EXPECT_EQ(w.outcome_now(), "RUNNING");
  w.advance(1);
  EXPECT_EQ(w.outcome_now(), "FAILED States.Timeout: ");
  EXPECT_THAT(w.history(w.last), HasSubstr("5<-4 TaskSubmitted, 6<-5 TaskTimedOut, 7<-6 ExecutionFailed"));
  w.finish("SendTaskSuccess", object({{"taskToken", token}, {"output", "1"}}));
  EXPECT_THAT(w.fault(), StartsWith("TaskTimedOut: "));
}

TEST(Callback, HeartbeatsPutTheEndOff) {
  TokenWorld w;
  w.start(callback(R"(,"TimeoutSeconds":600,"HeartbeatSeconds":10,"Retry":[{"ErrorEquals":["States.HeartbeatTimeout"],"IntervalSeconds":5,"MaxAttempts":1}])"));
  std::string first = w.token();
  for (int i = 0; i < 5; ++i) {
    w.advance(9);
    w.finish("SendTaskHeartbeat", object({{"taskToken", first}}));
    ASSERT_EQ(w.fault(), "none");
  }
  w.advance(10);
  EXPECT_THAT(w.history(w.last), EndsWith("5<-4 TaskSubmitted, 6<-5 TaskTimedOut"));
  w.advance(5);
  std::string second = w.token(1);
  EXPECT_NE(second, first);
  w.finish("SendTaskSuccess", object({{"taskToken", first}, {"output", "1"}}));
  EXPECT_THAT(w.fault(), StartsWith("TaskTimedOut: "));
  w.finish("SendTaskSuccess", object({{"taskToken", second}, {"output", "2"}}));
  EXPECT_EQ(w.outcome_now(), "2");
  EXPECT_EQ(w.events(w.last)[2]["taskScheduledEventDetails"]["heartbeatInSeconds"], 10);
}

TEST(Callback, AnAbortedExecutionWantsNoAnswer) {
  TokenWorld w;
  w.start(callback());
  std::string token = w.token();
  w.call("StopExecution", object({{"executionArn", w.last}}));
  w.finish("SendTaskSuccess", object({{"taskToken", token}, {"output", "1"}}));
  EXPECT_THAT(w.fault(), StartsWith("TaskTimedOut: "));
}

TEST(Callback, TheTokenSurvivesARestart) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), token, execution;
  {
    TokenWorld w(ClockMode::frozen, file);
    w.start(callback(R"(,"HeartbeatSeconds":60,"TimeoutSeconds":600)"));
    execution = w.last;
    token = w.token();
    EXPECT_TRUE(w.store.clean());
  }
  TokenWorld w(ClockMode::frozen, file);
  w.last = execution;
  EXPECT_EQ(w.outcome_now(), "RUNNING");
  EXPECT_TRUE(w.sns.calls.empty());  // it is not published again
  w.advance(59);
  w.finish("SendTaskHeartbeat", object({{"taskToken", token}}));
  EXPECT_EQ(w.fault(), "none");
  w.advance(59);
  EXPECT_EQ(w.outcome_now(), "RUNNING");
  w.finish("SendTaskSuccess", object({{"taskToken", token}, {"output", "5"}}));
  EXPECT_EQ(w.outcome_now(), "5");
  EXPECT_THAT(w.history(w.last), EndsWith("5<-4 TaskSubmitted, 6<-5 TaskSucceeded, 7<-6 TaskStateExited, 8<-7 ExecutionSucceeded"));
}

TEST(Callback, WhatWasAcknowledgedBeforeTheEndIsNotLost) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), execution;
  {
    TokenWorld w(ClockMode::frozen, file);
    w.start(callback());
    execution = w.last;
    std::string token = w.token();
    w.finish("SendTaskSuccess", object({{"taskToken", token}, {"output", "5"}}));  // acknowledged; the thread may not have run yet
  }
  TokenWorld w(ClockMode::frozen, file);
  w.last = execution;
  EXPECT_EQ(w.outcome_now(), "5");
}

TEST(Callback, TimeGoesOnWhileTheEmulatorIsAway) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), execution;
  {
    TokenWorld w(ClockMode::frozen, file);
    w.start(callback(R"(,"TimeoutSeconds":30)"));
    execution = w.last;
    w.token();
    w.advance(20);
  }
  TokenWorld w(ClockMode::frozen, file);  // begins where the first one began
  w.last = execution;
  w.advance(29);
  EXPECT_EQ(w.outcome_now(), "RUNNING");
  w.advance(1);
  EXPECT_EQ(w.outcome_now(), "FAILED States.Timeout: ");
}

TEST(Activity, OperationsOfActivities) {
  World w;
  Json made = w.call("CreateActivity", object({{"name", "work"}, {"tags", parse_json(R"([{"key":"a","value":"1"}])")}}));
  EXPECT_EQ(text_at(made, "activityArn"), kActivity);
  EXPECT_EQ(dump(w.call("CreateActivity", object({{"name", "work"}}))), dump(made));
  EXPECT_EQ(text_at(w.call("DescribeActivity", object({{"activityArn", kActivity}})), "name"), "work");
  w.call("TagResource", object({{"resourceArn", kActivity}, {"tags", parse_json(R"([{"key":"b","value":"2"}])")}}));
  w.call("UntagResource", object({{"resourceArn", kActivity}, {"tagKeys", parse_json(R"(["a"])")}}));
  EXPECT_EQ(dump(w.call("ListTagsForResource", object({{"resourceArn", kActivity}}))), R"({"tags":[{"key":"b","value":"2"}]})");
  w.call("CreateActivity", object({{"name", "other"}}));
  EXPECT_EQ(w.call("ListActivities", object({{"maxResults", 1}}))["activities"][0]["name"], "other");
  Json tags = array();
  for (int i = 0; i < 51; ++i) tags.push_back(object({{"key", std::to_string(i)}, {"value", ""}}));
  w.call("CreateActivity", object({{"name", "tagged"}, {"tags", tags}}));
  EXPECT_EQ(w.error->code(), "TooManyTags");
  w.call("CreateActivity", object({{"name", "sealed"}, {"encryptionConfiguration", object({{"type", "AWS_OWNED_KEY"}, {"kmsKeyId", "k"}})}}));
  EXPECT_EQ(w.error->code(), "InvalidEncryptionConfiguration");
  w.call("CreateActivity", object({{"name", "a<b"}}));
  EXPECT_EQ(w.fault(), "InvalidName: Invalid Name: 'a<b'");
  w.call("DeleteActivity", object({{"activityArn", kActivity}}));
  w.call("DeleteActivity", object({{"activityArn", kActivity}}));
  EXPECT_EQ(w.fault(), "none");
  w.call("DescribeActivity", object({{"activityArn", kActivity}}));
  EXPECT_EQ(w.fault(), std::string("ActivityDoesNotExist: Activity Does Not Exist: '") + kActivity + "'");
  w.call("GetActivityTask", object({{"activityArn", "not_a_valid_arn"}}));
  EXPECT_EQ(w.fault(), "InvalidArn: Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'");
}

TEST(Activity, AWorkerTakesTheOldestTask) {
  TokenWorld w;
  w.call("CreateActivity", object({{"name", "work"}}));
  w.start(activity(R"(,"Parameters":{"n":1})"));
  std::string first = w.last;
  w.start(activity(R"(,"Parameters":{"n":2})"));
  Json given = w.poll();
  EXPECT_EQ(text_at(given, "input"), R"({"n":1})");
  EXPECT_EQ(text_at(w.poll("other"), "input"), R"({"n":2})");
  w.finish("SendTaskSuccess", object({{"taskToken", text_at(given, "taskToken")}, {"output", "\"ok\""}}));
  w.last = first;
  EXPECT_EQ(w.outcome_now(), "\"ok\"");
  EXPECT_EQ(w.history(first), "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 ActivityScheduled, 4<-3 ActivityStarted, 5<-4 ActivitySucceeded, 6<-5 TaskStateExited, "
                              "7<-6 ExecutionSucceeded");
  EXPECT_EQ(dump(w.events(first)[2]["activityScheduledEventDetails"]),
            std::string(R"({"resource":")") + kActivity + R"(","input":"{\"n\":1}","inputDetails":{"truncated":false}})");
  EXPECT_EQ(dump(w.events(first)[3]["activityStartedEventDetails"]), R"({"workerName":"w"})");
}

TEST(Activity, AWorkerWaitsForATaskAndGoesAfterAMinute) {
  TokenWorld w;
  w.call("CreateActivity", object({{"name", "work"}}));
  Json answer;
  std::optional<AwsError> error;
  bool done = false;
  auto ask = [&] {
    done = false;
    Call call("stepfunctions", "GetActivityTask", object({{"activityArn", kActivity}}), Principal::root(kScope.account), kScope);
    w.loop.tasks().spawn("poll", World::ask(w.aws, std::move(call), answer, error, done));
    w.settle();
  };
  ask();
  EXPECT_FALSE(done);
  w.start(activity());
  w.loop.run_until([&] { return done; });
  EXPECT_EQ(text_at(answer, "input"), "{}");
  ask();
  w.advance(59);
  EXPECT_FALSE(done);
  w.advance(1);
  EXPECT_TRUE(done);
  EXPECT_EQ(dump(answer), "{}");
}

TEST(Activity, TwoWaitingWorkersGetATaskEach) {
  TokenWorld w;
  w.call("CreateActivity", object({{"name", "work"}}));
  Json answers[2];
  std::optional<AwsError> error;
  bool done[2] = {false, false};
  for (int i = 0; i < 2; ++i) {
    Call call("stepfunctions", "GetActivityTask", object({{"activityArn", kActivity}}), Principal::root(kScope.account), kScope);
    w.loop.tasks().spawn("poll", World::ask(w.aws, std::move(call), answers[i], error, done[i]));
  }
  w.settle();
  w.start(R"({"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[)" + activity(R"(,"Parameters":1)") + "," +
          R"({"StartAt":"U","States":{"U":{"Type":"Task","Resource":")" + kActivity + R"(","Parameters":2,"End":true}}})" + "]}}}");
  w.loop.run_until([&] { return done[0] && done[1]; });
  EXPECT_EQ(text_at(answers[0], "input"), "1");
  EXPECT_EQ(text_at(answers[1], "input"), "2");
}

TEST(Activity, AWorkerThatHangsUpAsItsTaskComesLeavesItToTheNext) {
  Json answers[2];
  std::optional<AwsError> errors[2];
  bool done[2] = {false, false};
  std::uint64_t polls[2];
  TokenWorld w;
  w.call("CreateActivity", object({{"name", "work"}}));
  for (int i = 0; i < 2; ++i) {
    Call call("stepfunctions", "GetActivityTask", object({{"activityArn", kActivity}}), Principal::root(kScope.account), kScope);
    polls[i] = w.loop.tasks().spawn("poll", World::ask(w.aws, std::move(call), answers[i], errors[i], done[i]));
  }
  w.settle();
  // The state is entered: in this very turn its task is scheduled and the first poll woken.
  w.journal.listen([&](const JournalEntry& e) {
    if (std::holds_alternative<VisitEntry>(e.data) && e.open) w.loop.tasks().cancel(polls[0]);
  });
  w.start(activity());
  w.settle();
  ASSERT_TRUE(done[1]);
  EXPECT_EQ(text_at(answers[1], "input"), "{}");
  EXPECT_FALSE(answers[0].contains("taskToken"));
}

TEST(Activity, WhatIsOverIsGivenToNobody) {
  TokenWorld w;
  w.call("CreateActivity", object({{"name", "work"}}));
  w.start(activity(R"(,"Parameters":"late","TimeoutSeconds":10)"));
  w.start(activity(R"(,"Parameters":"stopped")"));
  std::string stopped = w.last;
  w.start(activity(R"(,"Parameters":"open")"));
  w.settle();
  w.advance(10);
  w.call("StopExecution", object({{"executionArn", stopped}}));
  EXPECT_EQ(text_at(w.poll(), "input"), "\"open\"");
}

TEST(Activity, AWorkerThatDiesIsNoticedByItsHeartbeat) {
  TokenWorld w;
  w.call("CreateActivity", object({{"name", "work"}}));
  w.start(activity(R"(,"HeartbeatSeconds":30,"TimeoutSeconds":600)"));
  w.settle();
  w.advance(500);  // nobody has it: no heartbeat is due
  EXPECT_EQ(w.outcome_now(), "RUNNING");
  Json given = w.poll();
  w.advance(20);
  w.finish("SendTaskHeartbeat", object({{"taskToken", text_at(given, "taskToken")}}));
  w.advance(29);
  EXPECT_EQ(w.outcome_now(), "RUNNING");
  w.advance(1);
  EXPECT_EQ(w.outcome_now(), "FAILED States.Timeout: ");
  EXPECT_THAT(w.history(w.last), EndsWith("3<-2 ActivityScheduled, 4<-3 ActivityStarted, 5<-4 ActivityTimedOut, 6<-5 ExecutionFailed"));
  w.finish("SendTaskSuccess", object({{"taskToken", text_at(given, "taskToken")}, {"output", "1"}}));
  EXPECT_THAT(w.fault(), StartsWith("TaskTimedOut: "));
}

TEST(Activity, NobodyComes) {
  TokenWorld w;
  w.call("CreateActivity", object({{"name", "work"}}));
  w.start(activity(R"(,"TimeoutSeconds":60)"));
  w.settle();
  w.advance(60);
  EXPECT_EQ(w.outcome_now(), "FAILED States.Timeout: ");
  EXPECT_THAT(w.history(w.last), EndsWith("3<-2 ActivityScheduled, 4<-3 ActivityTimedOut, 5<-4 ExecutionFailed"));
}

TEST(Activity, OneThatIsNotThere) {
  TokenWorld w;
  w.start(activity());
  EXPECT_EQ(w.outcome_now(), std::string("FAILED States.Runtime: An error occurred while executing the state 'T' (entered at the event id #2). The activity ") + kActivity + " does not exist.");
}

TEST(Activity, ATaskSurvivesARestartBeforeAndAfterItIsTaken) {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string(), execution, token;
  {
    TokenWorld w(ClockMode::frozen, file);
    w.call("CreateActivity", object({{"name", "work"}}));
    w.start(activity(R"(,"HeartbeatSeconds":30)"), R"({"a":1})");
    w.settle();
    execution = w.last;
  }
  {
    TokenWorld w(ClockMode::frozen, file);
    w.settle();
    Json given = w.poll();
    EXPECT_EQ(text_at(given, "input"), R"({"a":1})");
    token = text_at(given, "taskToken");
  }
  TokenWorld w(ClockMode::frozen, file);
  w.last = execution;
  w.settle();
  EXPECT_THAT(w.history(execution), EndsWith("3<-2 ActivityScheduled, 4<-3 ActivityStarted"));
  w.finish("SendTaskSuccess", object({{"taskToken", token}, {"output", "9"}}));
  EXPECT_EQ(w.outcome_now(), "9");
}

}  // namespace
}  // namespace lambent::states
