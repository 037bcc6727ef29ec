// The policy of a topic, and what every operation needs to be allowed.
#include <set>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topic_attribute_values.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

constexpr size_t kLargestPolicy = 30'720;

constexpr const char* kTopicActions[] = {"AddPermission", "ConfirmSubscription", "DeleteTopic", "GetDataProtectionPolicy", "GetSubscriptionAttributes", "GetTopicAttributes",
                                         "ListSubscriptionsByTopic", "ListTagsForResource", "Publish", "PutDataProtectionPolicy", "Receive", "RemovePermission",
                                         "SetSubscriptionAttributes", "SetTopicAttributes", "Subscribe", "TagResource", "Unsubscribe", "UntagResource"};

std::vector<Json> statements_of(const Json& policy) {
  const Json* given = find(policy, "Statement");
  if (!given) return {};
  if (given->is_array()) return {given->begin(), given->end()};
  return {*given};
}

Json policy_of(const TopicRow& topic) { return try_parse_json(topic.policy()).value_or(Json::object()); }

void store_statements(TopicRow& topic, Json policy, const std::vector<Json>& statements) {
  Json list = Json::array();
  for (const auto& one : statements) list.push_back(one);
  policy["Statement"] = std::move(list);
  topic.attributes["Policy"] = dump(policy);
  if (topic.attributes["Policy"].size() > kLargestPolicy) throw invalid_parameter("Policy Reason: the policy is longer than 30720 bytes");
}

// Services that say for which account they act in the old key AWS:SourceOwner, so that the default policy lets them publish.
// S3 and EventBridge do not: their users know the statement that a topic needs for them.
bool tells_owner(const Principal& caller) {
  return caller.kind == PrincipalKind::service && !caller.source_account.empty() && caller.arn != "s3.amazonaws.com" && caller.arn != "events.amazonaws.com";
}

Json principal_of(const std::vector<std::string>& accounts) {
  std::vector<std::string> arns;
  for (const auto& account : accounts) {
    bool digits = account.size() == 12 && account.find_first_not_of("0123456789") == std::string::npos;
    if (!digits) throw invalid_parameter("AWSAccountId Reason: " + account + " is not an account");
    arns.push_back("arn:aws:iam::" + account + ":root");
  }
  return object({{"AWS", arns.size() == 1 ? Json(arns.front()) : text_array(arns)}});
}

}  // namespace

bool is_topic_action(const std::string& action) {
  std::string name = istarts_with(action, "sns:") ? action.substr(4) : action;
  for (const char* known : kTopicActions)
    if (wildcard_match_nocase(name, known)) return true;
  return false;
}

void check_topic_policy(const std::string& text, const std::string& reason) {
  auto refuse = [&](const std::string& what) { return invalid_parameter(reason + what); };
  auto policy = try_parse_json(text);
  if (!policy || !policy->is_object() || !find(*policy, "Statement")) throw refuse("Policy Error: null");
  if (text.size() > kLargestPolicy) throw refuse("Policy Reason: the policy is longer than 30720 bytes");
  for (const auto& statement : statements_of(*policy)) {
    std::string effect = text_at(statement, "Effect");
    bool whole = (effect == "Allow" || effect == "Deny") && (has(statement, "Principal") || has(statement, "NotPrincipal"));
    if (!whole || (!has(statement, "Action") && !has(statement, "NotAction"))) throw refuse("Policy Error: null");
    for (const char* member : {"Action", "NotAction"})
      for (const auto& action : texts_at(statement, member))
        if (action != "*" && (!istarts_with(action, "sns:") || !is_topic_action(action))) throw refuse("Policy statement action out of service scope!");
  }
}

Json Topics::add_permission(const Call& call) {
  TopicRow topic = topic_of(call);
  Json policy = policy_of(topic);
  std::vector<Json> statements = statements_of(policy);
  std::string label = text_at(call.input, "Label");
  std::vector<std::string> actions = texts_at(call.input, "ActionName");
  for (auto& action : actions) {
    if (action.find('*') != std::string::npos || istarts_with(action, "sns:") || !is_topic_action(action)) throw invalid_parameter("Policy statement action out of service scope!");
    action = "SNS:" + action;
  }
  for (const auto& one : statements)
    if (text_at(one, "Sid") == label) throw invalid_parameter("Statement already exists");
  statements.push_back(object({{"Sid", label}, {"Effect", "Allow"}, {"Principal", principal_of(texts_at(call.input, "AWSAccountId"))},
                               {"Action", actions.size() == 1 ? Json(actions.front()) : text_array(actions)}, {"Resource", topic.arn()}}));
  store_statements(topic, std::move(policy), statements);
  std::string key = topic_key(topic);
  topics_.put(key, std::move(topic));
  return Json::object();
}

Json Topics::remove_permission(const Call& call) {
  TopicRow topic = topic_of(call);
  Json policy = policy_of(topic);
  std::vector<Json> kept;
  std::string label = text_at(call.input, "Label");
  for (auto& one : statements_of(policy))
    if (text_at(one, "Sid") != label) kept.push_back(std::move(one));
  store_statements(topic, std::move(policy), kept);
  std::string key = topic_key(topic);
  topics_.put(key, std::move(topic));
  return Json::object();
}

Need Topics::need(const Call& call, const std::string& action, const std::string& given) const {
  std::string arn = topic_part(given);
  Need out(action, arn);
  auto parsed = Arn::parse(arn);
  if (!parsed || parsed->service != "sns") return out;
  out.resource_account = parsed->account;
  const TopicRow* topic = topics_.find(scope_key(Scope{parsed->account, parsed->region}, parsed->resource));
  if (!topic) return out;
  out.resource_policy = policy_of(*topic);
  if (tells_owner(call.caller)) out.keys.push_back({"aws:SourceOwner", {call.caller.source_account}});
  for (const auto& tag : topic->tags) out.keys.push_back({"aws:ResourceTag/" + text_at(tag, "Key"), {text_at(tag, "Value")}});
  return out;
}

std::vector<Need> Topics::needs(const Call& call) const {
  std::vector<Need> out;
  const std::string& op = call.operation;
  bool by_link = call.caller.kind == PrincipalKind::anonymous;  // what the token allows, or the subscription itself
  if (by_link && (op == "ConfirmSubscription" || op == "Unsubscribe")) return out;
  std::string arn = "*";
  for (const char* member : {"TopicArn", "SubscriptionArn", "ResourceArn", "TargetArn"})
    if (auto given = find_text(call.input, member)) arn = *given;
  if (op == "CreateTopic") arn = make_arn("sns", call.scope.region, call.scope.account, text_at(call.input, "Name"));
  std::string action = "sns:" + (op == "PublishBatch" ? "Publish" : op);
  Need first = arn == "*" ? Need(action, arn) : need(call, action, arn);
  if (op == "Subscribe") {
    first.keys.push_back({"sns:Protocol", {text_at(call.input, "Protocol")}});
    first.keys.push_back({"sns:Endpoint", {text_at(call.input, "Endpoint")}});
  }
  Json tags = Json::array();
  if (const Json* list = find(call.input, "Tags")) tags = *list;
  std::vector<std::string> keys = texts_at(call.input, "TagKeys");
  for (const auto& tag : tags) {
    first.keys.push_back({"aws:RequestTag/" + text_at(tag, "Key"), {text_at(tag, "Value")}});
    keys.push_back(text_at(tag, "Key"));
  }
  if (!keys.empty()) first.keys.push_back({"aws:TagKeys", keys});
  if (op == "CreateTopic" && !tags.empty()) {
    Need tagging = first;
    tagging.action = "sns:TagResource";
    out.push_back(std::move(tagging));
  }
  out.insert(out.begin(), std::move(first));

  // A role that is handed over.
  auto pass = [&](const std::string& name, const std::string& value) {
    if ((!name.ends_with("FeedbackRoleArn") && name != "SubscriptionRoleArn") || value.empty()) return;
    Need need("iam:PassRole", value);
    need.keys.push_back({"iam:PassedToService", {"sns.amazonaws.com"}});
    out.push_back(std::move(need));
  };
  if (const Json* attributes = find(call.input, "Attributes"))
    for (const auto& [name, value] : attributes->items()) pass(name, value.get<std::string>());
  pass(text_at(call.input, "AttributeName"), text_at(call.input, "AttributeValue"));
  return out;
}

}  // namespace lambent::sns
