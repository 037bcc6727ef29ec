#include "mocks/sns/subscription_attribute_values.h"

#include "aws/arn.h"
#include "mocks/sns/delivery_policy.h"
#include "mocks/sns/filter/json_tokens.h"
#include "mocks/sns/topic_arn.h"

namespace lambent::sns {
namespace {

bool fifo_topic(const SubscriptionRow& row) { return row.topic.ends_with(".fifo"); }

void check_filter(const std::string& text, FilterScope scope, const std::string& reason) {
  try {
    read_filter_policy(text, scope);
  } catch (const FilterFault& e) {
    throw invalid_parameter(reason + e.what());
  }
}

void check_redrive(const SubscriptionRow& row, const std::string& text, const std::string& reason) {
  try {
    check_json(text);
  } catch (const JsonFault& e) {
    throw invalid_parameter(reason + "RedrivePolicy: " + e.told());
  }
  auto policy = try_parse_json(text);
  auto arn = Arn::parse(policy ? text_at(*policy, "deadLetterTargetArn") : "");
  if (!arn || arn->service != "sqs" || arn->account.empty() || arn->region.empty() || arn->resource.empty())
    throw invalid_parameter(reason + "RedrivePolicy: deadLetterTargetArn is an invalid arn");
  if (policy->size() != 1) throw invalid_parameter(reason + "RedrivePolicy: only deadLetterTargetArn is allowed");
  bool to_fifo = row.protocol == "sqs" && row.endpoint.ends_with(".fifo");
  if (fifo_topic(row) && to_fifo && !arn->resource.ends_with(".fifo"))
    throw invalid_parameter(reason + "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.");
}

}  // namespace

FilterScope filter_scope(const SubscriptionRow& row) { return row.get("FilterPolicyScope") == "MessageBody" ? FilterScope::body : FilterScope::attributes; }

void set_subscription_attribute(SubscriptionRow& row, const std::string& name, const std::string& value, const std::string& reason) {
  auto refuse = [&](const std::string& what) { return invalid_parameter(reason + what); };
  if (name == "RawMessageDelivery") {
    if (value != "true" && value != "false") throw refuse("RawMessageDelivery: Invalid value [" + value + "]. Must be true or false.");
    bool can = row.protocol == "sqs" || row.protocol == "http" || row.protocol == "https" || row.protocol == "firehose";
    if (value == "true" && !can) throw refuse("Delivery protocol [" + row.protocol + "] does not support raw message delivery.");
  } else if (name == "FilterPolicyScope") {
    if (value != "MessageBody" && value != "MessageAttributes") throw refuse("FilterPolicyScope: Invalid value [" + value + "]. Please use either MessageBody or MessageAttributes");
    FilterScope scope = value == "MessageBody" ? FilterScope::body : FilterScope::attributes;
    if (auto policy = row.get("FilterPolicy"); !policy.empty()) check_filter(policy, scope, reason);
  } else if (name == "FilterPolicy") {
    if (!value.empty()) check_filter(value, filter_scope(row), reason);
    auto parsed = try_parse_json(value);
    if (value.empty() || (parsed && parsed->empty())) {
      row.attributes.erase("FilterPolicy");
      return;
    }
  } else if (name == "RedrivePolicy") {
    if (value.empty() || value == "{}") {
      row.attributes.erase(name);
      return;
    }
    check_redrive(row, value, reason);
  } else if (name == "DeliveryPolicy") {
    if (!value.empty() && row.protocol != "http" && row.protocol != "https") throw refuse("DeliveryPolicy: only subscriptions of http and https have one");
    check_delivery_policy(value, PolicyOf::subscription, "Invalid parameter: " + reason);
  } else if (name == "SubscriptionRoleArn") {
    if (value.find(":role/") == std::string::npos || !Arn::parse(value)) throw refuse("SubscriptionRoleArn: Invalid value [" + value + "]");
  } else if (name == "ReplayPolicy") {
    throw not_emulated("sns", "the subscription attribute ReplayPolicy");
  } else {
    throw refuse("AttributeName");
  }
  if (value.empty())
    row.attributes.erase(name);
  else
    row.attributes[name] = value;
}

void check_subscription(const SubscriptionRow& row, const std::string& reason) {
  if (row.protocol == "firehose" && row.get("SubscriptionRoleArn").empty()) throw invalid_parameter(reason + "SubscriptionRoleArn is required for the protocol firehose");
}

}  // namespace lambent::sns
