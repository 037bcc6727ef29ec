// A distributed Map: a map run whose children are executions of their own, begun as slots become free.
#include "mocks/states/engine/map_run.h"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/engine/going_on.h"
#include "mocks/states/size.h"

namespace lambent::states {
namespace {

constexpr int kPerTurn = 50;  // children begun, or items counted, before others get their turn
constexpr int kCountedPerTurn = 2000;

bool exceeded(const MapRunRow& row, const Counts& items) {
  std::int64_t bad = items.unsuccessful();
  if (!row.tolerated_count && !row.tolerated_percentage) return bad > 0;
  if (row.tolerated_count && bad > *row.tolerated_count) return true;
  return row.tolerated_percentage && static_cast<double>(bad) * 100.0 > *row.tolerated_percentage * static_cast<double>(items.total);
}

std::int64_t width(const MapRunRow& row) { return row.max_concurrency > 0 ? std::min(row.max_concurrency, kMostChildren) : kMostChildren; }

}  // namespace

Task<Ending> Engine::run_map(Thread& t, const asl::State& s) {
  const MapRunRow* row = t.at.phase == Phase::branching ? records_.map_runs.find(t.at.map_run) : nullptr;
  if (row && row->status == "FAILED" && row->ended_event == t.at.last) {  // the emulator ended just after it
    Ending known;
    known.failure = row->failure;
    co_return known;
  }
  bool goes_on = row && row->status == "RUNNING";
  std::optional<Failure> failing;  // the emulator ended while the run was failing
  if (goes_on && row->failure.error) failing = row->failure;
  std::shared_ptr<MapRun> run;
  if (goes_on)
    run = rejoin_map_run(t, s);
  else if (redrivable_run(t, row))
    run = redrive_map_run(t, s);
  else
    run = begin_map_run(t, s);
  Ending ending;
  std::exception_ptr trouble;
  std::optional<Failure> broken;
  try {
    co_await allow_map_run(run);
    if (!run->exhausted) {
      if (!run->source) co_await open_items(t, s, run);
      co_await count_items(t, run);
    }
    if (!failing) {
      co_await run_children(t, s, run);
      ending.output = co_await give_results(t, s, run);
    }
  } catch (const items::ReadFault& e) {
    broken = Failure{"States.ItemReaderFailed", e.what()};
  } catch (const StateFailure&) {
    trouble = std::current_exception();
  }
  check_alive(t);
  if (trouble) broken = failure_of(t, s, trouble);
  if (failing) broken = failing;
  if (broken) {
    ending.failure = broken;
    co_await fail_map_run(t, s, run, *broken);
  } else {
    end_map_run(*run, "SUCCEEDED", Failure{});
    std::int64_t succeeded = record(*t.live, "MapRunSucceeded", t.at.last);
    record(*t.live, "MapStateSucceeded", succeeded);
    t.at.phase = Phase::worked;
    t.at.result = *ending.output;
    t.at.map_run.clear();
    save(t);
  }
  co_await settle();
  co_return ending;
}

// The role must be allowed to start the children, which are executions of the machine, and to redrive those that have histories.
Task<void> Engine::allow_map_run(std::shared_ptr<MapRun> run) {
  auto live = run->owner;
  const std::string machine = live->row().machine_arn.substr(0, live->row().machine_arn.rfind(':') + 1) + run->machine_name.substr(0, run->machine_name.find('/'));
  std::optional<Failure> refused;
  try {
    Principal caller = aws_.assume(live->row().role, "states.amazonaws.com", aws_.ids().letters(32), live->row().machine_arn);
    Json input = object({{"stateMachineArn", machine}, {"mapRunArn", run->arn}});
    if (!run->redrivable.empty() && !run->state->distributed->express)
      set_text(input, "redrivenExecutions", make_arn("states", live->scope.region, live->scope.account, "execution:" + run->machine_name + ":*"));
    Call call("stepfunctions", kStartMapRun, std::move(input), std::move(caller), live->scope);
    call.parent = live->span;
    call.trace = live->trace;
    co_await aws_.call(std::move(call));
  } catch (const AwsError& e) {
    refused = Failure{"States.Permissions", e.message()};
  }
  if (refused) co_await go_on();
  if (refused) throw StateFailure(*refused);
}

Task<void> Engine::open_items(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run) {
  const MapRunRow& row = *records_.map_runs.find(run->key);
  if (row.max_items < 0) throw items::ReadFault("field MaxItems must be positive");
  auto seen = std::make_shared<std::string>();
  items::SourcePtr source = co_await open_reader(t.live, &*s.distributed->reader, row.reader, row.max_items, seen);
  check_alive(t);
  const std::string digest = hex_encode(*seen), before = records_.map_runs.find(run->key)->seen;
  // Children that have begun count the items from the first one of what was read then.
  if (!before.empty() && before != digest) throw items::ReadFault("The objects to read items from are not the ones that the Map Run began with.");
  records_.map_runs.update(run->key, [&](MapRunRow& one) { one.seen = digest; });
  run->source = std::move(source);
}

Task<void> Engine::count_items(Thread& t, std::shared_ptr<MapRun> run) {
  std::int64_t count = 0;
  for (items::Item item; run->source->next(item);) {
    if (++count % kCountedPerTurn != 0) continue;
    co_await net::post(aws_.loop().executor(), use_task);
    check_alive(t);
  }
  run->source->rewind();
  const MapRunRow& row = *records_.map_runs.find(run->key);
  std::int64_t most = row.batch_items > 0 ? row.batch_items : row.batch_bytes > 0 ? count : 1;
  run->items.total = count;
  run->executions.total = most > 0 ? (count + most - 1) / most : 0;  // a limit of bytes may make more of them
  records_.map_runs.update(run->key, [&](MapRunRow& one) {
    one.items.total = run->items.total;
    one.executions.total = run->executions.total;
  });
}

Task<void> Engine::run_children(Thread& t, const asl::State& s, std::shared_ptr<MapRun> run) {
  for (int turns = 1;; ++turns) {
    const MapRunRow& row = *records_.map_runs.find(run->key);
    if (exceeded(row, run->items))
      throw StateFailure("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded");
    bool more = !run->exhausted || !run->redrivable.empty();
    if (!more && run->executions.running == 0) break;
    if (more && run->executions.running < width(row)) {
      Batch batch;
      if (!run->redrivable.empty())
        redrive_child(*run);
      else if (next_batch(t, s, *run, row, batch))
        begin_child_execution(*run, std::move(batch));
      else
        run->exhausted = true;
      if (turns % kPerTurn == 0) co_await net::post(aws_.loop().executor(), use_task);
    } else {
      co_await run->news.wait();
    }
    check_alive(t);
  }
}

// The next item as its child will see it, or the one held back before.
std::optional<Json> Engine::next_item(Thread& t, const asl::State& s, MapRun& run) {
  if (run.held) return std::exchange(run.held, std::nullopt);
  items::Item item;
  if (!run.source->next(item)) return std::nullopt;
  std::int64_t index = run.next_item++;
  if (!s.item_selector) return item.as_input();
  Json shown = object({{"Index", index}});
  set_if(shown, "Key", item.key);
  set(shown, "Value", std::move(item.value));
  set_text(shown, "Source", item.source);
  Json more = object({{"Map", object({{"Item", std::move(shown)}})}});
  View view;
  view.data = &run.data;
  view.more = &more;
  return work_out(t, s, *s.item_selector, "ItemSelector", view);
}

bool Engine::next_batch(Thread& t, const asl::State& s, MapRun& run, const MapRunRow& row, Batch& out) {
  auto item = next_item(t, s, run);
  if (!item) return false;
  out.items = 1;
  if (row.batch_items == 0 && row.batch_bytes == 0) {
    out.input = std::move(*item);
    return true;
  }
  out.input = Json::object();
  if (!row.batch_input.is_null()) set(out.input, "BatchInput", row.batch_input);
  set(out.input, "Items", Json::array());
  size_t most_bytes = row.batch_bytes > 0 ? static_cast<size_t>(row.batch_bytes) : kMaxData;
  size_t size = dump(out.input).size() + dump(*item).size();
  out.input["Items"].push_back(std::move(*item));
  while (row.batch_items == 0 || out.items < row.batch_items) {
    item = next_item(t, s, run);
    if (!item) break;
    size += dump(*item).size() + 1;
    if (size > most_bytes) {
      run.held = std::move(item);
      break;
    }
    out.input["Items"].push_back(std::move(*item));
    ++out.items;
  }
  return true;
}

void Engine::begin_child_execution(MapRun& run, Batch batch) {
  auto index = static_cast<size_t>(run.next_child++);
  if (index < run.children.size() && !run.children[index].empty()) return;  // before the restart
  if (index >= run.children.size()) run.children.resize(index + 1);
  check_depth(batch.input);
  const Live& parent = *run.owner;
  ExecutionRow row;
  row.input = dump(batch.input);
  if (row.input.size() > kMaxData)
    throw StateFailure("States.DataLimitExceeded", "The state/task '" + run.state->name + "' has an item with a size exceeding the maximum number of bytes service limit.");
  row.name = aws_.ids().uuid();
  row.machine_name = run.machine_name;
  const MapRunRow& known = *records_.map_runs.find(run.key);
  row.machine_arn = known.machine_arn;
  row.express = run.state->distributed->express;
  std::string arn = known.machine_arn;
  arn.replace(arn.find(":stateMachine:"), sizeof ":stateMachine:" - 1, row.express ? ":express:" : ":execution:");
  row.arn = arn + ":" + row.name;
  if (row.express) row.arn += ":" + aws_.ids().uuid();
  row.role = parent.row().role;
  row.revision = parent.row().revision;
  row.started = aws_.clock().now_ms();
  row.map_run = run.arn;
  row.index = static_cast<std::int64_t>(index);
  row.items = batch.items;
  std::string key = execution_key(parent.scope, row.machine_name, row.name);
  count_begun(run, row);
  const ExecutionRow& kept = records_.executions.put(key, std::move(row));
  records_.index.put_child(kept);
  run.children[index] = key;
  start(key, kept, run.state->distributed->processor, parent.span, parent.trace);
}

void Engine::count_begun(MapRun& run, const ExecutionRow& child) {
  run.executions.running += 1;
  run.items.running += child.items;
}

void Engine::count_ended(MapRun& run, const ExecutionRow& child) {
  auto count = [&](Counts& to, std::int64_t n) {
    to.running -= n;
    to.written += n;
    if (child.status == "SUCCEEDED") to.succeeded += n;
    if (child.status == "FAILED") to.failed += n;
    if (child.status == "TIMED_OUT") to.timed_out += n;
    if (child.status == "ABORTED") to.aborted += n;
  };
  count(run.executions, 1);
  count(run.items, child.items);
}

void Engine::note_child_end(const Scope& scope, const ExecutionRow& child) {
  auto it = map_runs_.find(map_run_key(scope, child.map_run));
  if (it == map_runs_.end()) return;
  count_ended(*it->second, child);
  it->second->news.wake();
}

void Engine::wake_map_run(const std::string& key) {
  auto it = map_runs_.find(key);
  if (it != map_runs_.end()) it->second->news.wake();
}

MapRunCounts Engine::map_run_counts(const std::string& key) const {
  const MapRunRow& row = *records_.map_runs.find(key);
  auto it = map_runs_.find(key);
  MapRunCounts out{row.executions, row.items};
  if (it == map_runs_.end()) return out;
  out = MapRunCounts{it->second->executions, it->second->items};
  for (Counts* c : {&out.executions, &out.items}) {
    std::int64_t begun = c->running + c->succeeded + c->unsuccessful();
    c->total = std::max(c->total, begun + c->pending_redrive);
    c->pending = c->total - begun - c->pending_redrive;
  }
  return out;
}

}  // namespace lambent::states
