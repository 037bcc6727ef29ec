// The ARNs SNS is given, and its words for those that are none. Pure.
#pragma once
#include <string>

#include "aws/call.h"
#include "aws/error.h"

namespace lambent::sns {

AwsError invalid_parameter(const std::string& what);  // "Invalid parameter: " + what
AwsError no_topic();
AwsError no_subscription();

struct TopicName {
  Scope scope;
  std::string name;
};
// arn:aws:sns:<region>:<account>:<name> of the region asked. Throws InvalidParameter naming `member`.
TopicName read_topic_arn(const Scope& asked, const std::string& arn, const char* member);

struct SubscriptionName {
  TopicName topic;
  std::string id;
  std::string key() const { return scope_key(topic.scope, topic.name + ":" + id); }
};
SubscriptionName read_subscription_arn(const Scope& asked, const std::string& arn);

// The ARN of the topic of a subscription's ARN; a topic's is as it was.
std::string topic_part(const std::string& arn);

}  // namespace lambent::sns
