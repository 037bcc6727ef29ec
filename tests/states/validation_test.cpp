// What is said of definitions before they run, beside the table of definition_test.cpp.
#include <gtest/gtest.h>

#include "mocks/states/asl/parse.h"
#include "tests/states/world.h"

namespace lambent::states::asl {
namespace {

std::string with(const std::string& members) { return R"({"StartAt":"X","States":{"X":{)" + members + "}}}"; }
std::string jsonata(const std::string& members) { return R"({"QueryLanguage":"JSONata","StartAt":"X","States":{"X":{)" + members + "}}}"; }
std::string faults(const std::string& definition, MachineType type = MachineType::standard) { return text(parse_definition(definition, type).findings); }
std::string warnings(const std::string& definition) { return text(parse_definition(definition).warnings); }
const std::string kSchema = "SCHEMA_VALIDATION_FAILED: ";
const std::string kLambda = R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","End":true)";

struct Case {
  std::string definition, expected;
};
void expect(const std::vector<Case>& table) {
  for (const auto& c : table) EXPECT_EQ(faults(c.definition), c.expected) << c.definition;
}

TEST(Validation, FieldsThatExcludeEachOther) {
  const std::string both = kSchema + "There should only be one of the following fields: ", one = kSchema + "This object should have only one of the following fields: ";
  const std::string processor = R"({"StartAt":"P","States":{"P":{"Type":"Succeed"}}})";
  expect({
      {with(R"("Type":"Pass")"), one + "[Next, End] at /States/X"},
      {with(R"("Type":"Pass","End":false)"), one + "[Next, End] at /States/X"},
      {with(R"("Type":"Pass","Next":"Y","End":true},"Y":{"Type":"Succeed")"), both + "[Next, End] at /States/X"},
      {with(R"("Type":"Wait","End":true)"), one + "[SecondsPath, Seconds, TimestampPath, Timestamp] at /States/X"},
      {with(R"("Type":"Wait","Seconds":1,"SecondsPath":"$.s","End":true)"), both + "[SecondsPath, Seconds, TimestampPath, Timestamp] at /States/X"},
      {jsonata(R"("Type":"Wait","Seconds":1,"Timestamp":"{% $now() %}","End":true)"), both + "[Seconds, Timestamp] at /States/X"},
      {with(kLambda + R"(,"TimeoutSeconds":3,"TimeoutSecondsPath":"$.t")"), both + "[TimeoutSeconds, TimeoutSecondsPath] at /States/X"},
      {with(R"("Type":"Fail","Error":"E","ErrorPath":"$.e")"), both + "[Error, ErrorPath] at /States/X"},
      {with(R"("Type":"Map","End":true)"), one + "[ItemProcessor, Iterator] at /States/X"},
      {with(R"("Type":"Map","ItemProcessor":)" + processor + R"(,"Iterator":)" + processor + R"(,"End":true)"), both + "[ItemProcessor, Iterator] at /States/X"},
  });
}

TEST(Validation, PathsTypesAndNumbers) {
  expect({
      {with(R"("Type":"Pass","InputPath":"name","End":true)"), kSchema + "Value must be a valid JSONPath. at /States/X/InputPath"},
      {with(R"("Type":"Pass","ResultPath":"$.a[*]","End":true)"), kSchema + "Value is not a Reference Path at /States/X/ResultPath"},
      {with(R"("Type":"Pass","ResultPath":"$$.Execution","End":true)"), kSchema + "Value is not a Reference Path at /States/X/ResultPath"},
      {with(kLambda + R"(,"TimeoutSeconds":"3")"), kSchema + "Expected value of type Integer at /States/X/TimeoutSeconds"},
      {with(kLambda + R"(,"TimeoutSeconds":0)"), kSchema + "Minimum value is 1 at /States/X/TimeoutSeconds"},
      {with(R"("Type":"Wait","Seconds":100000000,"End":true)"), kSchema + "Maximum value is 99999999 at /States/X/Seconds"},
      {with(R"("Type":"Wait","Seconds":18446744073709551615,"End":true)"), kSchema + "Maximum value is 99999999 at /States/X/Seconds"},
      {R"({"TimeoutSeconds":0,"StartAt":"X","States":{"X":{"Type":"Succeed"}}})", ""},
      {R"({"Version":"2.0","StartAt":"X","States":{"X":{"Type":"Succeed"}}})", kSchema + "Value should be one of the following: [1.0] at /Version"},
      {R"({"startAt":"X","StartAt":"X","States":{"X":{"Type":"Succeed"}}})", kSchema + "Field 'startAt' is not supported at /"},
      {with(R"("Type":"Task","Resource":"f","End":true)"), kSchema + "Value is not a valid resource ARN at /States/X/Resource"},
      {with(R"("Type":"Pass","Parameters":{"a.$":"$.b","a":1},"End":true)"), kSchema + "Duplicate field 'a' at /States/X/Parameters"},
  });
}

TEST(Validation, RetryAndCatch) {
  auto retry = [](const std::string& entries) { return with(kLambda + R"(,"Retry":[)" + entries + "]"); };
  auto caught = [](const std::string& entries) { return with(kLambda + R"(,"Catch":[)" + entries + R"(]},"Y":{"Type":"Succeed")"); };
  const std::string alone = kSchema + "States.ALL must appear alone and at end of list at ";
  expect({
      {retry(R"({"IntervalSeconds":0,"MaxAttempts":0,"MaxDelaySeconds":31622400,"ErrorEquals":["A"]})"), ""},
      {retry(R"({"MaxAttempts":1})"), kSchema + "These fields are required: [ErrorEquals] at /States/X/Retry[0]"},
      {retry(R"({"ErrorEquals":[]})"), kSchema + "Value cannot be empty at /States/X/Retry[0]/ErrorEquals"},
      {retry(R"({"ErrorEquals":["States.ALL","A"]})"), alone + "/States/X/Retry[0]/ErrorEquals"},
      {retry(R"({"ErrorEquals":["States.ALL"]},{"ErrorEquals":["A"]})"), alone + "/States/X/Retry[0]/ErrorEquals"},
      {retry(R"({"ErrorEquals":["A"],"JitterStrategy":"HALF"})"), kSchema + "Value should be one of the following: [NONE, FULL] at /States/X/Retry[0]/JitterStrategy"},
      {retry(R"({"ErrorEquals":["A"],"MaxAttempts":1.5})"), kSchema + "Expected value of type Integer at /States/X/Retry[0]/MaxAttempts"},
      {retry(R"({"ErrorEquals":["A"],"MaxDelaySeconds":31622401})"), kSchema + "Maximum value is 31622400 at /States/X/Retry[0]/MaxDelaySeconds"},
      {caught(R"({"ErrorEquals":["A"]},{"ErrorEquals":["B"],"Next":"Y"})"), kSchema + "These fields are required: [Next] at /States/X/Catch[0]"},
      {caught(R"({"ErrorEquals":["A"],"Next":"Y","Output":1})"),
       kSchema + "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/X/Catch[0]"},
      {jsonata(kLambda + R"(,"Catch":[{"ErrorEquals":["A"],"Next":"Y","ResultPath":"$.e"}]},"Y":{"Type":"Succeed")"),
       kSchema + "The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/X/Catch[0]"},
  });
}

TEST(Validation, ChoiceRules) {
  auto rule = [](const std::string& members) { return with(R"("Type":"Choice","Choices":[{)" + members + R"(}],"Default":"S"},"S":{"Type":"Succeed")"); };
  expect({
      {rule(R"("Variable":"$.a","IsNull":true)"), kSchema + "These fields are required: [Next] at /States/X/Choices[0]"},
      {rule(R"("Next":"S")"), kSchema + "The object must have only one of the following fields, [And, Or, Not, Variable, Condition] at /States/X/Choices[0]"},
      {rule(R"("Variable":"a","IsNull":true,"Next":"S")"), kSchema + "Value is not a Reference Path: Reference path didn't start with '$' at /States/X/Choices[0]/Variable"},
      {rule(R"("Variable":"$.a","StringEqualsPath":"b","Next":"S")"), kSchema + "Value is not a Reference Path: Reference path didn't start with '$' at /States/X/Choices[0]/StringEqualsPath"},
      {rule(R"("Not":{"Variable":"$.a","IsNull":true,"Next":"S"},"Next":"S")"), kSchema + "Field 'Next' is not supported at /States/X/Choices[0]/Not"},
      {rule(R"("And":[],"Next":"S")"), kSchema + "Value cannot be empty at /States/X/Choices[0]/And"},
      {rule(R"("Variable":"$.a","NumericEquals":"1","Next":"S")"), kSchema + "Expected value of type [NUMBER] at /States/X/Choices[0]/NumericEquals"},
      {rule(R"("Condition":"{% true %}","Next":"S")"),
       kSchema + "The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage at /States/X/Choices[0]"},
  });
  std::string two = faults(rule(R"("Variable":"$.a","IsNull":true,"IsString":true,"Next":"S")"));
  EXPECT_TRUE(two.starts_with(kSchema + "There should only be one of the following fields: [StringEquals, StringEqualsPath, ")) << two;
  std::string none = faults(rule(R"("Variable":"$.a","Next":"S")"));
  EXPECT_TRUE(none.starts_with(kSchema + "This object should have only one of the following fields: [StringEquals, ")) << none;
}

TEST(Validation, WhatTheServiceOfATaskWants) {
  auto task = [](const std::string& resource, const std::string& more) { return with(R"("Type":"Task","Resource":"arn:aws:states:::)" + resource + R"(","End":true)" + more); };
  expect({
      {task("lambda:invoke", ""), kSchema + "Parameters field is required for resource ARN: arn:aws:states:::lambda:invoke at /States/X"},
      {task("lambda:invoke", R"(,"Parameters":{"Payload":1})"), kSchema + "The field 'FunctionName' is required but was missing at /States/X/Parameters"},
      {task("lambda:invoke", R"(,"Parameters":{"FunctionName.$":"$.f"})"), ""},
      {task("sqs:sendMessage", R"(,"Parameters":{"QueueUrl":"q"})"), kSchema + "The field 'MessageBody' is required but was missing at /States/X/Parameters"},
      {jsonata(R"("Type":"Task","Resource":"arn:aws:states:::lambda:invoke","End":true)"),
       kSchema + "Arguments field is required for resource ARN: arn:aws:states:::lambda:invoke at /States/X"},
      {jsonata(R"("Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":"{% $states.input %}","End":true)"), ""},
      {with(R"("Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","Credentials":{"RoleArn":"arn:aws:iam::000000000000:role/r"},"End":true)"),
       kSchema + "The field 'Credentials' is not supported for activities at /States/X"},
  });
}

TEST(Validation, ExpressMachines) {
  auto task = [](const std::string& resource) { return with(R"("Type":"Task","Resource":")" + resource + R"(","Parameters":{"FunctionName":"f","StateMachineArn":"a"},"End":true)"); };
  const std::string base = kSchema + "Express state machine does not support ", map = R"("Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Succeed"}}},"End":true)";
  const std::pair<std::string, std::string> table[] = {
      {task("arn:aws:states:::lambda:invoke"), ""},
      {task("arn:aws:states:::lambda:invoke.waitForTaskToken"), base + "'.waitForTaskToken' service integration  at /States/X/Resource"},
      {task("arn:aws:states:::states:startExecution.sync"), base + "'.sync' service integration at /States/X/Resource"},
      {task("arn:aws:states:::states:startExecution.sync:2"), base + "'.sync' service integration at /States/X/Resource"},
      {task("arn:aws:states:us-east-1:000000000000:activity:a"), base + "Activity ARN at /States/X/Resource"},
      {with(map), kSchema + "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines at /States/X/ItemProcessor/ProcessorConfig/Mode"},
  };
  for (const auto& [definition, expected] : table) {
    EXPECT_EQ(faults(definition, MachineType::express), expected) << definition;
    EXPECT_EQ(faults(definition), "") << definition;
  }
}

TEST(Validation, ExpressionsThatCannotBeRead) {
  auto output = [](const std::string& expression) { return jsonata(R"("Type":"Pass","End":true,"Output":{"v":"{% )" + expression + R"( %}"})"); };
  const std::string invalid = "INVALID_JSONATA_EXPRESSION: ", at = " at /States/X/Output/v";
  expect({
      {output("a[1,2)"), invalid + R"(Expected "]", got ",")" + at},
      {output("1 +"), invalid + "Unexpected end of expression" + at},
      {output(R"(\"unterminated)"), invalid + "String literal must be terminated by a matching quote" + at},
      {output(R"({\"a\":})"), invalid + R"(The symbol "}" cannot be used as a unary operator)" + at},
      {output("$x :="), invalid + "Unexpected end of expression" + at},
      {output(""), invalid + "Unexpected end of expression" + at},
      {jsonata(R"("Type":"Pass","Output":["{% 1"],"End":true)"), kSchema + "JSONata string must start with {% and end with %} at /States/X/Output[0]"},
      {jsonata(R"("Type":"Pass","Output":" {% nonsense( ","Comment":"{% ) %}","End":true)"), ""},
  });
}

TEST(Validation, WhatExpressionsMayName) {
  const std::string code = "UNSUPPORTED_JSONATA_EXPRESSION: ";
  auto pass = [](const std::string& members) { return jsonata(R"("Type":"Pass","End":true,)" + members); };
  auto task = [](const std::string& members) { return jsonata(kLambda + "," + members + R"(},"Y":{"Type":"Succeed")"); };
  auto reaches = [&](const std::string& members) { return task(R"("Catch":[{"ErrorEquals":["A"],"Next":"Y",)" + members + "}]"); };
  expect({
      {pass(R"("Output":{"a":{"b":["{% phone %}"]}})"), code + "Reference to 'phone' at the top level is not supported. at /States/X/Output/a/b[0]"},
      {pass(R"("Output":"{% aaa + bbb + aaa %}")"),
       code + "Reference to 'aaa' at the top level is not supported. at /States/X/Output, " + code + "Reference to 'bbb' at the top level is not supported. at /States/X/Output"},
      {pass(R"("Assign":{"v":"{% $.phone %}"})"), code + "Reference to '$' at the top level is not supported. at /States/X/Assign/v"},
      {pass(R"("Output":"{% $$ %}")"), code + "Reference to '$$' is not supported. at /States/X/Output"},
      {pass(R"("Output":"{% $states.input.items[value > 3] %}")"), ""},
      {pass(R"("Output":"{% $map($states.input.a, function($x){ $x.phone }) %}")"), ""},
      {pass(R"("Output":"{% $states.result %}")"), code + "Field '$states.result' does not exist. at /States/X/Output"},
      {pass(R"("Output":"{% $states.item %}")"), code + "Field '$states.item' does not exist. at /States/X/Output"},
      {pass(R"("Output":"{% $states %}")"), ""},
      {task(R"("Arguments":"{% $states.result %}")"), code + "Field '$states.result' does not exist. at /States/X/Arguments, MISSING_TRANSITION_TARGET: State \"Y\" is not reachable. at /States/Y"},
      {reaches(R"("Output":"{% $states.errorOutput.Cause %}","Assign":{"e":"{% $states.errorOutput %}"})"), ""},
      {reaches(R"("Output":"{% $states.result %}")"), code + "Field '$states.result' does not exist. at /States/X/Catch[0]/Output"},
      {jsonata(kLambda + R"(,"Output":"{% $states.result %}","Assign":{"r":"{% $states.result %}"})"), ""},
      {jsonata(kLambda + R"(,"Output":"{% $states.errorOutput %}")"), code + "Field '$states.errorOutput' does not exist. at /States/X/Output"},
      {jsonata(R"("Type":"Choice","Choices":[{"Condition":"{% phone = 1 %}","Next":"Y"}],"Default":"Y"},"Y":{"Type":"Succeed")"),
       code + "Reference to 'phone' at the top level is not supported. at /States/X/Choices[0]/Condition"},
      {jsonata(R"("Type":"Wait","Seconds":"{% phone %}","End":true)"), code + "Reference to 'phone' at the top level is not supported. at /States/X/Seconds"},
      {jsonata(R"("Type":"Fail","Cause":"{% phone %}")"), code + "Reference to 'phone' at the top level is not supported. at /States/X/Cause"},
      {jsonata(R"("Type":"Map","Items":"{% phone %}","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Output":{"v":"{% fax %}"},"End":true}}},"End":true)"),
       code + "Reference to 'phone' at the top level is not supported. at /States/X/Items, " + code + "Reference to 'fax' at the top level is not supported. at /States/X/ItemProcessor/States/I/Output/v"},
  });
}

TEST(Validation, VariableNamesAndScopes) {
  auto assigns = [](const std::string& name) { return with(R"("Type":"Pass","Assign":{")" + name + R"(":1},"End":true)"); };
  const std::string name80(80, 'n'), name81(81, 'n');
  const std::string invalid = "INVALID_VARIABLE_NAME: Invalid variable name '";
  expect({
      {assigns("états_2"), ""},
      {assigns("変数ⅷ"), ""},
      {assigns("e\u0301"), ""},  // a letter and a mark
      {assigns("\u0301e"), invalid + "\u0301e': the variable name contains invalid characters. at /States/X/Assign/\u0301e"},
      {assigns("a→b"), invalid + "a→b': the variable name contains invalid characters. at /States/X/Assign/a→b"},
      {assigns("_a"), invalid + "_a': the variable name contains invalid characters. at /States/X/Assign/_a"},
      {assigns("a\u2003b"), invalid + "a\u2003b': the variable name contains invalid characters. at /States/X/Assign/a\u2003b"},
      {assigns(name80), ""},
      {assigns(name81), invalid + name81 + "': the variable name exceeds the 80-character limit. at /States/X/Assign/" + name81},
      {assigns("states"), "RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at /States/X/Assign/states"},
      {assigns("a.b"), invalid + "a.b': the variable name contains invalid characters. at /States/X/Assign/a.b"},
      {assigns("2nd"), invalid + "2nd': the variable name contains invalid characters. at /States/X/Assign/2nd"},
      {assigns("a-b"), invalid + "a-b': the variable name contains invalid characters. at /States/X/Assign/a-b"},
  });
  auto map = [](const std::string& config, const std::string& inner) {
    return R"({"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"x":1},"Next":"M"},"M":{"Type":"Map","ItemProcessor":{)" + config + R"("StartAt":"I","States":{"I":{"Type":"Pass",)" +
           inner + R"(,"End":true}}},"End":true}}})";
  };
  // What an outer Catch alone assigns may be assigned inside: AWS takes it.
  expect({{R"({"StartAt":"P","States":{"P":{"Type":"Parallel","Catch":[{"ErrorEquals":["States.ALL"],"Assign":{"x":1},"Next":"F"}],
      "Branches":[{"StartAt":"I","States":{"I":{"Type":"Pass","Assign":{"x":2},"End":true}}}],"Next":"F"},"F":{"Type":"Pass","End":true}}})", ""}});
  const std::string distributed = R"("ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},)";
  const std::string at = " at /States/M/ItemProcessor/States/I";
  expect({
      {map("", R"("Assign":{"x.$":"$"})"), kSchema + "The variable 'x' is assigned in an outer scope, so it cannot be assigned here" + at + "/Assign"},
      {map("", R"("Assign":{"y":1},"Parameters":{"seen.$":"$x"})"), ""},
      {map(distributed, R"("Assign":{"x":1},"Parameters":{"seen.$":"$x"})"), ""},
      {map(distributed, R"("Parameters":{"seen.$":"$x"})"), kSchema + "The variable 'x' is assigned outside a distributed Map, whose child executions cannot read it" + at},
      {map(distributed, R"("Parameters":{"seen.$":"$unknown"})"), ""},
  });
}

TEST(Validation, NamesOfStates) {
  auto named = [](const std::string& name) { return R"({"StartAt":")" + name + R"(","States":{")" + name + R"(":{"Type":"Succeed"}}})"; };
  std::string wide, long_name(81, 's');
  for (int i = 0; i < 80; ++i) wide += "ä";
  EXPECT_EQ(faults(named(wide)), "");
  EXPECT_EQ(faults(named(long_name)), "INVALID_STATE_NAME: Invalid State name: " + long_name + " exceeds the 80-character limit allowed by the service at /States/" + long_name);
  EXPECT_EQ(faults(with(R"("Type":"Parallel","Branches":[{"StartAt":"X","States":{"X":{"Type":"Succeed"}}}],"End":true)")),
            "DUPLICATE_STATE_NAME: Duplicate State name: X at /States/X/Branches[0]/States/X");
}

TEST(Validation, StatesInsideStatesEnd) {
  std::string inner = R"({"StartAt":"s0","States":{"s0":{"Type":"Succeed"}}})";
  for (int i = 1; i < 70; ++i) {
    std::string name = "s" + std::to_string(i);
    inner = R"({"StartAt":")" + name + R"(","States":{")" + name + R"(":{"Type":"Parallel","Branches":[)" + inner + R"(],"End":true}}})";
  }
  std::string said = faults(inner);
  EXPECT_TRUE(said.starts_with("TOO_DEEPLY_NESTED: The states are too deeply nested at /States/s69/Branches[0]/States/s68/")) << said.substr(0, 200);
}

TEST(Validation, LanguageComesBeforeItsName) {
  EXPECT_EQ(faults(with(R"("Type":"Pass","QueryLanguage":"jsonata","Output":{"v":"{% 1 %}"},"InputPath":"$.a","End":true)")),
            kSchema + "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/X, " + kSchema +
                "Value should be one of the following: [JSONPath, JSONata] at /States/X/QueryLanguage");
  EXPECT_EQ(faults(jsonata(R"("Type":"Map","QueryLanguage":"JSONPath","MaxConcurrency":-1,"ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Succeed"}}},"End":true)")),
            kSchema + "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/X, " + kSchema + "Minimum value is 0 at /States/X/MaxConcurrency");
  EXPECT_EQ(faults(with(R"("Type":"Pass","Next":"Ghost")")), "MISSING_TRANSITION_TARGET: Missing 'Next' target: Ghost at /States/X/Next, MISSING_END_STATE: Workflow has no terminal state at null");
}

TEST(Validation, WarningsNeverFailADefinition) {
  const std::pair<std::string, std::string> table[] = {
      {with(R"("Type":"Pass","Result":{"a":"$.b"},"End":true)"), "PASS_RESULT_IS_STATIC: The field 'Result' is static: the path or intrinsic function in it is not worked out at /States/X/Result"},
      {with(R"("Type":"Pass","Result":{"a":"$5"},"End":true)"), ""},
      {with(R"x("Type":"Pass","Parameters":{"a":["x",{"b":"States.UUID()"}]},"End":true)x"),
       "NO_DOLLAR: The value of the field 'b' looks like a JSONPath or an intrinsic function, but the field's name does not end with '.$' at /States/X/Parameters/a[1]/b"},
      {with(R"("Type":"Fail","Error":"$.error")"), "NO_PATH: The value of the field 'Error' looks like a path, but the field's name does not end with 'Path' at /States/X/Error"},
      {with(R"("Type":"Choice","Choices":[{"Not":{"Variable":"$.a","StringEquals":"$.b"},"Next":"S"}],"Default":"S"},"S":{"Type":"Succeed")"),
       "NO_PATH: The value of the field 'StringEquals' looks like a path, but the field's name does not end with 'Path' at /States/X/Choices[0]/Not/StringEquals"},
      {jsonata(R"("Type":"Pass","Output":{"a":"$.b"},"End":true)"), ""},
  };
  for (const auto& [definition, expected] : table) {
    EXPECT_EQ(faults(definition), "") << definition;
    EXPECT_EQ(warnings(definition), expected) << definition;
  }
}

TEST(Validation, DiagnosticsBySeverityAndNumber) {
  World w;
  const std::string odd = with(R"("Type":"Pass","Parameters":{"a":"$.a","b":"$.b"},"End":true)");
  auto ask = [&](const std::string& definition, const char* severity, int most, const char* type = "STANDARD") {
    return w.call("ValidateStateMachineDefinition", object({{"definition", definition}, {"severity", severity}, {"maxResults", most}, {"type", type}}));
  };
  EXPECT_EQ(dump(ask(odd, "ERROR", 0)), R"({"result":"OK","diagnostics":[],"truncated":false})");
  Json all = ask(odd, "WARNING", 0);
  EXPECT_EQ(text_at(all, "result"), "OK");
  ASSERT_EQ(all["diagnostics"].size(), 2u);
  EXPECT_EQ(text_at(all["diagnostics"][0], "severity"), "WARNING");
  EXPECT_EQ(text_at(all["diagnostics"][1], "location"), "/States/X/Parameters/b");
  EXPECT_FALSE(bool_at(all, "truncated"));
  Json one = ask(odd, "WARNING", 1);
  EXPECT_EQ(one["diagnostics"].size(), 1u);
  EXPECT_TRUE(bool_at(one, "truncated"));
  Json bad = ask(with(R"("Type":"Pass","Retry":[],"Parameters":{"a":"$.a"},"End":true)"), "WARNING", 0);
  EXPECT_EQ(text_at(bad, "result"), "FAIL");
  EXPECT_EQ(text_at(bad["diagnostics"][0], "severity"), "ERROR");
  EXPECT_EQ(text_at(bad["diagnostics"][1], "severity"), "WARNING");
  Json express = ask(with(R"("Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","End":true)"), "ERROR", 0, "EXPRESS");
  EXPECT_EQ(text_at(express["diagnostics"][0], "message"), "Express state machine does not support Activity ARN");
  ask(odd, "ERROR", 101);
  EXPECT_TRUE(w.fault().starts_with("ValidationException: ")) << w.fault();
}

TEST(VariableReferences, AreGatheredFromEveryField) {
  auto parsed = parse_definition(R"x({"StartAt":"A","States":{
    "A":{"Type":"Pass","Assign":{"one":1,"two.$":"$three"},"InputPath":"$four.x","OutputPath":"$five","Next":"B"},
    "B":{"Type":"Task","QueryLanguage":"JSONata","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f","Payload":"{% $six & $states.input.a & $sum([$seven]) %}"},
         "Catch":[{"ErrorEquals":["States.ALL"],"Assign":{"e":"{% $eight %}"},"Next":"C"}],"Next":"C"},
    "C":{"Type":"Choice","Choices":[{"And":[{"Variable":"$nine.a","IsNull":true},{"Variable":"$.b","StringEqualsPath":"$ten"}],"Next":"D"}],"Default":"D"},
    "D":{"Type":"Map","ItemsPath":"$eleven","MaxConcurrencyPath":"$twelve","ItemSelector":{"v.$":"States.Format('{}', $thirteen)"},
         "ItemProcessor":{"StartAt":"E","States":{"E":{"Type":"Wait","SecondsPath":"$fourteen","End":true}}},"Next":"F"},
    "F":{"Type":"Pass","QueryLanguage":"JSONata","Output":"{% ($local := 1; $local + $fifteen) %}","Next":"G"},
    "G":{"Type":"Succeed"}}})x");
  ASSERT_EQ(text(parsed.findings), "");
  std::string shown;
  for (const auto& [state, names] : variable_references(*parsed.machine)) {
    shown += state + ":";
    for (const auto& name : names) shown += " " + name;
    shown += "\n";
  }
  EXPECT_EQ(shown, "A: five four three\nB: eight seven six\nC: nine ten\nD: eleven thirteen twelve\nE: fourteen\nF: fifteen\n");
}

}  // namespace
}  // namespace lambent::states::asl
