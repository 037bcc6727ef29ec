// Sending authorization in version 1: policies on identities, which needs.cpp gives to the decision.
#include "mocks/ses/ses.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostPolicies = 20;

}  // namespace

Json Ses::put_identity_policy(const Call& call) {
  const std::string name = identity_name(text_at(call.input, "Identity")), policy = text_at(call.input, "PolicyName"), text = text_at(call.input, "Policy");
  const IdentityRow* row = mailbox_.identities().find(call.scope, name);
  if (!row) throw mail_error(Dialect::v1, Fault::parameter, "Identity '" + name + "' does not exist.");
  mailbox_.check_policy(Dialect::v1, row->name, text);
  if (row->policies.size() >= kMostPolicies && !row->policies.contains(policy))
    throw AwsError("LimitExceeded", 400, "An identity has at most 20 policies.");
  mailbox_.identities().update(call.scope, name, [&](IdentityRow& r) { r.policies[policy] = text; });
  return Json::object();
}

Json Ses::get_identity_policies(const Call& call) {
  const IdentityRow* row = mailbox_.identities().find(call.scope, identity_name(text_at(call.input, "Identity")));
  Json out = Json::object();
  for (const auto& name : texts_at(call.input, "PolicyNames"))
    if (row && row->policies.contains(name)) set_text(out, name, row->policies.at(name));
  return object({{"Policies", out}});
}

Json Ses::list_identity_policies(const Call& call) {
  const IdentityRow* row = mailbox_.identities().find(call.scope, identity_name(text_at(call.input, "Identity")));
  Json names = array();
  if (row)
    for (const auto& [name, text] : row->policies) names.push_back(name);
  return object({{"PolicyNames", names}});
}

Json Ses::delete_identity_policy(const Call& call) {
  mailbox_.identities().update(call.scope, identity_name(text_at(call.input, "Identity")),
                               [&](IdentityRow& r) { r.policies.erase(text_at(call.input, "PolicyName")); });
  return Json::object();
}

}  // namespace lambent::ses
