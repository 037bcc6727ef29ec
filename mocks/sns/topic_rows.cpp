#include "mocks/sns/topic_rows.h"

#include "aws/arn.h"

namespace lambent::sns {
namespace {

Json json_of(const Attributes& attributes) {
  Json out = Json::object();
  for (const auto& [name, value] : attributes) out[name] = value;
  return out;
}

Attributes attributes_of(const Json& j) {
  Attributes out;
  if (const Json* given = find(j, "attributes"))
    for (const auto& [name, value] : given->items()) out[name] = value.get<std::string>();
  return out;
}

std::string value_of(const Attributes& attributes, const std::string& name, const std::string& fallback) {
  auto it = attributes.find(name);
  return it == attributes.end() ? fallback : it->second;
}

Scope scope_of(const Json& j) { return {text_at(j, "account"), text_at(j, "region")}; }

}  // namespace

std::string TopicRow::arn() const { return make_arn("sns", scope.region, scope.account, name); }
std::string TopicRow::get(const std::string& attribute, const std::string& fallback) const { return value_of(attributes, attribute, fallback); }

// AWS's own. The key AWS:SourceOwner is there when an AWS service acts for an account, not in calls of people and roles.
std::string TopicRow::policy() const {
  auto it = attributes.find("Policy");
  if (it != attributes.end()) return it->second;
  Json actions = array();
  for (const char* action : {"SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe",
                             "SNS:ListSubscriptionsByTopic", "SNS:Publish"})
    actions.push_back(action);
  Json statement = object({{"Sid", "__default_statement_ID"}, {"Effect", "Allow"}, {"Principal", object({{"AWS", "*"}})}, {"Action", actions}, {"Resource", arn()},
                           {"Condition", object({{"StringEquals", object({{"AWS:SourceOwner", scope.account}})}})}});
  Json statements = array();
  statements.push_back(std::move(statement));
  return dump(object({{"Version", "2008-10-17"}, {"Id", "__default_policy_ID"}, {"Statement", statements}}));
}

Json TopicRow::to_json() const {
  return object({{"name", name}, {"account", scope.account}, {"region", scope.region}, {"attributes", json_of(attributes)}, {"tags", tags}, {"deleted", deleted},
                 {"sequence", sequence}});
}

TopicRow TopicRow::from_json(const Json& j) {
  TopicRow r;
  r.name = text_at(j, "name");
  r.scope = scope_of(j);
  r.attributes = attributes_of(j);
  if (const Json* tags = find(j, "tags")) r.tags = *tags;
  r.deleted = int_at(j, "deleted");
  r.sequence = static_cast<std::uint64_t>(int_at(j, "sequence"));
  return r;
}

std::string SubscriptionRow::topic_arn() const { return make_arn("sns", scope.region, scope.account, topic); }
std::string SubscriptionRow::get(const std::string& attribute) const { return value_of(attributes, attribute, ""); }

Json SubscriptionRow::to_json() const {
  return object({{"topic", topic}, {"id", id}, {"account", scope.account}, {"region", scope.region}, {"protocol", protocol}, {"endpoint", endpoint}, {"owner", owner},
                 {"principal", principal}, {"attributes", json_of(attributes)}, {"token", token}, {"tokenUntil", token_until_ms}, {"confirmed", confirmed},
                 {"authenticated", authenticated}, {"guarded", guarded}});
}

SubscriptionRow SubscriptionRow::from_json(const Json& j) {
  SubscriptionRow r;
  r.topic = text_at(j, "topic");
  r.id = text_at(j, "id");
  r.scope = scope_of(j);
  r.protocol = text_at(j, "protocol");
  r.endpoint = text_at(j, "endpoint");
  r.owner = text_at(j, "owner");
  r.principal = text_at(j, "principal");
  r.attributes = attributes_of(j);
  r.token = text_at(j, "token");
  r.token_until_ms = int_at(j, "tokenUntil");
  r.confirmed = bool_at(j, "confirmed");
  r.authenticated = bool_at(j, "authenticated");
  r.guarded = bool_at(j, "guarded");
  return r;
}

Json SentRow::to_json() const { return object({{"id", message_id}, {"sequence", sequence}, {"until", until_ms}}); }
SentRow SentRow::from_json(const Json& j) { return {text_at(j, "id"), text_at(j, "sequence"), int_at(j, "until")}; }

Json SigningKeyRow::to_json() const { return object({{"key", private_pem}, {"certificate", certificate_pem}}); }
SigningKeyRow SigningKeyRow::from_json(const Json& j) { return {text_at(j, "key"), text_at(j, "certificate")}; }

}  // namespace lambent::sns
