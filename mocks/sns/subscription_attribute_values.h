// What may be set on a subscription. Pure.
#pragma once
#include "mocks/sns/filter/filter_policy.h"
#include "mocks/sns/topic_rows.h"

namespace lambent::sns {

// Sets one attribute. Throws InvalidParameter: "Invalid parameter: " and `reason` ("Attributes Reason: " in Subscribe) and
// what is wrong. A FilterPolicy is read in the scope the subscription has: set FilterPolicyScope first.
void set_subscription_attribute(SubscriptionRow& row, const std::string& name, const std::string& value, const std::string& reason);
// What cannot be told of one attribute alone: firehose needs a role.
void check_subscription(const SubscriptionRow& row, const std::string& reason);

FilterScope filter_scope(const SubscriptionRow& row);

}  // namespace lambent::sns
