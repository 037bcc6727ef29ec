// The mock file of Step Functions Local.
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

const char* kMocks = R"({
  "StateMachines": {"m": {"TestCases": {
    "Happy": {"A": "Once"},
    "Retry": {"A": "Thrice"},
    "Short": {"A": "OnlyFirst"}}}},
  "MockedResponses": {
    "Once": {"0": {"Return": {"from": "file"}}},
    "Thrice": {"0": {"Throw": {"Error": "Lambda.TimeoutException", "Cause": "late"}}, "1-2": {"Throw": {"Error": "X", "Cause": "y"}}, "3": {"Return": 4}},
    "OnlyFirst": {"0": {"Throw": {"Error": "X", "Cause": "y"}}}}})";

const std::string kMachine = R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f","Payload.$":"$"},
    "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":3}],"Next":"B"},"B":{"Type":"Task","Resource":")" + function_arn("f") + R"(","End":true}}})";

struct Mocked : testing::Test {
  World w;
  std::string arn;
  void SetUp() override {
    w.states.mock_by(MockFile::parse(kMocks, "mocks.json"));
    w.lambda.script["f"] = {{"echo"}};
    arn = w.create("m", kMachine);
  }
  Json run(const std::string& test_case) {
    w.last = w.begin(arn + "#" + test_case, "{}", test_case);
    w.loop.run_until_quiet();
    return w.describe(w.last);
  }
};

TEST_F(Mocked, TheStateDoesNotCallAndOthersDo) {
  Json described = run("Happy");
  EXPECT_EQ(text_at(described, "output"), R"({"from":"file"})");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{R"(f {"from":"file"})"});
  EXPECT_EQ(text_at(described, "stateMachineArn"), arn);
  EXPECT_TRUE(w.history(w.last).starts_with("1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 TaskScheduled, 4<-3 TaskStarted, 5<-4 TaskSucceeded, 6<-5 TaskStateExited"));
}

TEST_F(Mocked, InvocationsAreCountedThroughRetries) {
  EXPECT_EQ(text_at(run("Retry"), "output"), "4");
  EXPECT_EQ(w.lambda.calls.size(), 1u);
}

TEST_F(Mocked, WithoutAResponseTheExecutionFails) {
  Json described = run("Short");
  EXPECT_EQ(text_at(described, "error"), "States.Runtime");
  EXPECT_TRUE(text_at(described, "cause").ends_with("The test case 'Short' has no mocked response for invocation 1 of this state.")) << text_at(described, "cause");
}

TEST_F(Mocked, WithoutATestCaseEverythingIsCalled) {
  for (const char* none : {"", "#"}) {
    w.last = w.begin(arn + none, "{}", std::string("plain") + (*none ? "-too" : ""));
    w.loop.run_until_quiet();
  }
  EXPECT_EQ(w.lambda.calls.size(), 4u);
}

TEST_F(Mocked, WhatHasNoServiceHereIsAnsweredToo) {
  w.states.mock_by(MockFile::parse(R"({"StateMachines":{"etl":{"TestCases":{"Good":{"J":"Done"}}}},"MockedResponses":{"Done":{"0":{"Return":{"JobRunState":"SUCCEEDED"}}}}})", "f"));
  arn = w.create("etl", R"({"StartAt":"J","States":{"J":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun.sync","Parameters":{"JobName":"j"},"End":true}}})");
  EXPECT_EQ(text_at(run("Good"), "output"), R"({"JobRunState":"SUCCEEDED"})");
  w.last = w.begin(arn, "{}", "plain");
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(w.last), "error"), "States.TaskFailed");
}

TEST(MockFiles, InvocationsAreCountedAcrossARestart) {
  TempDir dir;
  const std::string file = (dir.path() / "data.sqlite").string();
  const MockFile mocks = MockFile::parse(R"({"StateMachines":{"m":{"TestCases":{"T":{"A":"R","B":"R"}}}},"MockedResponses":{"R":{"0":{"Return":"early"},"1":{"Return":"late"}}}})", "f");
  const std::string twice = R"({"StartAt":"V","States":{"V":{"Type":"Wait","Seconds":10,"Next":"A"},"A":{"Type":"Task","Resource":")" + function_arn("f") +
                            R"(","Next":"C"},"C":{"Type":"Choice","Choices":[{"Variable":"$","StringEquals":"early","Next":"W"}],"Default":"E"},
                            "W":{"Type":"Wait","Seconds":60,"Next":"A"},"E":{"Type":"Succeed"}}})";
  std::string execution;
  {
    World w(ClockMode::frozen, file);
    w.states.mock_by(mocks);
    execution = w.begin(w.create("m", twice) + "#T", "{}");
    w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
    w.loop.clock().advance(std::chrono::seconds(10));
    w.loop.run_until([&] {
      const auto* visit = std::get_if<VisitEntry>(&w.journal.entries().back().data);
      return visit && visit->state == "W" && w.loop.clock().foreground() == 1;
    });
    w.store.flush();
  }
  World w(ClockMode::frozen, file, std::chrono::seconds(10));
  w.states.mock_by(mocks);
  w.states.resume();
  w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
  w.loop.clock().advance(std::chrono::seconds(60));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "\"late\"");
  EXPECT_TRUE(w.lambda.calls.empty());
}

TEST_F(Mocked, UnknownTestCasesAreRefused) {
  w.begin(arn + "#None", "{}");
  EXPECT_EQ(w.fault(), "ValidationException: mocks.json has no test case 'None' for the state machine 'm'");
  w.states.mock_by(MockFile());
  w.begin(arn + "#Happy", "{}");
  EXPECT_NE(w.fault().find("SFN_MOCK_CONFIG"), std::string::npos);
}

TEST_F(Mocked, ExpressExecutionsToo) {
  w.call("CreateStateMachine", object({{"name", "x"}, {"definition", kMachine}, {"roleArn", kRole}, {"type", "EXPRESS"}}));
  std::string text = kMocks;
  text.replace(text.find("\"m\""), 3, "\"x\"");
  w.states.mock_by(MockFile::parse(text, "mocks.json"));
  Json answer = w.call("StartSyncExecution", object({{"stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:x#Retry"}}));
  EXPECT_EQ(text_at(answer, "output"), "4");
}

TEST_F(Mocked, IterationsAreInvocations) {
  w.create("loop", R"({"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":1,"ItemProcessor":{"StartAt":"A","States":{"A":{"Type":"Task","Resource":")" + function_arn("f") +
                       R"(","End":true}}},"End":true}}})");
  w.states.mock_by(MockFile::parse(R"({"StateMachines":{"loop":{"TestCases":{"T":{"A":"R"}}}},"MockedResponses":{"R":{"0-1":{"Return":"early"},"2":{"Return":"late"}}}})", "f"));
  w.last = w.begin("arn:aws:states:us-east-1:000000000000:stateMachine:loop#T", "[1,2,3]");
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(w.last), "output"), R"(["early","early","late"])");
}

std::string faults(const std::string& text) {
  try {
    MockFile::parse(text, "f.json");
  } catch (const FileError& e) {
    return e.what();
  }
  return "none";
}

TEST(MockFiles, FaultsAreToldWithFileAndPlace) {
  EXPECT_TRUE(faults("{\n oops").starts_with("f.json:2:"));
  EXPECT_EQ(faults("[]"), "f.json: the file: must be an object");
  EXPECT_EQ(faults(R"({"StateMachines":{"m":{"TestCases":{"T":{"A":"None"}}}},"MockedResponses":{
      "R":{"x":{"Return":1},"0-2":{"Return":1,"Throw":{}},"2":{"Throw":{"Error":"E"}},"3":{}}},"More":1})"),
            "f.json: MockedResponses/R/x: must be a number from 0, or a range such as 1-3\n"
            "f.json: MockedResponses/R/0-2: must have one member, Return or Throw\n"
            "f.json: MockedResponses/R/2: another response is for the same invocation\n"
            "f.json: MockedResponses/R/2/Throw: must have Error and Cause, both texts\n"
            "f.json: MockedResponses/R/3: must have one member, Return or Throw\n"
            "f.json: More: there are only StateMachines and MockedResponses\n"
            "f.json: StateMachines/m/TestCases/T/A: must name one of MockedResponses");
  EXPECT_EQ(faults("{}"), "none");
}

}  // namespace
}  // namespace lambent::states
