// Reading the fields of distributed Maps: what is valid, and the faults of what is not.
#include <gtest/gtest.h>

#include "mocks/states/asl/distributed.h"
#include "mocks/states/asl/parse.h"
#include "tests/states/scripted_s3.h"

namespace lambent::states::asl {
namespace {

std::string faults(const std::string& definition) { return text(parse_definition(definition).findings); }
std::string with(const std::string& more) { return faults(distributed(kPass, more)); }
std::string in_reader(const std::string& config) { return with(reader(config)); }

TEST(DistributedMap, WhatIsWrongIsSaidAtItsPlace) {
  const std::string s = "SCHEMA_VALIDATION_FAILED: ", at = " at /States/M";
  const std::string needed = "These fields are required: ";
  const std::pair<std::string, std::string> table[] = {
      {with(""), ""},
      {with(R"(,"ItemReader":{})"), s + needed + "[Resource, Parameters]" + at + "/ItemReader, " + s + needed + "[ReaderConfig]" + at + "/ItemReader"},
      {with(R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:headObject","Parameters":{},"ReaderConfig":{"InputType":"JSON"}})"),
       s + "The field 'Resource' does not match any of the allowed values" + at + "/ItemReader/Resource"},
      {with(R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{},"Parameters":{}})"),
       s + "The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage" + at + "/ItemReader/Arguments"},
      {in_reader(R"("InputType":"XML")"), s + "Value should be one of the following: [CSV, JSON, JSONL, PARQUET, MANIFEST]" + at + "/ItemReader/ReaderConfig/InputType"},
      {in_reader(R"("InputType":"CSV")"), s + "The field 'CSVHeaderLocation' is required" + at + "/ItemReader/ReaderConfig"},
      {in_reader(R"("InputType":"JSON","CSVHeaderLocation":"FIRST_ROW")"), s + "Field 'CSVHeaderLocation' is not supported" + at + "/ItemReader/ReaderConfig"},
      {in_reader(R"("InputType":"JSONL","CSVDelimiter":"PIPE")"), s + "Field 'CSVDelimiter' is not supported" + at + "/ItemReader/ReaderConfig"},
      {in_reader(R"("InputType":"CSV","CSVHeaderLocation":"GIVEN")"), s + needed + "[CSVHeaders]" + at + "/ItemReader/ReaderConfig"},
      {in_reader(R"("InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":[])"), s + "Value cannot be empty" + at + "/ItemReader/ReaderConfig/CSVHeaders"},
      {in_reader(R"("InputType":"CSV","CSVHeaderLocation":"FIRST_ROW","CSVDelimiter":"DOT")"), s + "Value should be one of the following: [COMMA, PIPE, SEMICOLON, SPACE, TAB]" + at + "/ItemReader/ReaderConfig/CSVDelimiter"},
      {in_reader(R"("InputType":"JSON","MaxItems":-1)"), s + "Minimum value is 0" + at + "/ItemReader/ReaderConfig/MaxItems"},
      {in_reader(R"("InputType":"JSON","MaxItems":1,"MaxItemsPath":"$.n")"), s + "There should only be one of the following fields: [MaxItems, MaxItemsPath]" + at + "/ItemReader/ReaderConfig"},
      {in_reader(R"("InputType":"JSON","Speed":1)"), s + "Field 'Speed' is not supported" + at + "/ItemReader/ReaderConfig"},
      {with(R"(,"ItemBatcher":{"BatchInput":1})"),
       s + "One of these fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]" + at + "/ItemBatcher"},
      {with(R"(,"ItemBatcher":{"MaxInputBytesPerBatch":262145})"), s + "Maximum value is 262144" + at + "/ItemBatcher/MaxInputBytesPerBatch"},
      {with(R"(,"ResultWriter":{})"), s + "One of these fields is required: [Resource, WriterConfig]" + at + "/ResultWriter"},
      {with(R"(,"ResultWriter":{"Resource":"arn:aws:states:::s3:putObject"})"), s + needed + "[Parameters]" + at + "/ResultWriter"},
      {with(R"(,"ResultWriter":{"WriterConfig":{"Transformation":"COMPACT"}})"), s + needed + "[OutputType]" + at + "/ResultWriter/WriterConfig"},
      {with(R"(,"ResultWriter":{"WriterConfig":{"Transformation":"ZIP","OutputType":"JSON"}})"), s + "Value should be one of the following: [NONE, COMPACT, FLATTEN]" + at + "/ResultWriter/WriterConfig/Transformation"},
      {with(R"(,"ToleratedFailureCount":-1)"), s + "Minimum value is 0" + at + "/ToleratedFailureCount"},
      {with(R"(,"ToleratedFailurePercentage":100.5)"), s + "Maximum value is 100.0" + at + "/ToleratedFailurePercentage"},
      {with(R"(,"ToleratedFailurePercentage":-1)"), s + "Minimum value is 0.0" + at + "/ToleratedFailurePercentage"},
      {with(R"(,"MaxConcurrencyPath":"$$.Execution.Input.n")"), s + "Value is not a Reference Path" + at + "/MaxConcurrencyPath"},
      {with(R"(,"ItemsPath":"$$.Execution.Input.n","MaxConcurrencyPath":"$n")"), ""},
      {with(R"(,"ToleratedFailurePercentage":"1")"), s + "Expected value of type [NUMBER]" + at + "/ToleratedFailurePercentage"},
      {faults(distributed(kPass, "", "FAST")), s + "Value should be one of the following: [STANDARD, EXPRESS]" + at + "/ItemProcessor/ProcessorConfig/ExecutionType"},
  };
  for (const auto& [said, expected] : table) EXPECT_EQ(said, expected);
}

TEST(DistributedMap, LabelsAreShortPlainAndUnique) {
  EXPECT_EQ(with(R"(,"Label":"My-Label.1")"), "");
  for (const char* label : {"", "a b", "a/b", "a*", "a:b", "a\\\\b"})
    EXPECT_TRUE(with(std::string(R"(,"Label":")") + label + "\"").starts_with("INVALID_LABEL_NAME: ")) << label;
  EXPECT_EQ(with(R"(,"Label":"a b")"), "INVALID_LABEL_NAME: Invalid Label name: a b contains characters that are not allowed at /States/M/Label");
  const std::string longest(41, 'a');
  EXPECT_EQ(with(R"(,"Label":")" + longest + "\""), "INVALID_LABEL_NAME: Invalid Label name: " + longest + " exceeds the 40-character limit allowed by the service at /States/M/Label");
  EXPECT_EQ(with(R"(,"Label":")" + std::string(40, 'a') + "\""), "");
  std::string one = distributed(kPass, R"(,"Label":"L","Comment":"x")");
  std::string two = distributed(R"("D":{"Type":"Pass","End":true})", R"(,"Label":"L")");
  two = two.substr(two.find(R"("M":)") + 4);
  two.replace(two.find(R"("StartAt":"C")"), sizeof R"("StartAt":"C")" - 1, R"("StartAt":"D")");
  one.replace(one.find(R"("End":true)"), sizeof R"("End":true)" - 1, R"("Next":"N")");
  one.resize(one.size() - 2);
  EXPECT_EQ(faults(one + R"(,"N":)" + two), "DUPLICATE_LABEL_NAME: Duplicate Label name: L at /States/N/Label");
}

TEST(DistributedMap, ItsExecutionTypeIsItsOwn) {
  const std::string s = "SCHEMA_VALIDATION_FAILED: ", config = " at /States/M/ItemProcessor/ProcessorConfig";
  auto changed = [](const std::string& to) {
    std::string text = distributed(kPass);
    const std::string given = R"({"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"})";
    return faults(text.replace(text.find(given), given.size(), to));
  };
  EXPECT_EQ(changed(R"({"Mode":"DISTRIBUTED"})"), s + "These fields are required: [ExecutionType]" + config);
  EXPECT_EQ(changed(R"({"Mode":"INLINE","ExecutionType":"STANDARD"})"), s + "Field 'ExecutionType' is not supported" + config);
  EXPECT_EQ(changed(R"({"ExecutionType":"EXPRESS"})"), s + "Field 'ExecutionType' is not supported" + config);
  EXPECT_EQ(changed(R"({"Mode":"INLINE"})"), "");
}

TEST(DistributedMap, ExpressChildrenMayWaitForNothing) {
  const std::string express = "SCHEMA_VALIDATION_FAILED: Express state machine does not support ", at = " at /States/M/ItemProcessor/States/";
  auto task = [](const std::string& resource) { return R"({"Type":"Task","Resource":")" + resource + R"(","Parameters":{"StateMachineArn":"a","FunctionName":"f"},"End":true})"; };
  const std::string sync = R"("C":)" + task("arn:aws:states:::states:startExecution.sync:2"), token = R"("C":)" + task("arn:aws:states:::lambda:invoke.waitForTaskToken"),
                    activity = R"("C":)" + task("arn:aws:states:us-east-1:000000000000:activity:a");
  for (const auto& inside : {sync, token, activity}) EXPECT_EQ(faults(distributed(inside)), "");
  EXPECT_EQ(faults(distributed(sync, "", "EXPRESS")), express + "'.sync' service integration" + at + "C/Resource");
  EXPECT_EQ(faults(distributed(token, "", "EXPRESS")), express + "'.waitForTaskToken' service integration " + at + "C/Resource");
  EXPECT_EQ(faults(distributed(activity, "", "EXPRESS")), express + "Activity ARN" + at + "C/Resource");
  // Within a Parallel within it, too; and no distributed Map may be in it, of whatever type.
  const std::string parallel = R"("C":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"D","States":{"D)" + token.substr(2) + "}}]}";
  EXPECT_EQ(faults(distributed(parallel, "", "EXPRESS")), express + "'.waitForTaskToken' service integration " + at + "C/Branches[0]/States/D/Resource");
  std::string inner = distributed(R"("D":{"Type":"Pass","End":true})");
  inner = inner.substr(inner.find(R"("M":)") + 4);
  inner.resize(inner.size() - 2);
  inner.replace(inner.find(R"("StartAt":"C")"), sizeof R"("StartAt":"C")" - 1, R"("StartAt":"D")");
  EXPECT_EQ(faults(distributed(R"("C":)" + inner)), "");
  EXPECT_EQ(faults(distributed(R"("C":)" + inner, "", "EXPRESS")),
            "SCHEMA_VALIDATION_FAILED: The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines" + at + "C/ItemProcessor/ProcessorConfig/Mode");
}

TEST(DistributedMap, ParquetIsRefusedByName) {
  auto parsed = parse_definition(distributed(kPass, reader(R"("InputType":"PARQUET")")));
  ASSERT_EQ(parsed.unsupported.size(), 1u);
  EXPECT_EQ(parsed.unsupported[0], "ReaderConfig InputType PARQUET (/States/M/ItemReader/ReaderConfig)");
}

TEST(DistributedMap, TheProcessorIsAMachineOfItsOwn) {
  auto parsed = parse_definition(distributed(kPass, R"(,"Label":"L")", "EXPRESS"));
  auto maps = distributed_maps(*parsed.machine);
  ASSERT_EQ(maps.size(), 1u);
  EXPECT_EQ(maps[0]->distributed->label, "L");
  EXPECT_EQ(maps[0]->distributed->processor->top.start_at, "C");
  EXPECT_EQ(maps[0]->distributed->processor->timeout, 300);  // five minutes: an Express execution's limit
}

TEST(DistributedMap, VariablesOfItsFieldsAreNamed) {
  auto parsed = parse_definition(distributed(kPass, R"(,"ToleratedFailureCountPath":"$count","ItemBatcher":{"MaxItemsPerBatchPath":"$size","BatchInput":{"x.$":"$given"}})"));
  EXPECT_EQ(variable_references(*parsed.machine)["M"], (std::set<std::string>{"count", "given", "size"}));
}

}  // namespace
}  // namespace lambent::states::asl
