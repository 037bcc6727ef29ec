// The json 1.0 protocol with Step Functions' model.
#include <gtest/gtest.h>

#include "codec.h"

namespace lambent {
namespace {

using test::answer_to;
using test::error_to;
using test::input_of;
using test::json_request;
using test::refusal_of;

const std::string kStart = "AWSStepFunctions.StartExecution";
const std::string kList = "AWSStepFunctions.ListExecutions";

TEST(JsonRpc, NullAndUnknownMembersAreAbsentAndAnEmptyBodyIsAnObject) {
  Json input = input_of(json_request(kStart, R"({"stateMachineArn":"arn","name":null,"nonsense":{"a":1},"input":"{}"})"));
  EXPECT_EQ(input, object({{"stateMachineArn", "arn"}, {"input", "{}"}}));
  EXPECT_EQ(input_of(json_request(kList, "")), Json::object());
}

TEST(JsonRpc, WholeNumbersMayComeAsDecimals) {
  EXPECT_EQ(int_at(input_of(json_request(kList, R"({"maxResults":5.0})")), "maxResults"), 5);
  EXPECT_EQ(int_at(input_of(json_request(kList, R"({"maxResults":5})")), "maxResults"), 5);
}

TEST(JsonRpc, WhatIsNotJsonIsASerializationException) {
  EXPECT_EQ(refusal_of(json_request(kStart, "{\"a\":")), "SerializationException 400 ");
  EXPECT_EQ(refusal_of(json_request(kStart, "no")), "SerializationException 400 ");
  EXPECT_EQ(refusal_of(json_request(kStart, "[]")).substr(0, 26), "SerializationException 400");
}

TEST(JsonRpc, ValuesOfTheWrongTypeAreToldByToken) {
  EXPECT_EQ(refusal_of(json_request(kStart, R"({"name":1})")), "SerializationException 400 NUMBER_VALUE cannot be converted to String");
  EXPECT_EQ(refusal_of(json_request(kStart, R"({"name":true})")), "SerializationException 400 TRUE_VALUE cannot be converted to String");
  EXPECT_EQ(refusal_of(json_request(kList, R"({"maxResults":"1"})")), "SerializationException 400 STRING_VALUE cannot be converted to Integer");
  EXPECT_EQ(refusal_of(json_request(kList, R"({"maxResults":1.5})")), "SerializationException 400 DECIMAL_VALUE cannot be converted to Integer");
  EXPECT_EQ(refusal_of(json_request(kStart, R"({"name":{}})")),
            "SerializationException 400 Start of structure or map found where not expected.");
  EXPECT_EQ(refusal_of(json_request("AWSStepFunctions.TagResource", R"({"tags":"x"})")), "SerializationException 400 Expected list or null");
}

TEST(JsonRpc, NumbersTooLargeForAnIntegerAreRefusedNotWrapped) {
  EXPECT_EQ(refusal_of(json_request(kList, R"({"maxResults":1e300})")), "SerializationException 400 DECIMAL_VALUE cannot be converted to Integer");
  EXPECT_EQ(refusal_of(json_request(kList, R"({"maxResults":18446744073709551615})")),
            "SerializationException 400 NUMBER_VALUE cannot be converted to Integer");
}

TEST(JsonRpc, AnswersHaveTheirOrderTimesAsNumbersAndNoNulls) {
  HttpResponse answer = answer_to(json_request(kStart, "{}"), object({{"startDate", 1767323045.123}, {"executionArn", "arn"}}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(answer.headers.get("x-amzn-RequestId"), "id-1");
  EXPECT_EQ(answer.body, R"({"startDate":1767323045.123,"executionArn":"arn"})");
  EXPECT_EQ(answer_to(json_request(kStart, "{}"), object({{"startDate", "2026-01-02T03:04:05Z"}, {"executionArn", Json()}})).body,
            R"({"startDate":1767323045})");
  EXPECT_EQ(answer_to(json_request("AWSStepFunctions.TagResource", "{}"), Json()).body, "{}");
}

TEST(JsonRpc, ErrorsCarryTypeAndMessage) {
  HttpResponse answer = error_to(json_request(kStart, "{}"), AwsError("StateMachineDoesNotExist", 400, "State Machine Does Not Exist: 'x'"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(answer.body, R"({"__type":"StateMachineDoesNotExist","message":"State Machine Does Not Exist: 'x'"})");
}

TEST(JsonRpc, FrameworkErrorsCarryItsNamespaceInVersionOneZero) {
  HttpRequest request = json_request(kStart, "{}");
  EXPECT_EQ(error_to(request, AwsError("SerializationException", 400, "")).body, R"({"__type":"com.amazon.coral.service#SerializationException"})");
  EXPECT_EQ(error_to(request, AwsError("ValidationException", 400, "x")).body, R"({"__type":"com.amazon.coral.validate#ValidationException","message":"x"})");
  request.headers.set("Content-Type", "application/x-amz-json-1.1");
  EXPECT_EQ(error_to(request, AwsError("SerializationException", 400, "")).body, R"({"__type":"SerializationException"})");
}

}  // namespace
}  // namespace lambent
