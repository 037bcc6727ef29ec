// AWS::IAM resources, SES identities, and the roles SAM makes for a function or state machine without one.
#include "base/text.h"
#include "config/reader.h"

namespace lambent::config {
namespace {

Json service_trust(const std::string& service) {
  Json statement = object({{"Effect", "Allow"}, {"Action", array()}, {"Principal", object({{"Service", array()}})}});
  statement["Action"].push_back("sts:AssumeRole");
  statement["Principal"]["Service"].push_back(service);
  Json out = object({{"Version", "2012-10-17"}, {"Statement", array()}});
  out["Statement"].push_back(statement);
  return out;
}

}  // namespace

void Reader::role(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  RoleModel role;
  role.place = resource.place;
  role.name = p.text("RoleName", resource.id);
  role.path = p.text("Path", "/");
  role.description = p.text("Description");
  role.trust = p.document("AssumeRolePolicyDocument", Need::must);
  role.managed = p.texts("ManagedPolicyArns");
  role.boundary = p.text("PermissionsBoundary");
  role.session_seconds = p.integer("MaxSessionDuration");
  role.tags = p.tag_list("Tags");
  if (const Node* policies = p.list("Policies"))
    for (const auto& item : policies->items) {
      Properties one(item, "a policy of a role", diagnostics_);
      std::string name = one.must_text("PolicyName");
      Json document = one.document("PolicyDocument", Need::must);
      one.done();
      role.inline_policies.emplace_back(name, std::move(document));
    }
  p.done();
  out_.roles.push_back(std::move(role));
}

void Reader::managed_policy(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  PolicyModel policy;
  policy.place = resource.place;
  policy.name = p.text("ManagedPolicyName", resource.id);
  policy.path = p.text("Path", "/");
  policy.description = p.text("Description");
  policy.document = p.document("PolicyDocument", Need::must);
  policy.roles = p.texts("Roles");
  p.refuse({"Groups", "Users"});
  p.done();
  out_.policies.push_back(std::move(policy));
}

void Reader::identity(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  IdentityModel identity;
  identity.place = resource.place;
  identity.identity = p.must_text("EmailIdentity");
  p.refuse({"ConfigurationSetAttributes", "DkimAttributes", "DkimSigningAttributes", "FeedbackAttributes", "MailFromAttributes", "Tags"});
  p.done();
  out_.identities.push_back(std::move(identity));
}

// The role's ARN: the one given, or that of a role made as SAM does, from Policies and AssumeRolePolicyDocument.
std::string Reader::made_role(const Resource& resource, Properties& p, const char* service, const char* basic_policy) {
  std::string given = p.text("Role");
  RoleModel role;
  role.place = resource.place;
  role.name = resource.id + "Role";
  role.path = p.text("RolePath", "/");
  role.boundary = p.text("PermissionsBoundary");
  bool own_trust = p.has("AssumeRolePolicyDocument");
  role.trust = own_trust ? p.document("AssumeRolePolicyDocument", Need::may) : service_trust(service);
  if (*basic_policy) role.managed.push_back(basic_policy);
  const Node* policies = p.any("Policies");
  if (p.has("Role")) {
    // As SAM: with a role of its own, policies would act on nothing.
    for (const char* key : {"Policies", "AssumeRolePolicyDocument", "PermissionsBoundary"})
      if (p.has(key)) diagnostics_.warning(p.place_of(key), std::string(key) + " has no effect beside Role, here as in AWS");
    return given;
  }
  if (policies) policies_of(*policies, role);
  std::string arn = "arn:aws:iam::" + options_.account + ":role" + role.path + role.name;
  out_.roles.push_back(std::move(role));
  return arn;
}

// A name or ARN of a managed policy, a document, or a list of these.
void Reader::policies_of(const Node& given, RoleModel& role) {
  if (given.is(Node::Kind::list)) {
    for (const auto& item : given.items) policies_of(item, role);
  } else if (given.is(Node::Kind::text)) {
    bool arn = given.text.starts_with("arn:");
    role.managed.push_back(arn ? given.text : "arn:aws:iam::aws:policy/" + given.text);
  } else if (given.is(Node::Kind::map)) {
    if (given.find("Statement")) {
      role.inline_policies.emplace_back(role.name + "Policy" + std::to_string(role.inline_policies.size()), to_json(given, Scalars::text));
      return;
    }
    std::string name = given.members.empty() ? "an empty map" : given.members[0].key;
    diagnostics_.error(given.place, "the policy template " + printable(name) + " is not emulated", "write its statements, or name a managed policy");
  } else if (!given.is(Node::Kind::broken)) {
    diagnostics_.error(given.place, std::string("Policies must hold names, ARNs or documents, not ") + given.kind_name());
  }
}

}  // namespace lambent::config
