// Users and groups.
#include <algorithm>

#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {

Json Iam::create_user(const Call& call) {
  EntityRow row = make(kUser, call);
  row.boundary = text_at(call.input, "PermissionsBoundary");
  if (!row.boundary.empty() && !attachable(call, row.boundary))
    throw AwsError("NoSuchEntity", 404, "Scope ARN: " + row.boundary + " does not exist or is not attachable.");
  const EntityRow& stored = entities_.users.put(entity_key(row.account, row.name), row);
  entities_.changed();
  Json user = user_json(stored);
  if (!stored.tags.empty()) set(user, "Tags", tags_json(stored.tags));
  return object({{"User", user}});
}

Json Iam::get_user(const Call& call) {
  const EntityRow* row = nullptr;
  if (has(call.input, "UserName")) {
    row = &get(kUser, call);
  } else if (call.caller.kind == PrincipalKind::user) {
    row = entities_.users.find(entity_key(call.scope.account, call.caller.arn.substr(call.caller.arn.rfind('/') + 1)));
  } else if (call.caller.kind == PrincipalKind::root) {
    Json root = object({{"Path", "/"}, {"UserName", "root"}, {"UserId", call.scope.account}, {"Arn", call.caller.arn}, {"CreateDate", 0}});
    return object({{"User", root}});
  }
  if (!row) throw AwsError("ValidationError", 400, "Must specify userName when calling with non-User credentials");
  Json user = user_json(*row);
  if (!row->tags.empty()) set(user, "Tags", tags_json(row->tags));
  return object({{"User", user}});
}

Json Iam::list_users(const Call& call) { return list(kUser, call, "Users", user_json); }

Json Iam::delete_user(const Call& call) {
  const EntityRow& row = get(kUser, call);
  if (!row.attached.empty()) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.");
  if (!row.inline_policies.empty()) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must delete policies first.");
  bool has_keys = false;
  for (const auto& [id, key] : entities_.keys) has_keys |= key.account == row.account && iequals(key.user, row.name);
  if (has_keys || !row.groups.empty()) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must remove referenced objects first.");
  entities_.users.erase(entity_key(call.scope.account, row.name));
  entities_.changed();
  return nullptr;
}

Json Iam::create_group(const Call& call) {
  EntityRow row = make(kGroup, call);
  const EntityRow& stored = entities_.groups.put(entity_key(row.account, row.name), row);
  return object({{"Group", group_json(stored)}});
}

Json Iam::get_group(const Call& call) {
  const EntityRow& group = get(kGroup, call);
  std::vector<Json> members;
  entities_.users.each(call.scope.account + "/", [&](const std::string&, const EntityRow& user) {
    if (std::find(user.groups.begin(), user.groups.end(), group.name) != user.groups.end()) members.push_back(user_json(user));
  });
  Json out = paged(call, "Users", std::move(members));
  set(out, "Group", group_json(group));
  return out;
}

Json Iam::list_groups(const Call& call) { return list(kGroup, call, "Groups", group_json); }

Json Iam::delete_group(const Call& call) {
  const EntityRow& row = get(kGroup, call);
  if (!row.attached.empty()) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.");
  if (!row.inline_policies.empty()) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must delete policies first.");
  bool used = false;
  entities_.users.each(call.scope.account + "/", [&](const std::string&, const EntityRow& user) {
    used |= std::find(user.groups.begin(), user.groups.end(), row.name) != user.groups.end();
  });
  if (used) throw AwsError("DeleteConflict", 409, "Cannot delete entity, must remove users from group first.");
  entities_.groups.erase(entity_key(call.scope.account, row.name));
  entities_.changed();
  return nullptr;
}

Json Iam::add_user_to_group(const Call& call) {
  std::string group = get(kGroup, call).name;
  update(kUser, call, [&](EntityRow& user) {
    if (std::find(user.groups.begin(), user.groups.end(), group) == user.groups.end()) user.groups.push_back(group);
  });
  return nullptr;
}

Json Iam::remove_user_from_group(const Call& call) {
  std::string group = get(kGroup, call).name;
  update(kUser, call, [&](EntityRow& user) { std::erase(user.groups, group); });
  return nullptr;
}

Json Iam::list_groups_for_user(const Call& call) {
  std::vector<Json> groups;
  for (const auto& name : get(kUser, call).groups)
    if (const EntityRow* row = entities_.groups.find(entity_key(call.scope.account, name))) groups.push_back(group_json(*row));
  return paged(call, "Groups", std::move(groups));
}

}  // namespace lambent::iam
