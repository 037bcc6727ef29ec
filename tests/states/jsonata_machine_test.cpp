// Machines whose states speak JSONata.
#include <gtest/gtest.h>

#include "tests/states/world.h"

namespace lambent::states {
namespace {

std::string machine_of(const std::string& start, const std::string& states) {
  return R"({"QueryLanguage":"JSONata","StartAt":")" + start + R"(","States":{)" + states + "}}";
}
std::string pass(const std::string& fields) { return machine_of("P", R"("P":{"Type":"Pass",)" + fields + R"("End":true})"); }
const std::string kPrefix = "States.QueryEvaluationError: An error occurred while executing the state 'P' (entered at the event id #2). ";

TEST(JsonataMachine, OutputIsWorkedOutFromInputContextAndVariables) {
  World w;
  EXPECT_EQ(w.outcome(pass(""), R"({"b":1,"a":[2]})"), R"({"b":1,"a":[2]})");
  EXPECT_EQ(w.outcome(pass(R"("Output":{"sum":"{% $sum($states.input.n) %}","name":"{% $states.context.State.Name %}","plain":"$.n"},)"), R"({"n":[1,2.5]})"),
            R"({"sum":3.5,"name":"P","plain":"$.n"})");
  EXPECT_EQ(w.outcome(pass(R"("Output":"{% $states.input %}",)"), "[1,2]"), "[1,2]");
  std::string two = machine_of("A", R"("A":{"Type":"Pass","Assign":{"n":"{% $states.input.n + 1 %}","m":{"x":["{% $states.input.n %}"]}},"Output":"{% $exists($n) %}","Next":"B"},
      "B":{"Type":"Pass","Output":{"n":"{% $n %}","m":"{% $m.x[0] %}","was":"{% $states.input %}"},"End":true})");
  EXPECT_EQ(w.outcome(two, R"({"n":1})"), R"({"n":2,"m":1,"was":false})");
  EXPECT_EQ(dump(w.events(w.last)[2]["stateExitedEventDetails"]["assignedVariables"]), R"({"n":"2","m":"{\"x\":[1]}"})");
}

TEST(JsonataMachine, VariablesMayBeCalledAsFunctionsAre) {
  World w;
  std::string machine = machine_of("A", R"("A":{"Type":"Pass","Assign":{"error":{"Cause":"c"},"count":2},"Next":"B"},
      "B":{"Type":"Pass","Output":{"cause":"{% $error.Cause %}","whole":"{% $string({'e': $error}) %}","next":"{% $count + 1 %}","called":"{% $count([1]) %}"},"End":true})");
  EXPECT_EQ(w.outcome(machine), R"({"cause":"c","whole":"{\"e\":{\"Cause\":\"c\"}}","next":3,"called":1})");
}

TEST(JsonataMachine, AnExpressionThatFailsEndsTheExecutionAfterAnEvent) {
  World w;
  EXPECT_EQ(w.outcome(pass(R"("Output":{"result":"{% $doesNotExist %}"},)")),
            kPrefix + "The JSONata expression '$doesNotExist' specified for the field 'Output/result' returned nothing (undefined).");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 PassStateEntered, 3<-0 EvaluationFailed, 4<-3 ExecutionFailed");
  Json details = w.events(w.last)[2]["evaluationFailedEventDetails"];
  EXPECT_EQ(text_at(details, "location"), "Output/result");
  EXPECT_EQ(text_at(details, "state"), "P");
  EXPECT_EQ(text_at(details, "error"), "States.QueryEvaluationError");
  EXPECT_EQ(w.outcome(pass(R"("Assign":{"f":"{% $sum %}"},)")),
            kPrefix + "The JSONata expression '$sum' specified for the field 'Assign/f' returned an unsupported result type.");
}

TEST(JsonataMachine, ChoiceTakesTheFirstConditionThatHolds) {
  World w;
  std::string text = machine_of("C", R"("C":{"Type":"Choice","Choices":[
      {"Condition":"{% $states.input.n > 10 %}","Output":{"big":"{% $states.input.n %}"},"Assign":{"v":"rule"},"Next":"E"},
      {"Condition":"{% $states.input.n > 5 %}","Next":"E"}],"Default":"D","Assign":{"v":"state"}},
      "E":{"Type":"Pass","Output":{"in":"{% $states.input %}","v":"{% $v %}"},"End":true},"D":{"Type":"Succeed","Output":"{% 'default ' & $v %}"})");
  EXPECT_EQ(w.outcome(text, R"({"n":11})"), R"({"in":{"big":11},"v":"rule"})");
  EXPECT_EQ(w.outcome(text, R"({"n":6})"), R"({"in":{"n":6},"v":"state"})");
  EXPECT_EQ(w.outcome(text, R"({"n":1})"), "\"default state\"");
  std::string bad = machine_of("P", R"("P":{"Type":"Choice","Choices":[{"Condition":"{% 1 %}","Next":"E"}]},"E":{"Type":"Succeed"})");
  EXPECT_EQ(w.outcome(bad), kPrefix + "The JSONata expression '1' specified for the field 'Choices[0]/Condition' returned an unexpected result type. "
                                      "Expected 'boolean', but was 'number' for value: 1");
}

TEST(JsonataMachine, ATaskGetsArgumentsAndGivesItsResult) {
  World w;
  w.lambda.script["f"] = {{"{\"total\":7}"}};
  std::string text = machine_of("T", R"("T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f","Payload":{"id":"{% $states.input.id %}"}},
      "TimeoutSeconds":"{% $states.input.limit %}","Output":"{% $states.result.Payload.total + $states.input.id %}","Assign":{"code":"{% $states.result.StatusCode %}"},"Next":"S"},
      "S":{"Type":"Succeed","Output":["{% $states.input %}","{% $code %}"]})");
  EXPECT_EQ(w.outcome(text, R"({"id":3,"limit":20})"), "[10,200]");
  EXPECT_EQ(w.lambda.calls, std::vector<std::string>{R"(f {"id":3})"});
  EXPECT_EQ(dump(w.events(w.last)[2]["taskScheduledEventDetails"]["timeoutInSeconds"]), "20");
}

TEST(JsonataMachine, FailuresOfExpressionsCanBeRetriedAndCaught) {
  World w;
  w.lambda.script["f"] = {{"{\"errorType\":\"Bad\",\"errorMessage\":\"no\"}", true}};
  std::string function = "\"Type\":\"Task\",\"Resource\":\"" + function_arn("f") + "\"";
  std::string caught = machine_of("P", R"("P":{)" + function + R"(,"Arguments":{"a":"{% $nothing %}"},"Catch":[{"ErrorEquals":["States.QueryEvaluationError"],
      "Output":{"e":"{% $states.errorOutput.Error %}","in":"{% $states.input.x %}"},"Assign":{"seen":true},"Next":"S"}],"End":true},"S":{"Type":"Succeed","Output":["{% $states.input %}","{% $seen %}"]})");
  EXPECT_EQ(w.outcome(caught, R"({"x":1})"), R"([{"e":"States.QueryEvaluationError","in":1},true])");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-0 EvaluationFailed, 4<-3 TaskStateExited, 5<-4 SucceedStateEntered, "
                               "6<-5 SucceedStateExited, 7<-6 ExecutionSucceeded");
  std::string plain = machine_of("P", R"("P":{)" + function + R"(,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"S"}],"End":true},"S":{"Type":"Succeed"})");
  EXPECT_EQ(w.outcome(plain), R"({"Error":"Bad","Cause":"{\"errorType\":\"Bad\",\"errorMessage\":\"no\"}"})");
}

TEST(JsonataMachine, WaitTakesExpressions) {
  World w;
  std::string seconds = machine_of("W", R"("W":{"Type":"Wait","Seconds":"{% $states.input.s %}","Output":"done","End":true})");
  EXPECT_EQ(w.outcome(seconds, R"({"s":604800})"), "\"done\"");
  Json d = w.describe(w.last);
  EXPECT_GE(d["stopDate"].get<double>() - d["startDate"].get<double>(), 604800.0);
  std::string stamp = machine_of("P", R"("P":{"Type":"Wait","Timestamp":"{% $states.input.t %}","End":true})");
  EXPECT_EQ(w.outcome(stamp, R"({"t":"2024-06-01T00:00:00Z"})"), R"({"t":"2024-06-01T00:00:00Z"})");
  EXPECT_EQ(w.outcome(stamp, R"({"t":"2016-12-05T21:29:29"})"),
            kPrefix + "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2016-12-05T21:29:29");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 WaitStateEntered, 3<-2 EvaluationFailed, 4<-3 ExecutionFailed");
}

TEST(JsonataMachine, FailNamesItsErrorByExpressions) {
  World w;
  std::string text = machine_of("F", R"("F":{"Type":"Fail","Error":"{% $states.input.e %}","Cause":"{% 'because ' & $string($states.input.n) %}"})");
  EXPECT_EQ(w.outcome(text, R"({"e":"Mine","n":3})"), "Mine: because 3");
}

TEST(JsonataMachine, MapGoesOverItemsAndParallelOverBranches) {
  World w;
  std::string inner = R"("ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Output":"{% $states.input.v * $factor %}","End":true}}})";
  std::string map = machine_of("A", R"("A":{"Type":"Pass","Assign":{"factor":10},"Next":"M"},"M":{"Type":"Map","Items":"{% $states.input.list %}",
      "ItemSelector":{"v":"{% $states.context.Map.Item.Value + $states.context.Map.Item.Index %}"},)" + inner + R"(,"Output":{"all":"{% $states.result %}"},"End":true})");
  EXPECT_EQ(w.outcome(map, R"({"list":[1,2,3]})"), R"({"all":[10,30,50]})");
  EXPECT_EQ(w.outcome(map, R"({"list":[]})"), R"({"all":[]})");
  EXPECT_EQ(w.outcome(map, R"({"list":{"foo":"bar"}})"),
            "States.QueryEvaluationError: An error occurred while executing the state 'M' (entered at the event id #4). The JSONata expression "
            "'$states.input.list' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {\"foo\":\"bar\"}");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 PassStateEntered, 3<-2 PassStateExited, 4<-3 MapStateEntered, 5<-3 EvaluationFailed, "
                               "6<-5 MapStateFailed, 7<-6 ExecutionFailed");
  std::string parallel = machine_of("P", R"("P":{"Type":"Parallel","Arguments":{"n":"{% $states.input.n + 1 %}"},"Branches":[
      {"StartAt":"X","States":{"X":{"Type":"Pass","Output":"{% $states.input.n %}","End":true}}},{"StartAt":"Y","States":{"Y":{"Type":"Succeed"}}}],
      "Output":"{% $states.result[0] %}","End":true})");
  EXPECT_EQ(w.outcome(parallel, R"({"n":1})"), "2");
}

TEST(JsonataMachine, AStateOfAJsonPathMachineMaySpeakIt) {
  World w;
  EXPECT_EQ(w.outcome(R"({"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"x":2},"Assign":{"k.$":"$.x"},"Next":"B"},
      "B":{"Type":"Pass","QueryLanguage":"JSONata","Output":{"y":"{% $states.input.x + $k %}"},"Next":"C"},"C":{"Type":"Pass","Parameters":{"z.$":"$.y"},"End":true}}})"),
            R"({"z":4})");
}

TEST(JsonataMachine, FieldsOfTheOtherLanguageAreRefused) {
  World w;
  const std::string s = "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ";
  EXPECT_EQ(w.outcome(pass(R"("Parameters":{},)")),
            s + "The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage at /States/P'");
  EXPECT_EQ(w.outcome(pass(R"("Result":1,)")),
            s + "The QueryLanguage is set to 'JSONata', but field 'Result' is only supported for the 'JSONPath' QueryLanguage at /States/P'");
  EXPECT_EQ(w.outcome(pass(R"("Output":"{% 1 + %}",)")),
            "InvalidDefinition: Invalid State Machine Definition: 'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/P/Output'");
}

}  // namespace
}  // namespace lambent::states
