#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {

const EntityRow& Iam::get_user_or_caller(const Call& call) const {
  if (has(call.input, "UserName")) return get(kUser, call);
  const EntityRow* row = call.caller.kind == PrincipalKind::user ? entities_.find_row(call.caller.entity_arn) : nullptr;
  if (!row) throw AwsError("ValidationError", 400, "Must specify userName when calling with non-User credentials");
  return *row;
}

Json Iam::create_user(const Call& call) {
  EntityRow row = make(kUser, call);
  row.boundary = text_at(call.input, "PermissionsBoundary");
  check_boundary(call, row.boundary);
  const EntityRow& stored = entities_.users.put(entity_key(row.account, row.name), row);
  entities_.changed();
  Json user = user_json(stored);
  if (!stored.tags.empty()) set(user, "Tags", tags_json(stored.tags));
  return object({{"User", user}});
}

Json Iam::get_user(const Call& call) {
  if (!has(call.input, "UserName") && call.caller.kind == PrincipalKind::root) {
    Json root = object({{"Path", "/"}, {"UserName", "root"}, {"UserId", call.scope.account}, {"Arn", call.caller.arn}, {"CreateDate", 0}});
    return object({{"User", root}});
  }
  const EntityRow& row = get_user_or_caller(call);
  Json user = user_json(row);
  if (!row.tags.empty()) set(user, "Tags", tags_json(row.tags));
  return object({{"User", user}});
}

Json Iam::list_users(const Call& call) { return list(kUser, call, "Users", user_json); }

Json Iam::update_user(const Call& call) {
  std::string before = get(kUser, call).name, after = text_at(call.input, "NewUserName", before);
  rename(kUser, call, "NewUserName");
  std::vector<std::string> keys;
  for (const auto& [id, key] : entities_.keys)
    if (key.account == call.scope.account && iequals(key.user, before)) keys.push_back(id);
  for (const auto& id : keys) entities_.keys.update(id, [&](KeyRow& key) { key.user = after; });
  return nullptr;
}

Json Iam::delete_user(const Call& call) {
  const EntityRow& row = get(kUser, call);
  if (!row.attached.empty()) throw delete_conflict("Cannot delete entity, must detach all policies first.");
  if (!row.inline_policies.empty()) throw delete_conflict("Cannot delete entity, must delete policies first.");
  if (entities_.login_profiles.contains(owned_prefix(row))) throw delete_conflict("Cannot delete entity, must delete login profile first.");
  bool used = !row.groups.empty();
  for (const auto& [id, key] : entities_.keys) used |= key.account == row.account && iequals(key.user, row.name);
  for (const auto& [serial, device] : entities_.mfa_devices) used |= device.user_id == row.id;
  auto any = [&](const std::string&, const auto&) { used = true; };
  entities_.ssh_keys.each(owned_prefix(row), any);
  entities_.signing_certificates.each(owned_prefix(row), any);
  entities_.service_credentials.each(owned_prefix(row), any);
  if (used) throw delete_conflict("Cannot delete entity, must remove referenced objects first.");
  entities_.users.erase(key_of(call, row.name));
  entities_.changed();
  return nullptr;
}

Json Iam::put_user_boundary(const Call& call) {
  set_boundary(kUser, call);
  return nullptr;
}
Json Iam::delete_user_boundary(const Call& call) {
  drop_boundary(kUser, call);
  return nullptr;
}

}  // namespace lambent::iam
