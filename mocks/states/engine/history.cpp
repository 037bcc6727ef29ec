// What an execution leaves behind: its events, its cursors, its entries in the journal.
#include "mocks/states/engine/engine.h"
#include "mocks/states/size.h"

namespace lambent::states {

std::int64_t Engine::record(Live& live, std::string type, std::int64_t previous, Json details) {
  if (live.keeps_history() && live.events + 1 >= kMaxEvents)
    throw StateFailure("States.Runtime", "The execution reached the maximum number of history events (25000).");
  return append(live, std::move(type), previous, std::move(details), aws_.clock().now_ms());
}

std::int64_t Engine::append(Live& live, std::string type, std::int64_t previous, Json details, std::int64_t at) {
  std::int64_t id = ++live.events;
  if (!live.has_events()) return id;
  EventRow row;
  row.type = std::move(type);
  row.id = id;
  row.previous = previous;
  row.at = at;
  row.details = std::move(details);
  if (live.log.wants(row.type)) aws_.journal().add(live.span, live.trace, live.log.entry(row, live.row()));
  if (live.keeps_history()) records_.events.append(live.key, std::move(row));
  return id;
}

void Engine::save(const Thread& t) {
  if (t.live->keeps_history()) records_.cursors.put(t.live->key, t.place, t.at);
}

const std::string& Engine::input_text(Thread& t) {
  if (t.input_text.empty()) t.input_text = dump(*t.at.input);
  return t.input_text;
}

void Engine::open_visit(Thread& t, const asl::State& s) {
  VisitEntry entry;
  entry.execution_arn = t.live->row().arn;
  entry.state = s.name;
  entry.type = name_of(s.type);
  entry.via = t.at.via;
  entry.from = t.at.from;
  entry.input = input_text(t);
  t.visit = aws_.journal().open(t.live->span, t.live->trace, std::move(entry));
}

void Engine::close_visit(Thread& t, const std::string& output, const Failure* failure) {
  if (auto* entry = aws_.journal().get<VisitEntry>(t.visit)) {
    entry->output = output;
    entry->ended = true;
    if (failure) {
      entry->error = failure->error.value_or("");
      entry->cause = failure->cause.value_or("");
    }
  }
  aws_.journal().finish(t.visit);
  t.visit = 0;
}

void Engine::enter(Thread& t, const asl::State& s) {
  t.at.before = t.at.last;
  if (t.live->has_events()) {
    Json details = object({{"name", s.name}, {"input", input_text(t)}});
    t.at.last = record(*t.live, std::string(name_of(s.type)) + "StateEntered", t.at.last, std::move(details));
  } else {
    t.at.last = ++t.live->events;
  }
  t.at.entered = t.at.last;
  t.at.entered_at = aws_.clock().now_ms();
  t.at.phase = Phase::inside;
  t.at.retries = 0;
  t.at.attempts.assign(s.retry.size(), 0);
  if (t.within) {
    Child& child = t.within->children[t.child];
    child.inside = true;
    child.type = s.type;
    child.last = t.at.last;
  }
  bool lasts = s.type == asl::Type::task || s.type == asl::Type::wait || s.type == asl::Type::parallel || s.type == asl::Type::map;
  if (lasts || aws_.store().durable()) save(t);
}

Left Engine::leave(Thread& t, const asl::State& s, Json output, std::string next, std::string via, Json assigned) {
  check_depth(output);
  Left left;
  left.text = dump(output);
  if (left.text.size() > kMaxData)
    throw StateFailure("States.DataLimitExceeded",
                       "The state/task '" + s.name + "' returned a result with a size exceeding the maximum number of bytes service limit.");
  t.at.result = Json();
  if (t.live->has_events()) {
    Json details = object({{"name", s.name}, {"output", left.text}});
    if (!assigned.is_null()) set(details, "assignedVariables", std::move(assigned));
    t.at.last = record(*t.live, std::string(name_of(s.type)) + "StateExited", t.at.last, std::move(details));
  } else {
    t.at.last = ++t.live->events;
  }
  close_visit(t, left.text, nullptr);
  if (t.within) t.within->children[t.child].inside = false;
  left.next = std::move(next);
  left.via = std::move(via);
  left.output = std::move(output);
  return left;
}

}  // namespace lambent::states
