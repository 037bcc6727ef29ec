#include <gtest/gtest.h>

#include "mocks/states/asl/parse.h"
#include "tests/states/world.h"

namespace lambent::states::asl {
namespace {

// A machine whose one state X has these members, and a state End to go to.
std::string with(const std::string& members) { return R"({"StartAt":"X","States":{"X":{)" + members + "}}}"; }
std::string faults(const std::string& definition) { return text(parse_definition(definition).findings); }

TEST(Definition, FaultsInAwsWords) {
  const std::string s = "SCHEMA_VALIDATION_FAILED: ", t = "MISSING_TRANSITION_TARGET: ";
  const std::pair<std::string, std::string> table[] = {
      {" ", s + "Definition must be a valid JSON object"},
      {"not a definition",
       "INVALID_JSON_DESCRIPTION: Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at "
       "[Source: (String)\"not a definition\"; line: 1, column: 4] at [Source: (String)\"not a definition\"; line: 1, column: 4]"},
      {"{}", s + "These fields are required: [States, StartAt] at /"},
      {R"({"States":{"P":{"Type":"Pass","End":true}}})", s + "These fields are required: [StartAt] at /"},
      {R"({"StartAt":"P"})", s + "These fields are required: [States] at /"},
      {with(R"("Type":"Unknown")"), s + "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/X/Type"},
      {with(R"("Type":"Parallel","Branches":[],"End":true)"), s + "Value cannot be empty at /States/X/Branches"},
      {with(R"("Type":"Pass","TimeoutSeconds":3,"End":true)"), s + "Field 'TimeoutSeconds' is not supported at /States/X"},
      {with(R"("Type":"Wait","Seconds":1,"Catch":[],"End":true)"), s + "Field 'Catch' is not supported at /States/X"},
      {with(R"("Type":"Pass","Output":1,"End":true)"), s + "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/X"},
      {with(R"("Type":"Pass","QueryLanguage":"XPath","End":true)"), s + "Value should be one of the following: [JSONPath, JSONata] at /States/X/QueryLanguage"},
      {with(R"("Type":"Pass","QueryLanguage":3,"End":true)"), s + "Expected value of type [STRING] at /States/X/QueryLanguage"},
      {with(R"("Type":"Map","ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"MaxConcurrency":-1,"End":true)"), s + "Minimum value is 0 at /States/X/MaxConcurrency"},
      {with(R"("Type":"Pass","Parameters":{"parsed.$":"text"},"End":true)"), s + "The value for the field 'parsed.$' must be a valid JSONPath or a valid intrinsic function call at /States/X/Parameters"},
      {with(R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","Credentials":{},"End":true)"), s + "The field 'RoleArn' is required but was missing at /States/X/Credentials"},
      {with(R"("Type":"Task","Resource":"arn:aws:states:::dynamodb:query","End":true)"),
       s + "The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/X/Resource"},
      {with(R"("Type":"Wait","Timestamp":"2016-12-05 21:29:29Z","End":true)"), s + "String does not match RFC3339 timestamp at /States/X/Timestamp"},
      {with(R"("Type":"Succeed"},"P":{"Type":"Pass","Next":"Ghost")"), t + "Missing 'Next' target: Ghost at /States/P/Next, " + t + "State \"P\" is not reachable. at /States/P"},
      {R"({"StartAt":"Ghost","States":{"X":{"Type":"Succeed"}}})", t + "Missing 'Next' target: Ghost at /StartAt, " + t + "State \"X\" is not reachable. at /States/X"},
      {with(R"("Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"Ghost"}],"Default":"S"},"S":{"Type":"Succeed")"), t + "Missing 'Next' target: Ghost at /States/X/Choices[0]/Next"},
      {with(R"("Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"S"}],"Default":"Ghost"},"S":{"Type":"Succeed")"), t + "Missing 'Next' target: Ghost at /States/X/Default"},
      {with(R"("Type":"Pass","Next":"Y"},"Y":{"Type":"Pass","Next":"X")"), "MISSING_END_STATE: Workflow has no terminal state at null"},
      {with(R"("Type":"Map","ItemProcessor":{"StartAt":"Q","States":{"P":{"Type":"Pass","End":true}}},"End":true)"),
       t + "Missing 'Next' target: Q at /States/X/ItemProcessor/StartAt, " + t + "State \"P\" is not reachable. at /States/X/ItemProcessor/States/P"},
      {R"({"QueryLanguage":"JSONata","StartAt":"X","States":{"X":{"Type":"Pass","QueryLanguage":"JSONPath","End":true}}})",
       s + "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/X"},
  };
  for (const auto& [definition, expected] : table) EXPECT_EQ(faults(definition), expected) << definition;
}

TEST(Definition, SeveralFaultsAreReportedAtOnce) {
  EXPECT_EQ(faults(R"({"StartAt":"A","States":{"A":{"Type":"Pass","Retry":[],"Next":"B"},"B":{"Type":"Wait","Seconds":-1,"End":true}}})"),
            "SCHEMA_VALIDATION_FAILED: Field 'Retry' is not supported at /States/A, SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/B/Seconds");
}

TEST(Definition, TasksOfServicesThatAreNotEmulatedFailByName) {
  const std::pair<std::string, std::string> table[] = {
      {with(R"("Type":"Task","Resource":"arn:aws:states:::ecs:runTask.sync","Parameters":{"TaskDefinition":"t"},"End":true)"), "Resource arn:aws:states:::ecs:runTask.sync (/States/X)"},
      {with(R"("Type":"Task","Resource":"arn:aws:states:::glue:startJobRun","Parameters":{"JobName":"j"},"End":true)"), "Resource arn:aws:states:::glue:startJobRun (/States/X)"},
  };
  for (const auto& [definition, expected] : table) {
    auto parsed = parse_definition(definition);
    EXPECT_EQ(text(parsed.findings), "") << definition;
    ASSERT_FALSE(parsed.unanswered.empty()) << definition;
    EXPECT_EQ(parsed.unanswered.front(), expected);
  }
  World w;
  EXPECT_EQ(text_at(w.call("ValidateStateMachineDefinition", object({{"definition", table[0].first}})), "result"), "OK");
  EXPECT_EQ(w.outcome(table[0].first), "States.TaskFailed: ecs: the service is not emulated by lambent (Status Code: 501; Error Code: NotImplemented)");
  EXPECT_EQ(w.outcome(table[1].first), "States.TaskFailed: glue: the service is not emulated by lambent (Status Code: 501; Error Code: NotImplemented)");
  w.create("parquet", with(R"("Type":"Map","ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"PARQUET"},"Parameters":{"Bucket":"b","Key":"k"}},
      "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true)"));
  EXPECT_EQ(w.fault().substr(0, 61), "NotImplemented: stepfunctions: ReaderConfig InputType PARQUET");
}

TEST(Definition, ValidateAnswersDiagnostics) {
  World w;
  Json bad = w.call("ValidateStateMachineDefinition", object({{"definition", with(R"("Type":"Pass","Next":"Y")")}}));
  EXPECT_EQ(text_at(bad, "result"), "FAIL");
  EXPECT_EQ(text_at(bad["diagnostics"][0], "message"), "Missing 'Next' target: Y");
  EXPECT_EQ(text_at(bad["diagnostics"][0], "location"), "/States/X/Next");
  Json good = w.call("ValidateStateMachineDefinition", object({{"definition", with(R"("Type":"Pass","End":true)")}}));
  EXPECT_EQ(dump(good), R"({"result":"OK","diagnostics":[],"truncated":false})");
  w.create("m", with(R"("Type":"Pass","Next":"Y","End":true)"));
  EXPECT_TRUE(w.fault().starts_with("InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ")) << w.fault();
}

TEST(Choice, OperatorsByTable) {
  struct Case {
    const char* rule;
    const char* value;
    bool expected;
  };
  const Case table[] = {
      {R"("StringEquals":"a")", R"("a")", true},
      {R"("StringEquals":"a")", "null", false},
      {R"("StringEquals":"")", "[]", false},
      {R"("StringLessThan":"b")", R"("a")", true},
      {R"("StringGreaterThanEquals":"b")", R"("b")", true},
      {R"("StringEqualsPath":"$.other")", R"("o")", true},
      {R"("StringLessThan":"\uE000")", R"("\uD83D\uDE00")", true},
      {R"("StringLessThan":"\uD7FF")", R"("\uD83D\uDE00")", false},
      {R"("StringLessThan":"ab")", R"("a")", true},
      {R"("StringMatches":"log-*.txt")", R"("log-2023.txt")", true},
      {R"("StringMatches":"a\\*b")", R"("axb")", false},
      {R"("StringMatches":"a\\*b")", R"("a*b")", true},
      {R"("NumericEquals":0)", "0.0", true},
      {R"("NumericEquals":1)", "true", false},
      {R"("NumericLessThanEquals":2)", "2", true},
      {R"("NumericGreaterThan":2)", "2", false},
      {R"("NumericGreaterThanPath":"$.n")", "6", true},
      {R"("BooleanEquals":true)", "true", true},
      {R"("BooleanEquals":true)", "1", false},
      {R"("TimestampEquals":"2023-01-01T00:00:00Z")", R"("2023-01-01T01:00:00+01:00")", true},
      {R"("TimestampLessThan":"2023-01-01T00:00:00Z")", R"("2023-02-24 12:15:56.832957")", false},
      {R"("TimestampGreaterThan":"2023-01-01T00:00:00Z")", R"("2024-01-01T00:00:00Z")", true},
      {R"("IsNull":true)", "null", true},
      {R"("IsNumeric":true)", "1.5", true},
      {R"("IsNumeric":false)", R"("x")", true},
      {R"("IsString":true)", R"("x")", true},
      {R"("IsBoolean":true)", R"("true")", false},
      {R"("IsTimestamp":true)", R"("2024-01-01T00:00:00Z")", true},
      {R"("IsTimestamp":true)", R"("2024-01-01T00:00:00+01:00")", true},
      {R"("IsTimestamp":true)", R"("2024-01-01T00:00:00")", false},
      {R"("IsTimestamp":false)", R"("2024-01-01")", true},
      {R"("IsTimestamp":true)", "0", false},
      {R"("IsPresent":true)", "null", true},
  };
  for (const auto& c : table) {
    auto parsed = parse_definition(with(std::string(R"("Type":"Choice","Choices":[{"Variable":"$.v",)") + c.rule + R"(,"Next":"S"}]},"S":{"Type":"Succeed")"));
    ASSERT_EQ(text(parsed.findings), "") << c.rule;
    Json data = parse_json(std::string(R"({"other":"o","n":5,"v":)") + c.value + "}");
    path::Sources from;
    from.data = &data;
    EXPECT_EQ(holds(parsed.machine->top.states.at("X").choices.front(), from), c.expected) << c.rule << " of " << c.value;
  }
}

TEST(Choice, CompoundRulesAndMissingPaths) {
  auto parsed = parse_definition(with(R"("Type":"Choice","Choices":[{"And":[{"Variable":"$.a","IsPresent":true},{"Not":{"Variable":"$.a","NumericEquals":1}},
      {"Or":[{"Variable":"$.b","BooleanEquals":true},{"Variable":"$.a","NumericGreaterThan":5}]}],"Next":"S"}]},"S":{"Type":"Succeed")"));
  ASSERT_EQ(text(parsed.findings), "");
  const Rule& rule = parsed.machine->top.states.at("X").choices.front();
  auto asked = [&](const char* input) {
    Json data = parse_json(input);
    path::Sources from;
    from.data = &data;
    return holds(rule, from);
  };
  EXPECT_TRUE(asked(R"({"a":6,"b":false})"));
  EXPECT_TRUE(asked(R"({"a":2,"b":true})"));
  EXPECT_FALSE(asked(R"({"a":1,"b":true})"));
  EXPECT_FALSE(asked("{}"));
  EXPECT_THROW(asked(R"({"a":2})"), StateFailure);
}

TEST(Retry, WildcardsAndDelays) {
  using Names = std::vector<std::string>;
  EXPECT_TRUE(matches(Names{"States.ALL"}, "Anything", Failed::task));
  EXPECT_FALSE(matches(Names{"States.ALL"}, "States.Runtime", Failed::task));
  EXPECT_TRUE(matches(Names{"States.ALL"}, "States.DataLimitExceeded", Failed::task));
  EXPECT_FALSE(matches(Names{"States.TaskFailed"}, "States.DataLimitExceeded", Failed::task));
  EXPECT_TRUE(matches(Names{"States.DataLimitExceeded"}, "States.DataLimitExceeded", Failed::task));
  EXPECT_TRUE(matches(Names{"States.TaskFailed"}, "Busy", Failed::task));
  EXPECT_FALSE(matches(Names{"States.TaskFailed"}, "States.Timeout", Failed::task));
  EXPECT_FALSE(matches(Names{"busy"}, "Busy", Failed::task));
  Ids ids(1);
  Retrier r;
  EXPECT_EQ(delay_before(r, 1, ids), std::chrono::seconds(1));
  EXPECT_EQ(delay_before(r, 5, ids), std::chrono::seconds(16));
  r.max_delay = 10;
  EXPECT_EQ(delay_before(r, 5, ids), std::chrono::seconds(10));
  r.full_jitter = true;
  EXPECT_LE(delay_before(r, 5, ids), std::chrono::seconds(10));
}

}  // namespace
}  // namespace lambent::states::asl
