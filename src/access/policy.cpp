#include "access/policy.h"

#include "base/text.h"

namespace lambent::access {
namespace {

std::string scalar_text(const Json& v) { return v.is_string() ? v.get<std::string>() : dump(v); }

std::vector<std::string> one_or_many(const Json* v) {
  std::vector<std::string> out;
  if (!v) return out;
  if (!v->is_array()) {
    out.push_back(scalar_text(*v));
    return out;
  }
  for (const auto& item : *v) out.push_back(scalar_text(item));
  return out;
}

std::optional<Principals> principals(const Json* v) {
  if (!v) return std::nullopt;
  Principals out;
  if (v->is_string()) {
    out.any = *v == "*";
    return out;
  }
  for (const auto& name : one_or_many(find(*v, "AWS"))) {
    if (name == "*") out.any = true;
    out.aws.push_back(name);
  }
  out.services = one_or_many(find(*v, "Service"));
  out.federated = one_or_many(find(*v, "Federated"));
  return out;
}

bool cut_prefix(std::string& s, std::string_view prefix) {
  if (!istarts_with(s, prefix)) return false;
  s.erase(0, prefix.size());
  return true;
}

Condition condition(std::string op, const std::string& key, const Json& values) {
  Condition out;
  if (cut_prefix(op, "ForAllValues:")) out.set = SetOperator::for_all;
  if (cut_prefix(op, "ForAnyValue:")) out.set = SetOperator::for_any;
  if (op.size() > 8 && iequals(std::string_view(op).substr(op.size() - 8), "IfExists")) {
    out.if_exists = true;
    op.resize(op.size() - 8);
  }
  out.op = lower(op);
  out.key = lower(key);
  out.values = one_or_many(&values);
  return out;
}

// What saving would refuse, in a document nobody checked: an effect in other letters is no Allow, an empty list of
// resources does not mean all of them, and a condition that cannot be read is not met.
bool is_readable(const Json& s) {
  std::string effect = text_at(s, "Effect");
  if (effect != "Allow" && effect != "Deny") return false;
  for (const char* name : {"Action", "NotAction", "Resource", "NotResource"})
    if (const Json* v = find(s, name); v && v->is_array() && v->empty()) return false;
  const Json* conditions = find(s, "Condition");
  if (!conditions) return true;
  if (!conditions->is_object()) return false;
  for (const auto& [op, keys] : conditions->items())
    if (!keys.is_object()) return false;
  return true;
}

Statement statement(const Json& s) {
  Statement out;
  out.sid = text_at(s, "Sid");
  out.effect = text_at(s, "Effect") == "Deny" ? Effect::deny : Effect::allow;
  out.actions = one_or_many(find(s, "Action"));
  out.not_actions = one_or_many(find(s, "NotAction"));
  out.resources = one_or_many(find(s, "Resource"));
  out.not_resources = one_or_many(find(s, "NotResource"));
  out.principals = principals(find(s, "Principal"));
  out.not_principals = principals(find(s, "NotPrincipal"));
  out.readable = is_readable(s);
  if (const Json* all = find(s, "Condition"); all && out.readable)
    for (const auto& [op, keys] : all->items())
      for (const auto& [key, values] : keys.items()) out.conditions.push_back(condition(op, key, values));
  out.source = s;
  return out;
}

}  // namespace

Policy parse_policy(const Json& document, std::string name) {
  Policy out;
  out.name = std::move(name);
  out.variables = text_at(document, "Version") == "2012-10-17";
  const Json* all = find(document, "Statement");
  if (all && all->is_object()) out.statements.push_back(statement(*all));
  if (all && all->is_array())
    for (const auto& one : *all)
      if (one.is_object()) out.statements.push_back(statement(one));
  return out;
}

}  // namespace lambent::access
