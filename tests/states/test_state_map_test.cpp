// TestState of distributed Maps: what becomes of their items, step by step.
#include <gtest/gtest.h>

#include "tests/states/tester.h"

namespace lambent::states {
namespace {

std::string map(const std::string& more) {
  return R"({"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"End":true)" +
         more + "}";
}
std::string reader(const std::string& config, const std::string& more = "") {
  return map(R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket.$":"$.b","Key":"k"},"ReaderConfig":{)" + config + "}}" + more);
}

struct TestMap : testing::Test {
  Tester t;
  std::string mocked = "[1]";
  std::string ask(const std::string& definition, const std::string& input, const char* data = nullptr) {
    t.more = {{"mock", object({{"result", mocked}})}};
    if (data) t.more.push_back({"stateConfiguration", object({{"mapItemReaderData", data}})});
    return t.ask(definition, input);
  }
};

const std::string kEnd = "maxConcurrency 0\nafterResultSelector [1]\nafterResultPath [1]\n";
const std::string kSelector = R"(,"ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value","s.$":"$$.Map.Item.Source"})";

TEST_F(TestMap, ItemsOfTheInputAreSelectedAndBatched) {
  EXPECT_EQ(ask(map(R"(,"ItemsPath":"$.v","ItemSelector":{"v.$":"$$.Map.Item.Value","n.$":"$.n"},"ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"n.$":"$.n"}})"), R"({"v":[1,2,3],"n":7})"),
            "SUCCEEDED\noutput [1]\ninput {\"v\":[1,2,3],\"n\":7}\nafterInputPath {\"v\":[1,2,3],\"n\":7}\nafterItemsPath [1,2,3]\n"
            "afterItemSelector [{\"v\":1,\"n\":7},{\"v\":2,\"n\":7},{\"v\":3,\"n\":7}]\n"
            "afterItemBatcher [{\"BatchInput\":{\"n\":7},\"Items\":[{\"v\":1,\"n\":7},{\"v\":2,\"n\":7}]},{\"BatchInput\":{\"n\":7},\"Items\":[{\"v\":3,\"n\":7}]}]\n" + kEnd);
  EXPECT_EQ(ask(map(R"(,"ItemBatcher":{"MaxInputBytesPerBatchPath":"$.bytes"},"ItemsPath":"$.v")"), R"({"v":["aaaa","bbbb","cccc"],"bytes":25})"),
            "SUCCEEDED\noutput [1]\ninput {\"v\":[\"aaaa\",\"bbbb\",\"cccc\"],\"bytes\":25}\nafterInputPath {\"v\":[\"aaaa\",\"bbbb\",\"cccc\"],\"bytes\":25}\n"
            "afterItemsPath [\"aaaa\",\"bbbb\",\"cccc\"]\nafterItemBatcher [{\"Items\":[\"aaaa\",\"bbbb\"]},{\"Items\":[\"cccc\"]}]\n" + kEnd);
  EXPECT_EQ(ask(map(R"(,"ItemSelector":{"k.$":"$$.Map.Item.Key"})"), R"({"a":1})"),
            "SUCCEEDED\noutput [1]\ninput {\"a\":1}\nafterInputPath {\"a\":1}\nafterItemsPath {\"a\":1}\nafterItemSelector [{\"k\":\"a\"}]\n" + kEnd);
}

TEST_F(TestMap, WhatAReaderWouldReadIsReadInItsFormat) {
  const std::string start = "SUCCEEDED\noutput [1]\ninput {\"b\":\"box\"}\nafterInputPath {\"b\":\"box\"}\n";
  EXPECT_EQ(ask(reader(R"("InputType":"JSON","ItemsPointer":"/deep/list")", kSelector), R"({"b":"box"})", R"({"deep":{"list":[5]}})"),
            start + "afterItemsPointer [5]\nafterItemSelector [{\"i\":0,\"v\":5,\"s\":\"S3://box/k\"}]\n" + kEnd);
  EXPECT_EQ(ask(reader(R"("InputType":"CSV","CSVHeaderLocation":"FIRST_ROW","MaxItems":1)", R"(,"ItemBatcher":{"MaxItemsPerBatch":9})"), R"({"b":"box"})", "a,b\n1,2\n3,4\n"),
            start + "afterItemBatcher [{\"Items\":[{\"a\":\"1\",\"b\":\"2\"}]}]\n" + kEnd);
  EXPECT_EQ(ask(reader(R"("InputType":"JSONL")", kSelector), R"({"b":"box"})", "1\n2\n"),
            start + "afterItemSelector [{\"i\":0,\"v\":1,\"s\":\"S3://box/k\"},{\"i\":1,\"v\":2,\"s\":\"S3://box/k\"}]\n" + kEnd);
}

TEST_F(TestMap, WithoutDataTheInputStandsForIt) {
  EXPECT_EQ(ask(reader(R"("InputType":"JSON")", R"(,"ItemsPath":"$.orders","ItemSelector":{"v.$":"$$.Map.Item.Value"})"), R"({"b":"box","orders":[1,2]})"),
            "SUCCEEDED\noutput [1]\ninput {\"b\":\"box\",\"orders\":[1,2]}\nafterInputPath {\"b\":\"box\",\"orders\":[1,2]}\nafterItemsPath [1,2]\n"
            "afterItemSelector [{\"v\":1},{\"v\":2}]\n" + kEnd);
}

TEST_F(TestMap, WhatCannotBeReadIsSaid) {
  const std::string failed = "FAILED\nerror States.ItemReaderFailed\ncause ";
  EXPECT_EQ(ask(reader(R"("InputType":"JSON")"), R"({"b":"box"})", "3").substr(0, failed.size() + 40), failed + "Attempting to map over non-iterable node");
  EXPECT_TRUE(ask(reader(R"("InputType":"CSV","CSVHeaderLocation":"FIRST_ROW")"), R"({"b":"box"})", "a,a\n").starts_with(failed + "CSV headers cannot contain duplicates."));
  EXPECT_EQ(ask(reader(R"("InputType":"JSON")"), R"({"b":"box"})", "[1,"), "ValidationException: MapItemReaderData must be valid JSON");
  EXPECT_TRUE(ask(reader(R"("InputType":"JSON","ItemsPointer":"/none")"), R"({"b":"box"})", "{}").starts_with(failed));
}

TEST_F(TestMap, FailuresAreHeldAgainstTheItems) {
  auto status = [&](const std::string& tolerance, int failures) {
    mocked = "[1,2,3,4]";
    t.more = {{"mock", object({{"result", mocked}})}, {"stateConfiguration", object({{"mapIterationFailureCount", failures}, {"mapItemReaderData", "[1,2,3,4]"}})}};
    std::string said = t.ask(reader(R"("InputType":"JSON")", tolerance), R"({"b":"box","p":50.0})");
    return said.substr(0, said.find('\n'));
  };
  EXPECT_EQ(status(R"(,"ToleratedFailurePercentagePath":"$.p")", 2), "SUCCEEDED");
  EXPECT_EQ(status(R"(,"ToleratedFailurePercentagePath":"$.p")", 3), "FAILED");
}

}  // namespace
}  // namespace lambent::states
