#include "mocks/states/redrive.h"

#include "mocks/states/engine/live.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr std::int64_t kDay = 24 * 3600 * 1000LL;
constexpr std::int64_t kRedrivablePeriod = 14 * kDay;
constexpr std::int64_t kLongestExecution = 365 * kDay;

}  // namespace

Redrivable redrivable(const Records& records, const std::string& key, const ExecutionRow& row, std::int64_t now_ms) {
  if (row.status == "RUNNING" || row.status == "SUCCEEDED" || row.status == "PENDING_REDRIVE") return {"Execution is " + row.status + " and cannot be redriven"};
  std::string machine_key = key.substr(0, key.rfind(':'));
  if (!row.map_run.empty()) machine_key.resize(machine_key.rfind('/'));  // a child's: its parent's
  const MachineRow* machine = records.machines.find(machine_key);
  if (machine && machine->status == "DELETING") return {"State machine is in DELETING status"};
  if (now_ms - row.stopped > kRedrivablePeriod) return {"Execution redrivable period exceeded"};
  if (now_ms - row.started > kLongestExecution) return {"Execution has exceeded the max execution time"};
  if (records.last_event(key) >= kMaxEvents - 1) return {"Execution history event limit exceeded"};
  return {};
}

Json States::redrive_execution(const Call& call) {
  const ExecutionRow& row = get_execution(call);
  std::string key = execution_key(call.scope, row.machine_name, row.name);
  std::string token = text_at(call.input, "clientToken");
  if (!token.empty() && token == row.redrive_token) return object({{"redriveDate", seconds_of(row.redriven)}});
  // What it runs is known to its map run alone; AWS source: "Redriving Map Runs".
  if (!row.map_run.empty())
    throw AwsError("ExecutionNotRedrivable", 400, "Execution is a child workflow execution of a Map Run: redrive the parent execution to redrive it");
  Redrivable may = redrivable(records_, key, row, aws_.clock().now_ms());
  if (!may.reason.empty()) throw AwsError("ExecutionNotRedrivable", 400, may.reason);
  std::int64_t now = aws_.clock().now_ms();
  records_.executions.update(key, [&](ExecutionRow& r) {
    r.status = "RUNNING";
    r.stopped = 0;
    r.failure = Failure{};
    ++r.redrives;
    r.redriven = now;
    r.redrive_token = token;
  });
  records_.index.put(key, row);
  engine_.redrive(key, definition_of(row.revision), call.span, call.trace);
  return object({{"redriveDate", seconds_of(now)}});
}

}  // namespace lambent::states
