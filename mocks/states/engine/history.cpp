#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/path/template.h"

namespace lambent::states {

std::int64_t Engine::record(Live& live, const std::string& type, std::int64_t previous, const char* details_name, Json details) {
  if (live.events + 1 >= kMaxEvents)
    throw StateFailure("States.Runtime", "The execution reached the maximum number of history events (25000).");
  return append(live, type, previous, details_name, std::move(details));
}

std::int64_t Engine::append(Live& live, const std::string& type, std::int64_t previous, const char* details_name, Json details) {
  std::int64_t id = ++live.events;
  EventRow row;
  row.event = object({{"timestamp", seconds_of(aws_.clock().now_ms())}, {"type", type}, {"id", id}, {"previousEventId", previous}});
  if (details_name) set(row.event, details_name, std::move(details));
  records_.events.put(event_key(live.key, id), std::move(row));
  return id;
}

void Engine::save(const Thread& t) { records_.cursors.put(t.live->key + "/" + t.place, t.at); }

void Engine::open_visit(Thread& t, const asl::State& s) {
  VisitEntry entry;
  entry.execution_arn = t.live->row.arn;
  entry.state = s.name;
  entry.type = name_of(s.type);
  entry.via = t.at.via;
  entry.from = t.at.from;
  entry.input = dump(t.at.input);
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
  Json details = object({{"name", s.name}, {"input", dump(t.at.input)}, {"inputDetails", object({{"truncated", false}})}});
  std::string type = std::string(name_of(s.type)) + "StateEntered";
  t.at.last = t.at.entered = record(*t.live, type, t.at.last, "stateEnteredEventDetails", std::move(details));
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
  save(t);
}

void Engine::assign(Thread& t, const std::optional<Json>& form, const Json& data, Json& details) {
  if (!form) return;
  Json values = path::expand(*form, sources(t, t.scope->states.at(t.at.state), data), aws_.ids());
  Json shown = Json::object();
  for (const auto& [name, value] : values.items()) {
    t.variables[name] = value;
    t.at.variables[name] = value;
    set_text(shown, name, dump(value));
  }
  if (shown.empty()) return;
  set(details, "assignedVariables", std::move(shown));
  set(details, "assignedVariablesDetails", object({{"truncated", false}}));
}

Left Engine::leave(Thread& t, const asl::State& s, Json output, std::string next, std::string via) {
  std::string text = dump(output);
  if (text.size() > kMaxData)
    throw StateFailure("States.DataLimitExceeded",
                       "The state/task '" + s.name + "' returned a result with a size exceeding the maximum number of bytes service limit.");
  Json details = object({{"name", s.name}, {"output", text}, {"outputDetails", object({{"truncated", false}})}});
  // Assignments were put aside by the state as t.at.result when it made its output.
  if (t.at.result.is_object() && t.at.result.contains("assignedVariables"))
    for (const auto& [name, value] : t.at.result.items()) set(details, name, value);
  t.at.result = Json();
  t.at.last = record(*t.live, std::string(name_of(s.type)) + "StateExited", t.at.last, "stateExitedEventDetails", std::move(details));
  close_visit(t, text, nullptr);
  if (t.within) t.within->children[t.child].inside = false;
  Left left;
  left.next = std::move(next);
  left.via = std::move(via);
  left.output = std::move(output);
  return left;
}

}  // namespace lambent::states
