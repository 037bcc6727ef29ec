// Parallel and inline Map: child threads, gathered in order, the others aborted when one fails.
#include <algorithm>
#include <boost/asio/post.hpp>

#include "mocks/states/engine/bug.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/size.h"

namespace lambent::states {
namespace {

constexpr std::int64_t kMapConcurrency = 40;

// Iterations that wait for nothing run one after the other on AWS, too.
bool waits(const asl::Scope& scope) {
  return std::any_of(scope.states.begin(), scope.states.end(), [](const auto& entry) {
    auto type = entry.second.type;
    return type == asl::Type::task || type == asl::Type::wait || type == asl::Type::map || type == asl::Type::parallel;
  });
}

// Cancels the children when the parent's frame is left while some are running.
class Children {
 public:
  Children(Tasks& tasks, std::shared_ptr<Gathering> gathering) : tasks_(tasks), gathering_(std::move(gathering)) {}
  Children(const Children&) = delete;
  ~Children() {
    bool open = false;
    for (const auto& child : gathering_->children) open = open || (child.begun && !child.done);
    if (!open) return;
    if (!gathering_->failure) gathering_->failure = Failure{};
    for (auto& child : gathering_->children)
      if (child.begun && !child.done) tasks_.cancel(child.task);
  }

 private:
  Tasks& tasks_;
  std::shared_ptr<Gathering> gathering_;
};

}  // namespace

// What a Map goes over, and what Parameters of its ItemSelector see as $.
Json Engine::items_of(Thread& t, const asl::State& s, const Json& data) {
  if (s.language == asl::Language::jsonpath) {
    Json items = select(t, s, s.items_path, data);
    // A path into the context object is shown as one into a document.
    bool context = s.items_path.text.starts_with("$$");
    if (!items.is_array()) throw RuntimeFailure("Reference path \"" + s.items_path.text.substr(context ? 1 : 0) + "\" must point to array.");
    note(t, s, "afterItemsPath", items);
    return items;
  }
  Json items = s.items ? work_out(t, s, *s.items, "Items", View()) : *t.at.input;
  if (items.is_array()) return items;
  if (!s.items) throw QueryFailure("Map state input must be an array but was: " + dump(items), "");
  throw QueryFailure(jsonata::cause_of_type(s.items->text(), "Items", "array", items), "Items");
}

std::vector<Json> Engine::child_inputs(Thread& t, const asl::State& s) {
  std::vector<Json> out;
  Json data = effective_input(t, s);
  if (s.type == asl::Type::parallel) {
    out.assign(s.scopes.size(), data);
    return out;
  }
  Json items = items_of(t, s, data);
  out.reserve(items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    if (!s.item_selector) {
      out.push_back(std::move(items[i]));
      continue;
    }
    Json more = object({{"Map", object({{"Item", object({{"Index", i}, {"Value", items[i]}})}})}});
    View view;
    view.data = &data;
    view.more = &more;
    out.push_back(work_out(t, s, *s.item_selector, "ItemSelector", view));
  }
  return out;
}

void Engine::begin_child(Thread& t, const asl::State& s, std::shared_ptr<Gathering> gathering, size_t index, const Json& input, std::int64_t previous) {
  std::string place = t.place + "." + std::to_string(index);
  Child& child = gathering->children[index];
  child.begun = true;
  child.last = previous;
  const CursorRow* saved = records_.cursors.find(t.live->key, place);
  if (saved && saved->phase == Phase::done) {
    child.done = true;
    ++gathering->done;
    child.result = saved->result;
    child.last = saved->last;
    gathering->last = std::max(gathering->last, saved->before);
    gathering->last_step = std::max(gathering->last_step, saved->last);
    return;
  }
  ++gathering->open;
  Thread thread;
  thread.live = t.live;
  thread.scope = s.type == asl::Type::map ? &s.scopes.front() : &s.scopes[index];
  thread.place = std::move(place);
  thread.within = gathering;
  thread.child = index;
  if (saved) {
    thread.at = *saved;
    own_variables(thread, t.at.variables);
  } else {
    if (s.type == asl::Type::map)
      previous = record(*t.live, "MapIterationStarted", previous, object({{"name", s.name}, {"index", index}}));
    thread.at.state = thread.scope->start_at;
    thread.at.input = input;
    thread.at.last = previous;
    thread.at.variables = t.at.variables;
    save(thread);
  }
  child.task = aws_.loop().tasks().spawn("branch of " + s.name, run_child(std::move(thread), &s));
}

Task<void> Engine::run_child(Thread t, const asl::State* s) {
  // Not inside the parent's turn: all children are announced before the first one runs.
  co_await net::post(aws_.loop().executor(), use_task);
  auto live = t.live;
  auto gathering = t.within;
  size_t index = t.child;
  if (gathering->failure || live->over) co_return;
  Ending ending;
  try {
    ending = co_await walk(t);
  } catch (const Stopped&) {
    co_return;
  } catch (const boost::system::system_error&) {
    throw;  // cancelled
  } catch (const StoreError&) {
    throw;
  } catch (const std::exception& e) {
    ending.last = t.at.last;
    ending.failure = failure_of_bug("a branch of " + live->row().arn, e);
  }
  if (live->over || gathering->failure) co_return;
  Child& child = gathering->children[index];
  child.done = true;
  ++gathering->done;
  --gathering->open;
  child.last = gathering->last = ending.last;
  gathering->last_step = std::max(gathering->last_step, ending.last);
  t.at.last = ending.last;
  try {
    if (ending.failure) {
      gathering->failure = ending.failure;
      gathering->failed_at = ending.last;
      gathering->failed_child = index;
      t.at.failure = ending.failure;  // its parent acts on it in a later turn
      save(t);
    } else {
      child.result = std::move(*ending.output);
      if (s->type == asl::Type::map)
        gathering->last = record(*live, "MapIterationSucceeded", ending.last, object({{"name", s->name}, {"index", index}}));
      t.at.phase = Phase::done;
      t.at.result = child.result;
      t.at.input = Json();
      t.at.before = gathering->last;
      save(t);
    }
  } catch (const StateFailure& e) {
    gathering->failure = e.failure();
    gathering->failed_at = ending.last;
  }
  gathering->news.wake();
}

// After a restart: a child had failed, and its parent had not yet acted on it.
void Engine::recall_failure(Thread& t, const asl::State& s, Gathering& gathering) {
  auto saved = [&](size_t index) { return records_.cursors.find(t.live->key, t.place + "." + std::to_string(index)); };
  for (size_t i = 0; i < gathering.children.size() && !gathering.failure; ++i) {
    const CursorRow* at = saved(i);
    if (!at || !at->failure) continue;
    gathering.failure = at->failure;
    gathering.failed_at = at->last;
    gathering.failed_child = i;
  }
  if (!gathering.failure) return;
  for (size_t i = 0; i < gathering.children.size(); ++i) {
    const CursorRow* at = saved(i);
    if (!at) continue;
    Child& child = gathering.children[i];
    const asl::Scope& scope = s.type == asl::Type::map ? s.scopes.front() : s.scopes[i];
    child.begun = true;
    child.done = at->phase == Phase::done || at->failure;
    child.inside = at->phase != Phase::arriving && at->phase != Phase::done;
    child.type = scope.states.find(at->state)->second.type;
  }
}

void Engine::abort_children(Live& live, const asl::State& s, Gathering& gathering) {
  bool map = s.type == asl::Type::map;
  auto named = [&](size_t index) { return object({{"name", s.name}, {"index", index}}); };
  if (map) record(live, "MapIterationFailed", gathering.failed_at, named(gathering.failed_child));
  for (size_t i = 0; i < gathering.children.size(); ++i) {
    Child& child = gathering.children[i];
    if (!child.begun || child.done) continue;
    child.done = true;
    if (child.task) aws_.loop().tasks().cancel(child.task);
    bool shown = child.inside && (child.type == asl::Type::task || child.type == asl::Type::wait || child.type == asl::Type::parallel || child.type == asl::Type::map);
    if (shown) record(live, std::string(name_of(child.type)) + "StateAborted", gathering.failed_at);
    if (map) record(live, "MapIterationAborted", gathering.failed_at, named(i));
  }
}

Task<Ending> Engine::fan_out(Thread& t, const asl::State& s) {
  if (s.misplaced) throw RuntimeFailure("The ItemReader, ItemBatcher and ResultWriter fields are not supported for INLINE maps");
  std::vector<Json> inputs = child_inputs(t, s);
  for (const auto& input : inputs) check_depth(input);
  std::int64_t limit = amount(t, s, s.max_concurrency, "MaxConcurrency").value_or(0);
  bool map = s.type == asl::Type::map;
  bool resumed = t.at.phase == Phase::branching;
  if (!resumed) {
    records_.cursors.erase(t.live->key, t.place + ".");
    if (map)
      t.at.last = record(*t.live, "MapStateStarted", t.at.last, object({{"length", inputs.size()}}));
    else
      t.at.last = record(*t.live, "ParallelStateStarted", t.at.last);
    t.at.phase = Phase::branching;
    save(t);
  }
  if (!map) limit = static_cast<std::int64_t>(inputs.size());
  if (map && !waits(s.scopes.front())) limit = 1;
  if (map && limit <= 0) limit = kMapConcurrency;

  auto gathering = std::make_shared<Gathering>(aws_.loop().executor());
  gathering->children.resize(inputs.size());
  gathering->last = gathering->last_step = t.at.last;
  if (resumed) recall_failure(t, s, *gathering);
  Children guard(aws_.loop().tasks(), gathering);
  size_t begun = 0;
  std::int64_t previous = t.at.last;
  while (!gathering->failure && gathering->done < inputs.size()) {
    while (begun < inputs.size() && static_cast<std::int64_t>(gathering->open) < limit) {
      begin_child(t, s, gathering, begun, inputs[begun], previous);
      ++begun;
    }
    if (gathering->open == 0) continue;
    co_await gathering->news.wait();
    check_alive(t);
    previous = std::max(previous, gathering->last_step);
  }
  Ending ending;
  if (gathering->failure) {
    abort_children(*t.live, s, *gathering);
    release_tasks(*t.live, t.place);
    abort_map_runs(*t.live, t.place + ".");
    t.at.last = gathering->failed_at;
    ending.failure = gathering->failure;
    co_return ending;
  }
  Json results = Json::array();
  for (auto& child : gathering->children) results.push_back(std::move(child.result));
  t.at.last = gathering->last;
  record(*t.live, map ? "MapStateSucceeded" : "ParallelStateSucceeded", t.at.last);
  t.at.phase = Phase::worked;
  t.at.result = results;
  save(t);
  co_await settle();
  ending.output = std::move(results);
  co_return ending;
}

}  // namespace lambent::states
