#include <limits>

#include "mocks/states/configuration.h"
#include "mocks/states/redrive.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

void add_origin(Json& to, const ExecutionRow& row) {
  if (!row.version_arn.empty()) set_text(to, "stateMachineVersionArn", row.version_arn);
  if (!row.alias_arn.empty()) set_text(to, "stateMachineAliasArn", row.alias_arn);
}


std::int64_t number_of(const std::optional<std::string>& token) {
  if (!token) return std::numeric_limits<std::int64_t>::max();
  if (token->empty() || token->size() > 18 || token->find_first_not_of("0123456789") != std::string::npos)
    throw AwsError("InvalidToken", 400, "Invalid Token: 'Invalid token'");
  return std::stoll(*token);
}

}  // namespace

Json listed(const ExecutionRow& row) {
  Json out = object({{"executionArn", row.arn}, {"stateMachineArn", row.machine_arn}, {"name", row.name}, {"status", row.status},
                     {"startDate", seconds_of(row.started)}});
  if (row.stopped) set(out, "stopDate", seconds_of(row.stopped));
  add_origin(out, row);
  set(out, "redriveCount", row.redrives);
  if (row.redrives) set(out, "redriveDate", seconds_of(row.redriven));
  return out;
}

const ExecutionRow& States::get_execution(const Call& call) const {
  std::string arn = text_at(call.input, "executionArn");
  Named named = parse_arn(arn, "execution");
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region && named.parts.size() == 2;
  const ExecutionRow* row = ours ? records_.executions.find(execution_key(call.scope, named.parts[0], named.parts[1])) : nullptr;
  if (row && row->express) row = nullptr;
  if (!row) throw AwsError("ExecutionDoesNotExist", 400, "Execution Does Not Exist: '" + arn + "'");
  return *row;
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
  if (!row.map_run.empty()) set_text(out, "mapRunArn", row.map_run);
  add_origin(out, row);
  set(out, "redriveCount", row.redrives);
  if (row.redrives) set(out, "redriveDate", seconds_of(row.redriven));
  Redrivable may = redrivable(records_, execution_key(call.scope, row.machine_name, row.name), row, aws_.clock().now_ms());
  bool by_map_run = !row.map_run.empty() && may.reason.empty();
  set_text(out, "redriveStatus", by_map_run ? "REDRIVABLE_BY_MAP_RUN" : may.status());
  if (!may.reason.empty()) set_text(out, "redriveStatusReason", may.reason);
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
  if (has(call.input, "mapRunArn") == has(call.input, "stateMachineArn"))
    throw AwsError("ValidationException", 400, "Must specify either stateMachineArn or mapRunArn");
  if (has(call.input, "mapRunArn")) return list_children(call);
  if (text_at(call.input, "statusFilter") == "PENDING_REDRIVE")
    throw AwsError("ValidationException", 400, "A statusFilter of PENDING_REDRIVE must be used with mapRunArn");
  std::string arn = text_at(call.input, "stateMachineArn");
  Target target = target_of(call, arn);
  if (target.machine->express()) throw AwsError("StateMachineTypeNotSupported", 400, "This operation is not supported by this type of state machine");
  auto redriven = find_text(call.input, "redriveFilter");
  std::int64_t before = number_of(page_start(call.input, "execution"));
  size_t most = page_size(call.input);
  Json shown = array();
  std::optional<std::string> next;
  std::int64_t last = 0;
  auto take = [&](const ExecutionRow& row) {
    if (redriven && (*redriven == "REDRIVEN") != (row.redrives > 0)) return true;
    if (target.version && row.version_arn != arn) return true;
    if (target.alias && row.alias_arn != arn) return true;
    if (shown.size() == most) {
      next = page_token("execution", std::to_string(last));
      return false;
    }
    shown.push_back(listed(row));
    last = row.number;
    return true;
  };
  records_.index.newest(scope_key(call.scope, target.machine->name), text_at(call.input, "statusFilter"), before, take);
  Json out = object({{"executions", std::move(shown)}});
  set_if(out, "nextToken", next);
  return out;
}

Json States::describe_machine_for_execution(const Call& call) {
  const ExecutionRow& row = get_execution(call);
  const MachineRow* machine = records_.machines.find(scope_key(call.scope, row.machine_name.substr(0, row.machine_name.find('/'))));
  const asl::State* map = map_of(row);
  std::int64_t updated = row.started;
  if (machine) updated = machine->updated ? machine->updated : machine->created;
  Json out = object({{"stateMachineArn", row.machine_arn},
                     {"name", row.machine_name},
                     {"roleArn", row.role},
                     {"updateDate", seconds_of(updated)},
                     {"loggingConfiguration", shown_logging(row.logging)},
                     {"tracingConfiguration", shown_tracing(machine && machine->tracing)},
                     {"encryptionConfiguration", shown_encryption()}});
  if (machine && machine->revision == row.revision && !machine->revision_id.empty()) set_text(out, "revisionId", machine->revision_id);
  if (!map) {
    add_definition(out, row.revision, call.input);
    return out;
  }
  if (text_at(call.input, "includedData", "ALL_DATA") == "ALL_DATA") set_text(out, "definition", map->distributed->definition);
  set_text(out, "mapRunArn", row.map_run);
  set_text(out, "label", row.machine_name.substr(row.machine_name.find('/') + 1));
  return out;
}

}  // namespace lambent::states
