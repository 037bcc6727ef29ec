// Parallel and inline Map: child threads, gathered in order, the others aborted when one fails.
#include <algorithm>
#include <boost/asio/post.hpp>

#include "mocks/states/engine/engine.h"
#include "mocks/states/path/template.h"

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

std::vector<Json> Engine::child_inputs(Thread& t, const asl::State& s) {
  std::vector<Json> out;
  Json data = effective_input(t, s);
  if (s.type == asl::Type::parallel) {
    out.assign(s.scopes.size(), data);
    return out;
  }
  asl::Selector items_path;
  items_path.path = s.items_path;
  Json items = select(t, s, items_path, data);
  if (!items.is_array()) throw RuntimeFailure("Reference path \"" + s.items_path + "\" must point to array.");
  for (size_t i = 0; i < items.size(); ++i) {
    if (!s.parameters) {
      out.push_back(items[i]);
      continue;
    }
    path::Sources from = sources(t, s, data);
    Json item = object({{"Item", object({{"Index", i}, {"Value", items[i]}})}});
    const Thread* thread = &t;
    from.context = [this, thread, &s, &item] {
      Json whole = context(*thread, s);
      set(whole, "Map", item);
      return whole;
    };
    out.push_back(path::expand(*s.parameters, from, aws_.ids()));
  }
  return out;
}

void Engine::begin_child(Thread& t, const asl::State& s, std::shared_ptr<Gathering> gathering, size_t index, const Json& input, std::int64_t previous) {
  std::string place = t.place + "." + std::to_string(index);
  Child& child = gathering->children[index];
  child.begun = true;
  child.last = previous;
  const CursorRow* saved = records_.cursors.find(t.live->key + "/" + place);
  if (saved && saved->phase == Phase::done) {
    child.done = true;
    child.result = saved->result;
    child.last = saved->last;
    gathering->last = std::max(gathering->last, saved->last);
    return;
  }
  if (!saved) {
    if (s.type == asl::Type::map) {
      Json details = object({{"name", s.name}, {"index", index}});
      previous = record(*t.live, "MapIterationStarted", previous, "mapIterationStartedEventDetails", std::move(details));
    }
    CursorRow start;
    const asl::Scope& scope = s.type == asl::Type::map ? s.scopes.front() : s.scopes[index];
    start.state = scope.start_at;
    start.input = input;
    start.last = previous;
    for (const auto& [name, value] : t.variables) start.variables[name] = value;
    records_.cursors.put(t.live->key + "/" + place, std::move(start));
  }
  child.task = aws_.loop().tasks().spawn("branch of " + s.name, run_child(t.live, gathering, &s, index, place));
}

Task<void> Engine::run_child(std::shared_ptr<Live> live, std::shared_ptr<Gathering> gathering, const asl::State* s, size_t index, std::string place) {
  // Not inside the parent's turn: all children are announced before the first one runs.
  co_await net::post(aws_.loop().executor(), use_task);
  if (gathering->failure || live->over) co_return;
  Thread t;
  t.live = live;
  t.scope = s->type == asl::Type::map ? &s->scopes.front() : &s->scopes[index];
  t.place = place;
  if (const CursorRow* saved = records_.cursors.find(live->key + "/" + place)) t.at = *saved;
  for (const auto& [name, value] : t.at.variables.items()) t.variables[name] = value;
  t.within = gathering;
  t.child = index;
  Ending ending;
  try {
    ending = co_await walk(t);
  } catch (const Stopped&) {
    co_return;
  }
  if (live->over || gathering->failure) co_return;
  Child& child = gathering->children[index];
  child.done = true;
  child.last = gathering->last = ending.last;
  Json details = object({{"name", s->name}, {"index", index}});
  try {
    if (ending.failure) {
      gathering->failure = ending.failure;
      gathering->failed_at = ending.last;
      gathering->failed_child = index;
    } else {
      child.result = std::move(*ending.output);
      if (s->type == asl::Type::map)
        gathering->last = record(*live, "MapIterationSucceeded", ending.last, "mapIterationSucceededEventDetails", std::move(details));
      t.at.phase = Phase::done;
      t.at.result = child.result;
      t.at.input = Json();
      t.at.last = ending.last;
      save(t);
    }
  } catch (const StateFailure& e) {
    gathering->failure = e.failure();
    gathering->failed_at = ending.last;
  }
  gathering->news.wake();
}

void Engine::abort_children(Live& live, const asl::State& s, Gathering& gathering) {
  bool map = s.type == asl::Type::map;
  auto named = [&](size_t index) { return object({{"name", s.name}, {"index", index}}); };
  if (map) record(live, "MapIterationFailed", gathering.failed_at, "mapIterationFailedEventDetails", named(gathering.failed_child));
  for (size_t i = 0; i < gathering.children.size(); ++i) {
    Child& child = gathering.children[i];
    if (!child.begun || child.done) continue;
    child.done = true;
    if (child.task) aws_.loop().tasks().cancel(child.task);
    bool shown = child.inside && (child.type == asl::Type::task || child.type == asl::Type::wait || child.type == asl::Type::parallel || child.type == asl::Type::map);
    if (shown) note(live, std::string(name_of(child.type)) + "StateAborted", gathering.failed_at);
    if (map) record(live, "MapIterationAborted", gathering.failed_at, "mapIterationAbortedEventDetails", named(i));
  }
}

Task<Ending> Engine::fan_out(Thread& t, const asl::State& s) {
  std::vector<Json> inputs = child_inputs(t, s);
  std::int64_t limit = s.max_concurrency;
  if (s.max_concurrency_path) limit = whole_from(t, s, s.max_concurrency_path, "MaxConcurrencyPath").value_or(0);
  bool map = s.type == asl::Type::map;
  bool resumed = t.at.phase == Phase::branching;
  if (!resumed) {
    std::vector<std::string> old;
    records_.cursors.each(t.live->key + "/" + t.place + ".", [&](const std::string& key, const CursorRow&) { old.push_back(key); });
    for (const auto& key : old) records_.cursors.erase(key);
    if (map)
      t.at.last = record(*t.live, "MapStateStarted", t.at.last, "mapStateStartedEventDetails", object({{"length", inputs.size()}}));
    else
      t.at.last = note(*t.live, "ParallelStateStarted", t.at.last);
    t.at.phase = Phase::branching;
    save(t);
  }
  if (!map) limit = static_cast<std::int64_t>(inputs.size());
  if (map && !waits(s.scopes.front())) limit = 1;
  if (map && limit <= 0) limit = kMapConcurrency;

  auto gathering = std::make_shared<Gathering>(aws_.loop().executor());
  gathering->children.resize(inputs.size());
  gathering->last = t.at.last;
  Children guard(aws_.loop().tasks(), gathering);
  size_t begun = 0;
  std::int64_t previous = t.at.last;
  for (;;) {
    size_t done = 0, open = 0;
    for (const auto& child : gathering->children) {
      done += child.done;
      open += child.begun && !child.done;
    }
    if (gathering->failure || done == inputs.size()) break;
    while (begun < inputs.size() && static_cast<std::int64_t>(open) < limit) {
      begin_child(t, s, gathering, begun, inputs[begun], previous);
      if (!gathering->children[begun].done) ++open;
      ++begun;
    }
    if (open == 0) continue;
    co_await gathering->news.wait();
    check_alive(t);
    for (const auto& child : gathering->children)
      if (child.done) previous = std::max(previous, child.last);
  }
  Ending ending;
  if (gathering->failure) {
    abort_children(*t.live, s, *gathering);
    t.at.last = gathering->failed_at;
    ending.failure = gathering->failure;
    co_return ending;
  }
  Json results = Json::array();
  for (auto& child : gathering->children) results.push_back(std::move(child.result));
  t.at.last = gathering->last;
  note(*t.live, map ? "MapStateSucceeded" : "ParallelStateSucceeded", t.at.last);
  t.at.phase = Phase::worked;
  t.at.result = results;
  save(t);
  co_await settle();
  ending.output = std::move(results);
  co_return ending;
}

}  // namespace lambent::states
