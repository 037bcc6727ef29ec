#include "ipo/cover/measure.h"

#include <algorithm>

#include "access/policy.h"
#include "base/text.h"
#include "ipo/cover/edges.h"

namespace lambent::ipo {
namespace {

constexpr size_t kNamedActions = 3;
constexpr std::string_view kAwsPolicies = "arn:aws:iam::aws:policy/";

std::string some(const std::vector<std::string>& names) {
  if (names.size() <= kNamedActions) return join(names, ", ");
  return join({names.begin(), names.begin() + kNamedActions}, ", ") + " and " + std::to_string(names.size() - kNamedActions) + " more";
}

// "s3:GetObject on arn:aws:s3:::pictures/* (Sid)"
std::string label_of(const access::Statement& s) {
  std::string out = s.effect == access::Effect::deny ? "Deny " : "";
  out += s.actions.empty() ? "all but " + some(s.not_actions) : some(s.actions);
  if (!s.not_resources.empty()) out += " on all but " + some(s.not_resources);
  if (!s.resources.empty() && s.resources != std::vector<std::string>{"*"}) out += " on " + some(s.resources);
  return s.sid.empty() ? out : out + " (" + s.sid + ")";
}

class Role {
 public:
  Role(const std::string& name, const Seen& seen) : seen_(seen) { out_.name = name; }

  void document(const std::string& policy, const Json& document) {
    for (const auto& s : access::parse_policy(document, policy).statements) out_.statements.add(label_of(s), seen_.statements.count({out_.name, policy, dump(s.source)}) > 0);
  }
  // One of AWS's is one thing to give or not to give.
  void of_aws(const std::string& arn) {
    bool used = std::any_of(seen_.statements.begin(), seen_.statements.end(), [&](const auto& one) { return one.role == out_.name && one.policy == arn; });
    out_.statements.add(arn.substr(arn.rfind('/') + 1), used);
  }
  RoleCoverage done() { return std::move(out_); }

 private:
  const Seen& seen_;
  RoleCoverage out_;
};

RoleCoverage measure(const config::RoleModel& model, const std::vector<config::PolicyModel>& policies, const Seen& seen) {
  Role role(model.name, seen);
  for (const auto& [name, document] : model.inline_policies) role.document("inline policy " + name, document);
  std::set<std::string> done;
  for (const auto& arn : model.managed)
    if (arn.starts_with(kAwsPolicies) && done.insert(arn).second) role.of_aws(arn);
  for (const auto& policy : policies) {
    std::string ending = ":policy" + policy.path + policy.name;
    std::string arn;  // as decisions name it: with the account, which seen statements tell
    bool attached = std::find(policy.roles.begin(), policy.roles.end(), model.name) != policy.roles.end();
    for (const auto& one : model.managed) attached |= one.ends_with(ending) && !one.starts_with(kAwsPolicies);
    if (!attached) continue;
    for (const auto& one : seen.statements)
      if (one.role == model.name && one.policy.ends_with(ending)) arn = one.policy;
    role.document(arn, policy.document);
  }
  return role.done();
}

MachineCoverage measure(const config::MachineModel& model, const Seen& seen) {
  MachineCoverage out;
  out.name = model.name;
  MachineMap map = map_of(model.definition);
  auto visited = seen.states.find(model.name);
  for (const auto& state : map.states) out.states.add(state, visited != seen.states.end() && visited->second.count(state) > 0);
  for (const auto& edge : map.edges) out.edges.add(edge.text(), seen.edges.count({model.name, edge.from, edge.via}) > 0);
  return out;
}

}  // namespace

AppCoverage measure(const std::string& app, const config::AppModel& model, const Seen& seen) {
  AppCoverage out;
  out.app = app;
  for (const auto& f : model.functions) out.functions.add(f.name, seen.functions.count(f.name) > 0);
  for (const auto& api : model.apis)
    for (const auto& route : api.routes) {
      std::string name = route.method + " " + route.path;
      out.routes.add(model.apis.size() > 1 ? api.name + ": " + name : name, seen.routes.count(api.id + " " + name) > 0);
    }
  for (const auto& machine : model.machines) out.machines.push_back(measure(machine, seen));
  for (const auto& role : model.roles) out.roles.push_back(measure(role, model.policies, seen));
  out.operations = seen.operations;
  return out;
}

}  // namespace lambent::ipo
