#include "mocks/iam/iam.h"

#include <cmath>
#include <set>

#include "aws/arn.h"
#include "base/time_text.h"

namespace lambent::iam {

// What is emulated of IAM.
struct Iam::Operations {
  static constexpr Operation<Iam> table[] = {
      {"CreateRole", &Iam::create_role},
      {"GetRole", &Iam::get_role},
      {"ListRoles", &Iam::list_roles},
      {"UpdateRole", &Iam::update_role},
      {"UpdateRoleDescription", &Iam::update_role_description},
      {"DeleteRole", &Iam::delete_role},
      {"UpdateAssumeRolePolicy", &Iam::update_assume_role_policy},
      {"PutRolePermissionsBoundary", &Iam::put_role_boundary},
      {"DeleteRolePermissionsBoundary", &Iam::delete_role_boundary},
      {"PutRolePolicy", &Iam::put_policy<kRole>},
      {"GetRolePolicy", &Iam::get_policy<kRole>},
      {"ListRolePolicies", &Iam::list_policies<kRole>},
      {"DeleteRolePolicy", &Iam::delete_policy<kRole>},
      {"AttachRolePolicy", &Iam::attach_policy<kRole>},
      {"DetachRolePolicy", &Iam::detach_policy<kRole>},
      {"ListAttachedRolePolicies", &Iam::list_attached<kRole>},
      {"TagRole", &Iam::tag<kRole>},
      {"UntagRole", &Iam::untag<kRole>},
      {"ListRoleTags", &Iam::list_tags<kRole>},
      {"CreateUser", &Iam::create_user},
      {"GetUser", &Iam::get_user},
      {"ListUsers", &Iam::list_users},
      {"DeleteUser", &Iam::delete_user},
      {"PutUserPolicy", &Iam::put_policy<kUser>},
      {"GetUserPolicy", &Iam::get_policy<kUser>},
      {"ListUserPolicies", &Iam::list_policies<kUser>},
      {"DeleteUserPolicy", &Iam::delete_policy<kUser>},
      {"AttachUserPolicy", &Iam::attach_policy<kUser>},
      {"DetachUserPolicy", &Iam::detach_policy<kUser>},
      {"ListAttachedUserPolicies", &Iam::list_attached<kUser>},
      {"TagUser", &Iam::tag<kUser>},
      {"UntagUser", &Iam::untag<kUser>},
      {"ListUserTags", &Iam::list_tags<kUser>},
      {"CreateGroup", &Iam::create_group},
      {"GetGroup", &Iam::get_group},
      {"ListGroups", &Iam::list_groups},
      {"DeleteGroup", &Iam::delete_group},
      {"AddUserToGroup", &Iam::add_user_to_group},
      {"RemoveUserFromGroup", &Iam::remove_user_from_group},
      {"ListGroupsForUser", &Iam::list_groups_for_user},
      {"PutGroupPolicy", &Iam::put_policy<kGroup>},
      {"GetGroupPolicy", &Iam::get_policy<kGroup>},
      {"ListGroupPolicies", &Iam::list_policies<kGroup>},
      {"DeleteGroupPolicy", &Iam::delete_policy<kGroup>},
      {"AttachGroupPolicy", &Iam::attach_policy<kGroup>},
      {"DetachGroupPolicy", &Iam::detach_policy<kGroup>},
      {"ListAttachedGroupPolicies", &Iam::list_attached<kGroup>},
      {"CreateAccessKey", &Iam::create_access_key},
      {"DeleteAccessKey", &Iam::delete_access_key},
      {"ListAccessKeys", &Iam::list_access_keys},
      {"UpdateAccessKey", &Iam::update_access_key},
      {"CreatePolicy", &Iam::create_policy},
      {"GetPolicy", &Iam::get_managed_policy},
      {"GetPolicyVersion", &Iam::get_policy_version},
      {"ListPolicies", &Iam::list_managed_policies},
      {"DeletePolicy", &Iam::delete_managed_policy},
      {"CreatePolicyVersion", &Iam::create_policy_version},
      {"DeletePolicyVersion", &Iam::delete_policy_version},
      {"SetDefaultPolicyVersion", &Iam::set_default_policy_version},
      {"ListPolicyVersions", &Iam::list_policy_versions},
      {"ListEntitiesForPolicy", &Iam::list_entities_for_policy},
  };
};

const Sort kRole{"role", "Role", "RoleName", "AROA", &Entities::roles};
const Sort kUser{"user", "User", "UserName", "AIDA", &Entities::users};
const Sort kGroup{"group", "Group", "GroupName", "AGPA", &Entities::groups};

std::vector<std::string_view> Iam::operations() const { return operation_names(Operations::table); }

Task<Json> Iam::handle(Call call) { return dispatch<Iam>(*this, Operations::table, std::move(call)); }

// The entity or policy the call names; operations without one are asked on "*".
std::vector<Need> Iam::needs(const Call& call) const {
  std::string resource = "*";
  for (const Sort* sort : {&kRole, &kUser, &kGroup}) {
    auto name = find_text(call.input, sort->name_key);
    if (!name) continue;
    const EntityRow* row = (entities_.*(sort->table)).find(entity_key(call.scope.account, *name));
    std::string path = text_at(call.input, "Path", "/");
    resource = row ? row->arn : make_arn("iam", "", call.scope.account, std::string(sort->word) + path + *name);
  }
  // Without a name these are about the user that calls.
  static const std::set<std::string> own = {"GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey"};
  if (resource == "*" && call.caller.kind == PrincipalKind::user && own.contains(call.operation)) resource = call.caller.arn;
  if (resource == "*")
    if (auto arn = find_text(call.input, "PolicyArn")) resource = *arn;
  if (call.operation == "CreatePolicy")
    resource = make_arn("iam", "", call.scope.account, "policy" + text_at(call.input, "Path", "/") + text_at(call.input, "PolicyName"));
  if (call.operation == "ListRoles") resource = make_arn("iam", "", call.scope.account, "role/");
  if (call.operation == "ListUsers") resource = make_arn("iam", "", call.scope.account, "user/");
  if (call.operation == "ListGroups") resource = make_arn("iam", "", call.scope.account, "group/");
  Need need("iam:" + call.operation, resource);
  if (auto arn = find_text(call.input, "PolicyArn")) need.keys.push_back({"iam:PolicyARN", {*arn}});
  if (auto arn = find_text(call.input, "PermissionsBoundary")) need.keys.push_back({"iam:PermissionsBoundary", {*arn}});
  std::vector<Need> out;
  out.push_back(std::move(need));
  return out;
}

const EntityRow& Iam::get(const Sort& sort, const Call& call) const {
  std::string name = text_at(call.input, sort.name_key);
  const EntityRow* row = (entities_.*(sort.table)).find(entity_key(call.scope.account, name));
  if (!row) throw AwsError("NoSuchEntity", 404, std::string("The ") + sort.word + " with name " + name + " cannot be found.");
  return *row;
}

void Iam::update(const Sort& sort, const Call& call, const std::function<void(EntityRow&)>& change) {
  const EntityRow& row = get(sort, call);
  (entities_.*(sort.table)).update(entity_key(call.scope.account, row.name), change);
  entities_.changed();
}

EntityRow Iam::make(const Sort& sort, const Call& call) {
  EntityRow row;
  row.name = text_at(call.input, sort.name_key);
  row.path = text_at(call.input, "Path", "/");
  check_path(row.path);
  row.account = call.scope.account;
  if ((entities_.*(sort.table)).contains(entity_key(row.account, row.name)))
    throw AwsError("EntityAlreadyExists", 409, std::string(sort.title) + " with name " + row.name + " already exists.");
  row.id = aws_.ids().iam_id(sort.prefix);
  row.arn = make_arn("iam", "", row.account, sort.word + row.path + row.name);
  row.created = std::floor(epoch_seconds(aws_.clock().now()));
  if (const Json* tags = lambent::find(call.input, "Tags"))
    for (const auto& tag : *tags) row.tags[text_at(tag, "Key")] = text_at(tag, "Value");
  return row;
}

Json Iam::list(const Sort& sort, const Call& call, const char* list_name, const std::function<Json(const EntityRow&)>& shown) const {
  std::string prefix = text_at(call.input, "PathPrefix", "/");
  std::vector<Json> items;
  (entities_.*(sort.table)).each(call.scope.account + "/", [&](const std::string&, const EntityRow& row) {
    if (row.path.starts_with(prefix)) items.push_back(shown(row));
  });
  return paged(call, list_name, std::move(items));
}

}  // namespace lambent::iam
