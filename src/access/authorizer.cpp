#include "access/authorizer.h"

#include "access/conditions.h"
#include "access/evaluate.h"
#include "aws/arn.h"
#include "aws/error.h"

namespace lambent::access {
namespace {

// Of a service about to assume a role the account is known, but not for which of its resources it acts: a condition on
// aws:SourceArn does not keep an Allow from applying, and keeps a Deny from it.
bool conditions_met(const Statement& s, const Context& context, bool variables) {
  std::vector<Condition> known;
  for (const auto& c : s.conditions)
    if (c.key != "aws:sourcearn") known.push_back(c);
  if (s.effect == Effect::deny && known.size() < s.conditions.size()) return false;
  return conditions_hold(known, context, variables);
}

}  // namespace

std::optional<Denial> PolicyAuthorizer::decide(const Call& call, const Need& need, std::vector<PolicyStatement>* allowing) const {
  const Principal& caller = call.caller;
  if (need.action == "sts:GetCallerIdentity") return std::nullopt;  // always allowed, even against a deny
  bool same_account = need.resource_account.empty() || need.resource_account == caller.account;
  if (caller.kind == PrincipalKind::root && same_account && !need.resource_policy) return std::nullopt;

  std::shared_ptr<const Entity> entity;
  if (caller.kind == PrincipalKind::user || caller.kind == PrincipalKind::role_session || caller.kind == PrincipalKind::federated_user)
    entity = directory_.find(caller.entity_arn);
  static const std::map<std::string, std::string> no_tags;
  Context context(call, need, clock_.now(), entity ? entity->tags : no_tags);
  Inputs in{caller, need, entity.get(), {}};
  for (size_t i = 0; i < caller.session_policies.size(); ++i)
    in.session_policies.push_back(parse_policy(caller.session_policies[i], "session policy " + std::to_string(i + 1)));
  return evaluate(in, context, allowing);
}

Principal PolicyAuthorizer::assume_for_service(const std::string& role_arn, const std::string& service, const std::string& session_name) const {
  auto role = directory_.find(role_arn);
  auto arn = Arn::parse(role_arn);
  AwsError refused("AccessDenied", 403, "The role " + role_arn + " cannot be assumed by " + service + ".");
  if (!role || !role->trust || !arn) throw refused;
  Call call;
  call.service = "sts";
  call.caller = Principal::service(service, "", arn->account);
  call.scope.account = arn->account;
  Need need("sts:AssumeRole", role_arn);
  need.kind = ResourceKind::role_trust;
  Context context(call, need, clock_.now(), role->tags);
  bool allowed = false;
  for (const auto& s : role->trust->statements) {
    if (!is_about(s, call.caller) || !statement_applies(s, need, context, role->trust->variables)) continue;
    if (!conditions_met(s, context, role->trust->variables)) continue;
    if (s.effect == Effect::deny) throw refused;
    allowed = true;
  }
  if (!allowed) throw refused;
  return role_session(*role, role_arn, session_name, clock_.now());
}

Principal role_session(const Entity& role, const std::string& role_arn, const std::string& session_name, TimePoint now) {
  auto arn = Arn::parse(role_arn);
  Principal out;
  out.kind = PrincipalKind::role_session;
  out.account = arn ? arn->account : "";
  out.arn = make_arn("sts", "", out.account, "assumed-role/" + role.name + "/" + session_name);
  out.entity_arn = role_arn;
  out.user_id = role.id + ":" + session_name;
  out.session_name = session_name;
  out.issued = now;
  return out;
}

}  // namespace lambent::access
