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
       s + "The resource provided arn:aws:states:::s3:headObject is not recognized. The value is not a valid resource ARN, or the resource is not available in this region." + at + "/ItemReader/Resource"},
      {with(R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Arguments":{},"Parameters":{}})"),
       s + "The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage" + at + "/ItemReader/Arguments"},
      {in_reader(R"("InputType":"XML")"), s + "Value should be one of the following: [CSV, JSON, JSONL, PARQUET, MANIFEST]" + at + "/ItemReader/ReaderConfig/InputType"},
      {in_reader(R"("InputType":"CSV")"), s + needed + "[CSVHeaderLocation]" + at + "/ItemReader/ReaderConfig"},
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
      {with(R"(,"ToleratedFailurePercentage":100.5)"), s + "Maximum value is 100" + at + "/ToleratedFailurePercentage"},
      {with(R"(,"ToleratedFailurePercentage":"1")"), s + "Expected value of type [NUMBER]" + at + "/ToleratedFailurePercentage"},
      {faults(distributed(kPass, "", "FAST")), s + "Value should be one of the following: [STANDARD, EXPRESS]" + at + "/ItemProcessor/ProcessorConfig/ExecutionType"},
  };
  for (const auto& [said, expected] : table) EXPECT_EQ(said, expected);
}

TEST(DistributedMap, LabelsAreShortPlainAndUnique) {
  EXPECT_EQ(with(R"(,"Label":"My-Label.1")"), "");
  for (const char* label : {"", "a b", "a/b", "a*", "a:b", "a\\\\b"})
    EXPECT_TRUE(with(std::string(R"(,"Label":")") + label + "\"").starts_with("INVALID_LABEL_NAME: ")) << label;
  EXPECT_TRUE(with(R"(,"Label":")" + std::string(41, 'a') + "\"").starts_with("INVALID_LABEL_NAME: "));
  EXPECT_EQ(with(R"(,"Label":")" + std::string(40, 'a') + "\""), "");
  std::string one = distributed(kPass, R"(,"Label":"L","Comment":"x")");
  std::string two = distributed(R"("D":{"Type":"Pass","End":true})", R"(,"Label":"L")");
  two = two.substr(two.find(R"("M":)") + 4);
  two.replace(two.find(R"("StartAt":"C")"), sizeof R"("StartAt":"C")" - 1, R"("StartAt":"D")");
  one.replace(one.find(R"("End":true)"), sizeof R"("End":true)" - 1, R"("Next":"N")");
  one.resize(one.size() - 2);
  EXPECT_TRUE(faults(one + R"(,"N":)" + two).starts_with("DUPLICATE_LABEL_NAME: ")) << faults(one + R"(,"N":)" + two);
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
