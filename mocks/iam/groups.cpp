// Groups and who is in them. A user row holds the names of its groups.
#include <algorithm>

#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kGroupsPerUser = 10;

bool is_in(const EntityRow& user, const std::string& group) { return std::find(user.groups.begin(), user.groups.end(), group) != user.groups.end(); }

}  // namespace

Json Iam::create_group(const Call& call) {
  EntityRow row = make(kGroup, call);
  const EntityRow& stored = entities_.groups.put(entity_key(row.account, row.name), row);
  return object({{"Group", group_json(stored)}});
}

Json Iam::get_group(const Call& call) {
  const EntityRow& group = get(kGroup, call);
  std::vector<Json> members;
  entities_.users.each(call.scope.account + "/", [&](const std::string&, const EntityRow& user) {
    if (is_in(user, group.name)) members.push_back(user_json(user));
  });
  Json out = paged(call, "Users", std::move(members));
  set(out, "Group", group_json(group));
  return out;
}

Json Iam::list_groups(const Call& call) { return list(kGroup, call, "Groups", group_json); }

Json Iam::update_group(const Call& call) {
  std::string before = get(kGroup, call).name, after = text_at(call.input, "NewGroupName", before);
  rename(kGroup, call, "NewGroupName");
  std::vector<std::string> members;
  entities_.users.each(call.scope.account + "/", [&](const std::string& key, const EntityRow& user) {
    if (is_in(user, before)) members.push_back(key);
  });
  for (const auto& key : members)
    entities_.users.update(key, [&](EntityRow& user) { std::replace(user.groups.begin(), user.groups.end(), before, after); });
  entities_.changed();
  return nullptr;
}

Json Iam::delete_group(const Call& call) {
  const EntityRow& row = get(kGroup, call);
  if (!row.attached.empty()) throw delete_conflict("Cannot delete entity, must detach all policies first.");
  if (!row.inline_policies.empty()) throw delete_conflict("Cannot delete entity, must delete policies first.");
  bool used = false;
  entities_.users.each(call.scope.account + "/", [&](const std::string&, const EntityRow& user) { used |= is_in(user, row.name); });
  if (used) throw delete_conflict("Cannot delete entity, must remove users from group first.");
  entities_.groups.erase(key_of(call, row.name));
  entities_.changed();
  return nullptr;
}

Json Iam::add_user_to_group(const Call& call) {
  std::string group = get(kGroup, call).name;
  const EntityRow& user = get(kUser, call);
  if (is_in(user, group)) return nullptr;
  if (user.groups.size() >= kGroupsPerUser) throw limit_exceeded("Cannot exceed quota for GroupsPerUser: 10");
  update(kUser, call, [&](EntityRow& row) { row.groups.push_back(group); });
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
    if (const EntityRow* row = entities_.groups.find(key_of(call, name))) groups.push_back(group_json(*row));
  return paged(call, "Groups", std::move(groups));
}

}  // namespace lambent::iam
