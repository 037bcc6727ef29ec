// Instance profiles: names under which EC2 takes a role. Each has one at most.
#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {

template <>
Table<InstanceProfileRow>& Iam::table_of() {
  return entities_.instance_profiles;
}
template <>
std::string Iam::key_in<InstanceProfileRow>(const Call& call) const {
  return key_of(call, get_profile(call).name);
}

const InstanceProfileRow& Iam::get_profile(const Call& call) const {
  std::string name = text_at(call.input, "InstanceProfileName");
  const InstanceProfileRow* row = entities_.instance_profiles.find(key_of(call, name));
  if (!row) throw no_such_entity("Instance Profile " + name + " cannot be found.");
  return *row;
}

Json Iam::profile_json(const InstanceProfileRow& row) const {
  Json roles = array();
  if (const EntityRow* role = row.role.empty() ? nullptr : entities_.roles.find(entity_key(row.account, row.role))) roles.push_back(role_json(*role));
  return object({{"Path", row.path}, {"InstanceProfileName", row.name}, {"InstanceProfileId", row.id}, {"Arn", row.arn}, {"CreateDate", row.created}, {"Roles", roles}});
}

Json Iam::create_instance_profile(const Call& call) {
  InstanceProfileRow row;
  row.name = text_at(call.input, "InstanceProfileName");
  row.path = text_at(call.input, "Path", "/");
  check_path(row.path);
  row.account = call.scope.account;
  if (entities_.instance_profiles.contains(key_of(call, row.name))) throw already_exists("Instance Profile " + row.name + " already exists.");
  check_quota(entities_.instance_profiles, row.account, "InstanceProfiles", 1000);
  row.tags = tags_of(call.input);
  row.id = aws_.ids().iam_id("AIPA");
  row.arn = make_arn("iam", "", row.account, "instance-profile" + row.path + row.name);
  row.created = now();
  const InstanceProfileRow& stored = entities_.instance_profiles.put(key_of(call, row.name), row);
  Json shown = profile_json(stored);
  if (!stored.tags.empty()) set(shown, "Tags", tags_json(stored.tags));
  return object({{"InstanceProfile", shown}});
}

Json Iam::get_instance_profile(const Call& call) {
  const InstanceProfileRow& row = get_profile(call);
  Json shown = profile_json(row);
  if (!row.tags.empty()) set(shown, "Tags", tags_json(row.tags));
  return object({{"InstanceProfile", shown}});
}

Json Iam::list_instance_profiles(const Call& call) {
  std::string prefix = text_at(call.input, "PathPrefix", "/");
  std::vector<Json> items;
  entities_.instance_profiles.each(call.scope.account + "/", [&](const std::string&, const InstanceProfileRow& row) {
    if (row.path.starts_with(prefix)) items.push_back(profile_json(row));
  });
  return paged(call, "InstanceProfiles", std::move(items));
}

Json Iam::list_instance_profiles_for_role(const Call& call) {
  const EntityRow& role = get(kRole, call);
  std::vector<Json> items;
  entities_.instance_profiles.each(call.scope.account + "/", [&](const std::string&, const InstanceProfileRow& row) {
    if (iequals(row.role, role.name)) items.push_back(profile_json(row));
  });
  return paged(call, "InstanceProfiles", std::move(items));
}

Json Iam::delete_instance_profile(const Call& call) {
  const InstanceProfileRow& row = get_profile(call);
  if (!row.role.empty()) throw delete_conflict("Cannot delete entity, must remove roles from instance profile first.");
  entities_.instance_profiles.erase(key_of(call, row.name));
  return nullptr;
}

Json Iam::add_role_to_instance_profile(const Call& call) {
  const InstanceProfileRow& row = get_profile(call);
  const EntityRow& role = get(kRole, call);
  check_modifiable(kRole, role);
  if (!row.role.empty()) throw limit_exceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  entities_.instance_profiles.update(key_of(call, row.name), [&](InstanceProfileRow& r) { r.role = role.name; });
  return nullptr;
}

Json Iam::remove_role_from_instance_profile(const Call& call) {
  const InstanceProfileRow& row = get_profile(call);
  const EntityRow& role = get(kRole, call);
  if (!iequals(row.role, role.name)) throw no_such_entity("Role " + role.name + " is not in the instance profile " + row.name + ".");
  entities_.instance_profiles.update(key_of(call, row.name), [](InstanceProfileRow& r) { r.role.clear(); });
  return nullptr;
}

}  // namespace lambent::iam
