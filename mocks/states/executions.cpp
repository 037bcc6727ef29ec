#include <algorithm>

#include "base/text.h"
#include "mocks/states/asl/json_fault.h"
#include "mocks/states/size.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

void check_input(const std::string& input) {
  if (trim(input).empty()) throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: 'Invalid execution input.'");
  if (auto fault = asl::find_json_fault(input))
    throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: '" + fault->message + "'");
  if (too_deep(parse_json(input)))
    throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: 'Document nesting depth exceeds the maximum allowed'");
  if (input.size() > kMaxData)
    throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: 'The input is longer than " + std::to_string(kMaxData) + " bytes.'");
}

Json listed(const ExecutionRow& row) {
  Json out = object({{"executionArn", row.arn}, {"stateMachineArn", row.machine_arn}, {"name", row.name}, {"status", row.status},
                     {"startDate", seconds_of(row.started)}, {"redriveCount", 0}});
  if (row.stopped) set(out, "stopDate", seconds_of(row.stopped));
  return out;
}

}  // namespace

const ExecutionRow& States::get_execution(const Call& call) const {
  std::string arn = text_at(call.input, "executionArn");
  Named named = parse_arn(arn, "execution");
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region && named.parts.size() == 2;
  const ExecutionRow* row = ours ? records_.executions.find(execution_key(call.scope, named.parts[0], named.parts[1])) : nullptr;
  if (!row) throw AwsError("ExecutionDoesNotExist", 400, "Execution Does Not Exist: '" + arn + "'");
  return *row;
}

Json States::start_execution(const Call& call) {
  const MachineRow& machine = get_machine(call, text_at(call.input, "stateMachineArn"));
  if (machine.status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + machine.arn + "'");
  std::string name = text_at(call.input, "name");
  if (!has(call.input, "name")) name = aws_.ids().uuid();
  check_name(name);
  std::string input = text_at(call.input, "input", "{}");
  check_input(input);
  std::string key = execution_key(call.scope, machine.name, name);
  if (const ExecutionRow* row = records_.executions.find(key)) {
    if (row->status != "RUNNING" || row->input != input)
      throw AwsError("ExecutionAlreadyExists", 400, "Execution Already Exists: '" + row->arn + "'");
    return object({{"executionArn", row->arn}, {"startDate", seconds_of(row->started)}});
  }
  ExecutionRow row;
  row.name = name;
  row.arn = execution_arn(call.scope, machine.name, name);
  row.machine_name = machine.name;
  row.machine_arn = machine.arn;
  row.role = machine.role;
  row.revision = machine.revision;
  row.input = std::move(input);
  row.trace_header = find_text(call.input, "traceHeader");
  row.started = aws_.clock().now_ms();
  row.number = ++started_;
  Json answer = object({{"executionArn", row.arn}, {"startDate", seconds_of(row.started)}});
  std::string revision = row.revision;
  records_.executions.put(key, std::move(row));
  engine_.start(key, definition_of(revision), call.span, call.trace);
  return answer;
}

Json States::describe_execution(const Call& call) {
  const ExecutionRow& row = get_execution(call);
  bool data = text_at(call.input, "includedData", "ALL_DATA") == "ALL_DATA";
  Json out = object({{"executionArn", row.arn}, {"stateMachineArn", row.machine_arn}, {"name", row.name}, {"status", row.status},
                     {"startDate", seconds_of(row.started)}});
  if (row.stopped) set(out, "stopDate", seconds_of(row.stopped));
  if (data) set_text(out, "input", row.input);
  set(out, "inputDetails", object({{"included", data}}));
  if (row.output) {
    if (data) set_text(out, "output", *row.output);
    set(out, "outputDetails", object({{"included", data}}));
  }
  if (data) {
    set_if(out, "error", row.failure.error);
    set_if(out, "cause", row.failure.cause);
  }
  set_if(out, "traceHeader", row.trace_header);
  set(out, "redriveCount", 0);
  bool open = row.status == "RUNNING" || row.status == "SUCCEEDED";
  set_text(out, "redriveStatus", open ? "NOT_REDRIVABLE" : "REDRIVABLE");
  if (open) set_text(out, "redriveStatusReason", "Execution is " + row.status + " and cannot be redriven");
  return out;
}

Json States::stop_execution(const Call& call) {
  const ExecutionRow& row = get_execution(call);
  std::string key = execution_key(call.scope, row.machine_name, row.name);
  Failure failure{find_text(call.input, "error"), find_text(call.input, "cause")};
  engine_.stop(key, "ABORTED", failure);
  return object({{"stopDate", seconds_of(records_.executions.find(key)->stopped)}});
}

Json States::list_executions(const Call& call) {
  for (const char* member : {"mapRunArn", "redriveFilter"})
    if (has(call.input, member)) throw not_emulated("stepfunctions", std::string("ListExecutions by ") + member);
  if (!has(call.input, "stateMachineArn"))
    throw AwsError("ValidationException", 400, "Must specify either stateMachineArn or mapRunArn");
  const MachineRow& machine = get_machine(call, text_at(call.input, "stateMachineArn"));
  auto status = find_text(call.input, "statusFilter");
  std::vector<const ExecutionRow*> rows;
  records_.executions.each(scope_key(call.scope, machine.name + ":"), [&](const std::string&, const ExecutionRow& row) {
    if (!status || row.status == *status) rows.push_back(&row);
  });
  std::sort(rows.begin(), rows.end(), [](const ExecutionRow* a, const ExecutionRow* b) { return a->number > b->number; });
  Page page = page_of(call.input, rows.size());
  Json shown = array();
  for (size_t i = page.from; i < page.to; ++i) shown.push_back(listed(*rows[i]));
  Json out = object({{"executions", std::move(shown)}});
  set_if(out, "nextToken", page.next);
  return out;
}

Json States::describe_machine_for_execution(const Call& call) {
  const ExecutionRow& row = get_execution(call);
  const MachineRow* machine = records_.machines.find(scope_key(call.scope, row.machine_name));
  std::int64_t updated = row.started;
  if (machine) updated = machine->updated ? machine->updated : machine->created;
  Json out = object({{"stateMachineArn", row.machine_arn},
                     {"name", row.machine_name},
                     {"definition", records_.revisions.find(row.revision)->definition},
                     {"roleArn", row.role},
                     {"updateDate", seconds_of(updated)},
                     {"loggingConfiguration", object({{"level", "OFF"}, {"includeExecutionData", false}})},
                     {"tracingConfiguration", object({{"enabled", false}})},
                     {"encryptionConfiguration", object({{"type", "AWS_OWNED_KEY"}})}});
  if (machine && machine->revision == row.revision && !machine->revision_id.empty()) set_text(out, "revisionId", machine->revision_id);
  return out;
}

}  // namespace lambent::states
