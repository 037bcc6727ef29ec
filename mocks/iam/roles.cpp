#include "access/policy.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kMaxTrust = 2048;

std::string checked_trust(const std::string& text) {
  access::check_policy(text, access::PolicyKind::trust);
  size_t size = 0;
  for (char c : text) size += c != ' ' && c != '\n' && c != '\t' && c != '\r';
  if (size > kMaxTrust) throw AwsError("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048");
  return text;
}

}  // namespace

Json Iam::create_role(const Call& call) {
  EntityRow row = make(kRole, call);
  row.trust = checked_trust(text_at(call.input, "AssumeRolePolicyDocument"));
  row.description = text_at(call.input, "Description");
  row.max_session_seconds = int_at(call.input, "MaxSessionDuration", 3600);
  row.boundary = text_at(call.input, "PermissionsBoundary");
  if (!row.boundary.empty() && !attachable(call, row.boundary))
    throw AwsError("NoSuchEntity", 404, "Scope ARN: " + row.boundary + " does not exist or is not attachable.");
  const EntityRow& stored = entities_.roles.put(entity_key(row.account, row.name), row);
  entities_.changed();
  Json role = role_json(stored);
  if (!stored.tags.empty()) set(role, "Tags", tags_json(stored.tags));
  return object({{"Role", role}});
}

Json Iam::get_role(const Call& call) {
  const EntityRow& row = get(kRole, call);
  Json role = role_json(row);
  if (!row.tags.empty()) set(role, "Tags", tags_json(row.tags));
  set(role, "RoleLastUsed", Json::object());
  return object({{"Role", role}});
}

Json Iam::list_roles(const Call& call) { return list(kRole, call, "Roles", role_json); }

Json Iam::update_role(const Call& call) {
  auto description = find_text(call.input, "Description");
  auto seconds = find_int(call.input, "MaxSessionDuration");
  update(kRole, call, [&](EntityRow& row) {
    if (description) row.description = *description;
    if (seconds) row.max_session_seconds = *seconds;
  });
  return Json::object();
}

Json Iam::update_role_description(const Call& call) {
  update(kRole, call, [&](EntityRow& row) { row.description = text_at(call.input, "Description"); });
  return object({{"Role", role_json(get(kRole, call))}});
}

Json Iam::delete_role(const Call& call) {
  const EntityRow& row = get(kRole, call);
  if (!row.attached.empty()) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.");
  if (!row.inline_policies.empty()) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must delete policies first.");
  entities_.roles.erase(entity_key(call.scope.account, row.name));
  entities_.changed();
  return nullptr;
}

Json Iam::update_assume_role_policy(const Call& call) {
  get(kRole, call);
  std::string trust = checked_trust(text_at(call.input, "PolicyDocument"));
  update(kRole, call, [&](EntityRow& row) { row.trust = trust; });
  return nullptr;
}

Json Iam::put_role_boundary(const Call& call) {
  std::string arn = text_at(call.input, "PermissionsBoundary");
  get(kRole, call);
  if (!attachable(call, arn)) throw AwsError("NoSuchEntity", 404, "Policy " + arn + " does not exist or is not attachable.");
  update(kRole, call, [&](EntityRow& row) { row.boundary = arn; });
  return nullptr;
}

Json Iam::delete_role_boundary(const Call& call) {
  if (get(kRole, call).boundary.empty())
    throw AwsError("NoSuchEntity", 404, "The role with name " + text_at(call.input, "RoleName") + " does not have a permissions boundary.");
  update(kRole, call, [](EntityRow& row) { row.boundary.clear(); });
  return nullptr;
}

}  // namespace lambent::iam
