#include "ipo/run/role_changes.h"

#include <algorithm>

#include "base/text.h"
#include "ipo/run/apps.h"

namespace lambent::ipo {
namespace {

Json document(const Json& statements) { return object({{"Version", "2012-10-17"}, {"Statement", statements}}); }

// One or several equal statements taken out of a policy document. A single statement may stand without its list.
bool take_out(Json& policy, const Json& statement) {
  auto at = policy.find("Statement");
  if (at == policy.end()) return false;
  if (at->is_object()) {
    if (*at != statement) return false;
    *at = array();
    return true;
  }
  Json kept = array();
  for (const auto& one : *at)
    if (one != statement) kept.push_back(one);
  bool found = kept.size() != at->size();
  *at = std::move(kept);
  return found;
}

bool is_empty(const Json& policy) {
  const Json* statements = find(policy, "Statement");
  return statements && statements->is_array() && statements->empty();
}

}  // namespace

void change_role(config::AppModel& model, const RoleChange& change, std::vector<Problem>& problems) {
  std::vector<std::string> names;
  for (const auto& role : model.roles) names.push_back(role.name);
  auto at = std::find(names.begin(), names.end(), change.role.substr(change.role.rfind('/') + 1));
  if (at == names.end()) {
    std::string near = nearest(change.role, names);
    problems.push_back(world_problem(change.place, "there is no role '" + printable(change.role) + "'" +
                                                       (near.empty() ? "; there are " + join(names, ", ") : "; did you mean '" + near + "'?")));
    return;
  }
  config::RoleModel& role = model.roles[static_cast<size_t>(at - names.begin())];
  if (change.replace) {
    role.inline_policies.clear();
    role.managed.clear();
    for (auto& policy : model.policies) std::erase(policy.roles, role.name);
    if (!change.replace->json.empty()) role.inline_policies.emplace_back("replaced-by-the-case", document(change.replace->json));
  }
  if (change.remove) {
    for (size_t i = 0; i < change.remove->json.size(); ++i) {
      bool found = false;
      for (auto& [name, policy] : role.inline_policies) found |= take_out(policy, change.remove->json[i]);
      if (!found)
        problems.push_back(world_problem(change.remove->place_of(pointer_to("", i)), "no inline policy of " + role.name + " has this statement"));
    }
    std::erase_if(role.inline_policies, [](const auto& policy) { return is_empty(policy.second); });
  }
  if (change.add && !change.add->json.empty()) role.inline_policies.emplace_back("added-by-the-case", document(change.add->json));
}

}  // namespace lambent::ipo
