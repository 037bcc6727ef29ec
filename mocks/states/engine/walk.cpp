#include <boost/asio/post.hpp>

#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/path/template.h"

namespace lambent::states {

namespace {
constexpr int kStepsPerTurn = 50;
constexpr std::int64_t kLongestWait = 2147483647;

std::string prefixed(const asl::State& s, std::int64_t entered, const std::string& cause) {
  return "An error occurred while executing the state '" + s.name + "' (entered at the event id #" + std::to_string(entered) + "). " + cause;
}
}  // namespace

void Engine::check_alive(const Thread& t) {
  if (t.live->over || (t.within && t.within->failure)) throw Stopped();
}

Task<Ending> Engine::walk(Thread& t) {
  Ending ending;
  for (;;) {
    check_alive(t);
    // A machine may loop for ever without waiting for anything: others get their turn in between.
    if (++t.steps % kStepsPerTurn == 0) {
      co_await net::post(aws_.loop().executor(), use_task);
      check_alive(t);
    }
    const asl::State& s = t.scope->states.at(t.at.state);
    Left left = co_await visit(t, s);
    ending.last = t.at.last;
    if (left.failure) {
      close_visit(t, "", &*left.failure);
      ending.failure = std::move(left.failure);
      co_return ending;
    }
    if (left.next.empty()) {
      ending.output = std::move(left.output);
      co_return ending;
    }
    const MachineRow* machine = records_.machines.find(scope_key(t.live->scope, t.live->row.machine_name));
    if (machine && machine->status == "DELETING") {
      conclude(*t.live, "ABORTED", nullptr, Failure{}, 0);
      throw Stopped();
    }
    t.at.from = std::exchange(t.at.state, std::move(left.next));
    t.at.via = std::move(left.via);
    t.at.input = std::move(*left.output);
    t.at.result = Json();
    t.at.phase = Phase::arriving;
    save(t);
  }
}

Task<Left> Engine::visit(Thread& t, const asl::State& s) {
  Left left;
  try {
    open_visit(t, s);
    if (t.at.phase == Phase::arriving) enter(t, s);
    switch (s.type) {
      case asl::Type::pass: left = pass(t, s); break;
      case asl::Type::choice: left = choose(t, s); break;
      case asl::Type::fail: left = fail(t, s); break;
      case asl::Type::succeed: {
        Json data = select(t, s, s.input, t.at.input);
        Json output = select(t, s, s.output, data);
        left = leave(t, s, std::move(output), "", "");
        break;
      }
      case asl::Type::wait: {
        co_await wait(t, s);
        Json details = Json::object();
        Json data = select(t, s, s.input, t.at.input);
        Json output = select(t, s, s.output, data);
        assign(t, s.assign, data, details);
        t.at.result = std::move(details);
        left = leave(t, s, std::move(output), s.next, "next");
        break;
      }
      case asl::Type::task:
      case asl::Type::parallel:
      case asl::Type::map: left = co_await work(t, s); break;
    }
  } catch (const RuntimeFailure& e) {
    Failure failure = e.failure();
    failure.cause = prefixed(s, t.at.entered, e.what());
    left.failure = std::move(failure);
  } catch (const StateFailure& e) {
    left.failure = e.failure();
  }
  co_return left;
}

Left Engine::pass(Thread& t, const asl::State& s) {
  Json result = s.result ? *s.result : effective_input(t, s);
  Json output = combine(t, s, std::move(result));
  return leave(t, s, std::move(output), s.next, "next");
}

Left Engine::choose(Thread& t, const asl::State& s) {
  Json data = select(t, s, s.input, t.at.input);
  path::Sources from = sources(t, s, data);
  std::string next = s.fallback, via = "default";
  const std::optional<Json>* form = &s.assign;
  for (size_t i = 0; i < s.choices.size(); ++i) {
    if (!asl::holds(s.choices[i], from)) continue;
    next = s.choices[i].next;
    via = "choice " + std::to_string(i);
    if (s.choices[i].assign) form = &s.choices[i].assign;
    break;
  }
  if (next.empty())
    throw StateFailure("States.NoChoiceMatched",
                       prefixed(s, t.at.entered, "Failed to transition out of the state. The state's choices do not match the input and it has no Default."));
  Json details = Json::object();
  Json output = select(t, s, s.output, data);
  assign(t, *form, data, details);
  t.at.result = std::move(details);
  return leave(t, s, std::move(output), std::move(next), std::move(via));
}

Left Engine::fail(Thread& t, const asl::State& s) {
  path::Sources from = sources(t, s, t.at.input);
  auto text = [&](const std::optional<std::string>& literal, const std::optional<std::string>& path, const char* field) -> std::optional<std::string> {
    if (!path) return literal;
    Json value = path::expand_text(*path, field, from, aws_.ids());
    if (!value.is_string()) throw RuntimeFailure("The " + std::string(field) + " field must refer to a string: " + *path);
    return value.get<std::string>();
  };
  Failure failure;
  failure.error = text(s.error, s.error_path, "ErrorPath");
  failure.cause = text(s.cause, s.cause_path, "CausePath");
  Left left;
  left.failure = std::move(failure);
  return left;
}

TimePoint Engine::due_of(Thread& t, const asl::State& s) {
  TimePoint entered = from_epoch_ms(t.at.entered_at);
  if (s.seconds) return entered + std::chrono::seconds(*s.seconds);
  if (s.timestamp) return *parse_iso(*s.timestamp);
  Json data = select(t, s, s.input, t.at.input);
  path::Sources from = sources(t, s, data);
  if (s.timestamp_path) {
    auto value = path::JsonPath::parse(*s.timestamp_path)->find(from);
    std::string shown = value ? value->is_string() ? value->get<std::string>() : dump(*value) : "";
    auto due = value && value->is_string() ? parse_iso(shown) : std::nullopt;
    if (!due)
      throw RuntimeFailure("The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: " +
                           *s.timestamp_path + " == " + shown);
    if (*due > entered + std::chrono::seconds(kLongestWait)) throw RuntimeFailure("Wait state delay is too long.");
    return *due;
  }
  const std::string& path = *s.seconds_path;
  auto value = path::JsonPath::parse(path)->find(from);
  if (!value) throw RuntimeFailure("The SecondsPath parameter does not reference an input value: " + path);
  if (!value->is_number_integer()) {
    std::string shown = value->is_string() ? value->get<std::string>() : dump(*value);
    throw RuntimeFailure("The SecondsPath parameter cannot be parsed as a long value: " + path + " == " + shown);
  }
  auto seconds = value->get<std::int64_t>();
  if (seconds < 0) throw RuntimeFailure("The SecondsPath parameter references a negative value: " + path + " == " + std::to_string(seconds));
  if (seconds > kLongestWait) throw RuntimeFailure("Wait state delay is too long.");
  return entered + std::chrono::seconds(seconds);
}

Task<void> Engine::wait(Thread& t, const asl::State& s) {
  if (t.at.phase != Phase::waiting) {
    t.at.due = std::chrono::floor<std::chrono::milliseconds>(due_of(t, s)).time_since_epoch().count();
    t.at.phase = Phase::waiting;
    save(t);
  }
  TimePoint due = from_epoch_ms(t.at.due);
  co_await sleep(t, due);
}

Task<void> Engine::sleep(Thread& t, TimePoint due) {
  auto live = t.live;
  bool cut = live->deadline && *live->deadline < due;
  TimePoint until = cut ? *live->deadline : due;
  co_await settle();  // where it stands is on disk before it sleeps
  co_await aws_.clock().sleep_until(until);
  if (cut && !live->over) conclude(*live, "TIMED_OUT", nullptr, Failure{}, 0);
  check_alive(t);
}

}  // namespace lambent::states
