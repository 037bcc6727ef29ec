#include "base/text.h"
#include "tests/sns/topic_world.h"

namespace lambent::sns {
namespace {

const std::string kInvalid = "InvalidParameter: Invalid parameter: ";
const std::string kQueue = "arn:aws:sqs:us-east-1:000000000000:orders";

struct Subscriptions : testing::Test {
  TopicWorld w;
  std::string topic = w.topic();
  std::string fault(const std::string& protocol, const std::string& endpoint, Json attributes = Json::object()) {
    w.subscribe(topic, protocol, endpoint, std::move(attributes));
    return w.fault();
  }
  std::string set(const std::string& arn, const std::string& name, const std::string& value) {
    return w.fault_of("SetSubscriptionAttributes", object({{"SubscriptionArn", arn}, {"AttributeName", name}, {"AttributeValue", value}}));
  }
  std::string token(const std::string& arn) { return text_at(parse_json(w.http("GET", "/_aws/sns/subscription-tokens/" + arn).body), "subscription_token"); }
};

TEST_F(Subscriptions, EachProtocolHasItsEndpoints) {
  EXPECT_EQ(fault("pigeon", "x"), kInvalid + "Amazon SNS does not support this protocol string: pigeon");
  EXPECT_EQ(fault("sqs", "http://localhost:4566/000000000000/orders"), kInvalid + "SQS endpoint ARN");
  EXPECT_EQ(fault("sqs", kQueue + ".fifo"), kInvalid + "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
  EXPECT_EQ(fault("lambda", kQueue), kInvalid + "Lambda endpoint ARN");
  EXPECT_EQ(fault("http", "https://localhost/"), kInvalid + "Endpoint must match the specified protocol");
  EXPECT_EQ(fault("email", "nobody"), kInvalid + "Email address");
  for (const char* wrong : {"+15--551234567", "+15551234567.", "/+15551234567", "NAA+15551234567"}) EXPECT_EQ(fault("sms", wrong), std::string("InvalidParameter: Invalid SMS endpoint: ") + wrong);
  EXPECT_EQ(fault("sms", "+12/34-567.890"), "none");
  EXPECT_EQ(fault("firehose", "arn:aws:firehose:us-east-1:000000000000:deliverystream/s"), kInvalid + "Attributes Reason: SubscriptionRoleArn is required for the protocol firehose");
  topic = "arn:aws:sns:us-east-1:000000000000:none";
  EXPECT_EQ(fault("sqs", kQueue), "NotFound: Topic does not exist");
  topic = w.fifo();
  EXPECT_EQ(fault("http", "http://localhost/"), kInvalid + "Protocol Reason: FIFO topics do not support the protocol http");
  EXPECT_EQ(fault("sqs", kQueue), "none");
}

TEST_F(Subscriptions, AFreshOneHasItsAttributes) {
  std::string arn = w.queue(topic);
  EXPECT_TRUE(arn.starts_with(topic + ":"));
  EXPECT_EQ(w.attributes_of(arn), object({{"SubscriptionArn", arn}, {"TopicArn", topic}, {"Owner", "000000000000"}, {"Protocol", "sqs"}, {"Endpoint", kQueue},
                                          {"SubscriptionPrincipal", "arn:aws:iam::000000000000:root"}, {"PendingConfirmation", "false"},
                                          {"ConfirmationWasAuthenticated", "true"}, {"RawMessageDelivery", "false"}}));
  Json listed = object({{"SubscriptionArn", arn}, {"Owner", "000000000000"}, {"Protocol", "sqs"}, {"Endpoint", kQueue}, {"TopicArn", topic}});
  EXPECT_EQ(w.call("ListSubscriptions", Json::object())["Subscriptions"][0], listed);
  EXPECT_EQ(w.call("ListSubscriptionsByTopic", object({{"TopicArn", topic}}))["Subscriptions"][0], listed);
}

TEST_F(Subscriptions, TheSameAgainIsTheSame) {
  std::string arn = w.queue(topic, kRaw);
  EXPECT_EQ(w.queue(topic, kRaw), arn);
  EXPECT_EQ(w.queue(topic), arn);
  w.queue(topic, object({{"RawMessageDelivery", "false"}}));
  EXPECT_EQ(w.fault(), kInvalid + "Attributes Reason: Subscription already exists with different attributes");
}

TEST_F(Subscriptions, AttributesAreCheckedInBothPlaces) {
  std::string arn = w.queue(topic);
  auto both = [&](const std::string& name, const std::string& value) {
    std::string first = fault("sqs", kQueue + "2", object({{name, value}})), second = set(arn, name, value);
    EXPECT_EQ(replace_all(first, "Attributes Reason: ", ""), second);
    EXPECT_NE(first, second);
    return second;
  };
  EXPECT_EQ(both("RawMessageDelivery", "x"), kInvalid + "RawMessageDelivery: Invalid value [x]. Must be true or false.");
  EXPECT_EQ(both("FilterPolicyScope", "x"), kInvalid + "FilterPolicyScope: Invalid value [x]. Please use either MessageBody or MessageAttributes");
  EXPECT_EQ(both("RedrivePolicy", R"({"deadLetterTargetArn": "x"})"), kInvalid + "RedrivePolicy: deadLetterTargetArn is an invalid arn");
  EXPECT_TRUE(both("RedrivePolicy", "{invalid}").starts_with(kInvalid + "RedrivePolicy: failed to parse JSON. Unexpected character ('i' (code 105))"));
  EXPECT_TRUE(both("FilterPolicy", R"({"a": []})").starts_with(kInvalid + "FilterPolicy: Empty arrays are not allowed\n at [Source: "));
  EXPECT_EQ(both("FilterPolicy", R"({"a": {"b": [1]}})"), kInvalid + "Filter policy scope MessageAttributes does not support nested filter policy");
  EXPECT_EQ(both("Nothing", "x"), kInvalid + "AttributeName");
}

TEST_F(Subscriptions, FilterPoliciesComeAndGo) {
  std::string arn = w.queue(topic, parse_json(R"({"FilterPolicy": "{\"a\": {\"b\": [1]}}", "FilterPolicyScope": "MessageBody"})"));
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(w.attributes_of(arn)["FilterPolicyScope"], "MessageBody");
  EXPECT_EQ(set(arn, "FilterPolicyScope", "MessageAttributes"), kInvalid + "Filter policy scope MessageAttributes does not support nested filter policy");
  EXPECT_EQ(set(arn, "FilterPolicy", "{}"), "none");
  EXPECT_FALSE(w.attributes_of(arn).contains("FilterPolicy"));
  EXPECT_FALSE(w.attributes_of(arn).contains("FilterPolicyScope"));
  std::string other = w.queue(topic, object({{"FilterPolicy", R"({"a": [1]})"}}), "other");
  EXPECT_EQ(w.attributes_of(other)["FilterPolicyScope"], "MessageAttributes");
}

TEST_F(Subscriptions, AreListedInPagesAndCounted) {
  for (int i = 0; i < 120; ++i) w.queue(topic, Json::object(), "q" + std::to_string(i));
  const std::string other = w.topic("other"), waiting = w.subscribe(topic, "email", "ann@example.com");
  w.queue(other);
  auto arns = [&](const std::string& operation, Json input, const char* token) {
    std::set<std::string> seen;
    for (int page = 0; page < 3; ++page) {
      Json answer = w.call(operation, input);
      for (const auto& one : answer["Subscriptions"]) EXPECT_TRUE(seen.insert(text_at(one, "Endpoint") + text_at(one, "TopicArn")).second);
      if (!has(answer, token)) return seen.size();
      input[token] = answer[token];
    }
    return size_t{0};
  };
  EXPECT_EQ(arns("ListSubscriptionsByTopic", object({{"TopicArn", topic}}), "NextToken"), 121u);
  EXPECT_EQ(arns("ListSubscriptions", Json::object(), "NextToken"), 122u);
  auto counts = [&] {
    Json attributes = w.call("GetTopicAttributes", object({{"TopicArn", topic}}))["Attributes"];
    return text_at(attributes, "SubscriptionsConfirmed") + "/" + text_at(attributes, "SubscriptionsPending") + "/" + text_at(attributes, "SubscriptionsDeleted");
  };
  EXPECT_EQ(counts(), "120/1/0");
  w.call("ConfirmSubscription", object({{"TopicArn", topic}, {"Token", token(waiting)}}));
  EXPECT_EQ(counts(), "121/0/0");
  w.call("Unsubscribe", object({{"SubscriptionArn", waiting}}));
  EXPECT_EQ(counts(), "120/0/1");
  EXPECT_EQ(arns("ListSubscriptions", Json::object(), "NextToken"), 121u);
  w.call("DeleteTopic", object({{"TopicArn", topic}}));
  EXPECT_EQ(arns("ListSubscriptions", Json::object(), "NextToken"), 1u);
  w.topic();
  EXPECT_EQ(counts(), "0/0/0");
}

TEST_F(Subscriptions, FilterPoliciesAreCountedByTopic) {
  const Json filter = object({{"FilterPolicy", R"({"a": [1]})"}});
  std::string last;
  for (int i = 0; i < 200; ++i) last = w.queue(topic, filter, "q" + std::to_string(i));
  EXPECT_EQ(fault("sqs", kQueue, filter), "FilterPolicyLimitExceeded: Filter policy limit exceeded");
  EXPECT_EQ(set(last, "FilterPolicy", R"({"a": [2]})"), "none") << "its own does not count";
  EXPECT_EQ(set(last, "FilterPolicy", "{}"), "none");
  EXPECT_EQ(fault("sqs", kQueue, filter), "none");
}

TEST_F(Subscriptions, DeadLettersOfFifoGoToFifo) {
  topic = w.fifo();
  std::string arn = w.queue(topic, Json::object(), "orders.fifo");
  EXPECT_EQ(set(arn, "RedrivePolicy", R"({"deadLetterTargetArn": "arn:aws:sqs:us-east-1:000000000000:dead"})"),
            kInvalid + "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.");
  EXPECT_EQ(set(arn, "RedrivePolicy", R"({"deadLetterTargetArn": "arn:aws:sqs:us-east-1:000000000000:dead.fifo"})"), "none");
}

TEST_F(Subscriptions, UnsubscribingIsForgiving) {
  std::string arn = w.queue(topic);
  auto unsubscribe = [&](const std::string& which) { return w.fault_of("Unsubscribe", object({{"SubscriptionArn", which}})); };
  EXPECT_EQ(unsubscribe(arn), "none");
  EXPECT_EQ(unsubscribe(arn), "none");
  EXPECT_EQ(unsubscribe("x"), kInvalid + "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
  EXPECT_EQ(unsubscribe(topic), kInvalid + "SubscriptionId");
  EXPECT_EQ(unsubscribe(""), kInvalid + "SubscriptionArn Reason: no value for required parameter");
  EXPECT_EQ(w.call("GetTopicAttributes", object({{"TopicArn", topic}}))["Attributes"]["SubscriptionsDeleted"], "1");
}

TEST_F(Subscriptions, AnAddressConfirmsByTheTokenInItsMail) {
  std::string arn = w.subscribe(topic, "email", "ann@example.com");
  EXPECT_EQ(w.call("ListSubscriptions", Json::object())["Subscriptions"][0]["SubscriptionArn"], "PendingConfirmation");
  ASSERT_EQ(w.mails.size(), 1u);
  EXPECT_EQ(w.mails[0].to, "ann@example.com");
  std::string given = token(arn);
  EXPECT_EQ(given.size(), 288u);
  EXPECT_NE(w.mails[0].text.find(w.aws.home().url + "/?Action=ConfirmSubscription&TopicArn=" + topic + "&Token=" + given), std::string::npos);
  w.send(topic, "too early");
  EXPECT_EQ(w.mails.size(), 1u);
  auto confirm = [&](const std::string& which, const std::string& with) { return w.fault_of("ConfirmSubscription", object({{"TopicArn", which}, {"Token", with}})); };
  EXPECT_EQ(confirm(topic, "randomtoken"), "InvalidParameter: Invalid token");
  EXPECT_EQ(confirm(topic, std::string(288, 'a')), kInvalid + "Token");
  EXPECT_EQ(confirm(topic + "x", given), kInvalid + "Token");
  EXPECT_EQ(confirm("arn:aws:sns:eu-west-1:000000000000:news", given), kInvalid + "Topic");
  EXPECT_EQ(confirm("news", given), kInvalid + "Topic");
  EXPECT_EQ(w.call("ConfirmSubscription", object({{"TopicArn", topic}, {"Token", given}}))["SubscriptionArn"], arn);
  EXPECT_EQ(confirm(topic, given), "none");
  w.send(topic, "now", object({{"Subject", "it works"}}));
  ASSERT_EQ(w.mails.size(), 2u);
  EXPECT_EQ(w.mails[1].subject, "it works");
  EXPECT_TRUE(w.mails[1].text.starts_with("now\n"));
  EXPECT_NE(w.mails[1].text.find("/?Action=Unsubscribe&SubscriptionArn=" + arn), std::string::npos);
}

TEST_F(Subscriptions, TokensLiveTwoDays) {
  std::string arn = w.subscribe(topic, "email-json", "ann@example.com");
  std::string old = token(arn);
  w.pass(std::chrono::hours(49));
  EXPECT_EQ(w.fault_of("ConfirmSubscription", object({{"TopicArn", topic}, {"Token", old}})), kInvalid + "Token");
  w.subscribe(topic, "email-json", "ann@example.com");
  EXPECT_EQ(w.fault_of("ConfirmSubscription", object({{"TopicArn", topic}, {"Token", token(arn)}})), "none");
  EXPECT_EQ(parse_json(w.mails.at(1).text)["Type"], "SubscriptionConfirmation");
}

TEST_F(Subscriptions, ALinkNeedsNoSignatureUnlessUnsubscribingIsGuarded) {
  std::string arn = w.subscribe(topic, "email", "ann@example.com");
  Json input = object({{"TopicArn", topic}, {"Token", token(arn)}, {"AuthenticateOnUnsubscribe", "true"}});
  w.call_as(Principal::anonymous(), "ConfirmSubscription", input);
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(w.attributes_of(arn)["ConfirmationWasAuthenticated"], "false");
  w.call_as(Principal::anonymous(), "Unsubscribe", object({{"SubscriptionArn", arn}}));
  EXPECT_EQ(w.fault(), "AuthorizationError: Authentication is required to unsubscribe from " + arn);
  EXPECT_EQ(w.fault_of("Unsubscribe", object({{"SubscriptionArn", arn}})), "none");
}

TEST_F(Subscriptions, AQueueOfAnotherAccountIsAsked) {
  w.subscribe(topic, "sqs", "arn:aws:sqs:us-east-1:111122223333:theirs");
  w.settle();
  ASSERT_EQ(w.queues.inputs.size(), 1u);
  EXPECT_EQ(w.queues.scopes[0].account, "111122223333");
  Json asked = w.envelope(0);
  EXPECT_EQ(asked["Type"], "SubscriptionConfirmation");
  EXPECT_EQ(w.fault_of("ConfirmSubscription", object({{"TopicArn", topic}, {"Token", asked["Token"]}})), "none");
}

TEST_F(Subscriptions, TokensOfTheUnknownAreNotShown) {
  EXPECT_EQ(w.http("GET", "/_aws/sns/subscription-tokens/none").status, 400);
  EXPECT_EQ(w.http("GET", "/_aws/sns/subscription-tokens/" + topic + ":x").status, 404);
}

}  // namespace
}  // namespace lambent::sns
