// Everything that decides in an account, in one answer of four lists; a page counts the items of all of them.
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

Json inline_list(const EntityRow& row) {
  Json out = array();
  for (const auto& [name, document] : row.inline_policies) out.push_back(object({{"PolicyName", name}, {"PolicyDocument", percent_encode(document)}}));
  return out;
}

Json attached_list(const EntityRow& row) {
  Json out = array();
  for (const auto& arn : row.attached) out.push_back(object({{"PolicyName", arn.substr(arn.rfind('/') + 1)}, {"PolicyArn", arn}}));
  return out;
}

Json version_list(const PolicyRow& row) {
  Json out = array();
  for (auto v = row.versions.rbegin(); v != row.versions.rend(); ++v)
    out.push_back(object({{"Document", percent_encode(v->document)}, {"VersionId", v->id}, {"IsDefaultVersion", v->id == row.default_version}, {"CreateDate", v->created}}));
  return out;
}

}  // namespace

Json Iam::get_account_authorization_details(const Call& call) {
  auto filters = texts_at(call.input, "Filter");
  auto wanted = [&](const char* kind) { return filters.empty() || std::find(filters.begin(), filters.end(), kind) != filters.end(); };
  const std::string prefix = call.scope.account + "/";
  std::vector<std::pair<const char*, Json>> found;  // list, item

  if (wanted("User"))
    entities_.users.each(prefix, [&](const std::string&, const EntityRow& row) {
      Json item = user_json(row);
      set(item, "UserPolicyList", inline_list(row));
      set(item, "GroupList", text_array(row.groups));
      set(item, "AttachedManagedPolicies", attached_list(row));
      set(item, "Tags", tags_json(row.tags));
      found.emplace_back("UserDetailList", std::move(item));
    });
  if (wanted("Group"))
    entities_.groups.each(prefix, [&](const std::string&, const EntityRow& row) {
      Json item = group_json(row);
      set(item, "GroupPolicyList", inline_list(row));
      set(item, "AttachedManagedPolicies", attached_list(row));
      found.emplace_back("GroupDetailList", std::move(item));
    });
  if (wanted("Role"))
    entities_.roles.each(prefix, [&](const std::string&, const EntityRow& row) {
      Json item = entity_json(row, "RoleName", "RoleId");
      set_text(item, "AssumeRolePolicyDocument", percent_encode(entities_.trust_text(row)));
      Json profiles = array();
      entities_.instance_profiles.each(prefix, [&](const std::string&, const InstanceProfileRow& profile) {
        if (iequals(profile.role, row.name)) profiles.push_back(profile_json(profile));
      });
      set(item, "InstanceProfileList", profiles);
      set(item, "RolePolicyList", inline_list(row));
      set(item, "AttachedManagedPolicies", attached_list(row));
      add_boundary(item, row);
      set(item, "Tags", tags_json(row.tags));
      set(item, "RoleLastUsed", role_last_used(row));
      found.emplace_back("RoleDetailList", std::move(item));
    });
  if (wanted("LocalManagedPolicy"))
    for (const auto& [arn, row] : entities_.policies) {
      if (row.account != call.scope.account) continue;
      Json item = policy_json(call, row);
      set(item, "PolicyVersionList", version_list(row));
      found.emplace_back("Policies", std::move(item));
    }
  if (wanted("AWSManagedPolicy"))  // those in use, as AWS has it
    for (const auto& policy : aws_policies()) {
      if (attachments(call, policy.arn) + boundaries(call, policy.arn) == 0) continue;
      Json item = aws_policy_json(call, policy);
      auto updated = parse_iso(policy.updated);
      Json versions = array();
      versions.push_back(object({{"Document", percent_encode(policy.document)}, {"VersionId", policy.version}, {"IsDefaultVersion", true},
                                 {"CreateDate", updated ? epoch_seconds(*updated) : 0.0}}));
      set(item, "PolicyVersionList", versions);
      found.emplace_back("Policies", std::move(item));
    }

  Page page = page_of(call, found.size());
  for (const char* list : {"UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"}) set(page.answer, list, array());
  for (size_t i = page.from; i < page.to; ++i) page.answer[found[i].first].push_back(std::move(found[i].second));
  return page.answer;
}

}  // namespace lambent::iam
