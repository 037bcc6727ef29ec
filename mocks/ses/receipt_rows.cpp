#include "mocks/ses/receipt_rows.h"

#include <algorithm>

namespace lambent::ses {

ReceiptRule ReceiptRule::from_input(const Json& rule) {
  ReceiptRule out;
  out.name = text_at(rule, "Name");
  out.enabled = bool_at(rule, "Enabled");
  out.scan = bool_at(rule, "ScanEnabled");
  out.tls_required = text_at(rule, "TlsPolicy") == "Require";
  out.recipients = texts_at(rule, "Recipients");
  const Json* actions = lambent::find(rule, "Actions");
  if (!actions) return out;
  for (const auto& given : *actions) {
    for (const auto& [kind, members] : given.items()) {
      if (members.is_null()) continue;
      ReceiptAction action{kind, {}};
      for (const auto& [name, value] : members.items())
        if (value.is_string()) action.members[name] = value.get<std::string>();
      out.actions.push_back(std::move(action));
    }
  }
  return out;
}

Json ReceiptRule::shown() const {
  Json list = array();
  for (const auto& action : actions) {
    Json members = Json::object();
    for (const auto& [name, value] : action.members) set_text(members, name, value);
    list.push_back(object({{action.kind, std::move(members)}}));
  }
  Json out = object({{"Name", name}, {"Enabled", enabled}, {"TlsPolicy", tls_required ? "Require" : "Optional"}});
  if (!recipients.empty()) set(out, "Recipients", text_array(recipients));
  set(out, "Actions", std::move(list));
  set(out, "ScanEnabled", scan);
  return out;
}

ReceiptRule* RuleSetRow::find(const std::string& rule) {
  auto it = std::find_if(rules.begin(), rules.end(), [&](const ReceiptRule& one) { return one.name == rule; });
  return it == rules.end() ? nullptr : &*it;
}

Json RuleSetRow::to_json() const {
  Json list = array();
  for (const auto& rule : rules) list.push_back(rule.shown());
  return object({{"name", name}, {"created", created_ms}, {"active", active}, {"rules", std::move(list)}});
}

RuleSetRow RuleSetRow::from_json(const Json& j) {
  RuleSetRow out{text_at(j, "name"), int_at(j, "created"), bool_at(j, "active"), {}};
  if (const Json* list = lambent::find(j, "rules"))
    for (const auto& rule : *list) out.rules.push_back(ReceiptRule::from_input(rule));
  return out;
}

Json ReceiptFilterRow::to_json() const { return object({{"name", name}, {"cidr", cidr}, {"block", block}}); }
ReceiptFilterRow ReceiptFilterRow::from_json(const Json& j) { return {text_at(j, "name"), text_at(j, "cidr"), bool_at(j, "block")}; }

}  // namespace lambent::ses
