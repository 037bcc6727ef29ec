#include "mocks/iam/iam.h"

#include <cmath>

#include "aws/arn.h"
#include "base/time_text.h"

namespace lambent::iam {

// What is emulated of IAM.
struct Iam::Operations {
  static constexpr Operation<Iam> table[] = {
      {"CreateRole", &Iam::create_role},
      {"GetRole", &Iam::get_role},
      {"ListRoles", &Iam::list_roles},
      {"UpdateRole", &Iam::update_role},
      {"UpdateRoleDescription", &Iam::update_role_description},
      {"DeleteRole", &Iam::delete_role},
      {"UpdateAssumeRolePolicy", &Iam::update_assume_role_policy},
      {"PutRolePermissionsBoundary", &Iam::put_role_boundary},
      {"DeleteRolePermissionsBoundary", &Iam::delete_role_boundary},
      {"PutRolePolicy", &Iam::put_policy<kRole>},
      {"GetRolePolicy", &Iam::get_policy<kRole>},
      {"ListRolePolicies", &Iam::list_policies<kRole>},
      {"DeleteRolePolicy", &Iam::delete_policy<kRole>},
      {"AttachRolePolicy", &Iam::attach_policy<kRole>},
      {"DetachRolePolicy", &Iam::detach_policy<kRole>},
      {"ListAttachedRolePolicies", &Iam::list_attached<kRole>},
      {"TagRole", &Iam::tag_entity<kRole>},
      {"UntagRole", &Iam::untag_entity<kRole>},
      {"ListRoleTags", &Iam::list_entity_tags<kRole>},
      {"CreateServiceLinkedRole", &Iam::create_service_linked_role},
      {"DeleteServiceLinkedRole", &Iam::delete_service_linked_role},
      {"GetServiceLinkedRoleDeletionStatus", &Iam::get_service_linked_role_deletion_status},
      {"CreateInstanceProfile", &Iam::create_instance_profile},
      {"GetInstanceProfile", &Iam::get_instance_profile},
      {"ListInstanceProfiles", &Iam::list_instance_profiles},
      {"ListInstanceProfilesForRole", &Iam::list_instance_profiles_for_role},
      {"DeleteInstanceProfile", &Iam::delete_instance_profile},
      {"AddRoleToInstanceProfile", &Iam::add_role_to_instance_profile},
      {"RemoveRoleFromInstanceProfile", &Iam::remove_role_from_instance_profile},
      {"TagInstanceProfile", &Iam::tag<InstanceProfileRow>},
      {"UntagInstanceProfile", &Iam::untag<InstanceProfileRow>},
      {"ListInstanceProfileTags", &Iam::list_tags<InstanceProfileRow>},
      {"CreateUser", &Iam::create_user},
      {"GetUser", &Iam::get_user},
      {"ListUsers", &Iam::list_users},
      {"UpdateUser", &Iam::update_user},
      {"DeleteUser", &Iam::delete_user},
      {"PutUserPermissionsBoundary", &Iam::put_user_boundary},
      {"DeleteUserPermissionsBoundary", &Iam::delete_user_boundary},
      {"PutUserPolicy", &Iam::put_policy<kUser>},
      {"GetUserPolicy", &Iam::get_policy<kUser>},
      {"ListUserPolicies", &Iam::list_policies<kUser>},
      {"DeleteUserPolicy", &Iam::delete_policy<kUser>},
      {"AttachUserPolicy", &Iam::attach_policy<kUser>},
      {"DetachUserPolicy", &Iam::detach_policy<kUser>},
      {"ListAttachedUserPolicies", &Iam::list_attached<kUser>},
      {"TagUser", &Iam::tag_entity<kUser>},
      {"UntagUser", &Iam::untag_entity<kUser>},
      {"ListUserTags", &Iam::list_entity_tags<kUser>},
      {"CreateGroup", &Iam::create_group},
      {"GetGroup", &Iam::get_group},
      {"ListGroups", &Iam::list_groups},
      {"UpdateGroup", &Iam::update_group},
      {"DeleteGroup", &Iam::delete_group},
      {"AddUserToGroup", &Iam::add_user_to_group},
      {"RemoveUserFromGroup", &Iam::remove_user_from_group},
      {"ListGroupsForUser", &Iam::list_groups_for_user},
      {"PutGroupPolicy", &Iam::put_policy<kGroup>},
      {"GetGroupPolicy", &Iam::get_policy<kGroup>},
      {"ListGroupPolicies", &Iam::list_policies<kGroup>},
      {"DeleteGroupPolicy", &Iam::delete_policy<kGroup>},
      {"AttachGroupPolicy", &Iam::attach_policy<kGroup>},
      {"DetachGroupPolicy", &Iam::detach_policy<kGroup>},
      {"ListAttachedGroupPolicies", &Iam::list_attached<kGroup>},
      {"CreateAccessKey", &Iam::create_access_key},
      {"DeleteAccessKey", &Iam::delete_access_key},
      {"ListAccessKeys", &Iam::list_access_keys},
      {"UpdateAccessKey", &Iam::update_access_key},
      {"GetAccessKeyLastUsed", &Iam::get_access_key_last_used},
      {"CreateLoginProfile", &Iam::create_login_profile},
      {"GetLoginProfile", &Iam::get_login_profile},
      {"UpdateLoginProfile", &Iam::update_login_profile},
      {"DeleteLoginProfile", &Iam::delete_login_profile},
      {"ChangePassword", &Iam::change_password},
      {"CreateServiceSpecificCredential", &Iam::create_service_credential},
      {"ListServiceSpecificCredentials", &Iam::list_service_credentials},
      {"UpdateServiceSpecificCredential", &Iam::update_service_credential},
      {"ResetServiceSpecificCredential", &Iam::reset_service_credential},
      {"DeleteServiceSpecificCredential", &Iam::delete_service_credential},
      {"UploadSSHPublicKey", &Iam::upload_ssh_key},
      {"GetSSHPublicKey", &Iam::get_ssh_key},
      {"ListSSHPublicKeys", &Iam::list_ssh_keys},
      {"UpdateSSHPublicKey", &Iam::update_ssh_key},
      {"DeleteSSHPublicKey", &Iam::delete_ssh_key},
      {"UploadSigningCertificate", &Iam::upload_signing_certificate},
      {"ListSigningCertificates", &Iam::list_signing_certificates},
      {"UpdateSigningCertificate", &Iam::update_signing_certificate},
      {"DeleteSigningCertificate", &Iam::delete_signing_certificate},
      {"CreateVirtualMFADevice", &Iam::create_virtual_mfa_device},
      {"ListVirtualMFADevices", &Iam::list_virtual_mfa_devices},
      {"DeleteVirtualMFADevice", &Iam::delete_virtual_mfa_device},
      {"EnableMFADevice", &Iam::enable_mfa_device},
      {"ResyncMFADevice", &Iam::resync_mfa_device},
      {"DeactivateMFADevice", &Iam::deactivate_mfa_device},
      {"ListMFADevices", &Iam::list_mfa_devices},
      {"GetMFADevice", &Iam::get_mfa_device},
      {"TagMFADevice", &Iam::tag<MfaDeviceRow>},
      {"UntagMFADevice", &Iam::untag<MfaDeviceRow>},
      {"ListMFADeviceTags", &Iam::list_tags<MfaDeviceRow>},
      {"CreatePolicy", &Iam::create_policy},
      {"GetPolicy", &Iam::get_managed_policy},
      {"ListPolicies", &Iam::list_managed_policies},
      {"DeletePolicy", &Iam::delete_managed_policy},
      {"ListEntitiesForPolicy", &Iam::list_entities_for_policy},
      {"GetPolicyVersion", &Iam::get_policy_version},
      {"CreatePolicyVersion", &Iam::create_policy_version},
      {"DeletePolicyVersion", &Iam::delete_policy_version},
      {"SetDefaultPolicyVersion", &Iam::set_default_policy_version},
      {"ListPolicyVersions", &Iam::list_policy_versions},
      {"TagPolicy", &Iam::tag<PolicyRow>},
      {"UntagPolicy", &Iam::untag<PolicyRow>},
      {"ListPolicyTags", &Iam::list_tags<PolicyRow>},
      {"UploadServerCertificate", &Iam::upload_server_certificate},
      {"GetServerCertificate", &Iam::get_server_certificate},
      {"ListServerCertificates", &Iam::list_server_certificates},
      {"UpdateServerCertificate", &Iam::update_server_certificate},
      {"DeleteServerCertificate", &Iam::delete_server_certificate},
      {"TagServerCertificate", &Iam::tag<ServerCertificateRow>},
      {"UntagServerCertificate", &Iam::untag<ServerCertificateRow>},
      {"ListServerCertificateTags", &Iam::list_tags<ServerCertificateRow>},
      {"CreateOpenIDConnectProvider", &Iam::create_oidc_provider},
      {"GetOpenIDConnectProvider", &Iam::get_oidc_provider},
      {"ListOpenIDConnectProviders", &Iam::list_oidc_providers},
      {"DeleteOpenIDConnectProvider", &Iam::delete_oidc_provider},
      {"AddClientIDToOpenIDConnectProvider", &Iam::add_client_id},
      {"RemoveClientIDFromOpenIDConnectProvider", &Iam::remove_client_id},
      {"UpdateOpenIDConnectProviderThumbprint", &Iam::update_thumbprint},
      {"TagOpenIDConnectProvider", &Iam::tag<OidcProviderRow>},
      {"UntagOpenIDConnectProvider", &Iam::untag<OidcProviderRow>},
      {"ListOpenIDConnectProviderTags", &Iam::list_tags<OidcProviderRow>},
      {"CreateSAMLProvider", &Iam::create_saml_provider},
      {"GetSAMLProvider", &Iam::get_saml_provider},
      {"ListSAMLProviders", &Iam::list_saml_providers},
      {"UpdateSAMLProvider", &Iam::update_saml_provider},
      {"DeleteSAMLProvider", &Iam::delete_saml_provider},
      {"TagSAMLProvider", &Iam::tag<SamlProviderRow>},
      {"UntagSAMLProvider", &Iam::untag<SamlProviderRow>},
      {"ListSAMLProviderTags", &Iam::list_tags<SamlProviderRow>},
      {"CreateAccountAlias", &Iam::create_account_alias},
      {"DeleteAccountAlias", &Iam::delete_account_alias},
      {"ListAccountAliases", &Iam::list_account_aliases},
      {"GetAccountSummary", &Iam::get_account_summary},
      {"SetSecurityTokenServicePreferences", &Iam::set_token_preferences},
      {"UpdateAccountPasswordPolicy", &Iam::update_password_policy},
      {"GetAccountPasswordPolicy", &Iam::get_password_policy},
      {"DeleteAccountPasswordPolicy", &Iam::delete_password_policy},
      {"GetAccountAuthorizationDetails", &Iam::get_account_authorization_details},
      {"GenerateCredentialReport", &Iam::generate_credential_report},
      {"GetCredentialReport", &Iam::get_credential_report},
      {"GenerateServiceLastAccessedDetails", &Iam::generate_service_last_accessed},
      {"GetServiceLastAccessedDetails", &Iam::get_service_last_accessed},
      {"GetServiceLastAccessedDetailsWithEntities", &Iam::get_service_last_accessed_entities},
      {"ListPoliciesGrantingServiceAccess", &Iam::list_policies_granting_service_access},
      {"SimulateCustomPolicy", &Iam::simulate_custom_policy},
      {"SimulatePrincipalPolicy", &Iam::simulate_principal_policy},
      {"GetContextKeysForCustomPolicy", &Iam::context_keys_for_custom_policy},
      {"GetContextKeysForPrincipalPolicy", &Iam::context_keys_for_principal_policy},
  };
};

const Sort kRole{"role", "Role", "RoleName", "AROA", 1000, &Entities::roles};
const Sort kUser{"user", "User", "UserName", "AIDA", 5000, &Entities::users};
const Sort kGroup{"group", "Group", "GroupName", "AGPA", 300, &Entities::groups};

std::vector<std::string_view> Iam::operations() const { return operation_names(Operations::table); }

Task<Json> Iam::handle(Call call) { return dispatch<Iam>(*this, Operations::table, std::move(call)); }

double Iam::now() const { return std::floor(epoch_seconds(aws_.clock().now())); }

const EntityRow& Iam::get(const Sort& sort, const Call& call) const {
  std::string name = text_at(call.input, sort.name_key);
  const EntityRow* row = (entities_.*(sort.table)).find(key_of(call, name));
  if (!row) throw no_such_entity(std::string("The ") + sort.word + " with name " + name + " cannot be found.");
  return *row;
}

void Iam::update(const Sort& sort, const Call& call, const std::function<void(EntityRow&)>& change) {
  const EntityRow& row = get(sort, call);
  (entities_.*(sort.table)).update(key_of(call, row.name), change);
  entities_.changed();
}

EntityRow Iam::make(const Sort& sort, const Call& call) {
  EntityRow row;
  row.name = text_at(call.input, sort.name_key);
  row.path = text_at(call.input, "Path", "/");
  check_path(row.path);
  row.account = call.scope.account;
  if ((entities_.*(sort.table)).contains(key_of(call, row.name)))
    throw already_exists(std::string(sort.title) + " with name " + row.name + " already exists.");
  check_quota(entities_.*(sort.table), row.account, std::string(sort.title) + "s", sort.quota);
  add_tags(row.tags, call.input, true);
  row.id = aws_.ids().iam_id(sort.prefix);
  row.arn = make_arn("iam", "", row.account, sort.word + row.path + row.name);
  row.created = now();
  return row;
}

// To another name or path; the id stays.
void Iam::rename(const Sort& sort, const Call& call, const std::string& new_name_key) {
  auto& table = entities_.*(sort.table);
  EntityRow row = get(sort, call);
  std::string before = key_of(call, row.name);
  row.name = text_at(call.input, new_name_key, row.name);
  row.path = text_at(call.input, "NewPath", row.path);
  check_path(row.path);
  std::string after = key_of(call, row.name);
  if (after != before && table.contains(after)) throw already_exists(std::string(sort.title) + " with name " + row.name + " already exists.");
  row.arn = make_arn("iam", "", row.account, sort.word + row.path + row.name);
  if (after != before) table.erase(before);
  table.put(after, row);
  entities_.changed();
}

Json Iam::list(const Sort& sort, const Call& call, const char* list_name, const std::function<Json(const EntityRow&)>& shown) const {
  std::string prefix = text_at(call.input, "PathPrefix", "/");
  std::vector<Json> items;
  (entities_.*(sort.table)).each(call.scope.account + "/", [&](const std::string&, const EntityRow& row) {
    if (row.path.starts_with(prefix)) items.push_back(shown(row));
  });
  return paged(call, list_name, std::move(items));
}

}  // namespace lambent::iam
