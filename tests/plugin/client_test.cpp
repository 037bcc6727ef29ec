// The client of handlers against an endpoint that looks closely: form, headers and signature of requests, answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <lambent/aws.hpp>

#include "base/json.h"
#include "fake_server.h"
#include "signature_check.h"

namespace lambent::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

class Client : public ::testing::Test {
 protected:
  Client() : server_([this](const SeenRequest&) { return FakeServer::Answer{answer_}; }) {}

  Aws aws(std::string token = "the/session+token==") {
    AwsOptions options;
    options.region = "eu-west-3";
    options.access_key = "ASIAEXAMPLE";
    options.secret_key = kSecret;
    options.session_token = std::move(token);
    options.endpoint = "http://" + server_.address();
    return Aws(std::move(options));
  }

  SeenRequest only_request() {
    const auto seen = server_.seen();
    EXPECT_EQ(seen.size(), 1u);
    return seen.empty() ? SeenRequest{} : seen[0];
  }

  const FakeServer& server() const { return server_; }

  void answer(int status, const std::string& body, const std::string& headers = "") { answer_ = reply(status, body, headers); }

 private:
  std::string answer_ = reply(200, "{}");
  FakeServer server_;
};

TEST_F(Client, PublishesAnSmsByTheQueryProtocol) {
  answer(200, R"(<PublishResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult>)"
              R"(<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>)");
  const auto sent = aws().sns_publish_sms("+15556667788", "50% off & more: é=ok");
  ASSERT_TRUE(sent.ok()) << sent.error().text();
  EXPECT_EQ(sent.field("MessageId"), "m-1");
  EXPECT_EQ(sent.request_id(), "r-1");
  const auto request = only_request();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/");
  EXPECT_EQ(request.body, "Action=Publish&Version=2010-03-31&PhoneNumber=%2B15556667788&Message=50%25%20off%20%26%20more%3A%20%C3%A9%3Dok");
  EXPECT_EQ(request.headers.at("content-type"), "application/x-www-form-urlencoded; charset=utf-8");
  EXPECT_EQ(request.headers.at("x-amz-security-token"), "the/session+token==");
  EXPECT_EQ(signature_fault(request, kSecret, "eu-west-3", "sns"), "");
}

TEST_F(Client, FlattensListsMapsAndScalars) {
  aws().call("sns", "Publish", R"({"MessageAttributes":{"a b":{"DataType":"String","StringValue":"x"},"n":{"DataType":"Number","StringValue":"1"}},"L":[true,2,{"In":"side"}],"E":[],"N":null})");
  EXPECT_EQ(only_request().body,
            "Action=Publish&Version=2010-03-31&MessageAttributes.entry.1.Name=a%20b&MessageAttributes.entry.1.Value.DataType=String"
            "&MessageAttributes.entry.1.Value.StringValue=x&MessageAttributes.entry.2.Name=n&MessageAttributes.entry.2.Value.DataType=Number"
            "&MessageAttributes.entry.2.Value.StringValue=1&L.member.1=true&L.member.2=2&L.member.3.In=side&E=");
}

TEST_F(Client, SendsAnEmail) {
  answer(200, "<SendEmailResponse><SendEmailResult><MessageId>0100</MessageId></SendEmailResult></SendEmailResponse>");
  EXPECT_EQ(aws().ses_send_email("from@example.com", "to@example.com", "Hi", "text").field("MessageId"), "0100");
  const auto request = only_request();
  EXPECT_THAT(request.body, HasSubstr("Action=SendEmail&Version=2010-12-01&Source=from%40example.com&Destination.ToAddresses.member.1=to%40example.com"
                                      "&Message.Subject.Data=Hi&Message.Subject.Charset=UTF-8&Message.Body.Text.Data=text"));
  EXPECT_EQ(signature_fault(request, kSecret, "eu-west-3", "ses"), "");
}

TEST_F(Client, StartsAnExecutionByTheJsonProtocol) {
  answer(200, R"({"executionArn":"arn:x","startDate":1.5})", "x-amzn-RequestId: r-2\r\n");
  const auto started = aws().start_execution("arn:aws:states:eu-west-3:000000000000:stateMachine:Sending", R"({"a":1})", "one");
  ASSERT_TRUE(started.ok());
  EXPECT_EQ(started.field("executionArn"), "arn:x");
  EXPECT_EQ(started.field("startDate"), "1.5");
  EXPECT_EQ(started.field("absent"), "");
  EXPECT_EQ(started.request_id(), "r-2");
  const auto request = only_request();
  EXPECT_EQ(request.headers.at("x-amz-target"), "AWSStepFunctions.StartExecution");
  EXPECT_EQ(request.headers.at("content-type"), "application/x-amz-json-1.0");
  EXPECT_EQ(Json::parse(request.body)["input"], R"({"a":1})");
  EXPECT_EQ(Json::parse(request.body)["name"], "one");
  EXPECT_EQ(signature_fault(request, kSecret, "eu-west-3", "states"), "");
}

TEST_F(Client, InvokesAFunction) {
  answer(200, "{\"errorMessage\":\"no\"}", "X-Amz-Function-Error: Unhandled\r\nX-Amz-Executed-Version: $LATEST\r\n");
  const auto invoked = aws().call("lambda", "Invoke", R"({"FunctionName":"my_fn-1","Qualifier":"$LATEST","InvocationType":"RequestResponse","Payload":"{\"a\": 1}"})");
  ASSERT_TRUE(invoked.ok());
  EXPECT_EQ(invoked.field("StatusCode"), "200");
  EXPECT_EQ(invoked.field("FunctionError"), "Unhandled");
  EXPECT_EQ(invoked.field("ExecutedVersion"), "$LATEST");
  EXPECT_EQ(invoked.field("Payload"), "{\"errorMessage\":\"no\"}");
  const auto request = only_request();
  EXPECT_EQ(request.target, "/2015-03-31/functions/my_fn-1/invocations?Qualifier=%24LATEST");
  EXPECT_EQ(request.headers.at("x-amz-invocation-type"), "RequestResponse");
  EXPECT_EQ(request.body, "{\"a\": 1}");
  EXPECT_EQ(signature_fault(request, kSecret, "eu-west-3", "lambda"), "");
}

TEST_F(Client, SendsEmailByTheSecondVersion) {
  answer(200, R"({"MessageId":"v2"})");
  EXPECT_EQ(aws("").call("sesv2", "SendEmail", R"({"FromEmailAddress":"a@b.c"})").field("MessageId"), "v2");
  const auto request = only_request();
  EXPECT_EQ(request.target, "/v2/email/outbound-emails");
  EXPECT_EQ(request.headers.count("x-amz-security-token"), 0u) << "long-term keys have none";
  EXPECT_EQ(signature_fault(request, kSecret, "eu-west-3", "ses"), "");
}

TEST_F(Client, ABodyOverAMegabyteIsSignedAndSentWhole) {
  const std::string large(2'000'000, 'x');
  ASSERT_TRUE(aws().call("sqs", "SendMessage", R"({"MessageBody":")" + large + "\"}").ok());
  const auto request = only_request();
  EXPECT_EQ(Json::parse(request.body)["MessageBody"].get<std::string>().size(), large.size());
  EXPECT_EQ(signature_fault(request, kSecret, "eu-west-3", "sqs"), "");
}

TEST_F(Client, TheConnectionIsKeptBetweenCalls) {
  Aws one = aws();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(one.call("events", "PutEvents", "{}").ok());
  for (const auto& request : server().seen()) EXPECT_EQ(request.connection, 0);
}

TEST_F(Client, ErrorsOfEachProtocolAreRead) {
  answer(403, R"(<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>User: a &lt;b&gt; is not authorized</Message></Error><RequestId>r-3</RequestId></ErrorResponse>)");
  const auto query = aws().sns_publish_sms("+1", "x");
  ASSERT_FALSE(query.ok());
  EXPECT_EQ(query.error().code, "AuthorizationError");
  EXPECT_EQ(query.error().message, "User: a <b> is not authorized");
  EXPECT_EQ(query.error().http_status, 403);
  EXPECT_EQ(query.error().request_id, "r-3");
  EXPECT_EQ(query.error().text(), "An error occurred (AuthorizationError) when calling the Publish operation: User: a <b> is not authorized");

  answer(400, R"({"__type":"com.amazon.coral.service#AccessDeniedException","Message":"no"})");
  EXPECT_EQ(aws().start_execution("a", "{}").error().code, "AccessDeniedException");
  EXPECT_EQ(aws().start_execution("a", "{}").error().message, "no");

  answer(404, R"({"Type":"User","Message":"Function not found"})", "x-amzn-ErrorType: ResourceNotFoundException:http://internal/\r\n");
  EXPECT_EQ(aws().call("lambda", "Invoke", R"({"FunctionName":"f"})").error().code, "ResourceNotFoundException");

  answer(502, "<html>bad gateway</html>");
  EXPECT_EQ(aws().sns_publish_sms("+1", "x").error().code, "502");
  answer(200, "<PublishResponse><cut");
  EXPECT_EQ(aws().sns_publish_sms("+1", "x").error().code, "InvalidResponse");
  answer(200, "not json");
  EXPECT_EQ(aws().start_execution("a", "{}").error().code, "InvalidResponse");
}

TEST_F(Client, WhatCannotBeSentIsSaidWithoutACall) {
  EXPECT_EQ(aws().call("dynamo", "GetItem", "{}").error().code, "UnknownService");
  EXPECT_EQ(aws().call("lambda", "ListFunctions", "{}").error().code, "UnknownOperation");
  EXPECT_EQ(aws().call("sns", "Publish", "[1]").error().code, "InvalidRequest");
  EXPECT_EQ(aws().call("sns", "Publish", "{").error().code, "InvalidRequest");
  EXPECT_EQ(aws().call("lambda", "Invoke", R"({"FunctionName":"arn:aws:lambda:r:1:function:f"})").error().code, "InvalidRequest");
  EXPECT_EQ(aws().call("lambda", "Invoke", R"({"FunctionName":"f","Payload":1})").error().code, "InvalidRequest");
  EXPECT_EQ(aws().call("lambda", "Invoke", R"({"FunctionName":"f","Other":"1"})").error().code, "InvalidRequest");
  EXPECT_EQ(aws().call("lambda", "Invoke", R"({"FunctionName":"f","ClientContext":"a\r\nX: y"})").error().code, "InvalidRequest");
  EXPECT_EQ(Aws(AwsOptions{}).call("sns", "Publish", "{}").error().code, "NoCredentials");
  AwsOptions keys;
  keys.access_key = keys.secret_key = "k";
  EXPECT_EQ(Aws(keys).call("sns", "Publish", "{}").error().code, "NoRegion");
  EXPECT_TRUE(server().seen().empty());
}

TEST_F(Client, NobodyThereAndNoAnswerInTimeAreErrorsOfOurOwn) {
  AwsOptions options;
  options.region = "us-east-1";
  options.access_key = options.secret_key = "test";
  options.endpoint = "http://127.0.0.1:1";
  const auto refused = Aws(options).sns_publish_sms("+1", "x");
  EXPECT_EQ(refused.error().code, "ConnectionError");
  EXPECT_EQ(refused.error().http_status, 0);
  EXPECT_THAT(refused.error().message, HasSubstr("http://127.0.0.1:1"));
  answer(200, "", "Transfer-Encoding: chunked\r\n");  // a body that never comes
  options.endpoint = "http://" + server().address();
  options.timeout_ms = 50;
  EXPECT_EQ(Aws(options).sns_publish_sms("+1", "x").error().code, "Timeout");
}

TEST_F(Client, TheEnvironmentNamesRegionKeysAndEndpoints) {
  setenv("AWS_REGION", "ap-south-1", 1);
  setenv("AWS_ACCESS_KEY_ID", "AKIAENV", 1);
  setenv("AWS_SECRET_ACCESS_KEY", kSecret, 1);
  setenv("AWS_SESSION_TOKEN", "", 1);
  setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1", 1);
  setenv("AWS_ENDPOINT_URL_SNS", ("http://" + server().address() + "/").c_str(), 1);
  Aws from_environment;
  from_environment.call("sns", "ListTopics", "{}");
  EXPECT_EQ(from_environment.call("sqs", "ListQueues", "{}").error().code, "ConnectionError") << "the general endpoint is for the others";
  const auto request = only_request();
  EXPECT_THAT(request.headers.at("authorization"), StartsWith("AWS4-HMAC-SHA256 Credential=AKIAENV/"));
  EXPECT_EQ(request.headers.at("host"), server().address());
  EXPECT_EQ(signature_fault(request, kSecret, "ap-south-1", "sns"), "");
  for (const char* name : {"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SNS"})
    unsetenv(name);
}

}  // namespace
}  // namespace lambent::test
