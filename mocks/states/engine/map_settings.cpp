// A map run's beginning: what the Map's fields come to.
#include <algorithm>

#include "aws/arn.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/size.h"

namespace lambent::states {
namespace {

// Fields of the objects inside a state are called by their place in JSONata's failures, by their name in JSONPath's.
std::string named(const asl::State& s, const char* place, const char* name) {
  return s.language == asl::Language::jsonata ? std::string(place) + "/" + name : name;
}

}  // namespace

std::optional<double> Engine::percentage(Thread& t, const asl::State& s, const asl::Amount& given, const char* field) {
  if (given.literal) return given.literal;
  if (given.expression) {
    Json value = work_out(t, s, *given.expression, field, View());
    if (!value.is_number()) throw QueryFailure(jsonata::cause_of_type(given.expression->text(), field, "number", value), field);
    return value.get<double>();
  }
  if (!given.path) return std::nullopt;
  Json value;
  try {
    value = given.path->evaluate(sources(t, s, *t.at.input));
  } catch (const path::PathMissing& e) {
    throw RuntimeFailure("Invalid path '" + given.path_text + "' : " + e.what());
  }
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) {
    auto inner = try_parse_json(value.get_ref<const std::string&>());
    if (inner && inner->is_number()) return inner->get<double>();
  }
  std::string shown = value.is_object() ? "{}" : value.is_string() ? value.get<std::string>() : dump(value);
  throw RuntimeFailure("The " + std::string(field) + "Path field refers to value \"" + shown + "\" which is not a valid float: " + given.path_text);
}

void Engine::check_tolerance(Thread& t, const asl::State& s, MapRunRow& out) {
  out.tolerated_count = amount(t, s, s.tolerated_count, "ToleratedFailureCount");
  out.tolerated_percentage = percentage(t, s, s.tolerated_percentage, "ToleratedFailurePercentage");
  if (out.tolerated_count && *out.tolerated_count < 0) throw RuntimeFailure("ToleratedFailureCount cannot be negative.");
  if (out.tolerated_percentage && (*out.tolerated_percentage < 0 || *out.tolerated_percentage > 100))
    throw RuntimeFailure("ToleratedFailurePercentage must be between 0 and 100.");
}

void Engine::settle_batches(Thread& t, const asl::State& s, const View& view, MapRunRow& out) {
  const asl::ItemBatcher& batcher = *s.distributed->batcher;
  std::string most_items = named(s, "ItemBatcher", "MaxItemsPerBatch"), most_bytes = named(s, "ItemBatcher", "MaxInputBytesPerBatch");
  auto items = amount(t, s, batcher.max_items, most_items.c_str());
  auto bytes = amount(t, s, batcher.max_bytes, most_bytes.c_str());
  if (items && *items <= 0) throw RuntimeFailure("MaxItemsPerBatch must be positive.");
  if (bytes && *bytes <= 0) throw RuntimeFailure("MaxInputBytesPerBatch must be positive.");
  out.batch_items = items.value_or(0);
  out.batch_bytes = std::min(bytes.value_or(0), static_cast<std::int64_t>(kMaxData));
  if (batcher.input) out.batch_input = work_out(t, s, *batcher.input, named(s, "ItemBatcher", "BatchInput"), view);
}

// What a map run without ItemReader goes over: an array, or the members of an object.
Json Engine::map_items(Thread& t, const asl::State& s, const Json& data) {
  if (s.language == asl::Language::jsonpath) {
    Json items = select(t, s, s.items_path, data);
    if (!items.is_structured()) throw RuntimeFailure("Reference path \"" + s.items_path.text + "\" must point to array.");
    return items;
  }
  if (!s.items && !t.at.input->is_structured()) throw QueryFailure("Map state input must be an array but was: " + dump(*t.at.input), "Items");
  if (!s.items) return *t.at.input;
  Json items = work_out(t, s, *s.items, "Items", View());
  if (!items.is_structured()) throw QueryFailure(jsonata::cause_of_type(s.items->text(), "Items", "array", items), "Items");
  return items;
}

std::string Engine::label_of(const Live& live, const asl::State& s) const {
  if (!s.distributed->label.empty()) return s.distributed->label;
  const RevisionRow* revision = records_.revisions.find(live.row().revision);
  auto it = revision->labels.find(s.name);
  return it == revision->labels.end() ? s.name : it->second;
}

std::shared_ptr<MapRun> Engine::make_map_run(Thread& t, const asl::State& s, const std::string& label, const std::string& id) {
  auto run = std::make_shared<MapRun>(aws_.loop().executor());
  const std::string& machine = t.live->row().machine_name;
  run->machine_name = machine.substr(0, machine.find('/')) + "/" + label;
  run->id = id;
  run->arn = make_arn("states", t.live->scope.region, t.live->scope.account, "mapRun:" + run->machine_name + ":" + id);
  run->key = map_run_key(t.live->scope, run->arn);
  run->owner = t.live;
  run->place = t.place;
  run->state = &s;
  map_runs_[run->key] = run;
  return run;
}

// Works out the fields, says that the Map and its run have begun, and gives the run.
std::shared_ptr<MapRun> Engine::begin_map_run(Thread& t, const asl::State& s) {
  const asl::Distributed& map = *s.distributed;
  Json data = effective_input(t, s);
  Json items = map.reader ? Json::array() : map_items(t, s, data);
  MapRunRow row;
  row.max_concurrency = amount(t, s, s.max_concurrency, "MaxConcurrency").value_or(0);
  t.at.last = record(*t.live, "MapStateStarted", t.at.last, object({{"length", items.size()}}));
  check_tolerance(t, s, row);
  View view;
  view.data = &data;
  bool jsonata = s.language == asl::Language::jsonata;
  if (map.reader) {
    std::string most = named(s, "ItemReader/ReaderConfig", "MaxItems");
    row.max_items = amount(t, s, map.reader->max_items, most.c_str()).value_or(0);
    row.reader = work_out(t, s, *map.reader->parameters, jsonata ? "ItemReader/Arguments" : "Parameters", view);
  }
  if (map.batcher) settle_batches(t, s, view, row);
  if (map.writer && map.writer->parameters)
    row.writer = work_out(t, s, *map.writer->parameters, jsonata ? "ResultWriter/Arguments" : "Parameters", view);

  for (const Json* kept : {&row.reader, &row.batch_input, &row.writer}) check_depth(*kept);

  std::string label = label_of(*t.live, s);
  auto run = make_map_run(t, s, label, aws_.ids().uuid());
  run->data = std::move(data);
  if (!map.reader) run->source = items::value_items(std::move(items), "STATE_DATA");
  row.arn = run->arn;
  row.state = s.name;
  row.express = map.express;
  row.execution_arn = t.live->row().arn;
  row.machine_arn = make_arn("states", t.live->scope.region, t.live->scope.account, "stateMachine:" + run->machine_name);
  row.started = aws_.clock().now_ms();
  t.at.last = row.started_event = record(*t.live, "MapRunStarted", t.at.last, object({{"mapRunArn", run->arn}}));
  records_.map_runs.put(run->key, std::move(row));
  t.at.phase = Phase::branching;
  t.at.map_run = run->key;
  save(t);
  return run;
}

// After a restart or a redrive: the children that there are, and the items once more unless each of them has its child.
std::shared_ptr<MapRun> Engine::rejoin_map_run(Thread& t, const asl::State& s) {
  const MapRunRow& row = *records_.map_runs.find(t.at.map_run);
  auto run = make_map_run(t, s, label_of(*t.live, s), row.arn.substr(row.arn.rfind(':') + 1));
  run->data = effective_input(t, s);
  run->exhausted = row.exhausted;
  run->executions.total = row.executions.total;
  run->items.total = row.items.total;
  if (!s.distributed->reader) run->source = items::value_items(map_items(t, s, run->data), "STATE_DATA");
  t.at.last = row.started_event;
  gather_children(*run, t.live->scope);
  return run;
}

void Engine::gather_children(MapRun& run, const Scope& scope) {
  for (const auto& [place, row] : records_.index.children(run.arn)) {
    const ExecutionRow& child = *row;
    auto index = static_cast<size_t>(place);
    if (run.children.size() <= index) run.children.resize(index + 1);
    run.children[index] = execution_key(scope, child.machine_name, child.name);
    if (child.status == "PENDING_REDRIVE") {
      run.redrivable.push_back(index);
      run.executions.pending_redrive += 1;
      run.items.pending_redrive += child.items;
      continue;
    }
    count_begun(run, child);
    if (child.status != "RUNNING") count_ended(run, child);
  }
}

// Those that no thread has rejoined since a restart, and none will: their execution's time was over meanwhile, or a sibling has failed.
void Engine::recall_map_runs(Live& live, const std::string& place) {
  auto owner = running_.find(live.key);
  if (owner == running_.end()) return;
  for (const auto& [at, cursor] : records_.cursors.rows(live.key)) {
    if (!at.starts_with(place) || cursor.map_run.empty() || map_runs_.contains(cursor.map_run)) continue;
    const MapRunRow* row = records_.map_runs.find(cursor.map_run);
    if (!row || row->status != "RUNNING") continue;
    auto run = std::make_shared<MapRun>(aws_.loop().executor());
    run->key = cursor.map_run;
    run->arn = row->arn;
    run->machine_name = row->machine_arn.substr(row->machine_arn.rfind(':') + 1);
    run->owner = owner->second;
    run->place = at;
    run->executions.total = row->executions.total;
    run->items.total = row->items.total;
    gather_children(*run, live.scope);
    map_runs_[run->key] = std::move(run);
  }
}

}  // namespace lambent::states
