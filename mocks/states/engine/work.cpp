// States that do work and may fail at it: Task, Parallel and Map, with Retry and Catch.
#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/path/reference_path.h"
#include "mocks/states/path/template.h"

namespace lambent::states {

Task<Left> Engine::work(Thread& t, const asl::State& s) {
  for (;;) {
    if (t.at.phase == Phase::backing_off) {
      TimePoint due = from_epoch_ms(t.at.due);
      co_await sleep(t, due);
      t.at.phase = Phase::inside;
      save(t);
    }
    Ending ending;
    if (t.at.phase == Phase::worked)
      ending.output = t.at.result;
    else
      ending = co_await attempt(t, s);
    check_alive(t);
    if (ending.output) {
      try {
        Json output = combine(t, s, std::move(*ending.output));
        co_return leave(t, s, std::move(output), s.next, "next");
      } catch (const RuntimeFailure&) {
        throw;
      } catch (const StateFailure& e) {
        ending.failure = e.failure();
      }
      t.at.result = Json();
    }
    auto left = after_failure(t, s, *ending.failure);
    if (left) co_return std::move(*left);
  }
}

Task<Ending> Engine::attempt(Thread& t, const asl::State& s) {
  Ending ending;
  try {
    if (s.type == asl::Type::task)
      ending = co_await run_task(t, s);
    else
      ending = co_await fan_out(t, s);
  } catch (const RuntimeFailure&) {
    throw;
  } catch (const StateFailure& e) {
    ending.failure = e.failure();
  }
  co_return ending;
}

bool Engine::plan_retry(Thread& t, const asl::State& s, const Failure& failure) {
  auto kind = s.type == asl::Type::task ? asl::Failed::task : asl::Failed::fan_out;
  for (size_t i = 0; i < s.retry.size(); ++i) {
    const asl::Retrier& retrier = s.retry[i];
    if (!asl::matches(retrier.errors, failure.name(), kind)) continue;
    if (t.at.attempts[i] >= retrier.max_attempts) return false;
    std::int64_t attempt = ++t.at.attempts[i];
    ++t.at.retries;
    Duration delay = asl::delay_before(retrier, attempt, aws_.ids());
    t.at.due = std::chrono::ceil<std::chrono::milliseconds>(aws_.clock().now() + delay).time_since_epoch().count();
    t.at.phase = Phase::backing_off;
    close_visit(t, "", &failure);
    t.at.via = "retry " + std::to_string(t.at.retries);
    t.at.from = s.name;
    save(t);
    open_visit(t, s);
    return true;
  }
  return false;
}

std::optional<Left> Engine::after_failure(Thread& t, const asl::State& s, const Failure& failure) {
  bool branched = t.at.phase == Phase::branching;
  if (plan_retry(t, s, failure)) return std::nullopt;
  if (branched) t.at.last = note(*t.live, std::string(name_of(s.type)) + "StateFailed", t.at.last);
  auto kind = s.type == asl::Type::task ? asl::Failed::task : asl::Failed::fan_out;
  for (size_t i = 0; i < s.caught.size(); ++i) {
    const asl::Catcher& catcher = s.caught[i];
    if (!asl::matches(catcher.errors, failure.name(), kind)) continue;
    Json error = Json::object();
    set_text(error, "Error", failure.error.value_or(""));
    set_text(error, "Cause", failure.cause.value_or(""));
    Json details = Json::object();
    assign(t, catcher.assign, error, details);
    Json output = t.at.input;
    if (!catcher.drops) output = path::put_at(std::move(output), *path::JsonPath::parse(catcher.result_path), std::move(error), catcher.result_path);
    t.at.result = std::move(details);
    return leave(t, s, std::move(output), catcher.next, "catch " + std::to_string(i));
  }
  Left left;
  left.failure = failure;
  return left;
}

}  // namespace lambent::states
