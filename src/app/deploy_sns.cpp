// Topics and what hangs on them.
#include "app/deploy.h"
#include "aws/arn.h"

namespace lambent {
namespace {

// Filter policies are read in the scope that is set by then.
std::vector<std::pair<std::string, std::string>> scope_first(const std::map<std::string, std::string>& attributes) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, value] : attributes) out.emplace(name == "FilterPolicyScope" ? out.begin() : out.end(), name, value);
  return out;
}

Json json_of(const std::map<std::string, std::string>& texts) {
  Json out = Json::object();
  for (const auto& [name, text] : texts) out[name] = text;
  return out;
}

}  // namespace

Task<void> Deployer::make_topic(config::TopicModel topic) {
  std::string arn = make_arn("sns", scope_.region, scope_.account, topic.name);
  Json named = object({{"TopicArn", arn}});
  auto known = co_await call("sns", "GetTopicAttributes", std::move(named), topic.place, "NotFound");
  if (known.outcome == Outcome::refused) co_return;
  if (known.outcome == Outcome::there) {
    Json input = object({{"Name", topic.name}, {"Attributes", json_of(topic.attributes)}});
    Json tags = array();
    for (const auto& [key, value] : topic.tags) tags.push_back(object({{"Key", key}, {"Value", value}}));
    if (!tags.empty()) input["Tags"] = std::move(tags);
    co_await call("sns", "CreateTopic", std::move(input), topic.place);
    co_return;
  }
  topic.attributes.erase("FifoTopic");
  for (const auto& [name, value] : topic.attributes) {
    Json input = object({{"TopicArn", arn}, {"AttributeName", name}, {"AttributeValue", value}});
    co_await call("sns", "SetTopicAttributes", std::move(input), topic.place);
  }
}

Task<void> Deployer::make_topic_policy(config::TopicPolicyModel policy) {
  for (const auto& arn : policy.topics) {
    Json input = object({{"TopicArn", arn}, {"AttributeName", "Policy"}, {"AttributeValue", dump(policy.document)}});
    co_await call("sns", "SetTopicAttributes", std::move(input), policy.place);
  }
}

Task<void> Deployer::make_subscription(config::SubscriptionModel one) {
  std::string known;
  Json ask = object({{"TopicArn", one.topic}});
  for (;;) {
    auto listed = co_await call("sns", "ListSubscriptionsByTopic", ask, one.place);
    if (listed.outcome != Outcome::done) co_return;
    if (const Json* list = find(listed.body, "Subscriptions"))
      for (const auto& other : *list)
        if (text_at(other, "Protocol") == one.protocol && text_at(other, "Endpoint") == one.endpoint) known = text_at(other, "SubscriptionArn");
    auto next = find_text(listed.body, "NextToken");
    if (!next || !known.empty()) break;
    ask["NextToken"] = *next;
  }
  if (known.empty()) {
    Json input = object({{"TopicArn", one.topic}, {"Protocol", one.protocol}, {"Endpoint", one.endpoint}, {"Attributes", json_of(one.attributes)}});
    co_await call("sns", "Subscribe", std::move(input), one.place);
    co_return;
  }
  if (known == "PendingConfirmation") co_return;
  auto attributes = scope_first(one.attributes);
  for (const auto& [name, value] : attributes) {
    Json input = object({{"SubscriptionArn", known}, {"AttributeName", name}, {"AttributeValue", value}});
    co_await call("sns", "SetSubscriptionAttributes", std::move(input), one.place);
  }
}

}  // namespace lambent
