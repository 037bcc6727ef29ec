#include "access/policy.h"
#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/last_use.h"

namespace lambent::iam {
namespace {

constexpr size_t kMaxTrust = 2048;
const std::string kServiceLinked = "/aws-service-role/";

}  // namespace

void Iam::set_trust(EntityRow& row, const std::string& text) const {
  Json document = access::check_policy(text, access::PolicyKind::trust);
  if (size_without_blanks(text) > kMaxTrust) throw limit_exceeded("Cannot exceed quota for ACLSizePerRole: 2048");
  row.trusted_ids = entities_.check_principals(document, row.account);
  row.trust = text;
}

void Iam::check_modifiable(const Sort& sort, const EntityRow& row) const {
  if (&sort != &kRole || !row.path.starts_with(kServiceLinked)) return;
  throw AwsError("UnmodifiableEntity", 400,
                 "Cannot perform the operation on the protected role '" + row.name + "' - this role is only modifiable by AWS");
}

void Iam::check_boundary(const Call& call, const std::string& arn) const {
  if (!arn.empty() && !attachable(call, arn)) throw no_such_entity("Scope ARN: " + arn + " does not exist or is not attachable.");
}

Json Iam::role_last_used(const EntityRow& row) const {
  const std::string sessions = make_arn("sts", "", row.account, "assumed-role/" + row.name + "/");
  auto use = last_use(aws_.journal(), [&](const CallEntry& entry) { return entry.principal.starts_with(sessions); });
  if (!use || use->when < row.created) return Json::object();
  return object({{"LastUsedDate", use->when}, {"Region", use->region}});
}

Json Iam::role_json(const EntityRow& row) const {
  Json out = entity_json(row, "RoleName", "RoleId");
  set_text(out, "AssumeRolePolicyDocument", percent_encode(entities_.trust_text(row)));
  if (!row.description.empty()) set_text(out, "Description", row.description);
  set(out, "MaxSessionDuration", row.max_session_seconds);
  add_boundary(out, row);
  return out;
}

Json Iam::create_role(const Call& call) {
  EntityRow row = make(kRole, call);
  if (row.path.starts_with(kServiceLinked))  // the wording is ours
    throw AwsError("InvalidInput", 400, "Roles under " + kServiceLinked + " are made by CreateServiceLinkedRole.");
  set_trust(row, text_at(call.input, "AssumeRolePolicyDocument"));
  row.description = text_at(call.input, "Description");
  row.max_session_seconds = int_at(call.input, "MaxSessionDuration", 3600);
  row.boundary = text_at(call.input, "PermissionsBoundary");
  check_boundary(call, row.boundary);
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
  set(role, "RoleLastUsed", role_last_used(row));
  return object({{"Role", role}});
}

Json Iam::list_roles(const Call& call) {
  return list(kRole, call, "Roles", [this](const EntityRow& row) { return role_json(row); });
}

Json Iam::update_role(const Call& call) {
  check_modifiable(kRole, get(kRole, call));
  auto description = find_text(call.input, "Description");
  auto seconds = find_int(call.input, "MaxSessionDuration");
  update(kRole, call, [&](EntityRow& row) {
    if (description) row.description = *description;
    if (seconds) row.max_session_seconds = *seconds;
  });
  return Json::object();
}

// The one thing of a service-linked role that may be changed.
Json Iam::update_role_description(const Call& call) {
  update(kRole, call, [&](EntityRow& row) { row.description = text_at(call.input, "Description"); });
  return object({{"Role", role_json(get(kRole, call))}});
}

Json Iam::delete_role(const Call& call) {
  const EntityRow& row = get(kRole, call);
  check_modifiable(kRole, row);
  if (!row.attached.empty()) throw delete_conflict("Cannot delete entity, must detach all policies first.");
  if (!row.inline_policies.empty()) throw delete_conflict("Cannot delete entity, must delete policies first.");
  bool in_profile = false;
  entities_.instance_profiles.each(row.account + "/", [&](const std::string&, const InstanceProfileRow& profile) { in_profile |= iequals(profile.role, row.name); });
  if (in_profile) throw delete_conflict("Cannot delete entity, must remove roles from instance profile first.");
  entities_.roles.erase(key_of(call, row.name));
  entities_.changed();
  return nullptr;
}

Json Iam::update_assume_role_policy(const Call& call) {
  EntityRow changed = get(kRole, call);
  check_modifiable(kRole, changed);
  set_trust(changed, text_at(call.input, "PolicyDocument"));
  update(kRole, call, [&](EntityRow& row) { row = changed; });
  return nullptr;
}

void Iam::set_boundary(const Sort& sort, const Call& call) {
  std::string arn = text_at(call.input, "PermissionsBoundary");
  check_modifiable(sort, get(sort, call));
  if (!attachable(call, arn)) throw no_such_entity("Policy " + arn + " does not exist or is not attachable.");
  update(sort, call, [&](EntityRow& row) { row.boundary = arn; });
}

void Iam::drop_boundary(const Sort& sort, const Call& call) {
  const EntityRow& row = get(sort, call);
  check_modifiable(sort, row);
  if (row.boundary.empty()) throw no_such_entity(std::string("The ") + sort.word + " with name " + row.name + " does not have a permissions boundary.");
  update(sort, call, [](EntityRow& r) { r.boundary.clear(); });
}

Json Iam::put_role_boundary(const Call& call) {
  set_boundary(kRole, call);
  return nullptr;
}
Json Iam::delete_role_boundary(const Call& call) {
  drop_boundary(kRole, call);
  return nullptr;
}

}  // namespace lambent::iam
