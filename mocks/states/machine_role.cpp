// What the role of a machine must be good for before there is one.
#include <algorithm>

#include "aws/arn.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

bool waits_for_executions(const asl::Scope& scope) {
  const auto waits = [](const auto& named) {
    const asl::State& s = named.second;
    bool here = s.type == asl::Type::task && starts_child(s.resource) && (s.resource.pattern == asl::Pattern::sync || s.resource.pattern == asl::Pattern::sync2);
    return here || std::any_of(s.scopes.begin(), s.scopes.end(), waits_for_executions);
  };
  return std::any_of(scope.states.begin(), scope.states.end(), waits);
}

// AWS hears of the end of an execution that is waited for by a rule of EventBridge, which it makes under the machine's role.
// AWS source: "IAM policies for nested workflows".
std::vector<Need> needs_of_managed_rule(const std::string& machine_arn) {
  auto arn = Arn::parse(machine_arn);
  const std::string rule = make_arn("events", arn->region, arn->account, "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule");
  return {Need("events:PutTargets", rule), Need("events:PutRule", rule), Need("events:DescribeRule", rule)};
}

}  // namespace

void States::check_role(const std::string& role, const std::string& machine_arn) const {
  auto arn = Arn::parse(role);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/"))
    throw AwsError("InvalidArn", 400, "Invalid Arn: 'Invalid ARN prefix: " + role + "'");
  try {
    aws_.assume(role, "states.amazonaws.com", "create", machine_arn);
  } catch (const AwsError&) {
    throw AwsError("AccessDeniedException", 400,
                   "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.");
  }
}

// The message is as people have seen it.
void States::check_managed_rule(const asl::Machine& machine, const std::string& role, const std::string& machine_arn) const {
  if (!waits_for_executions(machine.top)) return;
  auto arn = Arn::parse(machine_arn);
  const Call call("events", "PutRule", Json::object(), aws_.assume(role, "states.amazonaws.com", "create", machine_arn), {arn->account, arn->region});
  for (const Need& need : needs_of_managed_rule(machine_arn))
    if (!aws_.allowed(call, need)) throw AwsError("AccessDeniedException", 400, "'" + role + "' is not authorized to create managed-rule.");
}

std::vector<RoleNeed> States::role_needs() const {
  std::vector<RoleNeed> out;
  for (const auto& [key, row] : records_.machines) {
    if (!waits_for_executions(asl::parse_definition(records_.revisions.find(row.revision)->definition).machine->top)) continue;
    for (Need& need : needs_of_managed_rule(row.arn)) out.push_back({row.role, std::move(need)});
  }
  return out;
}

}  // namespace lambent::states
