// The handlers of the sending application, each run by the plugin host against a scripted AWS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "host_run.h"
#include "signature_check.h"

namespace lambent::test {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  SeenRequest posted;               // to the Runtime API
  std::vector<SeenRequest> called;  // at AWS
};

Outcome run(const std::string& name, const std::string& event, const std::string& aws_answer, Variables variables = {}) {
  FakeServer aws([&](const SeenRequest&) { return FakeServer::Answer{aws_answer}; });
  ScriptedRuntime api({{event}});
  variables.insert(variables.end(), {{"AWS_REGION", "us-east-1"}, {"AWS_ACCESS_KEY_ID", "ASIAX"}, {"AWS_SECRET_ACCESS_KEY", "s"}, {"AWS_SESSION_TOKEN", "t"},
                                     {"AWS_ENDPOINT_URL", "http://" + aws.address()}});
  api.run("handlers/sending/" + name + ".so", variables);
  const auto posts = api.posts();
  EXPECT_EQ(posts.size(), 1u);
  return {posts.empty() ? SeenRequest{} : posts[0], aws.seen()};
}

std::string proxy_event(const std::string& name) { return read_file(LAMBENT_SOURCE_DIR "/handlers/sending/events/" + name + ".json"); }

const std::string kStarted = reply(200, R"({"executionArn":"arn:aws:states:us-east-1:000000000000:execution:Sending:e","startDate":1})");

TEST(Sending, TheRestApiStartsAnExecutionWithTheBodyAsItIs) {
  const auto outcome = run("rest_api", proxy_event("sms"), kStarted, {{"STATE_MACHINE_ARN", "arn:machine"}});
  EXPECT_THAT(outcome.posted.target, HasSubstr("/response"));
  const Json answer = Json::parse(outcome.posted.body);
  EXPECT_EQ(answer["statusCode"], 200);
  EXPECT_EQ(answer["body"], R"({"Status":"RUNNING"})");
  ASSERT_EQ(outcome.called.size(), 1u);
  EXPECT_EQ(signature_fault(outcome.called[0], "s", "us-east-1", "states"), "");
  const Json started = Json::parse(outcome.called[0].body);
  EXPECT_EQ(started["stateMachineArn"], "arn:machine");
  EXPECT_EQ(started["input"], Json::parse(proxy_event("sms"))["body"]);
}

TEST(Sending, TheRestApiRefusesBodiesThatAreNoJsonObject) {
  for (const std::string& event : {proxy_event("bad"), std::string(R"({"body":null})"), std::string(R"({"body":""})"), std::string(R"({"body":"[1]"})"),
                                  std::string(R"({"body":"\"text\""})"), std::string("{}"), std::string("[]"), std::string("not json")}) {
    const auto outcome = run("rest_api", event, kStarted, {{"STATE_MACHINE_ARN", "arn:machine"}});
    EXPECT_EQ(Json::parse(outcome.posted.body)["statusCode"], 400) << event;
    EXPECT_TRUE(outcome.called.empty()) << event;
  }
}

TEST(Sending, ARefusedStartIsAFunctionError) {
  const auto outcome = run("rest_api", proxy_event("sms"), reply(400, R"({"__type":"StateMachineDoesNotExist","message":"none"})"), {{"STATE_MACHINE_ARN", "arn:machine"}});
  EXPECT_THAT(outcome.posted.target, HasSubstr("/error"));
  const Json error = Json::parse(outcome.posted.body);
  EXPECT_EQ(error["errorType"], "StateMachineDoesNotExist");
  EXPECT_EQ(error["errorMessage"], "An error occurred (StateMachineDoesNotExist) when calling the StartExecution operation: none");
}

TEST(Sending, AnSmsIsPublished) {
  const auto outcome = run("sms", R"({"typeOfSending":"sms","phoneNumber":"+15556667788","message":"hi there"})",
                           reply(200, "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>"));
  EXPECT_EQ(outcome.posted.body, "\"SMS sent!\"");
  ASSERT_EQ(outcome.called.size(), 1u);
  EXPECT_THAT(outcome.called[0].body, HasSubstr("PhoneNumber=%2B15556667788&Message=hi%20there"));
}

TEST(Sending, ADeniedPublishIsReportedInTheWordsOfAws) {
  const auto outcome = run("sms", R"({"phoneNumber":"+15556667788","message":"hi"})",
                           reply(403, "<ErrorResponse><Error><Code>AuthorizationError</Code><Message>User: u is not authorized to perform: SNS:Publish</Message></Error></ErrorResponse>"));
  const Json error = Json::parse(outcome.posted.body);
  EXPECT_EQ(error["errorType"], "AuthorizationError");
  EXPECT_THAT(error["errorMessage"].get<std::string>(), HasSubstr("User: u is not authorized to perform: SNS:Publish"));
}

TEST(Sending, AnEmailIsSentFromTheSender) {
  const auto outcome = run("email", R"({"destinationEmail":"receiver@example.com","message":"hello"})",
                           reply(200, "<SendEmailResponse><SendEmailResult><MessageId>m</MessageId></SendEmailResult></SendEmailResponse>"), {{"SENDER", "sender@example.com"}});
  EXPECT_EQ(outcome.posted.body, "\"Email sent!\"");
  ASSERT_EQ(outcome.called.size(), 1u);
  EXPECT_THAT(outcome.called[0].body, HasSubstr("Source=sender%40example.com&Destination.ToAddresses.member.1=receiver%40example.com"));
}

TEST(Sending, AnEventWithoutWhatIsNeededIsAFunctionErrorThatNamesIt) {
  const auto no_message = run("sms", R"({"phoneNumber":"+15556667788"})", "");
  EXPECT_THAT(Json::parse(no_message.posted.body)["errorMessage"].get<std::string>(), HasSubstr("'message' not found"));
  EXPECT_TRUE(no_message.called.empty());
  const auto no_sender = run("email", R"({"destinationEmail":"a@b.c","message":"x"})", "");
  EXPECT_EQ(Json::parse(no_sender.posted.body)["errorType"], "ConfigurationError");
}

}  // namespace
}  // namespace lambent::test
