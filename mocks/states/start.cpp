// Starting executions: of a machine, a version or what an alias leads to; Standard and Express.
#include "base/text.h"
#include "mocks/states/asl/json_fault.h"
#include "mocks/states/configuration.h"
#include "mocks/states/size.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr std::int64_t kBilledStep = 100;    // milliseconds
constexpr std::int64_t kBilledMemory = 64;   // MB

void check_input(const std::string& input) {
  if (trim(input).empty()) throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: 'Invalid execution input.'");
  if (auto fault = asl::find_json_fault(input))
    throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: '" + fault->message + "'");
  if (too_deep(parse_json(input)))
    throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: 'Document nesting depth exceeds the maximum allowed'");
  if (input.size() > kMaxData)
    throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: 'The input is longer than " + std::to_string(kMaxData) + " bytes.'");
}

Json shown_sync(const ExecutionRow& row, bool data) {
  Json out = object({{"executionArn", row.arn}, {"stateMachineArn", row.machine_arn}, {"name", row.name}, {"startDate", seconds_of(row.started)},
                     {"stopDate", seconds_of(row.stopped)}, {"status", row.status}});
  set_if(out, "error", row.failure.error);
  set_if(out, "cause", row.failure.cause);
  Json details = object({{"included", data}});
  if (data) set_text(out, "input", row.input);
  set(out, "inputDetails", details);
  if (data) set_if(out, "output", row.output);
  set(out, "outputDetails", std::move(details));
  set_if(out, "traceHeader", row.trace_header);
  std::int64_t steps = std::max<std::int64_t>(1, (row.stopped - row.started + kBilledStep - 1) / kBilledStep);
  set(out, "billingDetails", object({{"billedDurationInMilliseconds", steps * kBilledStep}, {"billedMemoryUsedInMB", kBilledMemory}}));
  return out;
}

}  // namespace

States::Target States::target_of(const Call& call, const std::string& arn) const {
  Named named = parse_arn(arn, "stateMachine");
  if (!named.parts.empty() && named.parts[0].find('/') != std::string::npos)
    throw AwsError("ValidationException", 400, "The ARN of a Map Run's state machine cannot be used here: " + arn);
  Target out;
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region && (named.parts.size() == 1 || named.parts.size() == 2);
  std::string key = ours ? scope_key(call.scope, named.parts[0]) : "";
  if (ours) out.machine = records_.machines.find(key);
  if (out.machine && named.parts.size() == 2) {
    if (is_version(named.parts[1]))
      out.version = records_.versions.find(version_key(key, std::stoll(named.parts[1])));
    else
      out.alias = records_.aliases.find(key + ":" + named.parts[1]);
    if (!out.version && !out.alias) out.machine = nullptr;
  }
  if (!out.machine) throw AwsError("StateMachineDoesNotExist", 400, "State Machine Does Not Exist: '" + arn + "'");
  return out;
}

// Of an alias with two versions, one by their weights.
const VersionRow* States::routed(const AliasRow& alias) {
  const auto* route = &alias.routes.front();
  if (alias.routes.size() == 2 && aws_.ids().fraction() * 100 >= static_cast<double>(route->weight)) route = &alias.routes.back();
  Named named = parse_arn(route->version_arn, "stateMachine");
  return records_.versions.find(version_key(scope_key(named.scope, named.parts[0]), std::stoll(named.parts[1])));
}

// A row for what the call asks for, not yet kept anywhere.
ExecutionRow States::asked_execution(const Call& call) {
  std::string arn = text_at(call.input, "stateMachineArn");
  ExecutionRow row;
  auto hash = arn.find('#');
  if (hash != std::string::npos) {
    row.test_case = arn.substr(hash + 1);
    arn.resize(hash);
  }
  Target target = target_of(call, arn);
  const MachineRow& machine = *target.machine;
  if (machine.status == "DELETING") throw AwsError("StateMachineDeleting", 400, "State Machine is being deleted: '" + machine.arn + "'");
  if (!row.test_case.empty() && !mocks_.has_case(machine.name, row.test_case))  // behind a bare '#' nothing is mocked, as in Step Functions Local
    throw AwsError("ValidationException", 400, mocks_.why_no_case(machine.name, row.test_case));
  row.name = has(call.input, "name") ? text_at(call.input, "name") : aws_.ids().uuid();
  check_name(row.name);
  row.input = text_at(call.input, "input", "{}");
  check_input(row.input);
  const VersionRow* version = target.alias ? routed(*target.alias) : target.version;
  if (target.alias) row.alias_arn = target.alias->arn;
  if (version) row.version_arn = version->arn;
  row.machine_name = machine.name;
  row.machine_arn = machine.arn;
  row.role = version ? version->role : machine.role;
  row.revision = version ? version->revision : machine.revision;
  row.trace_header = find_text(call.input, "traceHeader");
  const Json& logging = version ? version->logging : machine.logging;
  if (logs_anything(logging)) row.logging = logging;
  row.express = machine.express();
  row.started = aws_.clock().now_ms();
  return row;
}

Json States::start_execution(const Call& call) {
  ExecutionRow row = asked_execution(call);
  if (row.express) {
    auto live = start_express(call, std::move(row), Engine::Delivery::at_least_once);
    return object({{"executionArn", live->row().arn}, {"startDate", seconds_of(live->row().started)}});
  }
  std::string key = execution_key(call.scope, row.machine_name, row.name);
  row.arn = execution_arn(call.scope, row.machine_name, row.name);
  row.number = started_ + 1;
  auto [kept, added] = records_.executions.insert(key, std::move(row));  // one look-up: they may be many
  Json answer = object({{"executionArn", kept->arn}, {"startDate", seconds_of(kept->started)}});
  if (!added) {  // `row` is as it was
    if (kept->status != "RUNNING" || kept->input != row.input)
      throw AwsError("ExecutionAlreadyExists", 400, "Execution Already Exists: '" + kept->arn + "'");
    return answer;
  }
  ++started_;
  records_.index.put(key, *kept);
  engine_.start(key, *kept, definition_of(kept->revision), call.span, call.trace);
  return answer;
}

std::shared_ptr<const Live> States::start_express(const Call& call, ExecutionRow row, Engine::Delivery delivery) {
  std::string id = aws_.ids().uuid();
  row.arn = express_arn(call.scope, row.machine_name, row.name, id);
  std::string key = execution_key(call.scope, row.machine_name, row.name + ":" + id);
  auto definition = definition_of(row.revision);
  return engine_.start_express(key, std::move(row), std::move(definition), delivery, call.span, call.trace);
}

Task<Json> States::start_sync_execution(Call call) {
  ExecutionRow row = asked_execution(call);
  if (!row.express) throw AwsError("StateMachineTypeNotSupported", 400, "This operation is not supported by this type of state machine");
  auto live = start_express(call, std::move(row), Engine::Delivery::at_most_once);
  co_await engine_.ended(live->key);
  if (live->row().status == "RUNNING") throw AwsError("ServiceUnavailable", 503, "The state machine was reset while the execution ran");
  co_return shown_sync(live->row(), text_at(call.input, "includedData", "ALL_DATA") == "ALL_DATA");
}

}  // namespace lambent::states
