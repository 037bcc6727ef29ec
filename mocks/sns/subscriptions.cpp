#include "mocks/sns/paging.h"
#include "mocks/sns/link.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {

const SubscriptionRow& Topics::get_subscription(const Call& call) const {
  SubscriptionName named = read_subscription_arn(call.scope, text_at(call.input, "SubscriptionArn"));
  const SubscriptionRow* row = subscriptions_.find(named.key());
  if (!row) throw no_subscription();
  return *row;
}

void Topics::end_subscription(const std::string& key) {
  const SubscriptionRow* row = subscriptions_.find(key);
  std::string arn = row->arn();
  topics_.update(scope_key(row->scope, row->topic), [](TopicRow& topic) { ++topic.deleted; });
  forget(*row);
  subscriptions_.erase(key);
  deliveries_.drop_if([&](const Json& about) { return text_at(about, "subscription") == arn && text_at(about, "type") == "Notification"; });
}

Json Topics::unsubscribe(const Call& call) {
  std::string arn = text_at(call.input, "SubscriptionArn");
  SubscriptionName named = read_subscription_arn(asked_scope(call, arn), arn);
  const SubscriptionRow* known = subscriptions_.find(named.key());
  if (!known) return Json::object();
  bool by_link = call.caller.kind == PrincipalKind::anonymous;
  if (known->guarded && by_link)
    throw AwsError("AuthorizationError", 403, "Authentication is required to unsubscribe from " + known->arn());
  SubscriptionRow row = *known;
  end_subscription(named.key());
  if (row.confirmed) tell_unsubscribed(row, call);
  return Json::object();
}

Json Topics::page_of_subscriptions(const Call& call, const std::string& prefix, const std::string& owner) const {
  Page page(call);
  subscriptions_.each(prefix, [&](const std::string& key, const SubscriptionRow& row) {
    bool shown = owner.empty() || (row.owner == owner && row.scope.region == call.scope.region);
    if (!shown || !page.takes(key)) return;
    page.add(object({{"SubscriptionArn", row.confirmed ? row.arn() : "PendingConfirmation"},
                     {"Owner", row.owner},
                     {"Protocol", row.protocol},
                     {"Endpoint", row.endpoint},
                     {"TopicArn", row.topic_arn()}}));
  });
  return page.answer("Subscriptions");
}

// Also those to topics of other accounts.
Json Topics::list_subscriptions(const Call& call) { return page_of_subscriptions(call, "", call.scope.account); }

Json Topics::list_subscriptions_by_topic(const Call& call) { return page_of_subscriptions(call, topic_key(topic_of(call)) + ":", ""); }

}  // namespace lambent::sns
