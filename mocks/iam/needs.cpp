// What each operation must be allowed: the action of its own name on what it names. AWS source: Service Authorization
// Reference, "Actions, resources, and condition keys for AWS Identity and Access Management".
#include <set>

#include "aws/arn.h"
#include "aws/pass_role.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

using Keys = std::vector<std::pair<std::string, std::vector<std::string>>>;

void add_resource_tags(Keys& keys, const Tags& tags) {
  for (const auto& [key, value] : tags) {
    keys.push_back({"aws:ResourceTag/" + key, {value}});
    keys.push_back({"iam:ResourceTag/" + key, {value}});
  }
}

void add_request_keys(Keys& keys, const Call& call) {
  for (auto [member, key] : {std::pair{"PolicyArn", "iam:PolicyARN"}, {"PermissionsBoundary", "iam:PermissionsBoundary"}, {"AWSServiceName", "iam:AWSServiceName"}})
    if (auto value = find_text(call.input, member)) keys.push_back({key, {*value}});
  std::vector<std::string> tag_keys = texts_at(call.input, "TagKeys");
  if (const Json* tags = lambent::find(call.input, "Tags"))
    for (const auto& tag : *tags) {
      tag_keys.push_back(text_at(tag, "Key"));
      keys.push_back({"aws:RequestTag/" + text_at(tag, "Key"), {text_at(tag, "Value")}});
    }
  if (!tag_keys.empty()) keys.push_back({"aws:TagKeys", tag_keys});
}

// Calls about the caller when they name nobody.
bool about_caller(const std::string& operation) {
  static const std::set<std::string> names = {
      "GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey", "ChangePassword", "CreateLoginProfile", "GetLoginProfile",
      "DeleteLoginProfile", "ListSSHPublicKeys", "ListSigningCertificates", "UploadSigningCertificate", "UpdateSigningCertificate", "DeleteSigningCertificate",
      "ListServiceSpecificCredentials", "UpdateServiceSpecificCredential", "ResetServiceSpecificCredential", "DeleteServiceSpecificCredential",
      "ListMFADevices", "DeactivateMFADevice"};
  return names.contains(operation);
}

}  // namespace

Need Iam::need_of(const Call& call) const {
  Keys keys;
  auto own = [&](const std::string& resource) { return make_arn("iam", "", call.scope.account, resource); };
  std::string resource = "*", path = text_at(call.input, "Path", "/");
  // Of several the last counts: a user put into a group, a role into a profile.
  for (const Sort* sort : {&kRole, &kUser, &kGroup}) {
    auto name = find_text(call.input, sort->name_key);
    if (!name) continue;
    const EntityRow* row = (entities_.*(sort->table)).find(key_of(call, *name));
    resource = row ? row->arn : own(sort->word + path + *name);
    if (row) add_resource_tags(keys, row->tags);
    if (row && !row->boundary.empty() && !lambent::has(call.input, "PermissionsBoundary")) keys.push_back({"iam:PermissionsBoundary", {row->boundary}});
  }
  auto named = [&](const char* member, const auto& table, const std::string& word) {
    auto name = find_text(call.input, member);
    if (!name) return;
    const auto* row = table.find(key_of(call, *name));
    resource = row ? row->arn : own(word + path + *name);
    if (row) add_resource_tags(keys, row->tags);
  };
  named("InstanceProfileName", entities_.instance_profiles, "instance-profile");
  named("ServerCertificateName", entities_.server_certificates, "server-certificate");
  if (auto name = find_text(call.input, "VirtualMFADeviceName")) resource = own("mfa" + path + *name);
  if (auto name = find_text(call.input, "AWSServiceName")) resource = own("role/aws-service-role/" + *name + "/*");
  if (resource == "*" && call.caller.kind == PrincipalKind::user && about_caller(call.operation)) resource = call.caller.arn;
  if (resource == "*")
    for (const char* member : {"PolicyArn", "SAMLProviderArn", "OpenIDConnectProviderArn", "PolicySourceArn", "Arn"})
      if (auto arn = find_text(call.input, member)) resource = *arn;
  if (auto serial = find_text(call.input, "SerialNumber"); serial && resource == "*") resource = *serial;
  if (call.operation == "CreatePolicy") resource = own("policy" + path + text_at(call.input, "PolicyName"));
  if (call.operation == "CreateSAMLProvider") resource = own("saml-provider/" + text_at(call.input, "Name"));
  if (call.operation == "CreateOpenIDConnectProvider") resource = own("oidc-provider/" + text_at(call.input, "Url").substr(std::min<size_t>(8, text_at(call.input, "Url").size())));
  for (auto [operation, shown] : {std::pair{"ListRoles", "role/"}, {"ListUsers", "user/"}, {"ListGroups", "group/"}, {"ListInstanceProfiles", "instance-profile/"},
                                  {"ListServerCertificates", "server-certificate/"}})
    if (call.operation == operation) resource = own(shown);
  if (const PolicyRow* policy = entities_.policies.find(resource)) add_resource_tags(keys, policy->tags);
  add_request_keys(keys, call);
  Need need("iam:" + call.operation, resource);
  need.keys = std::move(keys);
  return need;
}

std::vector<Need> Iam::needs(const Call& call) const {
  // Credentials of GetSessionToken without a code of an MFA device, and of GetFederationToken, are not taken by IAM.
  bool temporary = call.caller.issued != TimePoint{} && call.caller.kind != PrincipalKind::role_session;
  if (temporary && !call.caller.mfa) throw AwsError("InvalidClientTokenId", 403, "The security token included in the request is invalid");
  std::vector<Need> out;
  out.push_back(need_of(call));
  if (call.operation == "AddRoleToInstanceProfile") {
    std::string name = text_at(call.input, "RoleName");
    const EntityRow* role = entities_.roles.find(key_of(call, name));
    out.push_back(pass_role(call, role ? role->arn : make_arn("iam", "", call.scope.account, "role/" + name), "ec2.amazonaws.com"));
  }
  return out;
}

// A policy that is not there yet has no ARN to be told.
AwsError Iam::refused(const Call& call, const Denial& denial) const {
  Denial shown = denial;
  if (call.operation == "CreatePolicy") shown.resource = "policy " + text_at(call.input, "PolicyName");
  return Service::refused(call, shown);
}

}  // namespace lambent::iam
