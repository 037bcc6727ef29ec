// AWS Identity and Access Management. Deciding is src/access; what is stored is Entities.
// AWS source: IAM API reference 2010-05-08.
#pragma once
#include <functional>

#include "aws/aws.h"
#include "mocks/iam/entities.h"
#include "mocks/iam/simulation.h"

namespace lambent::iam {

// The three sorts of entity share most operations; this says which is meant and how AWS names it.
struct Sort {
  const char* word;      // "role"
  const char* title;     // "Role"
  const char* name_key;  // "RoleName"
  const char* prefix;    // "AROA"
  size_t quota;          // in an account
  Table<EntityRow> Entities::*table;
};
extern const Sort kRole, kUser, kGroup;

class Iam final : public Service {
 public:
  Iam(Aws& aws, Entities& entities) : aws_(aws), entities_(entities) {}

  std::string_view name() const override { return "iam"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void load() override { entities_.load(); }
  void reset() override { entities_.clear(); }

 private:
  struct Operations;
  // roles.cpp
  Json create_role(const Call& call);
  Json get_role(const Call& call);
  Json list_roles(const Call& call);
  Json update_role(const Call& call);
  Json update_role_description(const Call& call);
  Json delete_role(const Call& call);
  Json update_assume_role_policy(const Call& call);
  Json put_role_boundary(const Call& call);
  Json delete_role_boundary(const Call& call);
  // service_linked.cpp
  Json create_service_linked_role(const Call& call);
  Json delete_service_linked_role(const Call& call);
  Json get_service_linked_role_deletion_status(const Call& call);
  // instance_profiles.cpp
  Json create_instance_profile(const Call& call);
  Json get_instance_profile(const Call& call);
  Json list_instance_profiles(const Call& call);
  Json list_instance_profiles_for_role(const Call& call);
  Json delete_instance_profile(const Call& call);
  Json add_role_to_instance_profile(const Call& call);
  Json remove_role_from_instance_profile(const Call& call);
  // users.cpp
  Json create_user(const Call& call);
  Json get_user(const Call& call);
  Json list_users(const Call& call);
  Json update_user(const Call& call);
  Json delete_user(const Call& call);
  Json put_user_boundary(const Call& call);
  Json delete_user_boundary(const Call& call);
  // groups.cpp
  Json create_group(const Call& call);
  Json get_group(const Call& call);
  Json list_groups(const Call& call);
  Json update_group(const Call& call);
  Json delete_group(const Call& call);
  Json add_user_to_group(const Call& call);
  Json remove_user_from_group(const Call& call);
  Json list_groups_for_user(const Call& call);
  // keys.cpp
  Json create_access_key(const Call& call);
  Json delete_access_key(const Call& call);
  Json list_access_keys(const Call& call);
  Json update_access_key(const Call& call);
  Json get_access_key_last_used(const Call& call);
  // login_profiles.cpp
  Json create_login_profile(const Call& call);
  Json get_login_profile(const Call& call);
  Json update_login_profile(const Call& call);
  Json delete_login_profile(const Call& call);
  Json change_password(const Call& call);
  // service_credentials.cpp
  Json create_service_credential(const Call& call);
  Json list_service_credentials(const Call& call);
  Json update_service_credential(const Call& call);
  Json reset_service_credential(const Call& call);
  Json delete_service_credential(const Call& call);
  // ssh_keys.cpp
  Json upload_ssh_key(const Call& call);
  Json get_ssh_key(const Call& call);
  Json list_ssh_keys(const Call& call);
  Json update_ssh_key(const Call& call);
  Json delete_ssh_key(const Call& call);
  // signing_certificates.cpp
  Json upload_signing_certificate(const Call& call);
  Json list_signing_certificates(const Call& call);
  Json update_signing_certificate(const Call& call);
  Json delete_signing_certificate(const Call& call);
  // server_certificates.cpp
  Json upload_server_certificate(const Call& call);
  Json get_server_certificate(const Call& call);
  Json list_server_certificates(const Call& call);
  Json update_server_certificate(const Call& call);
  Json delete_server_certificate(const Call& call);
  // mfa_devices.cpp
  Json create_virtual_mfa_device(const Call& call);
  Json list_virtual_mfa_devices(const Call& call);
  Json delete_virtual_mfa_device(const Call& call);
  Json enable_mfa_device(const Call& call);
  Json resync_mfa_device(const Call& call);
  Json deactivate_mfa_device(const Call& call);
  Json list_mfa_devices(const Call& call);
  Json get_mfa_device(const Call& call);
  // oidc_providers.cpp
  Json create_oidc_provider(const Call& call);
  Json get_oidc_provider(const Call& call);
  Json list_oidc_providers(const Call& call);
  Json delete_oidc_provider(const Call& call);
  Json add_client_id(const Call& call);
  Json remove_client_id(const Call& call);
  Json update_thumbprint(const Call& call);
  // saml_providers.cpp
  Json create_saml_provider(const Call& call);
  Json get_saml_provider(const Call& call);
  Json list_saml_providers(const Call& call);
  Json update_saml_provider(const Call& call);
  Json delete_saml_provider(const Call& call);
  // account.cpp
  Json create_account_alias(const Call& call);
  Json delete_account_alias(const Call& call);
  Json list_account_aliases(const Call& call);
  Json get_account_summary(const Call& call);
  Json set_token_preferences(const Call& call);
  // password_policy.cpp
  Json update_password_policy(const Call& call);
  Json get_password_policy(const Call& call);
  Json delete_password_policy(const Call& call);
  // authorization_details.cpp
  Json get_account_authorization_details(const Call& call);
  // credential_report.cpp
  Json generate_credential_report(const Call& call);
  Json get_credential_report(const Call& call);
  // last_accessed.cpp
  Json generate_service_last_accessed(const Call& call);
  Json get_service_last_accessed(const Call& call);
  Json get_service_last_accessed_entities(const Call& call);
  Json list_policies_granting_service_access(const Call& call);
  // simulate.cpp
  Json simulate_custom_policy(const Call& call);
  Json simulate_principal_policy(const Call& call);
  // context_keys.cpp
  Json context_keys_for_custom_policy(const Call& call);
  Json context_keys_for_principal_policy(const Call& call);
  // entity_policies.cpp
  template <const Sort& S> Json put_policy(const Call& call);
  template <const Sort& S> Json get_policy(const Call& call);
  template <const Sort& S> Json list_policies(const Call& call);
  template <const Sort& S> Json delete_policy(const Call& call);
  template <const Sort& S> Json attach_policy(const Call& call);
  template <const Sort& S> Json detach_policy(const Call& call);
  template <const Sort& S> Json list_attached(const Call& call);
  // managed_policies.cpp
  Json create_policy(const Call& call);
  Json get_managed_policy(const Call& call);
  Json list_managed_policies(const Call& call);
  Json delete_managed_policy(const Call& call);
  Json list_entities_for_policy(const Call& call);
  // policy_versions.cpp
  Json get_policy_version(const Call& call);
  Json create_policy_version(const Call& call);
  Json delete_policy_version(const Call& call);
  Json set_default_policy_version(const Call& call);
  Json list_policy_versions(const Call& call);
  // tags.cpp: of every sort of row that has tags
  template <class Row> Json tag(const Call& call);
  template <class Row> Json untag(const Call& call);
  template <class Row> Json list_tags(const Call& call);
  template <const Sort& S> Json tag_entity(const Call& call);
  template <const Sort& S> Json untag_entity(const Call& call);
  template <const Sort& S> Json list_entity_tags(const Call& call);

  // The row a call names, or NoSuchEntity. For tags each sort of row tells its key and its table.
  const EntityRow& get(const Sort& sort, const Call& call) const;
  const EntityRow& get_user_or_caller(const Call& call) const;  // without UserName the operation is about the caller
  const InstanceProfileRow& get_profile(const Call& call) const;
  const ServerCertificateRow& get_certificate(const Call& call) const;
  const MfaDeviceRow& get_device(const Call& call) const;
  const OidcProviderRow& get_oidc(const Call& call) const;
  const SamlProviderRow& get_saml(const Call& call) const;
  template <class Row> Table<Row>& table_of();
  template <class Row> std::string key_in(const Call& call) const;

  double now() const;  // whole seconds of the epoch
  std::string key_of(const Call& call, const std::string& name) const { return entity_key(call.scope.account, name); }
  // What belongs to a user: keys of the tables in credential_rows.h.
  static std::string owned_prefix(const EntityRow& user) { return user.account + "/" + user.id + "/"; }
  static std::string owned_key(const EntityRow& user, const std::string& id) { return owned_prefix(user) + id; }

  EntityRow make(const Sort& sort, const Call& call);
  void update(const Sort& sort, const Call& call, const std::function<void(EntityRow&)>& change);
  void rename(const Sort& sort, const Call& call, const std::string& new_name_key);
  void set_boundary(const Sort& sort, const Call& call);
  void drop_boundary(const Sort& sort, const Call& call);
  Json list(const Sort& sort, const Call& call, const char* list_name, const std::function<Json(const EntityRow&)>& shown) const;
  void check_modifiable(const Sort& sort, const EntityRow& row) const;  // service-linked roles are not
  void set_trust(EntityRow& row, const std::string& text) const;
  Json role_json(const EntityRow& row) const;
  Json role_last_used(const EntityRow& row) const;
  Json profile_json(const InstanceProfileRow& row) const;
  void check_boundary(const Call& call, const std::string& arn) const;
  size_t attachments(const Call& call, const std::string& arn) const;  // within the caller's account
  size_t boundaries(const Call& call, const std::string& arn) const;
  Json policy_json(const Call& call, const PolicyRow& row) const;
  Json aws_policy_json(const Call& call, const AwsPolicy& policy) const;
  const PolicyRow* find_policy(const Call& call, const std::string& arn) const;  // of the caller's account
  const PolicyRow& own_policy(const Call& call, const std::string& arn) const;
  bool attachable(const Call& call, const std::string& arn) const;  // AWS's or the account's own
  AccountRow account(const Call& call) const;
  Need need_of(const Call& call) const;
  const EntityRow& get_policy_source(const Call& call) const;  // user, group or role by ARN
  std::vector<PolicySource> sources_of(const Call& call, const EntityRow& row) const;
  const JobRow& get_access_job(const Call& call) const;
  std::vector<const EntityRow*> subjects_of(const Call& call, const std::string& arn) const;
  std::vector<std::string> accessible_services(const Call& call, const std::string& arn) const;
  void set_password(const Call& call, const EntityRow& user, const std::string& password);  // there is a login profile
  void check_password(const Call& call, const std::string& password) const;
  void check_codes(const Call& call, const MfaDeviceRow& row) const;
  void add_private_key(SamlProviderRow& row, const std::string& pem) const;

  Aws& aws_;
  Entities& entities_;
};

template <> Table<PolicyRow>& Iam::table_of();
template <> Table<InstanceProfileRow>& Iam::table_of();
template <> Table<ServerCertificateRow>& Iam::table_of();
template <> Table<MfaDeviceRow>& Iam::table_of();
template <> Table<OidcProviderRow>& Iam::table_of();
template <> Table<SamlProviderRow>& Iam::table_of();
template <> std::string Iam::key_in<PolicyRow>(const Call&) const;
template <> std::string Iam::key_in<InstanceProfileRow>(const Call&) const;
template <> std::string Iam::key_in<ServerCertificateRow>(const Call&) const;
template <> std::string Iam::key_in<MfaDeviceRow>(const Call&) const;
template <> std::string Iam::key_in<OidcProviderRow>(const Call&) const;
template <> std::string Iam::key_in<SamlProviderRow>(const Call&) const;

// answers.cpp
Json user_json(const EntityRow& row);
Json group_json(const EntityRow& row);
Json entity_json(const EntityRow& row, const char* name_key, const char* id_key);
void add_boundary(Json& out, const EntityRow& row);
Json tags_json(const Tags& tags);
// Cuts a list by Marker and MaxItems and sets IsTruncated and Marker.
Json paged(const Call& call, const char* list_name, std::vector<Json> items);
// The same for answers of several lists: which of `count` items this page has, and what the answer says of the rest.
struct Page {
  size_t from = 0, to = 0;
  Json answer = Json::object();
};
Page page_of(const Call& call, size_t count);
void check_count(size_t count, const std::string& title, size_t quota);
// Throws LimitExceeded if a table has as many rows of the account as `title`PerAccount may have.
template <class Row>
void check_quota(const Table<Row>& table, const std::string& account, const std::string& title, size_t quota) {
  size_t count = 0;
  table.each(account + "/", [&](const std::string&, const Row&) { ++count; });
  check_count(count, title, quota);
}
void check_path(const std::string& path);
size_t size_without_blanks(const std::string& text);  // as IAM measures documents
void check_policy_document(const std::string& text);  // throws MalformedPolicyDocument, LimitExceeded
AwsError policy_not_found(const std::string& arn);
AwsError no_such_entity(const std::string& text);
AwsError already_exists(const std::string& text);
AwsError delete_conflict(const std::string& text);
AwsError limit_exceeded(const std::string& text);

// tags.cpp. Throw InvalidInput, LimitExceeded.
Tags tags_of(const Json& input);
void add_tags(Tags& tags, const Json& input, bool any_case);

}  // namespace lambent::iam
