// The query protocol with the real models: forms in, XML out.
#include <gtest/gtest.h>

#include "codec.h"
#include "xml_tree.h"

namespace lambent {
namespace {

using test::answer_to;
using test::error_to;
using test::input_of;
using test::parse_xml;
using test::query_request;
using test::refusal_of;

const std::string kPublish = "Action=Publish&Version=2010-03-31";

TEST(Query, ScalarsListsMapsAndBlobsAreRead) {
  Json input = input_of(query_request(kPublish + "&Message=a+b%26c&PhoneNumber=%2B33612345678"
                                      "&MessageAttributes.entry.1.Name=k&MessageAttributes.entry.1.Value.DataType=Binary"
                                      "&MessageAttributes.entry.1.Value.BinaryValue=AP8%3D"
                                      "&MessageAttributes.entry.2.Name=n&MessageAttributes.entry.2.Value.StringValue=1"));
  EXPECT_EQ(text_at(input, "Message"), "a b&c");
  EXPECT_EQ(text_at(input, "PhoneNumber"), "+33612345678");
  EXPECT_EQ(text_at(*find_path(input, {"MessageAttributes", "k"}), "BinaryValue"), std::string("\0\xff", 2));
  EXPECT_EQ(text_at(*find_path(input, {"MessageAttributes", "n"}), "StringValue"), "1");

  input = input_of(query_request("Action=SendEmail&Version=2010-12-01&Source=a%40x.com&Destination.ToAddresses.member.1=b%40y.com"
                                 "&Destination.ToAddresses.member.2=c%40y.com&Message.Subject.Data=s"));
  EXPECT_EQ(texts_at(*find(input, "Destination"), "ToAddresses"), (std::vector<std::string>{"b@y.com", "c@y.com"}));
  EXPECT_EQ(text_at(*find_path(input, {"Message", "Subject"}), "Data"), "s");
}

TEST(Query, ListIndicesMaySkipAndSortAsNumbers) {
  Json input = input_of(query_request("Action=SendEmail&Version=2010-12-01&Destination.ToAddresses.member.10=c"
                                      "&Destination.ToAddresses.member.2=b&Destination.ToAddresses.member.1=a&Destination.ToAddresses.member.x=no"));
  EXPECT_EQ(texts_at(*find(input, "Destination"), "ToAddresses"), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Query, UnknownParametersAreIgnoredAndAnEmptyListIsAList) {
  Json input = input_of(query_request("Action=GetIdentityVerificationAttributes&Version=2010-12-01&Identities=&Nonsense.a.b=1"));
  ASSERT_TRUE(find(input, "Identities"));
  EXPECT_TRUE(find(input, "Identities")->is_array());
  EXPECT_TRUE(find(input, "Identities")->empty());
  EXPECT_FALSE(has(input, "Nonsense"));
}

TEST(Query, GetCarriesTheSameParameters) {
  EXPECT_EQ(text_at(input_of(test::rest_request("GET", "/?" + kPublish + "&Message=hi")), "Message"), "hi");
}

TEST(Query, ValuesOfTheWrongTypeAreMalformed) {
  EXPECT_EQ(refusal_of(query_request("Action=ListRoles&Version=2010-05-08&MaxItems=ten")), "MalformedInput 400 'ten' is not an integer");
  EXPECT_EQ(refusal_of(query_request("Action=VerifyDomainDkim&Version=2010-12-01&Domain=x")), "");
  EXPECT_EQ(refusal_of(query_request("Action=SetIdentityDkimEnabled&Version=2010-12-01&Identity=x&DkimEnabled=maybe")),
            "MalformedInput 400 'maybe' is not a boolean");
}

TEST(Query, FormsBeyondReasonAreRefused) {
  std::string deep = kPublish + "&a";
  for (int i = 0; i < 100; ++i) deep += ".a";
  EXPECT_EQ(refusal_of(query_request(deep + "=1")), "MalformedQueryString 400 The query string contains a syntax error");
  std::string many = kPublish;
  for (int i = 0; i < 20'001; ++i) many += "&a=1";
  EXPECT_EQ(refusal_of(query_request(many)), "MalformedQueryString 400 The query string contains too many parameters");
}

TEST(Query, AnAnswerIsWrappedInResponseAndResult) {
  HttpResponse answer = answer_to(query_request(kPublish), object({{"MessageId", "m-1"}}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("Content-Type"), "text/xml");
  EXPECT_EQ(answer.headers.get("x-amzn-RequestId"), "id-1");
  EXPECT_EQ(answer.body,
            "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>m-1</MessageId></PublishResult>"
            "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></PublishResponse>");
}

TEST(Query, AnOperationWithoutOutputHasNoResult) {
  auto tree = parse_xml(answer_to(query_request("Action=DeleteTopic&Version=2010-03-31"), Json()).body);
  const auto* root = tree.at("DeleteTopicResponse");
  ASSERT_TRUE(root);
  EXPECT_FALSE(root->at("DeleteTopicResult"));
  EXPECT_EQ(root->text_at("ResponseMetadata.RequestId"), "id-1");
}

TEST(Query, ListsMapsTimesAndNumbersInAnswers) {
  auto role = object({{"Path", "/"}, {"RoleName", "r"}, {"RoleId", "AROA"}, {"Arn", "arn"}, {"CreateDate", 1767323045.0}, {"MaxSessionDuration", 3600}});
  auto tree = parse_xml(answer_to(query_request("Action=ListRoles&Version=2010-05-08"), object({{"Roles", Json::array({role})}, {"IsTruncated", false}})).body);
  const auto* result = tree.at("ListRolesResponse")->at("ListRolesResult");
  EXPECT_EQ(result->text_at("IsTruncated"), "false");
  EXPECT_EQ(result->text_at("Roles.member.RoleName"), "r");
  EXPECT_EQ(result->text_at("Roles.member.CreateDate"), "2026-01-02T03:04:05Z");
  EXPECT_EQ(result->text_at("Roles.member.MaxSessionDuration"), "3600");

  tree = parse_xml(answer_to(query_request("Action=GetSMSAttributes&Version=2010-03-31"), object({{"attributes", object({{"MonthlySpendLimit", "1"}})}})).body);
  result = tree.at("GetSMSAttributesResponse")->at("GetSMSAttributesResult");
  EXPECT_EQ(result->text_at("attributes.entry.key"), "MonthlySpendLimit");
  EXPECT_EQ(result->text_at("attributes.entry.value"), "1");
}

TEST(Query, NullsAreLeftOutAndAnEmptyListIsAnEmptyElement) {
  std::string body = answer_to(query_request("Action=ListTopics&Version=2010-03-31"), object({{"Topics", Json::array()}, {"NextToken", Json()}})).body;
  EXPECT_EQ(body.find("NextToken"), std::string::npos);
  EXPECT_TRUE(parse_xml(body).at("ListTopicsResponse")->at("ListTopicsResult")->at("Topics"));
}

TEST(Query, WhatXmlCannotCarryIsReplacedAndTheRestEscaped) {
  std::string given = "<a&\"b\">\r\n\x01\xff";
  auto tree = parse_xml(answer_to(query_request(kPublish), object({{"MessageId", given}})).body);
  EXPECT_EQ(tree.at("PublishResponse")->text_at("PublishResult.MessageId"), "<a&\"b\">\r\n\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Query, ErrorsNameTheirSideCodeAndText) {
  HttpResponse answer = error_to(query_request(kPublish), AwsError("NotFound", 404, "Topic does not exist"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.headers.get("Content-Type"), "text/xml");
  EXPECT_EQ(answer.headers.get("x-amzn-RequestId"), "id-1");
  EXPECT_EQ(answer.body,
            "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>NotFound</Code>"
            "<Message>Topic does not exist</Message></Error><RequestId>id-1</RequestId></ErrorResponse>");
  auto tree = parse_xml(error_to(query_request(kPublish), AwsError("InternalFailure", 500, "x")).body);
  EXPECT_EQ(tree.at("ErrorResponse")->text_at("Error.Type"), "Receiver");
}

}  // namespace
}  // namespace lambent
