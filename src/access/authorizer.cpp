#include "access/authorizer.h"

#include "access/conditions.h"
#include "access/evaluate.h"
#include "aws/arn.h"
#include "aws/error.h"

namespace lambent::access {

namespace {

std::string session_policy_name(const Principal& caller, size_t i) {
  bool named = i < caller.session_policy_names.size() && !caller.session_policy_names[i].empty();
  return named ? caller.session_policy_names[i] : "session policy " + std::to_string(i + 1);
}

std::optional<std::string> account_of(const std::string& arn) {
  auto parts = Arn::parse(arn);
  if (!parts || parts->account.empty()) return std::nullopt;
  return parts->account;
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
  if (entity && !caller.entity_id.empty() && entity->id != caller.entity_id) entity = nullptr;  // another one of the same name
  static const std::map<std::string, std::string> no_tags;
  Context context(call, need, clock_.now(), entity ? entity->tags : no_tags);
  Inputs in{caller, need, entity.get(), {}};
  for (size_t i = 0; i < caller.session_policies.size(); ++i)
    in.session_policies.push_back(parse_policy(caller.session_policies[i], session_policy_name(caller, i)));
  return evaluate(in, context, allowing);
}

Principal PolicyAuthorizer::assume_for_service(const std::string& role_arn, const std::string& service, const std::string& session_name,
                                               const std::string& source_arn) const {
  auto role = directory_.find(role_arn);
  auto arn = Arn::parse(role_arn);
  AwsError refused("AccessDenied", 403, "The role " + role_arn + " cannot be assumed by " + service + ".");
  if (!role || !role->trust || !arn) throw refused;
  Call call;
  call.service = "sts";
  call.caller = Principal::service(service, source_arn, account_of(source_arn).value_or(arn->account));
  call.scope.account = arn->account;
  Need need("sts:AssumeRole", role_arn);
  need.kind = ResourceKind::role_trust;
  Context context(call, need, clock_.now(), role->tags);
  bool allowed = false;
  for (const auto& s : role->trust->statements) {
    if (!is_about(s, call.caller) || !statement_applies(s, need, context, role->trust->variables)) continue;
    if (!conditions_hold(s.conditions, context, role->trust->variables)) continue;
    if (s.effect == Effect::deny) throw refused;
    allowed = true;
  }
  if (!allowed) throw refused;
  Principal session = role_session(*role, role_arn, session_name, clock_.now());
  session.source_arn = source_arn;
  return session;
}

Principal role_session(const Entity& role, const std::string& role_arn, const std::string& session_name, TimePoint now) {
  auto arn = Arn::parse(role_arn);
  Principal out;
  out.kind = PrincipalKind::role_session;
  out.account = arn ? arn->account : "";
  out.arn = make_arn("sts", "", out.account, "assumed-role/" + role.name + "/" + session_name);
  out.entity_arn = role_arn;
  out.entity_id = role.id;
  out.user_id = role.id + ":" + session_name;
  out.session_name = session_name;
  out.issued = now;
  return out;
}

}  // namespace lambent::access
