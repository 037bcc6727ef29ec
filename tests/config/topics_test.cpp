#include "tests/config/reading.h"

namespace lambent::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Topics, AreReadWithTheirPoliciesAndSubscriptions) {
  Reading r(R"(
Resources:
  News:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: News
      TracingConfig: Active
      Tags: [{Key: team, Value: x}]
      DeliveryStatusLogging: [{Protocol: http/s, FailureFeedbackRoleArn: "arn:aws:iam::1:role/r"}]
      Subscription: [{Protocol: email, Endpoint: ann@example.com}]
  Orders:
    Type: AWS::SNS::Topic
    Properties: {TopicName: orders.fifo, FifoTopic: true, ContentBasedDeduplication: true}
  Filtered:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref News
      Protocol: sqs
      Endpoint: arn:aws:sqs:eu-west-1:123456789012:q
      RawMessageDelivery: true
      FilterPolicyScope: MessageBody
      FilterPolicy: {price: [{numeric: [">", 10]}]}
  May:
    Type: AWS::SNS::TopicPolicy
    Properties: {Topics: [!Ref News], PolicyDocument: {Statement: []}}
Outputs:
  Name: {Value: !GetAtt Orders.TopicName}
  Arn: {Value: !GetAtt Orders.TopicArn}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  ASSERT_EQ(r.model.topics.size(), 2u);
  EXPECT_EQ(r.model.topics[0].name, "News");
  EXPECT_EQ(r.model.topics[0].attributes.at("HTTPFailureFeedbackRoleArn"), "arn:aws:iam::1:role/r");
  EXPECT_EQ(r.model.topics[0].tags.at("team"), "x");
  EXPECT_EQ(r.model.topics[1].attributes.at("FifoTopic"), "true");
  ASSERT_EQ(r.model.subscriptions.size(), 2u);
  EXPECT_EQ(r.model.subscriptions[0].topic, "arn:aws:sns:eu-west-1:123456789012:News");
  EXPECT_EQ(r.model.subscriptions[1].attributes.at("FilterPolicy"), R"({"price":[{"numeric":[">",10]}]})");
  EXPECT_EQ(r.model.subscriptions[1].attributes.at("RawMessageDelivery"), "true");
  EXPECT_THAT(r.model.topic_policies[0].topics, ElementsAre("arn:aws:sns:eu-west-1:123456789012:News"));
  EXPECT_EQ(r.model.outputs[0].value, "orders.fifo");
  EXPECT_EQ(r.model.outputs[1].value, "arn:aws:sns:eu-west-1:123456789012:orders.fifo");
}

TEST(Topics, AnSnsEventSubscribesItsFunction) {
  Reading r(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  News: {Type: AWS::SNS::Topic}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      CodeUri: code
      Events:
        Told: {Type: SNS, Properties: {Topic: !Ref News, FilterPolicy: {kind: [a]}}}
)");
  EXPECT_THAT(r.said(), IsEmpty());
  ASSERT_EQ(r.model.subscriptions.size(), 1u);
  EXPECT_EQ(r.model.subscriptions[0].protocol, "lambda");
  EXPECT_EQ(r.model.subscriptions[0].endpoint, "arn:aws:lambda:eu-west-1:123456789012:function:F");
  EXPECT_EQ(r.model.subscriptions[0].attributes.at("FilterPolicy"), R"({"kind":["a"]})");
  ASSERT_EQ(r.model.permissions.size(), 1u);
  EXPECT_EQ(r.model.permissions[0].principal, "sns.amazonaws.com");
  EXPECT_EQ(r.model.permissions[0].source_arn, "arn:aws:sns:eu-west-1:123456789012:News");
}

}  // namespace
}  // namespace lambent::config
