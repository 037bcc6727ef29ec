// Delivery policies: how often and when a message to an HTTP endpoint is tried, of a topic and of a subscription. Pure.
// AWS source: SNS developer guide, "Creating an HTTP/S delivery policy".
#pragma once
#include <optional>
#include <string>

#include "base/json.h"
#include "delivery/retry_plan.h"

namespace lambent::sns {

enum class PolicyOf { topic, subscription };

// Throws AwsError InvalidParameter: `prefix` and what is wrong. An empty text is none.
void check_delivery_policy(const std::string& text, PolicyOf of, const std::string& prefix);

// EffectiveDeliveryPolicy of a topic: {"http": {"defaultHealthyRetryPolicy", "disableSubscriptionOverrides", …}}, what is not
// set as AWS has it by default. Empty text: no policy.
Json effective_topic_policy(const std::string& topic);
// Of an HTTP subscription: {"healthyRetryPolicy", "throttlePolicy", "requestPolicy", …}; its own unless the topic forbids.
Json effective_subscription_policy(const std::string& topic, const std::string& subscription);

struct HttpManners {
  RetryPlan plan;
  std::string content_type;
  std::optional<std::int64_t> per_second;  // maxReceivesPerSecond
};
HttpManners read_manners(const Json& effective_subscription_policy);

}  // namespace lambent::sns
