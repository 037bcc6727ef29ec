// SQS on the wire: two protocols for one service, and queues that are addressed by their path.
#include <gtest/gtest.h>

#include "base/text.h"
#include "codec.h"
#include "xml_tree.h"

namespace lambent {
namespace {

using test::answer_to;
using test::constraints_of;
using test::error_to;
using test::identified;
using test::input_of;
using test::json_request;
using test::query_request;
using test::refusal_of;
using test::rest_request;

const std::string kSend = "Action=SendMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2Fx%2F000000000000%2Fq&MessageBody=hi";

HttpRequest at_queue(const std::string& form) {
  HttpRequest out = query_request(form);
  out.target = "/000000000000/my.fifo";
  return out;
}

TEST(SqsWire, TheQueryFormNamesThingsItsOwnWay) {
  Json input = input_of(query_request(kSend + "&MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=Binary&MessageAttribute.1.Value.BinaryValue=AP8%3D"
                                              "&MessageSystemAttribute.1.Name=AWSTraceHeader&MessageSystemAttribute.1.Value.StringValue=t&MessageSystemAttribute.1.Value.DataType=String"));
  EXPECT_EQ(text_at(input, "MessageBody"), "hi");
  EXPECT_EQ(input["MessageAttributes"], object({{"a", object({{"BinaryValue", std::string("\0\xff", 2)}, {"DataType", "Binary"}})}}));
  EXPECT_EQ(text_at(input["MessageSystemAttributes"]["AWSTraceHeader"], "StringValue"), "t");
  input = input_of(query_request("Action=CreateQueue&Version=2012-11-05&QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=3&Tag.1.Key=k&Tag.1.Value=v"));
  EXPECT_EQ(input, parse_json(R"({"QueueName": "q", "Attributes": {"DelaySeconds": "3"}, "tags": {"k": "v"}})"));
  input = input_of(query_request("Action=SendMessageBatch&Version=2012-11-05&QueueUrl=q&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=b"));
  EXPECT_EQ(input["Entries"], parse_json(R"([{"Id": "a", "MessageBody": "b"}])"));
  input = input_of(query_request("Action=ReceiveMessage&Version=2012-11-05&QueueUrl=q&AttributeName.1=All&MessageAttributeName.1=x&MaxNumberOfMessages=10"));
  EXPECT_EQ(input, parse_json(R"({"QueueUrl": "q", "AttributeNames": ["All"], "MessageAttributeNames": ["x"], "MaxNumberOfMessages": 10})"));
}

TEST(SqsWire, AQueuesAddressStandsForItsUrl) {
  EXPECT_EQ(text_at(input_of(at_queue("Action=ReceiveMessage")), "QueueUrl"), "/000000000000/my.fifo");
  EXPECT_EQ(text_at(input_of(at_queue("Action=ReceiveMessage&QueueUrl=other")), "QueueUrl"), "other");
  HttpRequest json = json_request("AmazonSQS.ReceiveMessage", "{}");
  json.target = "/000000000000/q";
  EXPECT_EQ(text_at(input_of(json), "QueueUrl"), "/000000000000/q");
  EXPECT_EQ(identified(rest_request("GET", "/000000000000/q?Action=DeleteQueue")).operation->name, "DeleteQueue");
  EXPECT_EQ(refusal_of(at_queue("Action=CreateQueue&QueueName=x")), "InvalidAction 400 The action CreateQueue is not valid for this endpoint.");
  EXPECT_EQ(refusal_of(at_queue("Action=FooBar")), "InvalidAction 400 The action FooBar is not valid for this endpoint.");
  EXPECT_EQ(refusal_of(rest_request("GET", "/000000000000/q")), "UnknownOperationException 404 ");
}

TEST(SqsWire, AnswersAreXmlOrJson) {
  Json answer = parse_json(R"({"Messages": [{"MessageId": "1", "Body": "b", "Attributes": {"SenderId": "s"}, "MessageAttributes": {"a": {"StringValue": "x", "DataType": "String"}}}]})");
  std::string xml = answer_to(query_request("Action=ReceiveMessage&Version=2012-11-05&QueueUrl=q"), answer).body;
  EXPECT_EQ(xml.substr(0, xml.find("<ResponseMetadata>")),
            "<ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><ReceiveMessageResult><Message><MessageId>1</MessageId><Body>b</Body>"
            "<Attribute><Name>SenderId</Name><Value>s</Value></Attribute><MessageAttribute><Name>a</Name><Value><StringValue>x</StringValue><DataType>String</DataType>"
            "</Value></MessageAttribute></Message></ReceiveMessageResult>");
  HttpResponse json = answer_to(json_request("AmazonSQS.ReceiveMessage", R"({"QueueUrl": "q"})"), answer);
  EXPECT_EQ(parse_json(json.body), answer);
  EXPECT_EQ(json.headers.get("Content-Type"), "application/x-amz-json-1.0");
}

TEST(SqsWire, ErrorsHaveANameAndACode) {
  AwsError gone("QueueDoesNotExist", 400, "The specified queue does not exist.");
  HttpResponse json = error_to(json_request("AmazonSQS.ReceiveMessage", R"({"QueueUrl": "q"})"), gone);
  EXPECT_EQ(json.body, R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."})");
  EXPECT_EQ(json.headers.get("x-amzn-query-error"), "AWS.SimpleQueueService.NonExistentQueue;Sender");
  std::string xml = error_to(query_request("Action=ReceiveMessage&Version=2012-11-05&QueueUrl=q"), gone).body;
  EXPECT_EQ(xml.substr(0, xml.find("<RequestId>")),
            "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>"
            "<Message>The specified queue does not exist for this wsdl version.</Message><Detail/></Error>");
  AwsError denied("AccessDeniedException", 403, "User: u is not authorized to perform: sqs:sendmessage");
  json = error_to(json_request("AmazonSQS.SendMessage", "{}"), denied);
  EXPECT_EQ(json.body, R"({"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User: u is not authorized to perform: sqs:sendmessage"})");
  EXPECT_EQ(json.headers.get("x-amzn-query-error"), "AccessDenied;Sender");
}

TEST(SqsWire, WhatMustBeThereIsAskedForInItsOwnWords) {
  EXPECT_EQ(constraints_of(json_request("AmazonSQS.SendMessage", R"({"QueueUrl": "q"})")),
            "MissingRequiredParameterException 400 The request must contain the parameter MessageBody.");
}

}  // namespace
}  // namespace lambent
