// Which resources of Tasks AWS knows, and how it names services, operations and members.
#include <gtest/gtest.h>

#include "mocks/states/asl/resource.h"
#include "mocks/states/asl/sdk_catalogue.h"

namespace lambent::states::asl {
namespace {

TEST(Resource, WhatAwsKnows) {
  for (const char* text : {"arn:aws:states:::sns:publish", "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "arn:aws:states:::states:startExecution.sync",
                           "arn:aws:states:::states:startExecution.sync:2", "arn:aws:states:::dynamodb:updateItem", "arn:aws:states:::events:putEvents.waitForTaskToken",
                           "arn:aws:states:::aws-sdk:ses:sendEmail", "arn:aws:states:us-east-1:000000000000:aws-sdk:s3:getObject",
                           "arn:aws-us-gov:states:::sns:publish", "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess.waitForTaskToken",
                           "arn:aws:states:::aws-sdk:s3:getObject", "arn:aws:states:::aws-sdk:iam:createOpenIDConnectProvider",
                           "arn:aws:states:::http:invoke", "arn:aws:states:::ecs:runTask.sync", "arn:aws:states:us-east-1:000000000000:activity:a",
                           "arn:aws:lambda:us-east-1:000000000000:function:f:live"})
    EXPECT_TRUE(parse_resource(text)) << text;
  for (const char* text : {"arn:aws:states:::sns:subscribe", "arn:aws:states:::lambda:invoke.sync", "arn:aws:states:::dynamodb:getItem.waitForTaskToken",
                           "arn:aws:states:::dynamodb:query", "arn:aws:states:::states:startExecution.sync:3", "arn:aws:states:::aws-sdk:ses:sendMail",
                           "arn:aws:states:::aws-sdk:stepfunctions:startExecution", "arn:aws:states:::aws-sdk:sns:publish.sync",
                           "arn:aws:states:::aws-sdk:nosuchservice:doIt", "arn:aws:states:::aws-sdk:ses", "arn:aws:states:us-east-1:000000000000:activity:",
                           "arn:aws:states:us-east-1:000000000000:stateMachine:m", "arn:aws:s3:::bucket", "lambda:invoke", ""})
    EXPECT_FALSE(parse_resource(text)) << text;
}

TEST(Resource, PartsAndWhatEventsShow) {
  Resource r = *parse_resource("arn:aws:states:::states:startExecution.sync:2");
  EXPECT_EQ(r.service, "states");
  EXPECT_EQ(r.action, "startExecution");
  EXPECT_EQ(r.shown(), "startExecution.sync:2");
  EXPECT_TRUE(r.waits());
  Resource sdk = *parse_resource("arn:aws:states:::aws-sdk:sesv2:sendEmail");
  EXPECT_EQ(sdk.service, "aws-sdk:sesv2");
  EXPECT_FALSE(sdk.waits());
  EXPECT_TRUE(emulated(sdk));
  EXPECT_FALSE(emulated(*parse_resource("arn:aws:states:::batch:submitJob.sync")));
}

TEST(SdkNames, AsTheJavaSdkSpellsThem) {
  const std::pair<const char*, const char*> table[] = {{"SSEKMSKeyId", "SsekmsKeyId"}, {"MD5OfMessageBody", "Md5OfMessageBody"}, {"ETag", "ETag"},
                                                       {"taskToken", "TaskToken"},     {"TopicArn", "TopicArn"},                 {"ACL", "Acl"},
                                                       {"KMSKeyArn", "KmsKeyArn"},     {"OpenIDConnectProviderArn", "OpenIDConnectProviderArn"}, {"S3Key", "S3Key"}};
  for (const auto& [member, spelled] : table) EXPECT_EQ(sdk_member(member), spelled);
  EXPECT_EQ(find_sdk_service("sfn")->prefix, "Sfn");
  EXPECT_EQ(find_sdk_service("dynamodb")->prefix, "DynamoDb");
  EXPECT_EQ(find_sdk_service("sesv2")->prefix, "SesV2");
  EXPECT_EQ(find_sdk_service("eventbridge")->model, "events");
  EXPECT_EQ(find_sdk_operation(*find_sdk_service("sfn"), "sendTaskSuccess")->name, "SendTaskSuccess");
  EXPECT_EQ(find_sdk_operation(*find_sdk_service("secretsmanager"), "getSecretValue"), nullptr);
}

}  // namespace
}  // namespace lambent::states::asl
