// Subscriptions that wait for a yes: tokens, the messages that carry them, and the answer.
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/sns/delivery_policy.h"
#include "mocks/sns/envelope.h"
#include "mocks/sns/link.h"
#include "mocks/sns/message.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

constexpr size_t kTokenDigits = 288;
constexpr std::int64_t kTokenLife = 2LL * 24 * 3600 * 1000;

bool token_like(const std::string& text) { return text.size() == kTokenDigits && text.find_first_not_of("0123456789abcdef") == std::string::npos; }

}  // namespace

void Topics::renew_token(SubscriptionRow& row) {
  row.token = aws_.ids().hex(kTokenDigits);
  row.token_until_ms = aws_.clock().now_ms() + kTokenLife;
}

Json Topics::confirm_subscription(const Call& call) {
  std::string arn = text_at(call.input, "TopicArn"), token = text_at(call.input, "Token");
  bool by_link = call.caller.kind == PrincipalKind::anonymous;
  auto parts = split(arn, ':');
  Scope asked = asked_scope(call, arn);
  if (parts.size() != 6 || parts[2] != "sns" || parts[3] != asked.region) throw invalid_parameter("Topic");
  TopicName named = read_topic_arn(asked, arn, "Topic");
  if (!token_like(token)) throw AwsError("InvalidParameter", 400, "Invalid token");
  auto at = by_token_.find(token);
  std::string topic = scope_key(named.scope, named.name);
  if (at == by_token_.end() || !at->second.starts_with(topic + ":")) throw invalid_parameter("Token");
  std::string key = at->second;
  const SubscriptionRow* known = subscriptions_.find(key);
  bool revived = !known;
  if (revived) known = ended_.find(key);
  SubscriptionRow row = *known;
  if (row.confirmed && !revived) return object({{"SubscriptionArn", row.arn()}});
  if (aws_.clock().now_ms() > row.token_until_ms || !topics_.contains(topic)) throw invalid_parameter("Token");
  if (const std::string* twin = index_.find_twin(row); revived && twin) {
    erase_ended(key);  // somebody has subscribed there again since
    return object({{"SubscriptionArn", subscriptions_.find(*twin)->arn()}});
  }
  row.confirmed = true;
  row.authenticated = !by_link;
  row.guarded = text_at(call.input, "AuthenticateOnUnsubscribe") == "true";
  if (revived) erase_ended(key);
  std::string confirmed = row.arn();
  put_subscription(std::move(row));
  return object({{"SubscriptionArn", confirmed}});
}

void Topics::ask_to_confirm(const SubscriptionRow& row, const Call& call) {
  send_token(row, call, "SubscriptionConfirmation",
             "You have chosen to subscribe to the topic " + row.topic_arn() + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.");
}

// Whoever gets posts can come back by the link in the last one.
void Topics::tell_unsubscribed(const SubscriptionRow& row, const Call& call) {
  bool told = row.protocol == "http" || row.protocol == "https";
  if (!told || !topics_.contains(scope_key(row.scope, row.topic))) return;
  forget_old_tokens();
  SubscriptionRow last = row;
  renew_token(last);
  by_token_[last.token] = last.key();
  ended_until_.emplace(last.token_until_ms, last.key());
  ended_.put(last.key(), last);
  send_token(last, call, "UnsubscribeConfirmation",
             "You have chosen to deactivate subscription " + row.arn() + ".\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.");
}

void Topics::forget_old_tokens() {
  while (!ended_until_.empty() && ended_until_.begin()->first < aws_.clock().now_ms()) {
    const std::string key = ended_until_.begin()->second;
    erase_ended(key);
  }
}

void Topics::erase_ended(const std::string& key) {
  const SubscriptionRow* row = ended_.find(key);
  by_token_.erase(row->token);
  ended_until_.erase({row->token_until_ms, key});
  ended_.erase(key);
}

void Topics::send_token(const SubscriptionRow& row, const Call& call, const char* type, const std::string& text) {
  const TopicRow* topic = topics_.find(scope_key(row.scope, row.topic));
  std::string link = aws_.home().url + "/?Action=ConfirmSubscription&TopicArn=" + row.topic_arn() + "&Token=" + row.token;
  if (row.protocol == "email" || row.protocol == "email-json") {
    std::string name = topic->get("DisplayName", topic->name);
    std::string body = "You have chosen to subscribe to the topic:\n" + row.topic_arn() + "\n\nTo confirm this subscription, click or visit the link below (If this was in error no action is necessary):\n" +
                       link + "\n\nPlease do not reply directly to this email.\n";
    if (row.protocol == "email-json") {
      Json envelope = token_envelope(row, type, text, link, aws_.ids().uuid(), iso_millis(aws_.clock().now()));
      add_signature(envelope, topic->get("SignatureVersion", "1"));
      body = envelope_text(envelope);
    }
    post_mail(*topic, row, "AWS Notification - Subscription Confirmation", body);
    return;
  }
  Json envelope = token_envelope(row, type, text, link, aws_.ids().uuid(), iso_millis(aws_.clock().now()));
  add_signature(envelope, topic->get("SignatureVersion", "1"));
  Message none;
  none.id = text_at(envelope, "MessageId");
  Delivery d = delivery_for(call, row, none);
  set_text(d.about, "type", type);
  d.group.clear();  // the last message comes when the subscription has ended
  std::string body = envelope_text(envelope);
  if (row.protocol == "sqs") {
    d.to = to_queue(row.endpoint, body);
  } else {
    HttpManners manners = read_manners(effective_subscription_policy(topic->get("DeliveryPolicy"), row.get("DeliveryPolicy")));
    d.to = HttpTarget{row.endpoint, post_headers(row, type, none.id, "text/plain; charset=UTF-8"), body};
    d.plan = manners.plan;
  }
  deliveries_.add(std::move(d));
}

}  // namespace lambent::sns
