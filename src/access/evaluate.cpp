#include "access/evaluate.h"

#include "access/conditions.h"
#include "base/text.h"

namespace lambent::access {
namespace {

bool action_matches(const std::vector<std::string>& patterns, const std::string& action) {
  for (const auto& p : patterns)
    if (p == "*" || wildcard_match_nocase(p, action)) return true;
  return false;
}

// Partition, service, region and account are compared part by part, the resource as a whole. Only the resource may hold
// variables; with those of `variables`, or literally if that is null.
bool arn_matches(const std::string& pattern, const std::string& resource, const Context* variables) {
  if (pattern == "*") return true;
  if (resource == "*") return false;  // what has no resource is granted by "*" only
  auto p = split(pattern, ':', 6), r = split(resource, ':', 6);
  if (p[0] == "arn") p.resize(6, "*");  // what an incomplete ARN leaves out is anything
  if (p.size() != 6 || r.size() != 6) return wildcard_match(pattern, resource);
  for (size_t i = 0; i < 5; ++i)
    if (!wildcard_match(p[i], r[i])) return false;
  if (!variables || p[5].find("${") == std::string::npos) return wildcard_match(p[5], r[5]);
  auto text = variables->substitute(p[5], true);
  return text && wildcard_match(*text, literal(r[5]));
}

bool resource_matches(const std::vector<std::string>& patterns, const std::string& resource, const Context& context, bool variables) {
  for (const auto& pattern : patterns)
    if (arn_matches(pattern, resource, variables ? &context : nullptr)) return true;
  return false;
}

bool applies(const Statement& s, const Need& need, const Context& context, bool variables) {
  return statement_applies(s, need, context, variables) && conditions_hold(s.conditions, context, variables);
}

// How a resource policy's statement names the caller; later ones are stronger.
enum class Named { no, account, role, direct };

Named named_in(const Principals& p, const Principal& caller) {
  if (p.any) return Named::direct;
  if (caller.kind == PrincipalKind::service) {
    for (const auto& service : p.services)
      if (service == caller.arn) return Named::direct;
    return Named::no;
  }
  if (caller.kind == PrincipalKind::anonymous) {  // nobody yet, but for whom a provider may vouch
    bool named = !caller.federated_by.empty() && std::find(p.federated.begin(), p.federated.end(), caller.federated_by) != p.federated.end();
    return named ? Named::direct : Named::no;
  }
  Named best = Named::no;
  for (const auto& name : p.aws) {
    if (name == caller.arn) return Named::direct;
    if (name == caller.entity_arn || (!name.empty() && name == caller.entity_id)) best = caller.arn == caller.entity_arn ? Named::direct : Named::role;
    if (best == Named::no && !caller.account.empty() && (name == caller.account || name == "arn:aws:iam::" + caller.account + ":root")) best = Named::account;
  }
  return best;
}

// Whether NotPrincipal leaves the caller out. A Deny spares only whom it names in full: the session and its role and its
// account, else it denies for the one that is not named.
bool spared(const Principals& p, const Principal& caller, Effect effect) {
  if (p.any || caller.kind == PrincipalKind::service || effect == Effect::allow) return named_in(p, caller) != Named::no;
  auto named = [&](const std::string& name) { return std::find(p.aws.begin(), p.aws.end(), name) != p.aws.end(); };
  bool account = named(caller.account) || named("arn:aws:iam::" + caller.account + ":root");
  return account && (caller.kind == PrincipalKind::root || (named(caller.arn) && named(caller.entity_arn)));
}

struct Verdict {
  Named allowed = Named::no;
  const Policy* denied_by = nullptr;
};

Verdict resource_verdict(const Policy& policy, const Inputs& in, const Context& context) {
  Verdict out;
  for (const auto& s : policy.statements) {
    if (!is_about(s, in.caller) || !applies(s, in.need, context, policy.variables)) continue;
    if (s.effect == Effect::deny) {
      out.denied_by = &policy;
      return out;
    }
    out.allowed = std::max(out.allowed, s.principals ? named_in(*s.principals, in.caller) : Named::direct);
  }
  return out;
}

std::vector<UsedKey> keys_of(const Statement& s, const Context& context, bool variables) {
  std::vector<UsedKey> out;
  if (s.conditions.empty()) return out;
  Context::Noting noting(context, out);
  conditions_hold(s.conditions, context, variables);
  return out;
}

struct Sum {
  bool allowed = false;
  const Statement* denied_by = nullptr;
};

// `allowing`, if it is wanted, gets the statements that allow, under the policy's name.
Sum sum_of(const Policy& policy, const Inputs& in, const Context& context, std::vector<PolicyStatement>* allowing = nullptr,
           const std::shared_ptr<const std::string>& name = nullptr) {
  Sum out;
  for (const auto& s : policy.statements) {
    if (!applies(s, in.need, context, policy.variables)) continue;
    if (s.effect == Effect::deny) {
      out.denied_by = &s;
      return out;
    }
    out.allowed = true;
    if (allowing) allowing->push_back({name, &s.source, keys_of(s, context, policy.variables)});
  }
  return out;
}

// Why a policy did not allow, one line, for the report.
std::string why_not(const Policy& policy, const Need& need, const Context& context) {
  bool action = false, resource = false;
  for (const auto& s : policy.statements) {
    if (s.effect == Effect::deny) continue;
    bool a = s.actions.empty() ? !action_matches(s.not_actions, need.action) : action_matches(s.actions, need.action);
    action |= a;
    resource |= a && statement_applies(s, need, context, policy.variables);
  }
  return policy.name + ": " + (!action ? "no statement allows this action" : !resource ? "no statement allows it on this resource" : "a condition is not met");
}

// Of all statements about the need, met or not.
std::vector<UsedKey> keys_used(const Inputs& in, const Context& context, const Policy* resource) {
  std::vector<const Policy*> all;
  if (in.entity)
    for (const auto& policy : in.entity->policies) all.push_back(policy.get());
  if (in.entity && in.entity->boundary) all.push_back(in.entity->boundary.get());
  for (const auto& policy : in.session_policies) all.push_back(&policy);
  if (resource) all.push_back(resource);
  std::vector<UsedKey> out;
  Context::Noting noting(context, out);
  for (const Policy* policy : all)
    for (const auto& s : policy->statements)
      if (policy != resource || is_about(s, in.caller)) applies(s, in.need, context, policy->variables);
  return out;
}

Denial denial(const Inputs& in, DenialReason reason) {
  Denial out;
  out.principal = in.caller.arn;
  out.principal_id = in.caller.user_id;
  out.action = in.need.action;
  out.resource = in.need.resource;
  out.reason = reason;
  return out;
}

Denial explicit_denial(const Inputs& in, DenialReason reason, const Policy& policy) {
  Denial out = denial(in, reason);
  out.explicit_deny = true;
  out.policy = policy.name;
  out.considered.push_back(policy.name + ": an explicit deny");
  out.missing_statement = nullptr;
  return out;
}

// A session outlives its role, or the user who made it, but not with any rights.
bool is_gone(const Inputs& in) {
  bool of_entity = in.caller.kind == PrincipalKind::federated_user && !in.caller.entity_arn.ends_with(":root");
  return !in.entity && (of_entity || in.caller.kind == PrincipalKind::role_session || in.caller.kind == PrincipalKind::user);
}

void explain(Denial& d, const Inputs& in, const Context& context, const Policy* resource) {
  if (in.entity)
    for (const auto& policy : in.entity->policies) d.considered.push_back(why_not(*policy, in.need, context));
  if (in.entity && in.entity->policies.empty()) d.considered.push_back(in.entity->name + " has no policies");
  if (is_gone(in)) d.considered.push_back((in.caller.kind == PrincipalKind::role_session ? "the role " : "the user ") + in.caller.entity_arn + " does not exist any more");
  if (resource) d.considered.push_back(why_not(*resource, in.need, context));
  bool by_resource = d.reason == DenialReason::resource || d.reason == DenialReason::role_trust;
  Json fix = Json::object();
  set_text(fix, "Effect", "Allow");
  if (by_resource && in.caller.kind == PrincipalKind::service) set(fix, "Principal", object({{"Service", in.caller.arn}}));
  if (by_resource && in.caller.kind != PrincipalKind::service) set(fix, "Principal", object({{"AWS", in.caller.entity_arn}}));
  set_text(fix, "Action", d.action);
  if (d.reason != DenialReason::role_trust) set_text(fix, "Resource", d.resource.starts_with("arn:") ? d.resource : "*");
  d.missing_statement = fix;
  if (by_resource) return;
  if (d.reason == DenialReason::boundary) {
    d.attach_kind = "boundary";
    d.attach_to = in.entity->boundary->name;
  } else if (d.reason == DenialReason::session) {
    d.attach_kind = "session";
    d.attach_to = in.caller.arn;
  } else {
    d.attach_kind = in.caller.entity_arn.find(":user/") == std::string::npos ? "role" : "user";
    d.attach_to = in.entity ? in.entity->name : in.caller.entity_arn;
  }
}

}  // namespace

bool is_about(const Statement& s, const Principal& caller) {
  if (s.principals) return named_in(*s.principals, caller) != Named::no;
  return s.not_principals && !spared(*s.not_principals, caller, s.effect);
}

bool statement_applies(const Statement& s, const Need& need, const Context& context, bool variables) {
  if (!s.readable) return false;
  bool action = s.actions.empty() ? !s.not_actions.empty() && !action_matches(s.not_actions, need.action) : action_matches(s.actions, need.action);
  if (!action) return false;
  if (!s.not_resources.empty()) return !resource_matches(s.not_resources, need.resource, context, variables);
  if (s.resources.empty()) return true;  // trust policies name no resource
  return resource_matches(s.resources, need.resource, context, variables);
}

namespace {

std::optional<Denial> decided(const Inputs& in, const Context& context, const Policy* resource, std::vector<PolicyStatement>* allowing) {
  const Principal& caller = in.caller;

  // 1. An explicit deny anywhere ends it.
  Verdict by_resource;
  bool trust = in.need.kind == ResourceKind::role_trust;
  if (resource) by_resource = resource_verdict(*resource, in, context);
  if (by_resource.denied_by) return explicit_denial(in, trust ? DenialReason::role_trust : DenialReason::resource, *resource);
  // Whom the root federated has the root's rights, as far as his session policies go.
  bool identity_allows = caller.kind == PrincipalKind::federated_user && caller.entity_arn.ends_with(":root");
  if (in.entity) {
    for (const auto& policy : in.entity->policies) {
      std::shared_ptr<const std::string> name(policy, &policy->name);
      Sum sum = sum_of(*policy, in, context, allowing, name);
      if (sum.denied_by) {
        Denial denied = explicit_denial(in, DenialReason::identity, *policy);
        denied.statement = {name, &sum.denied_by->source};
        return denied;
      }
      identity_allows |= sum.allowed;
    }
  }
  bool boundary_allows = true;
  if (in.entity && in.entity->boundary) {
    Sum sum = sum_of(*in.entity->boundary, in, context);
    if (sum.denied_by) return explicit_denial(in, DenialReason::boundary, *in.entity->boundary);
    boundary_allows = sum.allowed;
  }
  // A federated user may do nothing without a session policy.
  bool session_allows = in.session_policies.empty() && caller.kind != PrincipalKind::federated_user;
  for (const auto& policy : in.session_policies) {
    Sum sum = sum_of(policy, in, context);
    if (sum.denied_by) return explicit_denial(in, DenialReason::session, policy);
    session_allows |= sum.allowed;
  }

  auto refuse = [&](DenialReason reason) {
    Denial out = denial(in, reason);
    explain(out, in, context, resource);
    return std::optional<Denial>(std::move(out));
  };
  DenialReason resource_reason = trust ? DenialReason::role_trust : DenialReason::resource;
  if (is_gone(in)) return refuse(DenialReason::identity);

  // 2. Services and the anonymous have no identity policies: only the resource can let them in.
  if (caller.kind == PrincipalKind::service || caller.kind == PrincipalKind::anonymous) {
    if (by_resource.allowed == Named::direct) return std::nullopt;
    return refuse(resource_reason);
  }
  const std::string& owner = in.need.resource_account;
  bool same_account = owner.empty() || owner == caller.account;
  if (caller.kind == PrincipalKind::root) {
    if (trust) return refuse(DenialReason::role_trust);  // root may not assume roles
    if (same_account || by_resource.allowed != Named::no) return std::nullopt;
    return refuse(resource_reason);
  }

  // 3. Users and sessions.
  Named grant = by_resource.allowed;
  if ((!same_account || trust) && grant == Named::no) return refuse(resource_reason);
  bool direct = same_account && grant == Named::direct;
  if (!direct && !boundary_allows) return refuse(DenialReason::boundary);
  if (!direct && !session_allows) return refuse(DenialReason::session);
  bool granted = direct || (same_account && grant == Named::role);
  if (!granted && !identity_allows) return refuse(DenialReason::identity);
  return std::nullopt;
}

}  // namespace

std::optional<Denial> evaluate(const Inputs& in, const Context& context, std::vector<PolicyStatement>* allowing) {
  std::optional<Policy> resource;
  if (in.need.resource_policy) resource = parse_policy(*in.need.resource_policy, "the resource's policy");
  auto out = decided(in, context, resource ? &*resource : nullptr, allowing);
  if (out) out->keys = keys_used(in, context, resource ? &*resource : nullptr);
  return out;
}

}  // namespace lambent::access
