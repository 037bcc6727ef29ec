// Takes back what an earlier deployment granted and this template no longer has.
#include "app/deploy.h"

namespace lambent {
namespace {

struct Granted {
  std::set<std::string> grants;
  Place place;
};

std::map<std::string, Granted> grants_of(const config::AppModel& model) {
  std::map<std::string, Granted> out;
  for (const auto& role : model.roles) {
    Granted& one = out["role/" + role.name];
    one.place = role.place;
    for (const auto& [name, document] : role.inline_policies) one.grants.insert("inline " + name);
    for (const auto& arn : role.managed) one.grants.insert("managed " + arn);
  }
  for (const auto& f : model.functions) out["function/" + f.name].place = f.place;
  for (const auto& permission : model.permissions)
    if (auto known = out.find("function/" + permission.function); known != out.end()) known->second.grants.insert(permission.statement_id);
  return out;
}

}  // namespace

Task<void> Deployer::replace_grants(const config::AppModel& model) {
  auto now = grants_of(model);
  for (const auto& policy : model.policies)
    for (const auto& role : policy.roles)
      if (auto known = now.find("role/" + role); known != now.end()) known->second.grants.insert("managed " + policy_arn(policy));
  for (const auto& [name, granted] : now) {
    const std::string key = scope_key(scope_, name);
    const GrantsRow* known = grants_.find(key);
    const std::set<std::string> before = known ? known->grants : std::set<std::string>();
    for (const auto& one : before)
      if (!granted.grants.contains(one)) co_await take_back(name, one, granted.place);
    if (before != granted.grants) grants_.put(key, GrantsRow{granted.grants});
  }
}

Task<void> Deployer::take_back(std::string name, std::string grant, Place place) {
  const std::string of = name.substr(name.find('/') + 1), what = grant.substr(grant.find(' ') + 1);
  if (name.starts_with("function/")) {
    Json input = object({{"FunctionName", of}, {"StatementId", grant}});
    co_await call("lambda", "RemovePermission", std::move(input), place, "ResourceNotFoundException");
  } else if (grant.starts_with("inline ")) {
    Json input = object({{"RoleName", of}, {"PolicyName", what}});
    co_await call("iam", "DeleteRolePolicy", std::move(input), place, "NoSuchEntity");
  } else {
    Json input = object({{"RoleName", of}, {"PolicyArn", what}});
    co_await call("iam", "DetachRolePolicy", std::move(input), place, "NoSuchEntity");
  }
}

}  // namespace lambent
