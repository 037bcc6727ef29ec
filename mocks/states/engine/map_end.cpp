// How map runs end: results as the state's result or in a bucket, failures, and aborts from outside.
#include "mocks/states/engine/engine.h"
#include "mocks/states/engine/map_run.h"

namespace lambent::states {
namespace {

using Transformation = asl::ResultWriter::Transformation;
const char* kWriterFailed = "States.ResultWriterFailed";

std::string folder_of(const Json& writer, const std::string& id) {
  std::string prefix = text_at(writer, "Prefix");
  return (prefix.empty() ? "" : prefix + "/") + id + "/";
}

Json put_of(const Json& writer, const std::string& key, std::string body) {
  return object({{"Bucket", text_at(writer, "Bucket")}, {"Key", key}, {"Body", std::move(body)}});
}

Json pending_record(const MapRunRow& row, const Json& input) {
  return object({{"Input", dump(input)}, {"InputDetails", object({{"Included", true}})}, {"StateMachineArn", row.machine_arn}, {"Status", "PENDING"}});
}

}  // namespace

std::vector<const ExecutionRow*> Engine::children_of(const MapRun& run, Ended which) const {
  std::vector<const ExecutionRow*> out;
  for (const auto& key : run.children) {
    const ExecutionRow* row = key.empty() ? nullptr : records_.executions.find(key);
    if (!row || row->status == "RUNNING" || row->status == "PENDING_REDRIVE") continue;
    bool good = row->output.has_value();
    if (which == Ended::all || good == (which == Ended::well)) out.push_back(row);
  }
  return out;
}

// The files of a map run that has ended, whatever became of it; gives the manifest's key.
Task<std::string> Engine::write_results(std::shared_ptr<MapRun> run, Json pending) {
  MapRunRow row = *records_.map_runs.find(run->key);
  const auto& config = *run->state->distributed->writer;
  std::string folder = folder_of(row.writer, run->id);
  Transformation how = config.transformation.value_or(Transformation::none);
  Json well = results_of(children_of(*run, Ended::well), how), badly = results_of(children_of(*run, Ended::badly), how);
  Json files = Json::object();
  for (const char* kind : {"FAILED", "PENDING", "SUCCEEDED"}) {
    const Json& results = kind[0] == 'F' ? badly : kind[0] == 'P' ? pending : well;
    Json list = Json::array();
    if (!results.empty()) {
      std::string key = folder + kind + "_0.json";
      std::string text = file_text(results, config.lines);
      list.push_back(object({{"Key", key}, {"Size", text.size()}}));
      Json put = put_of(row.writer, key, std::move(text));
      co_await ask_s3(run->owner, "PutObject", std::move(put), kWriterFailed);
    }
    set(files, kind, std::move(list));
  }
  Json manifest = object({{"DestinationBucket", text_at(row.writer, "Bucket")}, {"MapRunArn", row.arn}, {"ResultFiles", std::move(files)}});
  std::string key = folder + "manifest.json";
  Json put = put_of(row.writer, key, dump(manifest));
  co_await ask_s3(run->owner, "PutObject", std::move(put), kWriterFailed);
  co_return key;
}

Task<Json> Engine::give_results(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run) {
  Json writer = records_.map_runs.find(run->key)->writer;
  if (!writer.is_null()) {
    std::string key = co_await write_results(run, Json::array());
    check_alive(t);
    co_return object({{"MapRunArn", run->arn}, {"ResultWriterDetails", object({{"Bucket", text_at(writer, "Bucket")}, {"Key", key}})}});
  }
  const auto& config = s.distributed->writer;
  Json out = results_of(children_of(*run, Ended::all), config && config->transformation ? *config->transformation : Transformation::compact);
  if (dump(out).size() > kMaxData)
    throw StateFailure("States.DataLimitExceeded",
                       "The state/task '" + s.name + "' returned a result with a size exceeding the maximum number of bytes service limit.");
  co_return out;
}

void Engine::end_map_run(MapRun& run, const std::string& status, const Failure& failure) {
  run.over = true;
  MapRunCounts counts = map_run_counts(run.key);
  std::int64_t now = aws_.clock().now_ms();
  records_.map_runs.update(run.key, [&](MapRunRow& row) {
    row.status = status;
    row.failure = failure;
    row.stopped = now;
    row.executions = counts.executions;
    row.items = counts.items;
    row.exhausted = run.exhausted;
  });
  const bool kept = !records_.map_runs.find(run.key)->express || status != "SUCCEEDED";  // what has failed may yet be redriven
  if (!kept)
    for (const auto& key : run.children) records_.erase_child(key);
  map_runs_.erase(run.key);
}

void Engine::stop_children(MapRun& run) {
  auto children = run.children;
  for (const auto& key : children)
    if (!key.empty()) stop(key, "ABORTED", Failure{});
}

Task<void> Engine::fail_map_run(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run, Failure failure) {
  records_.map_runs.update(run->key, [&](MapRunRow& one) { one.failure = failure; });  // with the ends of its children
  stop_children(*run);
  leave_unredriven(*run);
  const MapRunRow& row = *records_.map_runs.find(run->key);
  if (!row.writer.is_null() && failure.error != kWriterFailed) {
    Json pending = remaining(t, s, *run);
    try {
      co_await write_results(run, std::move(pending));
    } catch (const StateFailure&) {
      // The run has failed already, and says why.
    }
    check_alive(t);
  }
  end_map_run(*run, "FAILED", failure);
  Json details = Json::object();
  set_if(details, "error", failure.error);
  set_if(details, "cause", failure.cause);
  t.at.last = record(*t.live, "MapRunFailed", t.at.last, std::move(details));
  records_.map_runs.update(run->key, [&](MapRunRow& one) { one.ended_event = t.at.last; });
  save(t);
}

// What the children would have got that were not begun.
Json Engine::remaining(Thread& t, const asl::State& s, MapRun& run) {
  Json out = Json::array();
  const MapRunRow& row = *records_.map_runs.find(run.key);
  if (!run.source) return out;
  try {
    for (Batch batch; next_batch(t, s, run, row, batch); batch = Batch()) {
      auto index = static_cast<size_t>(run.next_child++);
      bool begun = index < run.children.size() && !run.children[index].empty();
      if (!begun) out.push_back(pending_record(row, batch.input));
    }
  } catch (const std::exception&) {
    // What cannot be read or selected cannot be listed either.
  }
  return out;
}

// The map runs of an execution's threads from `place` on ("": all): their execution ends, or a sibling of theirs has failed.
void Engine::abort_map_runs(Live& live, const std::string& place) {
  recall_map_runs(live, place);
  std::vector<std::shared_ptr<MapRun>> found;
  for (const auto& [key, run] : map_runs_)
    if (run->owner->key == live.key && run->place.starts_with(place)) found.push_back(run);
  for (const auto& run : found) {
    stop_children(*run);
    leave_unredriven(*run);
    std::int64_t began = records_.map_runs.find(run->key)->started_event;
    end_map_run(*run, "ABORTED", Failure{});
    append(live, "MapRunAborted", began, Json(), aws_.clock().now_ms());
  }
}

}  // namespace lambent::states
