#include "mocks/states/states.h"

#include <algorithm>

#include "aws/arn.h"
#include "aws/pass_role.h"
#include "mocks/states/integrations/http_task.h"

namespace lambent::states {

// This table is the list of what is emulated; a modelled but absent name answers 501 by name.
struct OperationTable {
  static constexpr Operation<States> rows[] = {
      {"CreateStateMachine", &States::create_state_machine},
      {"UpdateStateMachine", &States::update_state_machine},
      {"DescribeStateMachine", &States::describe_state_machine},
      {"DeleteStateMachine", &States::delete_state_machine},
      {"ListStateMachines", &States::list_state_machines},
      {"ValidateStateMachineDefinition", &States::validate_definition},
      {"PublishStateMachineVersion", &States::publish_version},
      {"ListStateMachineVersions", &States::list_versions},
      {"DeleteStateMachineVersion", &States::delete_version},
      {"CreateStateMachineAlias", &States::create_alias},
      {"DescribeStateMachineAlias", &States::describe_alias},
      {"UpdateStateMachineAlias", &States::update_alias},
      {"DeleteStateMachineAlias", &States::delete_alias},
      {"ListStateMachineAliases", &States::list_aliases},
      {"TestState", &States::test_state},
      {"StartExecution", &States::start_execution},
      {"StartSyncExecution", &States::start_sync_execution},
      {"RedriveExecution", &States::redrive_execution},
      {"DescribeExecution", &States::describe_execution},
      {"StopExecution", &States::stop_execution},
      {"ListExecutions", &States::list_executions},
      {"DescribeStateMachineForExecution", &States::describe_machine_for_execution},
      {"GetExecutionHistory", &States::get_execution_history},
      {"CreateActivity", &States::create_activity},
      {"DescribeActivity", &States::describe_activity},
      {"DeleteActivity", &States::delete_activity},
      {"ListActivities", &States::list_activities},
      {"GetActivityTask", &States::get_activity_task},
      {"SendTaskSuccess", &States::send_task_success},
      {"SendTaskFailure", &States::send_task_failure},
      {"SendTaskHeartbeat", &States::send_task_heartbeat},
      {"ListMapRuns", &States::list_map_runs},
      {"DescribeMapRun", &States::describe_map_run},
      {"UpdateMapRun", &States::update_map_run},
      {"TagResource", &States::tag_resource},
      {"UntagResource", &States::untag_resource},
      {"ListTagsForResource", &States::list_tags},
  };
};

namespace {
// To have been let through the door is all there is to it.
Task<Json> nothing_more() { co_return Json::object(); }
}  // namespace


States::States(Aws& aws) : aws_(aws), records_(aws.store()), engine_(aws, records_, mocks_) {}

std::vector<std::string_view> States::operations() const { return operation_names(OperationTable::rows); }

Task<Json> States::handle(Call call) {
  if (call.operation == kRestApi || call.operation == kEndpoint) return invoke_http(std::move(call));
  if (call.operation == kStartMapRun) return nothing_more();
  std::span<const Operation<States>> table(OperationTable::rows);
  return dispatch(*this, table, std::move(call));
}

std::vector<Need> States::needs(const Call& call) const {
  if (call.operation == kRestApi || call.operation == kEndpoint) return http_needs(call);
  if (call.operation == kStartMapRun) {
    std::vector<Need> out{Need("states:StartExecution", text_at(call.input, "stateMachineArn"))};
    if (auto children = find_text(call.input, "redrivenExecutions")) out.emplace_back("states:RedriveExecution", *children);
    return out;
  }
  std::string resource = "*";
  for (const char* member : {"stateMachineArn", "stateMachineVersionArn", "stateMachineAliasArn", "executionArn", "activityArn", "resourceArn", "mapRunArn"})
    if (auto arn = find_text(call.input, member)) resource = *arn;
  if (call.operation == "CreateStateMachineAlias")
    if (const Json* routes = find(call.input, "routingConfiguration"); routes && !routes->empty()) resource = text_at(routes->front(), "stateMachineVersionArn");
  std::string qualifier;
  if (auto arn = Arn::parse(resource); arn && arn->resource.starts_with("stateMachine:")) {
    // Never the version's or alias's suffix: that is a condition key. Nor the test case of the mock file.
    arn->resource.resize(std::min(arn->resource.find('#'), arn->resource.size()));
    auto colon = arn->resource.find(':', sizeof "stateMachine:" - 1);
    if (colon != std::string::npos) {
      qualifier = arn->resource.substr(colon + 1);
      arn->resource.resize(colon);
    }
    resource = arn->text();
  }
  if (call.operation == "CreateStateMachine") resource = machine_arn(call.scope, text_at(call.input, "name"));
  if (call.operation == "CreateActivity") resource = make_arn("states", call.scope.region, call.scope.account, "activity:" + text_at(call.input, "name"));
  if (call.operation == "ListStateMachines") resource = machine_arn(call.scope, "*");
  std::vector<Need> out;
  out.emplace_back("states:" + call.operation, resource);
  if (!qualifier.empty()) out.back().keys.emplace_back("states:StateMachineQualifier", std::vector<std::string>{qualifier});
  if (bool_at(call.input, "publish")) out.emplace_back("states:PublishStateMachineVersion", resource);
  auto role = find_text(call.input, "roleArn");
  if (role && (call.operation == "CreateStateMachine" || call.operation == "UpdateStateMachine" || call.operation == "TestState"))
    out.push_back(pass_role(call, *role, "states.amazonaws.com", 400));
  if (call.operation == "TestState" && bool_at(call.input, "revealSecrets")) out.emplace_back("states:RevealSecrets", resource);
  return out;
}

AwsError States::refused(const Call&, const Denial& denial) const {
  return AwsError("AccessDeniedException", 400, denial_text(denial, denial.action));
}

void States::load() {
  records_.load();
  for (const auto& [key, row] : records_.executions) started_ = std::max(started_, row.number);
}

void States::resume() {
  std::map<std::string, Engine::Definition> running;  // by key: the same order after each restart
  for (const auto& [key, row] : records_.executions)
    if (row.status == "RUNNING") running.emplace(key, definition_for(row));
  for (const auto& [key, machine] : running) {
    const ExecutionRow& row = *records_.executions.find(key);
    if (row.express && row.map_run.empty())
      engine_.start_express(key, row, machine, Engine::Delivery::at_least_once, 0, aws_.ids().trace());
    else
      engine_.resume(key, machine);
  }
  engine_.resume_stops();
}

void States::reset() {
  engine_.forget();
  records_.clear();
  parsed_.clear();
}

Engine::Definition States::definition_of(const std::string& revision) {
  auto& known = parsed_[revision];
  if (!known) known = asl::parse_definition(records_.revisions.find(revision)->definition).machine;
  return known;
}

}  // namespace lambent::states
