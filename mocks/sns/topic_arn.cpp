#include "mocks/sns/topic_arn.h"

#include "base/text.h"

namespace lambent::sns {
namespace {

std::vector<std::string> parts_of(const Scope& asked, const std::string& arn, const char* member) {
  auto parts = split(arn, ':');
  if (arn.empty()) throw invalid_parameter(std::string(member) + " Reason: no value for required parameter");
  if (parts.size() < 6) throw invalid_parameter(std::string(member) + " Reason: An ARN must have at least 6 elements, not " + std::to_string(parts.size()));
  if (parts[0] != "arn" || parts[2] != "sns" || parts[3] != asked.region || parts[4].empty() || parts[5].empty()) throw invalid_parameter(member);
  return parts;
}

}  // namespace

AwsError no_topic() { return AwsError("NotFound", 404, "Topic does not exist"); }
AwsError no_subscription() { return AwsError("NotFound", 404, "Subscription does not exist"); }

TopicName read_topic_arn(const Scope& asked, const std::string& arn, const char* member) {
  auto parts = parts_of(asked, arn, member);
  if (parts.size() != 6) throw invalid_parameter(member);
  return {{parts[4], parts[3]}, parts[5]};
}

SubscriptionName read_subscription_arn(const Scope& asked, const std::string& arn) {
  auto parts = parts_of(asked, arn, "SubscriptionArn");
  if (parts.size() != 7 || parts[6].empty()) throw invalid_parameter("SubscriptionId");
  return {{{parts[4], parts[3]}, parts[5]}, parts[6]};
}

std::string topic_part(const std::string& arn) {
  auto parts = split(arn, ':');
  if (parts.size() == 7) parts.pop_back();
  return join(parts, ":");
}

}  // namespace lambent::sns
