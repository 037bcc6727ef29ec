#include "mocks/states/engine/engine.h"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/time_text.h"
#include "mocks/states/engine/bug.h"

namespace lambent::states {

Engine::~Engine() { forget(); }

namespace {

constexpr std::chrono::seconds kLongestExpress{300};
constexpr std::chrono::hours kLongestStandard{365 * 24};

// The root of "Root=1-…;Parent=…;Sampled=1", or what else the execution is to be traced as.
std::string trace_of(const ExecutionRow& row, const std::string& otherwise) {
  if (!row.trace_header) return otherwise;
  auto root = row.trace_header->find("Root=");
  if (root == std::string::npos) return otherwise;
  return row.trace_header->substr(root, row.trace_header->find(';', root) - root);
}

}  // namespace

std::shared_ptr<Live> Engine::make_live(const std::string& key, const ExecutionRow* kept, std::unique_ptr<ExecutionRow> own, Definition machine,
                                        std::uint64_t parent, const std::string& trace) {
  auto live = std::make_shared<Live>();
  live->key = key;
  live->kept = kept;
  live->own = std::move(own);
  live->machine = std::move(machine);
  live->input = parse_json(live->row().input);
  live->trace = trace_of(live->row(), trace);
  if (!live->row().logging.is_null()) live->log = ExecutionLog(live->row(), aws_.ids());
  live->scope.account = key.substr(0, key.find('/'));
  live->scope.region = key.substr(live->scope.account.size() + 1, key.find('/', live->scope.account.size() + 1) - live->scope.account.size() - 1);
  const size_t scoped = live->scope.account.size() + live->scope.region.size() + 2;
  live->machine_key = std::string_view(live->key).substr(0, live->key.find_first_of("/:", scoped));
  TimePoint began = from_epoch_ms(live->row().redrives ? live->row().redriven : live->row().started);
  live->deadline = began + (live->row().express ? std::chrono::seconds(kLongestExpress) : std::chrono::seconds(kLongestStandard));
  if (live->machine->timeout) live->deadline = std::min(*live->deadline, began + std::chrono::seconds(*live->machine->timeout));
  ExecutionEntry entry;
  entry.arn = live->row().arn;
  entry.machine_arn = live->row().machine_arn;
  entry.status = "RUNNING";
  entry.input = live->row().input;
  live->span = aws_.journal().open(parent, live->trace, std::move(entry));
  running_.emplace(live->key, live);
  return live;
}

void Engine::set_going(std::shared_ptr<Live> live, CursorRow at) {
  auto& tasks = aws_.loop().tasks();
  Thread root;
  root.live = live;
  root.scope = &live->machine->top;
  root.place = "0";
  root.at = std::move(at);
  live->tasks.push_back(tasks.spawn("execution " + live->row().name, run(std::move(root))));
  // A year ends where somebody sleeps as long as that (wait.cpp).
  bool watched = live->row().express || live->machine->timeout;
  if (watched) live->tasks.push_back(tasks.spawn("execution timeout " + live->row().name, watch_deadline(live)));
}

void Engine::start(const std::string& key, const ExecutionRow& row, Definition machine, std::uint64_t parent, const std::string& trace) {
  auto live = make_live(key, &row, nullptr, std::move(machine), parent, trace);
  record_beginning(*live);
  CursorRow root;
  root.state = live->machine->top.start_at;
  root.input = live->input;
  if (live->keeps_history()) records_.cursors.put(key, "0", root);
  if (live->row().map_run.empty()) tell_status(*live);
  set_going(std::move(live), std::move(root));
}

std::shared_ptr<const Live> Engine::start_express(const std::string& key, ExecutionRow row, Definition machine, Delivery delivery, std::uint64_t parent,
                                                  const std::string& trace) {
  row.started = aws_.clock().now_ms();
  if (delivery == Delivery::at_least_once && aws_.store().durable()) records_.executions.put(key, row);
  auto live = make_live(key, nullptr, std::make_unique<ExecutionRow>(std::move(row)), std::move(machine), parent, trace);
  record_beginning(*live);
  CursorRow root;
  root.state = live->machine->top.start_at;
  root.input = live->input;
  set_going(live, std::move(root));
  return live;
}

void Engine::record_beginning(Live& live) {
  Json details;
  if (live.has_events()) {
    details = object({{"input", live.row().input}, {"roleArn", live.row().role}});
    if (!live.row().alias_arn.empty()) set_text(details, "stateMachineAliasArn", live.row().alias_arn);
    if (!live.row().version_arn.empty()) set_text(details, "stateMachineVersionArn", live.row().version_arn);
  }
  record(live, "ExecutionStarted", 0, std::move(details));
}

void Engine::resume(const std::string& key, Definition machine) {
  auto live = make_live(key, records_.executions.find(key), nullptr, std::move(machine), 0, aws_.ids().trace());
  live->events = records_.last_event(key);
  CursorRow root;
  root.state = live->machine->top.start_at;
  root.input = live->input;
  if (const CursorRow* saved = records_.cursors.find(key, "0")) root = *saved;
  set_going(std::move(live), std::move(root));
}

void Engine::stop(const std::string& key, const std::string& status, const Failure& failure) {
  auto it = running_.find(key);
  if (it == running_.end()) return;
  auto live = it->second;
  conclude(*live, status, nullptr, failure, 0);
}

Task<void> Engine::settle() {
  if (!aws_.store().clean()) co_await aws_.store().commit();
}

void Engine::cancel_all(Live& live) {
  live.over = true;
  auto tasks = std::move(live.tasks);
  live.tasks.clear();
  for (auto number : tasks) aws_.loop().tasks().cancel(number);
}

void Engine::forget() {
  auto running = std::move(running_);
  running_.clear();
  map_runs_.clear();
  for (auto& [key, live] : running) {
    live->keep_own_row();
    aws_.journal().finish(live->span);
    cancel_all(*live);
  }
  for (auto& [key, parking] : awaited_) parking->wake();
  awaited_.clear();
}

Task<void> Engine::run(Thread root) {
  co_await net::post(aws_.loop().executor(), use_task);  // StartExecution answers before the first state runs
  auto live = root.live;
  if (live->over) co_return;
  own_variables(root, {});
  Ending ending;
  try {
    ending = co_await walk(root);
  } catch (const Stopped&) {
    co_return;
  } catch (const boost::system::system_error&) {
    throw;  // cancelled
  } catch (const StoreError&) {
    throw;  // it goes on after a restart, from what is on disk
  } catch (const std::exception& e) {
    ending.failure = failure_of_bug("execution " + live->row().arn, e);
  }
  if (live->over) co_return;
  if (ending.failure)
    conclude(*live, "FAILED", nullptr, *ending.failure, ending.last);
  else
    conclude(*live, "SUCCEEDED", &*ending.output, Failure{}, ending.last);
}

Task<void> Engine::watch_deadline(std::shared_ptr<Live> live) {
  // Background: a machine's time limit attracts no jump of the clock. Sleeps inside the execution end at it, too.
  co_await aws_.clock().sleep_until(*live->deadline, Sleep::background);
  if (!live->over) conclude(*live, "TIMED_OUT", nullptr, Failure{}, 0);
}

void Engine::conclude(Live& live, const std::string& status, const Json* output, const Failure& failure, std::int64_t previous) {
  auto self = running_.find(live.key);
  std::shared_ptr<Live> keep = self == running_.end() ? nullptr : self->second;
  abort_map_runs(live, "");
  std::string text = output ? dump(*output) : "";
  Json details = Json::object();
  std::string type = "ExecutionSucceeded";
  if (output) {
    details = object({{"output", text}});
  } else {
    set_if(details, "error", failure.error);
    set_if(details, "cause", failure.cause);
    type = status == "FAILED" ? "ExecutionFailed" : status == "TIMED_OUT" ? "ExecutionTimedOut" : "ExecutionAborted";
  }
  std::int64_t now = aws_.clock().now_ms();  // the stop date is the last event's
  append(live, type, previous, std::move(details), now);
  auto end = [&](ExecutionRow& row) {
    row.status = status;
    row.stopped = now;
    if (output) row.output = text;
    row.failure = failure;
  };
  release_tasks(live, "0");
  bool child = !live.row().map_run.empty();
  live.keep_own_row();
  end(*live.own);
  if (live.keeps_history() || child) {
    records_.executions.update(live.key, end);
    if (output) {  // of others these say where a redrive goes on
      records_.cursors.erase(live.key);
      drop_express_children(live);
    }
    if (!child) records_.index.put(live.key, *live.kept);
    if (!child) tell_status(live);
  } else {
    records_.executions.erase(live.key);
  }
  if (child) note_child_end(live.scope, *records_.executions.find(live.key));
  if (auto* entry = aws_.journal().get<ExecutionEntry>(live.span)) {
    entry->status = status;
    entry->output = text;
    entry->error = failure.error.value_or("");
    entry->cause = failure.cause.value_or("");
  }
  aws_.journal().finish(live.span);
  running_.erase(live.key);
  auto [from, to] = awaited_.equal_range(live.key);
  for (auto it = from; it != to; ++it) it->second->wake();
  awaited_.erase(from, to);
  cancel_all(live);
  // A task of its own: the execution's coroutines, perhaps this very one, have just been cancelled.
  if (!aws_.store().clean()) aws_.loop().tasks().spawn("end of an execution to disk", settle());
  // A machine that is being deleted goes with its last execution.
  const MachineRow* row = records_.machines.find(live.machine_key);
  if (!row || row->status != "DELETING") return;
  if (std::string machine(live.machine_key); !runs_any(machine)) records_.erase_machine(machine);
}

bool Engine::runs_any(const std::string& machine_key) const {
  auto it = running_.lower_bound(machine_key + ":");
  return it != running_.end() && it->first.starts_with(machine_key + ":");
}

Task<void> Engine::ended(std::string key) {
  if (!running_.contains(key)) co_return;
  auto parking = std::make_shared<Parking>(aws_.loop().executor());
  awaited_.emplace(key, parking);
  co_await parking->wait();
}

}  // namespace lambent::states
