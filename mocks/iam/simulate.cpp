// SimulateCustomPolicy and SimulatePrincipalPolicy: what would be allowed. One result for each action and resource.
#include "mocks/iam/simulation.h"

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

std::vector<PolicySource> given(const Call& call, const char* member) {
  std::vector<PolicySource> out;
  auto texts = texts_at(call.input, member);
  for (size_t i = 0; i < texts.size(); ++i) {
    checked_for_simulation(texts[i]);
    out.push_back({std::string(member) + "." + std::to_string(i + 1), texts[i]});
  }
  return out;
}

Json results(const Call& call, const Simulation& simulation) {
  auto resources = texts_at(call.input, "ResourceArns");
  bool specific = !resources.empty();
  if (resources.empty()) resources.emplace_back("*");
  std::vector<Json> items;
  for (const auto& action : texts_at(call.input, "ActionNames"))
    for (const auto& resource : resources) {
      if (resource != "*" && !Arn::parse(resource)) throw AwsError("InvalidInput", 400, "Invalid resource: " + resource);
      items.push_back(simulation.result(action, resource, specific && resource != "*"));
    }
  return paged(call, "EvaluationResults", std::move(items));
}

}  // namespace

const EntityRow& Iam::get_policy_source(const Call& call) const {
  std::string arn = text_at(call.input, call.operation.starts_with("GenerateService") || call.operation.starts_with("ListPoliciesGranting") ? "Arn" : "PolicySourceArn");
  auto parts = Arn::parse(arn);
  if (!parts || parts->service != "iam") throw AwsError("InvalidInput", 400, "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
  const EntityRow* row = parts->account == call.scope.account ? entities_.find_row(arn) : nullptr;
  if (!row) throw no_such_entity("No entity with arn " + arn + " can be found.");
  return *row;
}

// What decides for a user, group or role; of a user also what its groups have.
std::vector<PolicySource> Iam::sources_of(const Call& call, const EntityRow& row) const {
  std::vector<PolicySource> out;
  auto add = [&](const EntityRow& of, const char* word) {
    for (const auto& [name, text] : of.inline_policies) out.push_back({std::string(word) + "_" + of.name + "_" + name, text});
    for (const auto& arn : of.attached)
      if (auto text = entities_.policy_document(arn)) out.push_back({arn.substr(arn.rfind('/') + 1), *text});
  };
  add(row, row.id.starts_with("AROA") ? "role" : row.id.starts_with("AGPA") ? "group" : "user");
  for (const auto& name : row.groups)
    if (const EntityRow* group = entities_.groups.find(key_of(call, name))) add(*group, "group");
  return out;
}

Json Iam::simulate_custom_policy(const Call& call) {
  Principal caller;
  caller.kind = PrincipalKind::role_session;  // somebody of the account
  caller.account = call.scope.account;
  return results(call, Simulation(call, given(call, "PolicyInputList"), given(call, "PermissionsBoundaryPolicyInputList"), std::move(caller)));
}

Json Iam::simulate_principal_policy(const Call& call) {
  const EntityRow& row = get_policy_source(call);
  std::vector<PolicySource> identity = sources_of(call, row), boundary = given(call, "PermissionsBoundaryPolicyInputList");
  for (auto& one : given(call, "PolicyInputList")) identity.push_back(std::move(one));
  if (boundary.empty() && !row.boundary.empty())
    if (auto text = entities_.policy_document(row.boundary)) boundary.push_back({row.boundary.substr(row.boundary.rfind('/') + 1), *text});
  Principal caller;
  caller.kind = row.id.starts_with("AIDA") ? PrincipalKind::user : PrincipalKind::role_session;
  caller.account = row.account;
  caller.arn = caller.entity_arn = row.arn;
  caller.user_id = caller.entity_id = row.id;
  caller.session_tags = row.tags;  // aws:PrincipalTag
  return results(call, Simulation(call, identity, boundary, std::move(caller)));
}

}  // namespace lambent::iam
