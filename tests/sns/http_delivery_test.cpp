// Deliveries to a real HTTP server of this process.
#include "http/server.h"
#include "tests/sns/topic_world.h"

namespace lambent::sns {
namespace {

struct Subscriber {
  Subscriber(Loop& loop) : server(loop, {}, [this](HttpRequest request) { return take(std::move(request)); }) { server.listen("127.0.0.1", 0); }
  Task<HttpResponse> take(HttpRequest request) {
    requests.push_back(std::move(request));
    HttpResponse out = HttpResponse::text(200, "ok");
    if (!answers.empty()) {
      out = answers.front();
      answers.pop_front();
    }
    co_return out;
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()) + "/hook?x=1"; }
  Json envelope(size_t i) const { return parse_json(requests.at(i).body); }

  std::vector<HttpRequest> requests;
  std::deque<HttpResponse> answers;
  HttpServer server;
};

struct HttpDelivery : testing::Test {
  TopicWorld w;
  Subscriber s{w.loop};
  std::string topic = w.topic();

  // Subscribes and confirms by the token that was posted.
  std::string subscribed(Json attributes = Json::object()) {
    std::string arn = w.subscribe(topic, "http", s.url(), std::move(attributes));
    w.settle();
    w.call("ConfirmSubscription", object({{"TopicArn", topic}, {"Token", s.envelope(s.requests.size() - 1)["Token"]}}));
    EXPECT_EQ(w.fault(), "none");
    s.requests.clear();
    return arn;
  }
};

TEST_F(HttpDelivery, ASubscriberIsAskedByAPost) {
  Json answer = w.call("Subscribe", object({{"TopicArn", topic}, {"Protocol", "http"}, {"Endpoint", s.url()}}));
  EXPECT_EQ(answer["SubscriptionArn"], "pending confirmation");
  w.settle();
  ASSERT_EQ(s.requests.size(), 1u);
  const HttpRequest& request = s.requests[0];
  EXPECT_EQ(request.target, "/hook?x=1");
  EXPECT_EQ(request.headers.get("x-amz-sns-message-type"), "SubscriptionConfirmation");
  EXPECT_EQ(request.headers.get("x-amz-sns-topic-arn"), topic);
  EXPECT_FALSE(request.headers.has("x-amz-sns-subscription-arn"));
  EXPECT_EQ(request.headers.get("Content-Type"), "text/plain; charset=UTF-8");
  EXPECT_EQ(request.headers.get("User-Agent"), "Amazon Simple Notification Service Agent");
  Json envelope = s.envelope(0);
  EXPECT_EQ(envelope["Message"], "You have chosen to subscribe to the topic " + topic + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.");
  std::vector<std::string> names;
  for (const auto& [name, value] : envelope.items()) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"Type", "MessageId", "Token", "TopicArn", "Message", "SubscribeURL", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL"}));
}

TEST_F(HttpDelivery, AMessageIsPosted) {
  std::string arn = subscribed();
  Json sent = w.send(topic, "hello");
  ASSERT_EQ(s.requests.size(), 1u);
  EXPECT_EQ(s.requests[0].headers.get("x-amz-sns-message-type"), "Notification");
  EXPECT_EQ(s.requests[0].headers.get("x-amz-sns-subscription-arn"), arn);
  EXPECT_EQ(s.requests[0].headers.get("x-amz-sns-message-id"), text_at(sent, "MessageId"));
  EXPECT_EQ(s.envelope(0)["Message"], "hello");
}

TEST_F(HttpDelivery, RawDeliveryHasTheContentTypeOfThePolicy) {
  subscribed(object({{"RawMessageDelivery", "true"}, {"DeliveryPolicy", R"({"requestPolicy": {"headerContentType": "application/json"}})"}}));
  w.send(topic, "{}");
  ASSERT_EQ(s.requests.size(), 1u);
  EXPECT_EQ(s.requests[0].body, "{}");
  EXPECT_EQ(s.requests[0].headers.get("x-amz-sns-rawdelivery"), "true");
  EXPECT_EQ(s.requests[0].headers.get("Content-Type"), "application/json");
}

TEST_F(HttpDelivery, AFailureIsTriedAgainByThePolicy) {
  subscribed(object({{"DeliveryPolicy", R"({"healthyRetryPolicy": {"numRetries": 2, "minDelayTarget": 10, "maxDelayTarget": 30, "numNoDelayRetries": 1}})"}}));
  s.answers = {HttpResponse::text(500, "no"), HttpResponse{200, {}, "", Broken::reset}};
  w.send(topic, "hello");
  EXPECT_EQ(s.requests.size(), 2u);  // and one at once
  w.pass(std::chrono::milliseconds(9'999));
  EXPECT_EQ(s.requests.size(), 2u);
  w.pass(std::chrono::milliseconds(1));
  EXPECT_EQ(s.requests.size(), 3u);
  w.pass(std::chrono::hours(1));
  EXPECT_EQ(s.requests.size(), 3u);
}

TEST_F(HttpDelivery, WhatIsRefusedOrGivenUpGoesToTheDeadLetterQueue) {
  subscribed(object({{"DeliveryPolicy", R"({"healthyRetryPolicy": {"numRetries": 0}})"}, {"RedrivePolicy", R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead"})"}}));
  s.answers = {HttpResponse::text(404, "gone")};
  w.send(topic, "refused");
  ASSERT_EQ(w.queues.inputs.size(), 1u);
  EXPECT_EQ(w.envelope(0)["Message"], "refused");
  s.answers = {HttpResponse::text(503, "later")};
  w.send(topic, "given up");
  ASSERT_EQ(w.queues.inputs.size(), 2u);
  EXPECT_EQ(w.envelope(1)["Message"], "given up");
  EXPECT_EQ(s.requests.size(), 2u);
}

TEST_F(HttpDelivery, NoMoreThanThePolicyAllowsInASecond) {
  subscribed(object({{"DeliveryPolicy", R"({"throttlePolicy": {"maxReceivesPerSecond": 2}})"}}));
  for (int i = 0; i < 4; ++i) w.send(topic, std::to_string(i));
  EXPECT_EQ(s.requests.size(), 1u);
  w.pass(std::chrono::seconds(1));
  EXPECT_EQ(s.requests.size(), 3u);
  w.pass(std::chrono::seconds(1));
  EXPECT_EQ(s.requests.size(), 4u);
}

TEST_F(HttpDelivery, WhoUnsubscribedIsToldAndMayComeBack) {
  std::string arn = subscribed();
  w.call("Unsubscribe", object({{"SubscriptionArn", arn}}));
  w.settle();
  ASSERT_EQ(s.requests.size(), 1u);
  EXPECT_EQ(s.requests[0].headers.get("x-amz-sns-message-type"), "UnsubscribeConfirmation");
  Json told = s.envelope(0);
  EXPECT_TRUE(text_at(told, "Message").starts_with("You have chosen to deactivate subscription " + arn + "."));
  w.send(topic, "not heard");
  EXPECT_EQ(s.requests.size(), 1u);
  EXPECT_EQ(w.call("ConfirmSubscription", object({{"TopicArn", topic}, {"Token", told["Token"]}}))["SubscriptionArn"], arn);
  w.send(topic, "heard");
  EXPECT_EQ(s.requests.size(), 2u);
}

TEST_F(HttpDelivery, NobodyThereIsAFailure) {
  std::string arn = subscribed(object({{"DeliveryPolicy", R"({"healthyRetryPolicy": {"numRetries": 1}})"}}));
  s.server.close();
  w.send(topic, "hello");
  w.pass(std::chrono::hours(1));
  const MessageEntry* last = nullptr;
  for (const auto& e : w.journal.entries())
    if (const auto* m = std::get_if<MessageEntry>(&e.data)) last = m;
  ASSERT_TRUE(last);
  EXPECT_EQ(last->kind, "http");
  EXPECT_EQ(last->data["delivered"], false);
  EXPECT_EQ(last->data["attempts"], 2);
  EXPECT_EQ(last->data["status"], 0);
}

}  // namespace
}  // namespace lambent::sns
