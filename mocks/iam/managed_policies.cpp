// Managed policies: the account's own with their versions, and AWS's.
#include <cmath>

#include "access/policy.h"
#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kMaxSize = 6144;

}  // namespace

void check_policy_document(const std::string& text) {
  access::check_policy(text, access::PolicyKind::identity);
  if (size_without_blanks(text) > kMaxSize) throw limit_exceeded("Cannot exceed quota for PolicySize: 6144");
}

AwsError policy_not_found(const std::string& arn) { return no_such_entity("Policy " + arn + " was not found."); }

template <>
Table<PolicyRow>& Iam::table_of() {
  return entities_.policies;
}
template <>
std::string Iam::key_in<PolicyRow>(const Call& call) const {
  return own_policy(call, text_at(call.input, "PolicyArn")).arn;
}

size_t Iam::attachments(const Call& call, const std::string& arn) const {
  size_t n = 0;
  for (const auto* table : {&entities_.roles, &entities_.users, &entities_.groups})
    table->each(call.scope.account + "/", [&](const std::string&, const EntityRow& row) { n += std::find(row.attached.begin(), row.attached.end(), arn) != row.attached.end(); });
  return n;
}

size_t Iam::boundaries(const Call& call, const std::string& arn) const {
  size_t n = 0;
  for (const auto* table : {&entities_.roles, &entities_.users})
    table->each(call.scope.account + "/", [&](const std::string&, const EntityRow& row) { n += row.boundary == arn; });
  return n;
}

Json Iam::aws_policy_json(const Call& call, const AwsPolicy& p) const {
  auto slash = p.arn.find('/');
  std::string path = p.arn.substr(slash, p.arn.rfind('/') - slash + 1);
  double updated = 0;
  if (auto t = parse_iso(p.updated)) updated = epoch_seconds(*t);
  return object({{"PolicyName", p.name}, {"PolicyId", "ANPA" + upper(hex_encode(p.name).substr(0, 17))}, {"Arn", p.arn}, {"Path", path},
                 {"DefaultVersionId", p.version}, {"AttachmentCount", attachments(call, p.arn)}, {"PermissionsBoundaryUsageCount", boundaries(call, p.arn)},
                 {"IsAttachable", true}, {"CreateDate", updated}, {"UpdateDate", updated}});
}

Json Iam::policy_json(const Call& call, const PolicyRow& row) const {
  Json out = object({{"PolicyName", row.name}, {"PolicyId", row.id}, {"Arn", row.arn}, {"Path", row.path}, {"DefaultVersionId", row.default_version},
                     {"AttachmentCount", attachments(call, row.arn)}, {"PermissionsBoundaryUsageCount", boundaries(call, row.arn)}, {"IsAttachable", true},
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
  if (!row) throw policy_not_found(arn);
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
  check_policy_document(document);
  for (const auto& [arn, other] : entities_.policies)
    if (other.account == row.account && iequals(other.name, row.name))
      throw already_exists("A policy called " + row.name + " already exists. Duplicate names are not allowed.");
  row.id = aws_.ids().iam_id("ANPA");
  row.created = row.updated = std::floor(epoch_seconds(aws_.clock().now()));
  row.versions.push_back({"v1", document, row.created});
  size_t count = 0;
  for (const auto& [arn, other] : entities_.policies) count += other.account == row.account;
  check_count(count, "Policies", 1500);
  row.tags = tags_of(call.input);
  const PolicyRow& stored = entities_.policies.put(row.arn, row);
  entities_.changed();
  return object({{"Policy", policy_json(call, stored)}});
}

Json Iam::get_managed_policy(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  if (const AwsPolicy* p = find_aws_policy(arn)) return object({{"Policy", aws_policy_json(call, *p)}});
  const PolicyRow* row = find_policy(call, arn);
  if (!row) throw policy_not_found(arn);
  Json out = policy_json(call, *row);
  set(out, "Tags", tags_json(row->tags));
  return object({{"Policy", out}});
}

Json Iam::list_managed_policies(const Call& call) {
  std::string scope = text_at(call.input, "Scope", "All"), prefix = text_at(call.input, "PathPrefix", "/");
  bool only_attached = bool_at(call.input, "OnlyAttached");
  std::string usage = text_at(call.input, "PolicyUsageFilter");
  std::vector<Json> items;
  auto take = [&](Json shown) {
    if (!text_at(shown, "Path").starts_with(prefix)) return;
    if (only_attached && int_at(shown, "AttachmentCount") == 0) return;
    if (usage == "PermissionsPolicy" && int_at(shown, "AttachmentCount") == 0) return;
    if (usage == "PermissionsBoundary" && int_at(shown, "PermissionsBoundaryUsageCount") == 0) return;
    items.push_back(std::move(shown));
  };
  if (scope != "AWS")
    for (const auto& [arn, row] : entities_.policies)
      if (row.account == call.scope.account) take(policy_json(call, row));
  if (scope != "Local")
    for (const auto& p : aws_policies()) take(aws_policy_json(call, p));
  return paged(call, "Policies", std::move(items));
}

Json Iam::delete_managed_policy(const Call& call) {
  const PolicyRow& row = own_policy(call, text_at(call.input, "PolicyArn"));
  if (attachments(call, row.arn) + boundaries(call, row.arn) > 0) throw delete_conflict("Cannot delete a policy attached to entities.");
  if (row.versions.size() > 1) throw delete_conflict("This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");
  entities_.policies.erase(std::string(row.arn));
  entities_.changed();
  return nullptr;
}

Json Iam::list_entities_for_policy(const Call& call) {
  std::string arn = text_at(call.input, "PolicyArn");
  if (!attachable(call, arn)) throw policy_not_found(arn);
  std::string prefix = text_at(call.input, "PathPrefix", "/"), filter = text_at(call.input, "EntityFilter"), usage = text_at(call.input, "PolicyUsageFilter");
  auto uses = [&](const EntityRow& row) {
    bool attached = std::find(row.attached.begin(), row.attached.end(), arn) != row.attached.end();
    return (attached && usage != "PermissionsBoundary") || (row.boundary == arn && usage != "PermissionsPolicy");
  };
  std::vector<std::pair<std::string, Json>> found;  // list, item
  auto collect = [&](const Table<EntityRow>& table, const std::string& kind) {
    if (!filter.empty() && filter != kind) return;
    table.each(call.scope.account + "/", [&](const std::string&, const EntityRow& row) {
      if (row.path.starts_with(prefix) && uses(row)) found.emplace_back("Policy" + kind + "s", object({{kind + "Name", row.name}, {kind + "Id", row.id}}));
    });
  };
  collect(entities_.groups, "Group");
  collect(entities_.users, "User");
  collect(entities_.roles, "Role");
  Page page = page_of(call, found.size());
  for (const char* list : {"PolicyGroups", "PolicyUsers", "PolicyRoles"}) set(page.answer, list, array());
  for (size_t i = page.from; i < page.to; ++i) page.answer[found[i].first].push_back(found[i].second);
  return page.answer;
}

}  // namespace lambent::iam
