// Rule sets and IP filters of mail that is received.
#include <algorithm>

#include "mocks/ses/ses.h"

namespace lambent::ses {
namespace {

Json metadata(const RuleSetRow& row) { return object({{"Name", row.name}, {"CreatedTimestamp", static_cast<double>(row.created_ms) / 1000}}); }

Json described(const RuleSetRow& row) {
  Json rules = array();
  for (const auto& rule : row.rules) rules.push_back(rule.shown());
  return object({{"Metadata", metadata(row)}, {"Rules", std::move(rules)}});
}

}  // namespace

Json Ses::create_rule_set(const Call& call) {
  receipts_.create(call.scope, text_at(call.input, "RuleSetName"), {});
  return Json::object();
}

Json Ses::clone_rule_set(const Call& call) {
  std::vector<ReceiptRule> rules = receipts_.get(call.scope, text_at(call.input, "OriginalRuleSetName")).rules;
  receipts_.create(call.scope, text_at(call.input, "RuleSetName"), std::move(rules));
  return Json::object();
}

Json Ses::describe_rule_set(const Call& call) { return described(receipts_.get(call.scope, text_at(call.input, "RuleSetName"))); }

Json Ses::describe_active_rule_set(const Call& call) {
  const RuleSetRow* row = receipts_.find_active(call.scope);
  return row ? described(*row) : Json::object();
}

Json Ses::delete_rule_set(const Call& call) {
  receipts_.erase(call.scope, text_at(call.input, "RuleSetName"));
  return Json::object();
}

Json Ses::list_rule_sets(const Call& call) {
  std::vector<std::string> names;
  for (const auto& row : receipts_.all(call.scope)) names.push_back(row.name);
  const std::string next = page(names, text_at(call.input, "NextToken"), 100);
  Json list = array();
  for (const auto& name : names) list.push_back(metadata(receipts_.get(call.scope, name)));
  Json answer = object({{"RuleSets", std::move(list)}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

// All rules of the set must be named, each once.
Json Ses::reorder_rule_set(const Call& call) {
  const RuleSetRow& row = receipts_.get(call.scope, text_at(call.input, "RuleSetName"));
  std::vector<ReceiptRule> ordered;
  for (const auto& name : texts_at(call.input, "RuleNames")) {
    auto it = std::find_if(row.rules.begin(), row.rules.end(), [&](const ReceiptRule& rule) { return rule.name == name; });
    if (it == row.rules.end()) throw unknown_rule(name);
    const bool again = std::any_of(ordered.begin(), ordered.end(), [&](const ReceiptRule& rule) { return rule.name == name; });
    if (again) throw AwsError("InvalidParameterValue", 400, "Rule is named more than once: " + name);
    ordered.push_back(*it);
  }
  if (ordered.size() != row.rules.size()) throw AwsError("InvalidParameterValue", 400, "All rules of the rule set must be named.");
  receipts_.change(call.scope, row.name, [&](RuleSetRow& r) { r.rules = std::move(ordered); });
  return Json::object();
}

Json Ses::set_active_rule_set(const Call& call) {
  receipts_.set_active(call.scope, text_at(call.input, "RuleSetName"));
  return Json::object();
}

Json Ses::create_receipt_filter(const Call& call) {
  const Json& filter = *find(call.input, "Filter");
  const Json& ip = *find(filter, "IpFilter");
  receipts_.create_filter(call.scope, {text_at(filter, "Name"), text_at(ip, "Cidr"), text_at(ip, "Policy") == "Block"});
  return Json::object();
}

Json Ses::delete_receipt_filter(const Call& call) {
  receipts_.erase_filter(call.scope, text_at(call.input, "FilterName"));
  return Json::object();
}

Json Ses::list_receipt_filters(const Call& call) {
  Json list = array();
  for (const auto& row : receipts_.filters(call.scope))
    list.push_back(object({{"Name", row.name}, {"IpFilter", object({{"Policy", row.block ? "Block" : "Allow"}, {"Cidr", row.cidr}})}}));
  return object({{"Filters", std::move(list)}});
}

}  // namespace lambent::ses
