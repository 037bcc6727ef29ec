#include "mocks/iam/simulation.h"

#include "access/conditions.h"
#include "aws/arn.h"
#include "aws/error.h"
#include "base/text.h"
#include "mocks/iam/context_keys.h"

namespace lambent::iam {
namespace {

[[noreturn]] void invalid(const std::string& why) { throw AwsError("InvalidInput", 400, why); }

Json position_json(const Position& p) { return object({{"Line", p.line}, {"Column", p.column}}); }

std::string account_of(const std::string& owner) {
  auto arn = Arn::parse(owner);
  return arn ? arn->account : owner;
}

}  // namespace

// Who is simulated has a name; the rest of the world only what the call tells of it.
class Simulation::Told final : public access::Context {
 public:
  Told(const Simulation& of, const Need& need) : Context(of.call_, need, TimePoint{}, of.entity_.tags), of_(of) {}

 protected:
  std::optional<access::Values> look_up(const std::string& key) const override {
    for (const auto& [name, values] : of_.told_)
      if (name == key) return values;
    for (const char* known : {"aws:username", "aws:userid", "aws:principalarn", "aws:principalaccount", "aws:principaltype"})
      if (key == known) return principal_key(key);
    if (key.starts_with("aws:principaltag/")) return principal_key(key);
    return std::nullopt;
  }

 private:
  const Simulation& of_;
};

Json checked_for_simulation(const std::string& text) {
  try {
    return access::check_policy(text, access::PolicyKind::identity);
  } catch (const AwsError& e) {
    invalid(e.message());
  }
}

Simulation::Part Simulation::part(const PolicySource& source, const char* type) {
  Part out;
  out.id = source.id;
  out.type = type;
  out.policy = std::make_shared<access::Policy>(access::parse_policy(parse_json(source.text), source.id));
  out.spans = statement_spans(source.text);
  return out;
}

Simulation::Simulation(const Call& call, const std::vector<PolicySource>& identity, const std::vector<PolicySource>& boundary, Principal caller) {
  if (has(call.input, "ResourceHandlingOption")) throw not_emulated("iam", call.operation + " with ResourceHandlingOption");
  if (boundary.size() > 1) invalid("Only one permissions boundary policy can be given.");
  for (const auto& source : identity) identity_.push_back(part(source, "IAM Policy"));
  for (const auto& source : boundary) boundary_.push_back(part(source, "IAM Policy"));
  for (const auto& one : identity_) entity_.policies.push_back(one.policy);
  if (!boundary_.empty()) entity_.boundary = boundary_.front().policy;

  auto named = find_text(call.input, "CallerArn");
  auto policy = find_text(call.input, "ResourcePolicy");
  if (named) {
    auto arn = Arn::parse(*named);
    if (!arn || arn->service != "iam" || !arn->resource.starts_with("user/")) invalid("Invalid Entity Arn: " + *named + " does not clearly define entity type and name.");
    caller.kind = PrincipalKind::user;
    caller.account = arn->account;
    caller.arn = caller.entity_arn = *named;
  } else if (policy && caller.kind != PrincipalKind::user) {
    invalid("CallerArn must be provided when ResourcePolicy is provided.");
  }
  owner_ = account_of(text_at(call.input, "ResourceOwner", caller.account));
  if (policy) {
    resource_policy_ = try_parse_json(*policy);
    if (!resource_policy_ || !resource_policy_->is_object()) invalid("Syntax errors in policy.");
    resource_.push_back(part({"ResourcePolicy", *policy}, "Resource Policy"));
  }
  call_.scope = call.scope;
  call_.caller = std::move(caller);
  read_context(call.input);
}

void Simulation::read_context(const Json& input) {
  const Json* entries = find(input, "ContextEntries");
  if (!entries) return;
  for (const auto& entry : *entries) {
    std::string name = text_at(entry, "ContextKeyName"), type = text_at(entry, "ContextKeyType");
    auto values = texts_at(entry, "ContextKeyValues");
    if (name.empty() || name.find(':') == std::string::npos) invalid("Invalid context key name: " + name);
    if (values.size() > 1 && !type.ends_with("List")) invalid("The context key " + name + " has several values; its type must be " + (type.empty() ? "string" : type) + "List.");
    told_.emplace_back(lower(name), values);
  }
}

std::vector<std::string> Simulation::missing(const Need& need, const access::Context& context) const {
  std::vector<std::string> keys, out;
  for (const auto* parts : {&identity_, &boundary_, &resource_})
    for (const auto& one : *parts)
      for (const auto& s : one.policy->statements)
        if (access::statement_applies(s, need, context, one.policy->variables)) add_context_keys(s.source, keys);
  for (const auto& key : keys)
    if (!context.find(lower(key))) out.push_back(key);
  return out;
}

// The statements that decide: those that deny, if any does, else those that allow.
Json Simulation::matched(const Need& need, const access::Context& context, bool denied) const {
  Json out = array();
  for (const auto* parts : {&identity_, &boundary_, &resource_})
    for (const auto& one : *parts)
      for (size_t i = 0; i < one.policy->statements.size(); ++i) {
        const auto& s = one.policy->statements[i];
        if ((s.effect == access::Effect::deny) != denied) continue;
        if (parts == &resource_ && !access::is_about(s, call_.caller)) continue;
        if (!access::statement_applies(s, need, context, one.policy->variables)) continue;
        if (!access::conditions_hold(s.conditions, context, one.policy->variables)) continue;
        Json shown = object({{"SourcePolicyId", one.id}, {"SourcePolicyType", one.type}});
        if (i < one.spans.size()) {
          set(shown, "StartPosition", position_json(one.spans[i].start));
          set(shown, "EndPosition", position_json(one.spans[i].end));
        }
        out.push_back(std::move(shown));
      }
  return out;
}

Json Simulation::result(const std::string& action, const std::string& resource, bool specific) const {
  auto parts = split(action, ':');
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty() || action.find_first_of("*?") != std::string::npos) invalid("Invalid Action Name: " + action);
  Need need(action, resource);
  need.resource_account = owner_;
  need.resource_policy = resource_policy_;
  // A role's policy is its trust policy: without its consent nobody assumes the role.
  if (resource_policy_ && istarts_with(action, "sts:AssumeRole") && resource.find(":role/") != std::string::npos) need.kind = ResourceKind::role_trust;
  Told context(*this, need);
  access::Inputs inputs{call_.caller, need, &entity_, {}};
  auto denial = action == "sts:GetCallerIdentity" ? std::nullopt : access::evaluate(inputs, context);
  bool denied = denial && denial->explicit_deny;
  const char* decision = !denial ? "allowed" : denied ? "explicitDeny" : "implicitDeny";
  // An implicit denial by the boundary has statements that would have allowed it.
  Json statements = matched(need, context, denied);
  Json lacking = text_array(missing(need, context));

  Json out = object({{"EvalActionName", action}, {"EvalResourceName", resource}, {"EvalDecision", decision}, {"MatchedStatements", statements},
                     {"MissingContextValues", specific ? array() : lacking}, {"OrganizationsDecisionDetail", object({{"AllowedByOrganizations", true}})}});
  Json boundary;
  if (!boundary_.empty()) {
    access::Entity only;
    only.policies.push_back(boundary_.front().policy);
    Need plain(action, resource);
    access::Inputs alone{call_.caller, plain, &only, {}};
    boundary = object({{"AllowedByPermissionsBoundary", !access::evaluate(alone, context)}});
    set(out, "PermissionsBoundaryDecisionDetail", boundary);
  }
  if (specific) {
    Json one = object({{"EvalResourceName", resource}, {"EvalResourceDecision", decision}, {"MatchedStatements", statements}, {"MissingContextValues", lacking}});
    if (!boundary.is_null()) set(one, "PermissionsBoundaryDecisionDetail", boundary);
    Json list = array();
    list.push_back(one);
    set(out, "ResourceSpecificResults", list);
  }
  return out;
}

}  // namespace lambent::iam
