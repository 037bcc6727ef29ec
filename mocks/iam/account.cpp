// The account as a whole: its alias, its counts and quotas.
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {

Json Iam::create_account_alias(const Call& call) {
  std::string alias = text_at(call.input, "AccountAlias");
  for (const auto& [other, row] : entities_.accounts)  // aliases are unique among all accounts
    if (other != call.scope.account && row.alias == alias) throw already_exists("The account alias " + alias + " already exists.");
  AccountRow row = account(call);
  row.alias = alias;  // an account has one: a new one takes the place of the old
  entities_.accounts.put(call.scope.account, row);
  return nullptr;
}

Json Iam::delete_account_alias(const Call& call) {
  AccountRow row = account(call);
  std::string alias = text_at(call.input, "AccountAlias");
  if (row.alias != alias) throw no_such_entity("The account alias with name " + alias + " cannot be found.");
  row.alias.clear();
  entities_.accounts.put(call.scope.account, row);
  return nullptr;
}

Json Iam::list_account_aliases(const Call& call) {
  std::vector<Json> aliases;
  if (auto alias = account(call).alias; !alias.empty()) aliases.emplace_back(alias);
  return paged(call, "AccountAliases", std::move(aliases));
}

// Tokens of sessions are the same for both versions here: they are valid in every region.
Json Iam::set_token_preferences(const Call& call) {
  AccountRow row = account(call);
  row.token_version = text_at(call.input, "GlobalEndpointTokenVersion");
  entities_.accounts.put(call.scope.account, row);
  return nullptr;
}

Json Iam::get_account_summary(const Call& call) {
  const std::string prefix = call.scope.account + "/";
  auto count = [&](const auto& table) {
    std::int64_t n = 0;
    table.each(prefix, [&](const std::string&, const auto&) { ++n; });
    return n;
  };
  std::int64_t policies = 0, versions = 0, devices = 0, in_use = 0, providers = 0;
  for (const auto& [arn, row] : entities_.policies) {
    if (row.account != call.scope.account) continue;
    ++policies;
    versions += static_cast<std::int64_t>(row.versions.size());
  }
  for (const auto& [serial, row] : entities_.mfa_devices) {
    if (row.account != call.scope.account) continue;
    ++devices;
    in_use += !row.user_id.empty();
  }
  for (const auto& [arn, row] : entities_.oidc_providers) providers += row.account == call.scope.account;
  for (const auto& [arn, row] : entities_.saml_providers) providers += row.account == call.scope.account;
  // Quotas: IAM User Guide, "IAM and AWS STS quotas".
  Json map = object({{"Users", count(entities_.users)}, {"UsersQuota", 5000}, {"Groups", count(entities_.groups)}, {"GroupsQuota", 300},
                     {"Roles", count(entities_.roles)}, {"RolesQuota", 1000}, {"InstanceProfiles", count(entities_.instance_profiles)}, {"InstanceProfilesQuota", 1000},
                     {"ServerCertificates", count(entities_.server_certificates)}, {"ServerCertificatesQuota", 20},
                     {"Policies", policies}, {"PoliciesQuota", 1500}, {"PolicyVersionsInUse", versions}, {"PolicyVersionsInUseQuota", 10000},
                     {"MFADevices", devices}, {"MFADevicesInUse", in_use}, {"Providers", providers},
                     {"UserPolicySizeQuota", 2048}, {"GroupPolicySizeQuota", 5120}, {"RolePolicySizeQuota", 10240}, {"PolicySizeQuota", 6144},
                     {"AssumeRolePolicySizeQuota", 2048}, {"GroupsPerUserQuota", 10}, {"AccessKeysPerUserQuota", 2}, {"SigningCertificatesPerUserQuota", 2},
                     {"AttachedPoliciesPerUserQuota", 10}, {"AttachedPoliciesPerGroupQuota", 10}, {"AttachedPoliciesPerRoleQuota", 10},
                     {"VersionsPerPolicyQuota", 5}, {"AccountMFAEnabled", 0}, {"AccountAccessKeysPresent", 0}, {"AccountPasswordPresent", 1},
                     {"AccountSigningCertificatesPresent", 0}, {"GlobalEndpointTokenVersion", account(call).token_version == "v2Token" ? 2 : 1}});
  return object({{"SummaryMap", map}});
}

}  // namespace lambent::iam
