// Operations of map runs, and of what the ARN of a distributed Map names.
#include <algorithm>

#include "base/text.h"
#include "mocks/states/configuration.h"
#include "mocks/states/redrive.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

AwsError no_such(const std::string& arn) { return AwsError("ResourceNotFound", 400, "Resource not found: '" + arn + "'"); }

Json shown(const Counts& counts, std::int64_t unredrivable) {
  Json out = counts.to_json();
  set(out, "failuresNotRedrivable", unredrivable);
  set(out, "pendingRedrive", counts.pending_redrive);
  return out;
}

}  // namespace

const MapRunRow& States::get_map_run(const Call& call, const std::string& arn) const {
  Named named = parse_arn(arn, "mapRun");
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region && named.parts.size() == 2;
  const MapRunRow* row = ours ? records_.map_runs.find(map_run_key(call.scope, arn)) : nullptr;
  if (!row) throw no_such(arn);
  return *row;
}

Json States::list_map_runs(const Call& call) {
  const ExecutionRow& execution = get_execution(call);
  std::string machine = execution.machine_name.substr(0, execution.machine_name.find('/'));
  std::vector<const MapRunRow*> rows;
  records_.map_runs.each(scope_key(call.scope, machine + "/"), [&](const std::string&, const MapRunRow& row) {
    if (row.execution_arn == execution.arn) rows.push_back(&row);
  });
  std::stable_sort(rows.begin(), rows.end(), [](const MapRunRow* a, const MapRunRow* b) { return a->started > b->started; });
  Page page = page_of(call.input, rows.size());
  Json shown = array();
  for (size_t i = page.from; i < page.to; ++i) {
    const MapRunRow& row = *rows[i];
    Json one = object({{"executionArn", row.execution_arn}, {"mapRunArn", row.arn}, {"stateMachineArn", row.machine_arn}, {"startDate", seconds_of(row.started)}});
    if (row.stopped) set(one, "stopDate", seconds_of(row.stopped));
    shown.push_back(std::move(one));
  }
  Json out = object({{"mapRuns", std::move(shown)}});
  set_if(out, "nextToken", page.next);
  return out;
}

// Children that have failed for good. An Express one can always begin afresh.
States::Unredrivable States::unredrivable_of(const Call& call, const MapRunRow& run) const {
  Unredrivable out;
  if (run.express) return out;
  std::int64_t now = aws_.clock().now_ms();
  for (const auto& [place, child] : records_.index.children(run.arn)) {
    if (child->output || child->status == "RUNNING" || child->status == "PENDING_REDRIVE") continue;
    if (redrivable(records_, execution_key(call.scope, child->machine_name, child->name), *child, now).reason.empty()) continue;
    out.executions += 1;
    out.items += child->items;
  }
  return out;
}

Json States::describe_map_run(const Call& call) {
  std::string arn = text_at(call.input, "mapRunArn");
  const MapRunRow& row = get_map_run(call, arn);
  MapRunCounts counts = engine_.map_run_counts(map_run_key(call.scope, arn));
  Unredrivable final = unredrivable_of(call, row);
  Json out = object({{"mapRunArn", row.arn}, {"executionArn", row.execution_arn}, {"status", row.status}, {"startDate", seconds_of(row.started)},
                     {"maxConcurrency", row.max_concurrency}, {"toleratedFailurePercentage", row.tolerated_percentage.value_or(0.0)},
                     {"toleratedFailureCount", row.tolerated_count.value_or(0)}, {"itemCounts", shown(counts.items, final.items)},
                     {"executionCounts", shown(counts.executions, final.executions)}, {"redriveCount", row.redrives}});
  if (row.redrives) set(out, "redriveDate", seconds_of(row.redriven));
  if (row.stopped) set(out, "stopDate", seconds_of(row.stopped));
  return out;
}

Json States::update_map_run(const Call& call) {
  std::string arn = text_at(call.input, "mapRunArn");
  if (get_map_run(call, arn).status != "RUNNING") throw AwsError("ValidationException", 400, "Map Run cannot be updated because it is not running: '" + arn + "'");
  auto width = find_int(call.input, "maxConcurrency");
  auto count = find_int(call.input, "toleratedFailureCount");
  const Json* percentage = find(call.input, "toleratedFailurePercentage");
  std::string key = map_run_key(call.scope, arn);
  records_.map_runs.update(key, [&](MapRunRow& row) {
    if (width) row.max_concurrency = *width;
    if (count) row.tolerated_count = *count;
    if (percentage) row.tolerated_percentage = percentage->get<double>();
  });
  engine_.wake_map_run(key);
  return Json::object();
}

Json States::list_children(const Call& call) {
  std::string arn = text_at(call.input, "mapRunArn");
  const MapRunRow& run = get_map_run(call, arn);
  if (run.express) throw AwsError("StateMachineTypeNotSupported", 400, "This operation is not supported by this type of state machine");
  auto status = find_text(call.input, "statusFilter");
  auto redriven = find_text(call.input, "redriveFilter");
  const auto& children = records_.index.children(arn);
  std::vector<const ExecutionRow*> rows;  // the newest first
  for (auto it = children.rbegin(); it != children.rend(); ++it) {
    const ExecutionRow* row = it->second;
    bool asked = (!status || row->status == *status) && (!redriven || (*redriven == "REDRIVEN") == (row->redrives > 0));
    if (asked) rows.push_back(row);
  }
  Page page = page_of(call.input, rows.size());
  Json shown = array();
  for (size_t i = page.from; i < page.to; ++i) {
    Json one = listed(*rows[i]);
    set_text(one, "mapRunArn", arn);
    set(one, "itemCount", rows[i]->items);
    shown.push_back(std::move(one));
  }
  Json out = object({{"executions", std::move(shown)}});
  set_if(out, "nextToken", page.next);
  return out;
}

Json States::describe_labelled(const Call& call, const Labelled& labelled) {
  const MachineRow& row = *labelled.machine;
  Json out = object({{"stateMachineArn", text_at(call.input, "stateMachineArn")},
                     {"name", row.name},
                     {"status", row.status},
                     {"roleArn", row.role},
                     {"type", row.type},
                     {"creationDate", seconds_of(row.created)},
                     {"loggingConfiguration", shown_logging(row.logging)},
                     {"tracingConfiguration", shown_tracing(row.tracing)},
                     {"encryptionConfiguration", shown_encryption()},
                     {"label", labelled.label}});
  if (text_at(call.input, "includedData", "ALL_DATA") == "ALL_DATA") set_text(out, "definition", labelled.map->distributed->definition);
  if (!row.revision_id.empty()) set_text(out, "revisionId", row.revision_id);
  return out;
}

// "…:stateMachine:<machine>/<label>": the machine that a distributed Map's children run.
std::optional<States::Labelled> States::find_labelled(const Call& call, const std::string& arn) {
  Named named = parse_arn(arn, "stateMachine");
  size_t slash = named.parts.empty() ? std::string::npos : named.parts.front().find('/');
  if (slash == std::string::npos || named.parts.size() != 1) return std::nullopt;
  bool ours = named.scope.account == call.scope.account && named.scope.region == call.scope.region;
  const MachineRow* row = ours ? records_.machines.find(scope_key(call.scope, named.parts.front().substr(0, slash))) : nullptr;
  if (!row) return std::nullopt;
  std::string label = named.parts.front().substr(slash + 1);
  const RevisionRow& revision = *records_.revisions.find(row->revision);
  for (const asl::State* map : asl::distributed_maps(*definition_of(row->revision))) {
    auto given = revision.labels.find(map->name);
    if ((given == revision.labels.end() ? map->distributed->label : given->second) == label) return Labelled{row, map, label};
  }
  return std::nullopt;
}

Engine::Definition States::definition_for(const ExecutionRow& execution) {
  Engine::Definition machine = definition_of(execution.revision);
  if (execution.map_run.empty()) return machine;
  const asl::State* map = map_of(execution);
  return map ? map->distributed->processor : machine;
}

// The Map that a child execution is an iteration of; null if it is no child.
const asl::State* States::map_of(const ExecutionRow& execution) {
  if (execution.map_run.empty()) return nullptr;
  size_t scope_end = execution.machine_arn.find(":stateMachine:");
  auto parts = split(execution.machine_arn.substr(0, scope_end), ':');  // arn:aws:states:<region>:<account>
  const MapRunRow* run = records_.map_runs.find(map_run_key(Scope{parts[4], parts[3]}, execution.map_run));
  if (!run) return nullptr;
  for (const asl::State* map : asl::distributed_maps(*definition_of(execution.revision)))
    if (map->name == run->state) return map;
  return nullptr;
}

}  // namespace lambent::states
