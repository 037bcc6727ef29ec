// Redriving a map run: what of it has not succeeded is done once more, what has keeps its results.
// AWS source: Step Functions Developer Guide, "Redriving Map Runs".
#include "mocks/states/engine/engine.h"
#include "mocks/states/redrive.h"

namespace lambent::states {
namespace {

constexpr std::int64_t kMostRedrives = 1000;
const char* kWaits = "PENDING_REDRIVE";

}  // namespace

// Whether the thread's map run, which has ended, goes on; else the Map begins a new one.
bool Engine::redrivable_run(const Thread& t, const MapRunRow* row) const {
  if (!row || row->status == "SUCCEEDED" || t.at.via != "redrive") return false;
  return row->failure.name() != "States.DataLimitExceeded" && row->failure.name() != "States.Runtime";
}

std::shared_ptr<MapRun> Engine::redrive_map_run(Thread& t, const asl::State& s) {
  const std::string key = t.at.map_run;
  const MapRunRow old = *records_.map_runs.find(key);
  if (old.redrives >= kMostRedrives) throw RuntimeFailure("The Map Run has exceeded the limit of " + std::to_string(kMostRedrives) + " redrives.");
  std::int64_t now = aws_.clock().now_ms();
  const auto& children = records_.index.children(old.arn);
  const bool begun = !children.empty();
  std::vector<std::string> again;
  for (const auto& [place, child] : children) {
    if (child->output) continue;
    const std::string at = execution_key(t.live->scope, child->machine_name, child->name);
    if (child->express || redrivable(records_, at, *child, now).reason.empty()) again.push_back(at);
  }
  for (const auto& at : again)
    records_.executions.update(at, [](ExecutionRow& child) {
      child.before_redrive = child.status;
      child.status = kWaits;
    });
  t.at.last = record(*t.live, "MapRunRedriven", t.at.last, object({{"mapRunArn", old.arn}, {"redriveCount", old.redrives + 1}}));
  records_.map_runs.update(key, [&](MapRunRow& row) {
    row.status = "RUNNING";
    row.failure = Failure{};
    row.stopped = 0;
    row.started_event = t.at.last;
    row.redrives += 1;
    row.redriven = now;
    if (!begun) row.seen.clear();  // no child has seen anything of the old items
  });
  save(t);
  return rejoin_map_run(t, s);
}

// A Standard child goes on where it failed; an Express one begins afresh under its old ARN.
void Engine::redrive_child(MapRun& run) {
  const std::string key = run.children[run.redrivable.front()];
  run.redrivable.pop_front();
  std::int64_t now = aws_.clock().now_ms();
  records_.executions.update(key, [&](ExecutionRow& child) {
    child.status = "RUNNING";
    child.before_redrive.clear();
    child.stopped = 0;
    child.failure = Failure{};
    if (child.express) {
      child.started = now;
    } else {
      child.redrives += 1;
      child.redriven = now;
    }
  });
  const ExecutionRow& child = *records_.executions.find(key);
  run.executions.pending_redrive -= 1;
  run.items.pending_redrive -= child.items;
  count_begun(run, child);
  const Live& parent = *run.owner;
  if (child.express)
    start(key, child, run.state->distributed->processor, parent.span, parent.trace);
  else
    redrive(key, run.state->distributed->processor, parent.span, parent.trace);
}

// The run ends before all of them had their turn: they are what they were.
void Engine::leave_unredriven(MapRun& run) {
  for (size_t index : run.redrivable) {
    const std::string& key = run.children[index];
    records_.executions.update(key, [](ExecutionRow& child) { child.status = std::exchange(child.before_redrive, ""); });
    const ExecutionRow& child = *records_.executions.find(key);
    count_begun(run, child);
    count_ended(run, child);
  }
  run.redrivable.clear();
  run.executions.pending_redrive = run.items.pending_redrive = 0;
}

// Of Express executions nothing is kept once nobody can redrive them: their parent has succeeded.
void Engine::drop_express_children(const Live& live) {
  if (records_.map_runs.size() == 0 || asl::distributed_maps(*live.machine).empty()) return;
  std::vector<std::string> gone;
  const std::string machine = live.row().machine_name.substr(0, live.row().machine_name.find('/'));
  records_.map_runs.each(scope_key(live.scope, machine + "/"), [&](const std::string&, const MapRunRow& run) {
    if (!run.express || run.status == "SUCCEEDED" || run.execution_arn != live.row().arn) return;
    for (const auto& [place, child] : records_.index.children(run.arn)) gone.push_back(execution_key(live.scope, child->machine_name, child->name));
  });
  for (const auto& at : gone) records_.erase_child(at);
}

}  // namespace lambent::states
