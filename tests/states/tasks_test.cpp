// Tasks that call services: events, names of errors, and as whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/states/scripted_service.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string task(const std::string& resource, const std::string& more) {
  return R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::)" + resource + "\"," + more + R"(,"End":true}}})";
}

struct Tasks : testing::Test {
  World w;
  ScriptedService sns{w.aws, "sns"}, ses{w.aws, "ses"}, sts{w.aws, "sts"};
  Json details(size_t event, const char* name) { return w.events(w.last)[event][name]; }
};

TEST_F(Tasks, PublishRecordsParametersAndResult) {
  sns.answers("Publish", R"({"MessageId":"m-1"})");
  Json result = parse_json(w.outcome(task("sns:publish", R"("Parameters":{"TopicArn":"arn:aws:sns:us-east-1:000000000000:t","Message.$":"$"})"), R"({"a":1})"));
  EXPECT_EQ(text_at(result, "MessageId"), "m-1");
  EXPECT_TRUE(result.contains("SdkHttpMetadata"));
  EXPECT_THAT(sns.calls, ElementsAre(R"(Publish {"TopicArn":"arn:aws:sns:us-east-1:000000000000:t","Message":"{\"a\":1}"})"));
  EXPECT_THAT(sns.callers.front(), StartsWith("arn:aws:sts::000000000000:assumed-role/machine/"));
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 TaskScheduled, 4<-3 TaskStarted, 5<-4 TaskSucceeded, 6<-5 TaskStateExited, "
                               "7<-6 ExecutionSucceeded");
  EXPECT_EQ(dump(details(2, "taskScheduledEventDetails")),
            R"({"resourceType":"sns","resource":"publish","region":"us-east-1","parameters":"{\"TopicArn\":\"arn:aws:sns:us-east-1:000000000000:t\",\"Message\":{\"a\":1}}"})");
}

TEST_F(Tasks, SdkTasksShowTheirServiceAndErrorsMayBeCaught) {
  ses.fails("SendEmail", "MessageRejected", 400, "Email address is not verified.");
  std::string text = R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:ses:sendEmail","Parameters":{"Source":"a@x","Destination":{},
      "Message":{"Subject":{"Data":"s"},"Body":{}}},"Catch":[{"ErrorEquals":["Ses.MessageRejectedException"],"Next":"P"}],"End":true},"P":{"Type":"Pass","End":true}}})";
  EXPECT_THAT(w.outcome(text), HasSubstr("Email address is not verified. (Service: Ses, Status Code: 400, Request ID: "));
  Json scheduled = details(2, "taskScheduledEventDetails");
  EXPECT_EQ(text_at(scheduled, "resourceType"), "aws-sdk:ses");
  EXPECT_EQ(text_at(scheduled, "resource"), "sendEmail");
  EXPECT_THAT(w.history(w.last), HasSubstr("5<-4 TaskFailed, 6<-5 TaskStateExited"));
}

TEST_F(Tasks, UnusableParametersFailBeforeAnythingIsScheduled) {
  EXPECT_EQ(w.outcome(task("aws-sdk:sns:publish", R"("Parameters":{"Message":"x","Topic":"t"})")),
            "States.Runtime: An error occurred while executing the state 'T' (entered at the event id #2). The Parameters '{\"Message\":\"x\",\"Topic\":\"t\"}' could not be "
            "used to start the Task: [The field \"Topic\" is not supported by Step Functions]");
  EXPECT_EQ(w.history(w.last), "1<-0 ExecutionStarted, 2<-0 TaskStateEntered, 3<-2 ExecutionFailed");
  EXPECT_TRUE(sns.calls.empty());
}

TEST_F(Tasks, ServicesThatAreNotEmulatedSaySoByName) {
  EXPECT_THAT(w.outcome(task("dynamodb:getItem", R"("Parameters":{"TableName":"t","Key":{"id":{"S":"1"}}})")),
              StartsWith("DynamoDB.AmazonDynamoDBException: dynamodb: the service is not emulated by lambent (Service: AmazonDynamoDBv2; Status Code: 501; Error Code: NotImplemented"));
  EXPECT_THAT(w.outcome(task("events:putEvents", R"("Parameters":{"Entries":[]})")), StartsWith("EventBridge.AmazonEventBridgeException: events: the service is not emulated"));
  EXPECT_THAT(w.outcome(task("aws-sdk:s3:listBuckets", R"("Parameters":{})")), StartsWith("S3.S3Exception: s3: the service is not emulated by lambent (Service: S3, Status Code: 501"));
}

TEST_F(Tasks, AFailedEntryFailsTheTask) {
  ScriptedService events(w.aws, "events");
  events.answers("PutEvents", R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":"InvalidArgument","ErrorMessage":"no"}]})");
  EXPECT_EQ(w.outcome(task("events:putEvents", R"("Parameters":{"Entries":[{"Detail":{"a":1},"DetailType":"d","Source":"s"}]})")),
            R"(EventBridge.FailedEntry: {"Entries":[{"ErrorCode":"InvalidArgument","ErrorMessage":"no"}],"FailedEntryCount":1})");
  EXPECT_THAT(events.calls.front(), HasSubstr("\"Resources\":[\"" + w.last + "\",\"" + w.machine + "\"]"));
}

TEST_F(Tasks, ArgumentsOfJsonata) {
  sns.answers("Publish", R"({"MessageId":"m-1"})");
  std::string text = R"({"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:sns:publish",
      "Arguments":{"PhoneNumber":"{% $states.input.to %}","Message":"hi"},"TimeoutSeconds":"{% 2 * 3 %}","HeartbeatSeconds":"{% 3 %}","Output":"{% $states.result.MessageId %}","End":true}}})";
  EXPECT_EQ(w.outcome(text, R"({"to":"+15550000001"})"), "\"m-1\"");
  EXPECT_EQ(details(2, "taskScheduledEventDetails")["timeoutInSeconds"], 6);
  EXPECT_EQ(details(2, "taskScheduledEventDetails")["heartbeatInSeconds"], 3);
}

TEST_F(Tasks, CredentialsNameTheRoleThatCalls) {
  sns.answers("Publish", R"({"MessageId":"m-1"})");
  sts.answers("AssumeRole", R"({"AssumedRoleUser":{"AssumedRoleId":"AROAX:s","Arn":"arn:aws:sts::111111111111:assumed-role/other/s"}})");
  std::string text = task("aws-sdk:sns:publish", R"("Parameters":{"Message":"x"},"Credentials":{"RoleArn.$":"$.role"})");
  EXPECT_EQ(w.outcome(text, R"({"role":"arn:aws:iam::111111111111:role/other"})"), R"({"MessageId":"m-1"})");
  EXPECT_THAT(sts.calls.front(), StartsWith(R"(AssumeRole {"RoleArn":"arn:aws:iam::111111111111:role/other","RoleSessionName":")"));
  EXPECT_THAT(sts.callers.front(), StartsWith("arn:aws:sts::000000000000:assumed-role/machine/"));
  EXPECT_EQ(sns.callers.front(), "arn:aws:sts::111111111111:assumed-role/other/s");
  EXPECT_EQ(dump(details(2, "taskScheduledEventDetails")["taskCredentials"]), R"({"roleArn":"arn:aws:iam::111111111111:role/other"})");
}

TEST_F(Tasks, ARoleThatMayNotBeAssumed) {
  sts.fails("AssumeRole", "AccessDenied", 403, "no");
  EXPECT_EQ(w.outcome(task("aws-sdk:sns:publish", R"("Parameters":{"Message":"x"},"Credentials":{"RoleArn":"arn:aws:iam::111111111111:role/other"})")),
            "States.TaskFailed: The role arn:aws:iam::000000000000:role/machine is not authorized to assume the task state's role, arn:aws:iam::111111111111:role/other.");
  EXPECT_THAT(w.history(w.last), HasSubstr("3<-2 TaskScheduled, 4<-3 TaskStarted, 5<-4 TaskFailed"));
  EXPECT_TRUE(sns.calls.empty());
}

TEST_F(Tasks, ALargeResultIsNamedByItsService) {
  sns.script["Publish"].push_back({object({{"MessageId", std::string(263000, 'a')}}), std::nullopt});
  EXPECT_EQ(w.outcome(task("aws-sdk:sns:publish", R"("Parameters":{"Message":"x"})")),
            "States.DataLimitExceeded: The state/task 'aws-sdk:sns' returned a result with a size exceeding the maximum number of bytes service limit.");
}

TEST_F(Tasks, PlainFunctionsTakeCredentialsToo) {
  w.lambda.script["f"] = {{"1"}};
  sts.answers("AssumeRole", R"({"AssumedRoleUser":{"AssumedRoleId":"AROAX:s","Arn":"arn:aws:sts::000000000000:assumed-role/other/s"}})");
  std::string text = R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":")" + function_arn("f") + R"(","Credentials":{"RoleArn":"arn:aws:iam::000000000000:role/other"},"End":true}}})";
  EXPECT_EQ(w.outcome(text), "1");
  EXPECT_EQ(w.lambda.callers.front(), "arn:aws:sts::000000000000:assumed-role/other/s");
  EXPECT_EQ(text_at(details(2, "lambdaFunctionScheduledEventDetails")["taskCredentials"], "roleArn"), "arn:aws:iam::000000000000:role/other");
}

TEST(Credentials, WhatADefinitionMaySay) {
  World w;
  auto fault = [&](const char* credentials) {
    w.create("m", task("sns:publish", std::string(R"("Parameters":{},"Credentials":)") + credentials));
    return w.fault();
  };
  EXPECT_THAT(fault("{}"), HasSubstr("The field 'RoleArn' is required but was missing at /States/T/Credentials"));
  EXPECT_THAT(fault(R"({"RoleArn":1})"), HasSubstr("Expected value of type [STRING] at /States/T/Credentials/RoleArn"));
  EXPECT_THAT(fault(R"({"RoleArn.$":"role"})"), HasSubstr("must be a valid JSONPath"));
}

}  // namespace
}  // namespace lambent::states
