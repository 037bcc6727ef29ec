// The tables of IAM, and the Directory over them that every decision asks. Made before the door, which needs it.
//
// Parsed entities are kept until something of IAM changes: call changed() after every change of a table.
#pragma once
#include <string>
#include <unordered_map>

#include "access/directory.h"
#include "base/table.h"
#include "mocks/iam/account_rows.h"
#include "mocks/iam/credential_rows.h"

namespace lambent::iam {

class Entities final : public access::Directory {
 public:
  explicit Entities(Store& store);

  void load();
  void clear();
  void changed() { parsed_.clear(); }

  std::shared_ptr<const access::Entity> find(const std::string& arn) const override;
  std::optional<access::UserKey> find_key(const std::string& access_key) const override;

  // The document of a managed policy's default version, AWS's or the account's own; nothing if there is none.
  std::optional<std::string> policy_document(const std::string& arn) const;

  // By ARN, or by AROA…, AIDA… id; null if there is none.
  const EntityRow* find_row(const std::string& arn) const;
  const EntityRow* find_by_id(const std::string& id) const;

  // trust.cpp. check_principals() throws MalformedPolicyDocument for a principal that cannot be, and answers the ids of the
  // users and roles named, to be kept with the role. trust_text() is the document as it is now: who is gone is an id in it.
  std::map<std::string, std::string> check_principals(const Json& document, const std::string& account) const;
  std::string trust_text(const EntityRow& role) const;

  Table<EntityRow> roles, users, groups;
  Table<PolicyRow> policies;  // customer managed
  Table<KeyRow> keys;
  Table<LoginProfileRow> login_profiles;
  Table<SshKeyRow> ssh_keys;
  Table<SigningCertificateRow> signing_certificates;
  Table<ServiceCredentialRow> service_credentials;
  Table<MfaDeviceRow> mfa_devices;
  Table<InstanceProfileRow> instance_profiles;
  Table<ServerCertificateRow> server_certificates;
  Table<OidcProviderRow> oidc_providers;
  Table<SamlProviderRow> saml_providers;
  Table<AccountRow> accounts;
  Table<JobRow> access_jobs, deletions;

 private:
  template <class Do> void each_table(Do act);
  bool knows_account(const std::string& account) const;
  std::string check_principal(const std::string& name, const std::string& account) const;
  std::shared_ptr<const access::Entity> parse(const EntityRow& row) const;
  void add_policies(access::Entity& out, const EntityRow& row, const std::string& prefix) const;

  mutable std::unordered_map<std::string, std::shared_ptr<const access::Entity>> parsed_;
};

// AWS's own managed policies (models/managed_policies.json).
struct AwsPolicy {
  std::string name, arn, version, updated, document;
};
const std::vector<AwsPolicy>& aws_policies();
const AwsPolicy* find_aws_policy(const std::string& arn);

std::string entity_key(const std::string& account, const std::string& name);

}  // namespace lambent::iam
