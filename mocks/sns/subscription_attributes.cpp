#include "mocks/sns/delivery_policy.h"
#include "mocks/sns/subscription_attribute_values.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

Json yes_or_no(bool value) { return value ? "true" : "false"; }

}  // namespace

Json Topics::get_subscription_attributes(const Call& call) {
  const SubscriptionRow& row = get_subscription(call);
  Json out = object({{"SubscriptionArn", row.arn()},
                     {"TopicArn", row.topic_arn()},
                     {"Owner", row.owner},
                     {"Protocol", row.protocol},
                     {"Endpoint", row.endpoint},
                     {"SubscriptionPrincipal", row.principal},
                     {"PendingConfirmation", yes_or_no(!row.confirmed)},
                     {"ConfirmationWasAuthenticated", yes_or_no(row.authenticated)},
                     {"RawMessageDelivery", "false"}});
  for (const auto& [name, value] : row.attributes)
    if (name != "FilterPolicyScope") out[name] = value;
  if (!row.get("FilterPolicy").empty()) out["FilterPolicyScope"] = filter_scope(row) == FilterScope::body ? "MessageBody" : "MessageAttributes";
  if (row.protocol == "http" || row.protocol == "https") {
    const TopicRow* topic = topics_.find(scope_key(row.scope, row.topic));
    out["EffectiveDeliveryPolicy"] = dump(effective_subscription_policy(topic ? topic->get("DeliveryPolicy") : "", row.get("DeliveryPolicy")));
  }
  return object({{"Attributes", out}});
}

Json Topics::set_subscription_attributes(const Call& call) {
  SubscriptionRow row = get_subscription(call);
  set_subscription_attribute(row, text_at(call.input, "AttributeName"), text_at(call.input, "AttributeValue"), "");
  check_subscription(row, "");
  check_filter_limits(row);
  put_subscription(std::move(row));
  return Json::object();
}

}  // namespace lambent::sns
