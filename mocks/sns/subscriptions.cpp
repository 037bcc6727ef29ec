#include "mocks/sns/paging.h"
#include "mocks/sns/link.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

Json listed(const SubscriptionRow& row) {
  return object({{"SubscriptionArn", row.confirmed ? row.arn() : "PendingConfirmation"},
                 {"Owner", row.owner},
                 {"Protocol", row.protocol},
                 {"Endpoint", row.endpoint},
                 {"TopicArn", row.topic_arn()}});
}

}  // namespace

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
  index_.remove(*row);
  forget(*row);
  subscriptions_.erase(key);
  deliveries_.drop(arn);
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

// Also those to topics of other accounts.
Json Topics::list_subscriptions(const Call& call) {
  Page page(call);
  auto take = [&](const std::string& key) { return page.add(key, listed(*subscriptions_.find(key))); };
  index_.each_of_owner(call.scope.account, call.scope.region, page.after(), take);
  return page.answer("Subscriptions");
}

Json Topics::list_subscriptions_by_topic(const Call& call) {
  Page page(call);
  auto entry = [](const SubscriptionRow& row) { return std::optional<Json>(listed(row)); };
  page.fill(subscriptions_, topic_key(topic_of(call)) + ":", entry);
  return page.answer("Subscriptions");
}

}  // namespace lambent::sns
