#include "mocks/states/states.h"

#include "aws/arn.h"
#include "aws/pass_role.h"

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
      {"TestState", &States::test_state},
      {"StartExecution", &States::start_execution},
      {"DescribeExecution", &States::describe_execution},
      {"StopExecution", &States::stop_execution},
      {"ListExecutions", &States::list_executions},
      {"DescribeStateMachineForExecution", &States::describe_machine_for_execution},
      {"GetExecutionHistory", &States::get_execution_history},
      {"TagResource", &States::tag_resource},
      {"UntagResource", &States::untag_resource},
      {"ListTagsForResource", &States::list_tags},
  };
};

States::States(Aws& aws) : aws_(aws), records_(aws.store()), engine_(aws, records_) {}

std::vector<std::string_view> States::operations() const { return operation_names(OperationTable::rows); }

Task<Json> States::handle(Call call) {
  std::span<const Operation<States>> table(OperationTable::rows);
  return dispatch(*this, table, std::move(call));
}

std::vector<Need> States::needs(const Call& call) const {
  std::string resource = "*";
  for (const char* member : {"stateMachineArn", "executionArn", "resourceArn"})
    if (auto arn = find_text(call.input, member)) resource = *arn;
  if (auto arn = Arn::parse(resource); arn && arn->resource.starts_with("stateMachine:")) {
    // Never the version's or alias's suffix: that is a condition key.
    auto colon = arn->resource.find(':', sizeof "stateMachine:" - 1);
    if (colon != std::string::npos) arn->resource.resize(colon);
    resource = arn->text();
  }
  if (call.operation == "CreateStateMachine") resource = machine_arn(call.scope, text_at(call.input, "name"));
  if (call.operation == "ListStateMachines") resource = machine_arn(call.scope, "*");
  std::vector<Need> out;
  out.emplace_back("states:" + call.operation, resource);
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
  std::vector<std::pair<std::string, std::string>> running;
  for (const auto& [key, row] : records_.executions)
    if (row.status == "RUNNING") running.emplace_back(key, row.revision);
  for (const auto& [key, revision] : running) engine_.resume(key, definition_of(revision));
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
