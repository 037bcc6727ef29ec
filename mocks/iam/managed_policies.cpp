// Managed policies: the account's own with their versions, and AWS's.
#include <cmath>

#include "access/policy.h"
#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kVersions = 5;
constexpr size_t kMaxSize = 6144;

void check_document(const std::string& text) {
  access::check_policy(text, access::PolicyKind::identity);
  size_t size = 0;
  for (char c : text) size += c != ' ' && c != '\n' && c != '\t' && c != '\r';
  if (size > kMaxSize) throw AwsError("LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144");
}

AwsError not_found(const std::string& arn) { return AwsError("NoSuchEntity", 404, "Policy " + arn + " was not found."); }

Json aws_policy_json(const AwsPolicy& p, size_t attachments) {
  auto slash = p.arn.find('/');
  std::string path = p.arn.substr(slash, p.arn.rfind('/') - slash + 1);
  double updated = 0;
  if (auto t = parse_iso(p.updated)) updated = epoch_seconds(*t);
  return object({{"PolicyName", p.name}, {"PolicyId", "ANPA" + upper(hex_encode(p.name).substr(0, 17))}, {"Arn", p.arn}, {"Path", path},
                 {"DefaultVersionId", p.version}, {"AttachmentCount", attachments}, {"PermissionsBoundaryUsageCount", 0}, {"IsAttachable", true},
                 {"CreateDate", updated}, {"UpdateDate", updated}});
}

Json version_json(const PolicyRow& row, const PolicyVersion& v, bool with_document) {
  Json out = object({{"VersionId", v.id}, {"IsDefaultVersion", v.id == row.default_version}, {"CreateDate", v.created}});
  if (with_document) set_text(out, "Document", percent_encode(v.document));
  return out;
}

}  // namespace

size_t Iam::attachments(const std::string& arn) const {
  size_t n = 0;
  for (const auto* table : {&entities_.roles, &entities_.users, &entities_.groups})
    for (const auto& [key, row] : *table) n += std::find(row.attached.begin(), row.attached.end(), arn) != row.attached.end();
  return n;
}

size_t Iam::boundaries(const std::string& arn) const {
  size_t n = 0;
  for (const auto* table : {&entities_.roles, &entities_.users})
    for (const auto& [key, row] : *table) n += row.boundary == arn;
  return n;
}

Json Iam::policy_json(const PolicyRow& row) const {
  Json out = object({{"PolicyName", row.name}, {"PolicyId", row.id}, {"Arn", row.arn}, {"Path", row.path}, {"DefaultVersionId", row.default_version},
                     {"AttachmentCount", attachments(row.arn)}, {"PermissionsBoundaryUsageCount", boundaries(row.arn)}, {"IsAttachable", true},
                     {"CreateDate", row.created}, {"UpdateDate", row.updated}});
  if (!row.description.empty()) set_text(out, "Description", row.description);
  return out;
}

const PolicyRow* Iam::find_policy(const Call& call, const std::string& arn) const {
  const PolicyRow* row = entities_.policies.find(arn);
  return row && row->account == call.scope.account ? row : nullptr;
}

bool Iam::attachable(const Call& call, const std::string& arn) const { return find_aws_policy(arn) || find_policy(call, arn); }

const PolicyRow& Iam::own_policy(const Call& call, const std::string& arn) const {
  if (find_aws_policy(arn)) throw AwsError("AccessDenied", 403, "Cannot modify the AWS managed policy " + arn);
  const PolicyRow* row = find_policy(call, arn);
  if (!row) throw not_found(arn);
  return *row;
}

Json Iam::create_policy(const Call& call) {
  PolicyRow row;
  row.name = text_at(call.input, "PolicyName");
  row.path = text_at(call.input, "Path", "/");
  check_path(row.path);
  row.account = call.scope.account;
  row.arn = make_arn("iam", "", row.account, "policy" + row.path + row.name);
  row.description = text_at(call.input, "Description");
  std::string document = text_at(call.input, "PolicyDocument");
  check_document(document);
  for (const auto& [arn, other] : entities_.policies)
    if (other.account == row.account && iequals(other.name, row.name))
      throw AwsError("EntityAlreadyExists", 409, "A policy called " + row.name + " already exists. Duplicate names are not allowed.");
  row.id = aws_.ids().iam_id("ANPA");
  row.created = row.updated = std::floor(epoch_seconds(aws_.clock().now()));
  row.versions.push_back({"v1", document, row.created});
  if (const Json* tags = lambent::find(call.input, "Tags"))
    for (const auto& tag : *tags) row.tags[text_at(tag, "Key")] = text_at(tag, "Value");
  const PolicyRow& stored = entities_.policies.put(row.arn, row);
  entities_.changed();
  return object({{"Policy", policy_json(stored)}});
}

Json Iam::get_managed_policy(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  if (const AwsPolicy* p = find_aws_policy(arn)) return object({{"Policy", aws_policy_json(*p, attachments(arn))}});
  const PolicyRow* row = find_policy(call, arn);
  if (!row) throw not_found(arn);
  Json out = policy_json(*row);
  set(out, "Tags", tags_json(row->tags));
  return object({{"Policy", out}});
}

Json Iam::get_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), version = text_at(call.input, "VersionId");
  AwsError missing("NoSuchEntity", 404, "Policy " + arn + " version " + version + " does not exist or is not attachable.");
  if (const AwsPolicy* p = find_aws_policy(arn)) {
    if (p->version != version) throw missing;
    auto updated = parse_iso(p->updated);
    Json shown = object({{"Document", percent_encode(p->document)}, {"VersionId", version}, {"IsDefaultVersion", true},
                         {"CreateDate", updated ? epoch_seconds(*updated) : 0.0}});
    return object({{"PolicyVersion", shown}});
  }
  const PolicyRow* row = find_policy(call, arn);
  if (!row) throw not_found(arn);
  const PolicyVersion* v = row->find(version);
  if (!v) throw missing;
  return object({{"PolicyVersion", version_json(*row, *v, true)}});
}

Json Iam::list_managed_policies(const Call& call) {
  std::string scope = text_at(call.input, "Scope", "All"), prefix = text_at(call.input, "PathPrefix", "/");
  bool only_attached = bool_at(call.input, "OnlyAttached");
  if (auto usage = find_text(call.input, "PolicyUsageFilter"); usage && *usage != "PermissionsPolicy")
    throw not_emulated("iam", "ListPolicies with PolicyUsageFilter " + *usage);
  std::vector<Json> items;
  auto take = [&](Json shown) {
    if (!text_at(shown, "Path").starts_with(prefix)) return;
    if (only_attached && int_at(shown, "AttachmentCount") == 0) return;
    items.push_back(std::move(shown));
  };
  if (scope != "AWS")
    for (const auto& [arn, row] : entities_.policies)
      if (row.account == call.scope.account) take(policy_json(row));
  if (scope != "Local")
    for (const auto& p : aws_policies()) take(aws_policy_json(p, attachments(p.arn)));
  return paged(call, "Policies", std::move(items));
}

Json Iam::delete_managed_policy(const Call& call) {
  const PolicyRow& row = own_policy(call, text_at(call.input, "PolicyArn"));
  if (attachments(row.arn) + boundaries(row.arn) > 0) throw AwsError("DeleteConflict", 409, "Cannot delete a policy attached to entities.");
  if (row.versions.size() > 1) throw AwsError("DeleteConflict", 409, "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");
  entities_.policies.erase(std::string(row.arn));
  entities_.changed();
  return nullptr;
}

Json Iam::create_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), document = text_at(call.input, "PolicyDocument");
  const PolicyRow& row = own_policy(call, arn);
  check_document(document);
  if (row.versions.size() >= kVersions)
    throw AwsError("LimitExceeded", 409, "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.");
  double now = std::floor(epoch_seconds(aws_.clock().now()));
  bool as_default = bool_at(call.input, "SetAsDefault");
  entities_.policies.update(arn, [&](PolicyRow& r) {
    r.versions.push_back({"v" + std::to_string(r.next_version++), document, now});
    if (as_default) r.default_version = r.versions.back().id;
    r.updated = now;
  });
  entities_.changed();
  const PolicyRow& changed = own_policy(call, arn);
  return object({{"PolicyVersion", version_json(changed, changed.versions.back(), false)}});
}

Json Iam::delete_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), version = text_at(call.input, "VersionId");
  const PolicyRow& row = own_policy(call, arn);
  if (!row.find(version)) throw AwsError("NoSuchEntity", 404, "Policy " + arn + " version " + version + " does not exist or is not attachable.");
  if (row.default_version == version) throw AwsError("DeleteConflict", 409, "Cannot delete the default version of a policy.");
  entities_.policies.update(arn, [&](PolicyRow& r) { std::erase_if(r.versions, [&](const PolicyVersion& v) { return v.id == version; }); });
  return nullptr;
}

Json Iam::set_default_policy_version(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn"), version = text_at(call.input, "VersionId");
  if (!own_policy(call, arn).find(version)) throw AwsError("NoSuchEntity", 404, "Policy " + arn + " version " + version + " does not exist or is not attachable.");
  entities_.policies.update(arn, [&](PolicyRow& r) { r.default_version = version; });
  entities_.changed();
  return nullptr;
}

Json Iam::list_policy_versions(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  std::vector<Json> items;
  if (const AwsPolicy* p = find_aws_policy(arn)) {
    items.push_back(object({{"VersionId", p->version}, {"IsDefaultVersion", true}}));
  } else {
    const PolicyRow& row = own_policy(call, arn);
    for (auto v = row.versions.rbegin(); v != row.versions.rend(); ++v) items.push_back(version_json(row, *v, false));
  }
  return paged(call, "Versions", std::move(items));
}

Json Iam::list_entities_for_policy(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  if (!attachable(call, arn)) throw not_found(arn);
  for (const char* member : {"Marker", "MaxItems"})
    if (lambent::has(call.input, member)) throw not_emulated("iam", std::string("ListEntitiesForPolicy with ") + member);
  std::string prefix = text_at(call.input, "PathPrefix", "/"), filter = text_at(call.input, "EntityFilter"), usage = text_at(call.input, "PolicyUsageFilter");
  Json out = object({{"PolicyGroups", array()}, {"PolicyUsers", array()}, {"PolicyRoles", array()}, {"IsTruncated", false}});
  auto uses = [&](const EntityRow& row) {
    bool attached = std::find(row.attached.begin(), row.attached.end(), arn) != row.attached.end();
    return (attached && usage != "PermissionsBoundary") || (row.boundary == arn && usage != "PermissionsPolicy");
  };
  auto collect = [&](const Table<EntityRow>& table, const std::string& kind) {
    if (!filter.empty() && filter != kind) return;
    for (const auto& [key, row] : table)
      if (row.account == call.scope.account && row.path.starts_with(prefix) && uses(row))
        out["Policy" + kind + "s"].push_back(object({{kind + "Name", row.name}, {kind + "Id", row.id}}));
  };
  collect(entities_.groups, "Group");
  collect(entities_.users, "User");
  collect(entities_.roles, "Role");
  return out;
}

}  // namespace lambent::iam
