// The course of map runs: children, concurrency, batches, tolerated failures, results, stopping.
#include <gtest/gtest.h>

#include "tests/states/scripted_s3.h"

namespace lambent::states {
namespace {

struct MapRuns : testing::Test {
  MapWorld w;
  std::string wait_and_pass = R"("C":{"Type":"Wait","Seconds":10,"End":true})";
};

TEST_F(MapRuns, EventsFollowEachOtherAsRecorded) {
  EXPECT_EQ(w.outcome(distributed(kPass), R"(["Hello","World"])"), R"(["Hello","World"])");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunSucceeded, 6<-5 MapStateSucceeded, "
            "7<-4 MapStateExited, 8<-7 ExecutionSucceeded");
  EXPECT_EQ(dump(w.events(w.last)[2]["mapStateStartedEventDetails"]), R"({"length":2})");
}

TEST_F(MapRuns, ChildrenAreExecutionsOfTheirOwn) {
  w.lambda.script["f"] = {{"echo"}};
  ASSERT_EQ(w.outcome(distributed(task("f"), R"(,"Label":"Orders")"), "[7,8]"), "[7,8]") << w.fault();
  std::string run = w.map_run(w.last);
  EXPECT_TRUE(run.starts_with("arn:aws:states:us-east-1:000000000000:mapRun:m1/Orders:")) << run;
  Json children = w.children(run);
  ASSERT_EQ(children.size(), 2u);
  EXPECT_EQ(text_at(children[0], "stateMachineArn"), "arn:aws:states:us-east-1:000000000000:stateMachine:m1/Orders");
  EXPECT_EQ(children[0]["itemCount"], 1);
  Json child = w.describe(text_at(children[1], "executionArn"));
  EXPECT_TRUE(text_at(child, "executionArn").starts_with("arn:aws:states:us-east-1:000000000000:execution:m1/Orders:"));
  EXPECT_EQ(text_at(child, "mapRunArn"), run);
  EXPECT_EQ(text_at(child, "input") + text_at(child, "output"), "77");
  EXPECT_EQ(w.history(text_at(child, "executionArn")),
            "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 LambdaFunctionScheduled, 4<-3 LambdaFunctionStarted, 5<-4 LambdaFunctionSucceeded, "
            "6<-5 TaskStateExited, 7<-6 ExecutionSucceeded");
  EXPECT_TRUE(w.lambda.callers[0].starts_with("arn:aws:sts::000000000000:assumed-role/machine/"));
  EXPECT_EQ(w.call("ListExecutions", object({{"stateMachineArn", w.machine}}))["executions"].size(), 1u);  // not the children
}

TEST_F(MapRuns, OfExpressChildrenNothingIsKept) {
  w.lambda.script["f"] = {{"echo"}};
  EXPECT_EQ(w.outcome(distributed(task("f"), "", "EXPRESS"), "[1,2,3]"), "[1,2,3]");
  Json run = w.describe_run(w.map_run(w.last));
  EXPECT_EQ(run["executionCounts"]["succeeded"], 3);
  w.call("ListExecutions", object({{"mapRunArn", w.map_run(w.last)}}));
  EXPECT_EQ(w.fault(), "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
}

TEST(MapRunsOnAFrozenClock, MaxConcurrencyBoundsTheChildrenThatRun) {
  MapWorld w(ClockMode::frozen);
  std::string execution = w.begin(w.create("m", distributed(R"("C":{"Type":"Wait","Seconds":10,"End":true})", R"(,"MaxConcurrency":2)")), "[1,2,3,4,5]");
  for (size_t begun : {2, 4, 5}) {
    w.loop.run_until([&] { return w.loop.clock().foreground() == (begun == 5 ? 1 : 2); });
    w.call("ListStateMachines", Json::object());
    EXPECT_EQ(w.children(w.map_run(execution)).size(), begun);
    w.loop.clock().advance(std::chrono::seconds(10));
    w.loop.run_until([&] { return w.loop.clock().foreground() != (begun == 5 ? 1 : 2) || w.children(w.map_run(execution)).size() > begun; });
  }
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), "[1,2,3,4,5]");
}

TEST(MapRunsOnAFrozenClock, WithoutALimitAllRunAtOnce) {
  MapWorld w(ClockMode::frozen);
  Json input = array();
  for (int i = 0; i < 3000; ++i) input.push_back(i);
  std::string execution = w.begin(w.create("m", distributed(R"("C":{"Type":"Wait","Seconds":10,"End":true})")), dump(input));
  w.loop.run_until([&] { return w.loop.clock().foreground() == 3000; });
  w.loop.clock().advance(std::chrono::seconds(10));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "output"), dump(input));
}

TEST_F(MapRuns, AnEmptyArrayHasNoChildren) {
  EXPECT_EQ(w.outcome(distributed(kPass), "[]"), "[]");
  EXPECT_EQ(w.describe_run(w.map_run(w.last))["itemCounts"]["total"], 0);
}

TEST_F(MapRuns, AnObjectsMembersAreItems) {
  EXPECT_EQ(w.outcome(distributed(kPass), R"({"a":1,"b":[2]})"), R"([{"Key":"a","Value":1},{"Key":"b","Value":[2]}])");
  const std::string selector = R"(,"ItemSelector":{"i.$":"$$.Map.Item.Index","k.$":"$$.Map.Item.Key","v.$":"$$.Map.Item.Value","s.$":"$$.Map.Item.Source","all.$":"$.b"})";
  EXPECT_EQ(w.outcome(distributed(kPass, selector), R"({"a":1,"b":[2]})"),
            R"([{"i":0,"k":"a","v":1,"s":"STATE_DATA","all":[2]},{"i":1,"k":"b","v":[2],"s":"STATE_DATA","all":[2]}])");
  EXPECT_EQ(w.outcome(distributed(kPass), "3"), "States.Runtime: An error occurred while executing the state 'M' (entered at the event id #2). Reference path \"$\" must point to array.");
}

TEST_F(MapRuns, ItemsAreBatched) {
  EXPECT_EQ(w.outcome(distributed(kPass, R"(,"ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"from.$":"$[0]"}})"), "[1,2,3]"),
            R"([{"BatchInput":{"from":1},"Items":[1,2]},{"BatchInput":{"from":1},"Items":[3]}])");
  Json run = w.describe_run(w.map_run(w.last));
  EXPECT_EQ(run["itemCounts"]["succeeded"], 3);
  EXPECT_EQ(run["executionCounts"]["succeeded"], 2);
  EXPECT_EQ(w.children(w.map_run(w.last))[1]["itemCount"], 2);
  // {"Items":["aaaa"]} are 18 bytes, each further item 7
  EXPECT_EQ(w.outcome(distributed(kPass, R"(,"ItemBatcher":{"MaxInputBytesPerBatch":25})"), R"(["aaaa","bbbb","cccc","dd"])"),
            R"([{"Items":["aaaa","bbbb"]},{"Items":["cccc","dd"]}])");
  EXPECT_EQ(w.outcome(distributed(kPass, R"(,"ItemBatcher":{"MaxItemsPerBatchPath":"$.n"},"ItemsPath":"$.items")"), R"({"n":"x","items":[1]})"),
            "States.Runtime: An error occurred while executing the state 'M' (entered at the event id #2). The MaxItemsPerBatchPath field refers to value \"x\" which is not a valid integer: $.n");
}

TEST_F(MapRuns, AFailedChildFailsTheMapAndEndsTheOthers) {
  w.lambda.script["f"] = {{R"({"errorType":"Bad","errorMessage":"m"})", true}, {"1", false, std::chrono::seconds(30)}};
  EXPECT_EQ(w.outcome(distributed(task("f")), "[1,2]"), "States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunFailed, 6<-5 MapStateFailed, 7<-6 ExecutionFailed");
  Json run = w.describe_run(w.map_run(w.last));
  EXPECT_EQ(text_at(run, "status"), "FAILED");
  EXPECT_EQ(run["executionCounts"]["failed"], 1);
  EXPECT_EQ(run["executionCounts"]["aborted"], 1);
  Json children = w.children(w.map_run(w.last));
  EXPECT_EQ(text_at(children[0], "status"), "ABORTED");
  EXPECT_EQ(text_at(w.describe(text_at(children[1], "executionArn")), "error"), "Bad");
}

TEST_F(MapRuns, FailuresAreToleratedUpToACountOrAShare) {
  const std::string choosy = R"("C":{"Type":"Choice","Choices":[{"Variable":"$","NumericEquals":0,"Next":"F"}],"Default":"S"},"F":{"Type":"Fail","Error":"Zero"},"S":{"Type":"Succeed"})";
  auto status = [&](const std::string& more, const std::string& input) { return text_at(w.run(distributed(choosy, more), input), "status"); };
  EXPECT_EQ(status(R"(,"ToleratedFailureCount":1)", "[0,1,2]"), "SUCCEEDED");
  EXPECT_EQ(status(R"(,"ToleratedFailureCount":1)", "[0,1,0]"), "FAILED");
  EXPECT_EQ(status(R"(,"ToleratedFailurePercentage":50)", "[0,1,0,1]"), "SUCCEEDED");
  EXPECT_EQ(status(R"(,"ToleratedFailurePercentage":49.9)", "[0,1,0,1]"), "FAILED");
  EXPECT_EQ(status(R"(,"ToleratedFailurePercentage":100,"ToleratedFailureCount":1)", "[0,0]"), "FAILED");
  EXPECT_EQ(status(R"(,"ToleratedFailureCount":1,"ItemBatcher":{"MaxItemsPerBatch":2},"ItemSelector":0)", "[1,1]"), "SUCCEEDED");  // an object is not 0

  Json d = w.run(distributed(choosy, R"(,"ToleratedFailureCount":1)"), "[5,0]");
  Json result = parse_json(text_at(d, "output"));
  EXPECT_EQ(result[0], 5);
  EXPECT_EQ(text_at(result[1], "Error") + text_at(result[1], "Status"), "ZeroFAILED");  // what failed is told whole
}

TEST_F(MapRuns, ThresholdsAreCheckedWhenTheMapHasStarted) {
  const std::string prefix = "States.Runtime: An error occurred while executing the state 'M' (entered at the event id #2). ";
  const std::tuple<std::string, std::string, std::string> table[] = {
      {R"("ToleratedFailureCountPath":"$.n")", "-1", "ToleratedFailureCount cannot be negative."},
      {R"("ToleratedFailureCountPath":"$.n")", "\"NoNumber\"", "The ToleratedFailureCountPath field refers to value \"NoNumber\" which is not a valid integer: $.n"},
      {R"("ToleratedFailureCountPath":"$.n")", "{}", "The ToleratedFailureCountPath field refers to value \"{}\" which is not a valid integer: $.n"},
      {R"("ToleratedFailurePercentagePath":"$.n")", "\"NoNumber\"", "The ToleratedFailurePercentagePath field refers to value \"NoNumber\" which is not a valid float: $.n"},
      {R"("ToleratedFailurePercentagePath":"$.n")", "100.1", "ToleratedFailurePercentage must be between 0 and 100."},
      {R"("ToleratedFailurePercentagePath":"$.n")", "-1", "ToleratedFailurePercentage must be between 0 and 100."},
  };
  for (const auto& [field, value, cause] : table) {
    EXPECT_EQ(w.outcome(distributed(kPass, "," + field + R"(,"ItemsPath":"$.items")"), R"({"items":[0],"n":)" + value + "}"), prefix + cause);
    EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 ExecutionFailed");
  }
}

TEST_F(MapRuns, ARetryIsANewRunAndACatchCatches) {
  w.lambda.script["f"] = {{R"({"errorType":"Bad"})", true}, {"1"}};
  EXPECT_EQ(w.outcome(distributed(task("f"), R"(,"Retry":[{"ErrorEquals":["States.ExceedToleratedFailureThreshold"]}])"), "[1]"), "[1]");
  EXPECT_EQ(w.history(w.last),
            "1<-0 ExecutionStarted, 2<-0 MapStateEntered, 3<-2 MapStateStarted, 4<-3 MapRunStarted, 5<-4 MapRunFailed, 6<-5 MapStateStarted, 7<-6 MapRunStarted, "
            "8<-7 MapRunSucceeded, 9<-8 MapStateSucceeded, 10<-7 MapStateExited, 11<-10 ExecutionSucceeded");
  Json runs = w.call("ListMapRuns", object({{"executionArn", w.last}}))["mapRuns"];
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(text_at(runs[0], "executionArn"), w.last);
  EXPECT_EQ(text_at(runs[0], "stateMachineArn"), text_at(runs[1], "stateMachineArn"));  // one label

  w.lambda.script["f"] = {{R"({"errorType":"Bad"})", true}};
  std::string caught = distributed(task("f"), R"(,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"S"}]},"S":{"Type":"Succeed")");
  EXPECT_EQ(w.outcome(caught, "[1]"), R"({"Error":"States.ExceedToleratedFailureThreshold","Cause":"The specified tolerated failure threshold was exceeded"})");
  EXPECT_NE(w.history(w.last).find("5<-4 MapRunFailed, 6<-5 MapStateFailed, 7<-6 MapStateExited"), std::string::npos) << w.history(w.last);
}

TEST_F(MapRuns, JsonataFieldsAndTheirFailures) {
  auto jsonata = [](const std::string& definition) { return R"({"QueryLanguage":"JSONata",)" + definition.substr(1); };
  EXPECT_EQ(w.outcome(jsonata(distributed(kPass, R"(,"Items":"{% $states.input.list %}","ItemBatcher":{"MaxItemsPerBatch":"{% $states.input.n %}","BatchInput":{"x":"{% $states.input.n %}"}},
                "ItemSelector":{"v":"{% $states.context.Map.Item.Value * 2 %}"},"ToleratedFailurePercentage":"{% 1/2 %}")")), R"({"list":[1,2,3],"n":2})"),
            R"([{"BatchInput":{"x":2},"Items":[{"v":2},{"v":4}]},{"BatchInput":{"x":2},"Items":[{"v":6}]}])");
  EXPECT_EQ(w.outcome(jsonata(distributed(kPass, R"(,"ToleratedFailureCount":"{% 'x' %}")")), "[1]"),
            "States.QueryEvaluationError: An error occurred while executing the state 'M' (entered at the event id #2). The JSONata expression ''x'' specified for the field "
            "'ToleratedFailureCount' returned an unexpected result type. Expected 'number', but was 'string' for value: \"x\"");
  EXPECT_EQ(w.outcome(jsonata(distributed(kPass, R"(,"ItemSelector":"{% $states.context.Map.Item.Value.no %}")")), "[1]"),
            "States.QueryEvaluationError: An error occurred while executing the state 'M' (entered at the event id #2). The JSONata expression "
            "'$states.context.Map.Item.Value.no' specified for the field 'ItemSelector' returned nothing (undefined).");
  EXPECT_EQ(text_at(w.describe_run(w.map_run(w.last)), "status"), "FAILED");
}

TEST_F(MapRuns, ChildrenDoNotSeeTheVariablesOutside) {
  const std::string child = R"("C":{"Type":"Pass","Parameters":{"x.$":"$outer"},"End":true})";
  std::string whole = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"outer":1},"Next":"M"},)" + distributed(child).substr(distributed(child).find(R"("M":{)"));
  EXPECT_EQ(w.outcome(whole, "[1]"),
            "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The variable 'outer' is assigned outside a distributed Map, "
            "whose child executions cannot read it at /States/M/ItemProcessor/States/C'");
}

TEST_F(MapRuns, MapsWithinMapsHaveRunsOfTheirOwn) {
  std::string inner = distributed(kPass, R"(,"Label":"In")");
  std::string nested = R"("C":)" + inner.substr(inner.find(R"({"Type":"Map")"), inner.size() - inner.find(R"({"Type":"Map")") - 2);
  nested = nested.replace(nested.find(R"("StartAt":"C","States":{"C")"), sizeof R"("StartAt":"C","States":{"C")" - 1, R"("StartAt":"D","States":{"D")");
  EXPECT_EQ(w.outcome(distributed(nested, R"(,"Label":"Out")"), "[[1,2],[3]]"), "[[1,2],[3]]") << w.fault();
  Json children = w.children(w.map_run(w.last));
  ASSERT_EQ(children.size(), 2u);
  std::string child = text_at(children[1], "executionArn");
  EXPECT_TRUE(w.map_run(child).starts_with("arn:aws:states:us-east-1:000000000000:mapRun:m1/In:")) << w.map_run(child);
  EXPECT_EQ(w.children(w.map_run(child)).size(), 2u);
}

TEST_F(MapRuns, StoppingTheParentEndsRunAndChildren) {
  std::string execution = w.begin(w.create("m", distributed(wait_and_pass)), "[1,2]");
  w.loop.run_until([&] { return !w.map_run(execution).empty() && w.children(w.map_run(execution)).size() == 2; });
  w.call("StopExecution", object({{"executionArn", execution}}));
  w.loop.run_until_quiet();
  std::string run = w.map_run(execution);
  EXPECT_EQ(text_at(w.describe_run(run), "status"), "ABORTED");
  EXPECT_EQ(w.describe_run(run)["executionCounts"]["aborted"], 2);
  for (const auto& child : w.children(run)) EXPECT_EQ(text_at(child, "status"), "ABORTED");
  EXPECT_NE(w.history(execution).find("5<-4 MapRunAborted, 6<-0 ExecutionAborted"), std::string::npos) << w.history(execution);
}

TEST_F(MapRuns, AFailingBranchEndsTheRunBesideIt) {
  std::string map = distributed(wait_and_pass);
  map = map.substr(map.find(R"("M":{)"));
  map.resize(map.size() - 2);
  std::string definition = R"({"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"M","States":{)" + map +
                           R"(}},{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"Next":"F"},"F":{"Type":"Fail","Error":"E"}}}]}}})";
  EXPECT_EQ(w.outcome(definition, "[1,2]"), "E: ");
  Json runs = w.call("ListMapRuns", object({{"executionArn", w.last}}))["mapRuns"];
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(text_at(w.describe_run(text_at(runs[0], "mapRunArn")), "status"), "ABORTED");
}

TEST_F(MapRuns, AStoppedChildCountsAsFailed) {
  std::string execution = w.begin(w.create("m", distributed(wait_and_pass)), "[1,2]");
  w.loop.run_until([&] { return !w.map_run(execution).empty() && w.children(w.map_run(execution)).size() == 2; });
  w.call("StopExecution", object({{"executionArn", text_at(w.children(w.map_run(execution))[0], "executionArn")}}));
  w.loop.run_until_quiet();
  EXPECT_EQ(text_at(w.describe(execution), "error"), "States.ExceedToleratedFailureThreshold");
}

TEST_F(MapRuns, ResultsThatAreTooLargeFailTheMap) {
  const std::string wide = R"x("C":{"Type":"Pass","Parameters":{"x.$":"States.Format('{}{}{}{}', $, $, $, $)"},"End":true})x";
  std::string input = R"([")" + std::string(40000, 'a') + R"(",")" + std::string(40000, 'b') + R"("])";
  EXPECT_EQ(w.outcome(distributed(wide), input),
            "States.DataLimitExceeded: The state/task 'M' returned a result with a size exceeding the maximum number of bytes service limit.");
}

TEST_F(MapRuns, TheRoleMustBeAllowedToStartChildren) {
  w.access.forbidden = "states:StartExecution";
  std::string said = w.outcome(distributed(kPass), "[1]", "arn:aws:iam::000000000000:role/denied");
  EXPECT_TRUE(said.starts_with("States.Permissions: User: arn:aws:sts::000000000000:assumed-role/denied/")) << said;
  EXPECT_NE(said.find("is not authorized to perform: states:StartExecution on resource: arn:aws:states:us-east-1:000000000000:stateMachine:m1"), std::string::npos) << said;
}

}  // namespace
}  // namespace lambent::states
