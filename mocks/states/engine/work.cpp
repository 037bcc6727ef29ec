// States that do work and may fail at it: Task, Parallel and Map, with Retry and Catch.
#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/path/reference_path.h"

namespace lambent::states {
namespace {

asl::Failed kind_of(const asl::State& s, const Failure& failure) {
  if (s.type != asl::Type::task) return asl::Failed::fan_out;
  return failure.heartbeat ? asl::Failed::heartbeat : asl::Failed::task;
}

}  // namespace

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
        Json assigned;
        Json output = combine(t, s, std::move(*ending.output), assigned);
        co_return leave(t, s, std::move(output), s.next, "next", std::move(assigned));
      } catch (const RuntimeFailure&) {
        throw;
      } catch (const QueryFailure& e) {
        ending.failure = note_evaluation(t, s, e);
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
    if (t.live->inspection && t.live->inspection->mocked())
      ending = mocked_attempt(t, s);
    else if (s.type == asl::Type::task)
      ending = co_await run_task(t, s);
    else if (s.distributed)
      ending = co_await run_map(t, s);
    else
      ending = co_await fan_out(t, s);
  } catch (const RuntimeFailure&) {
    throw;
  } catch (const QueryFailure& e) {
    ending.failure = note_evaluation(t, s, e);
  } catch (const StateFailure& e) {
    ending.failure = e.failure();
  }
  co_return ending;
}

bool Engine::plan_retry(Thread& t, const asl::State& s, const Failure& failure) {
  auto kind = kind_of(s, failure);
  for (size_t i = 0; i < s.retry.size(); ++i) {
    const asl::Retrier& retrier = s.retry[i];
    if (!asl::matches(retrier.errors, failure.name(), kind)) continue;
    if (Inspection* look = t.live->inspection.get()) look->retry_index = i;
    if (t.at.attempts[i] >= retrier.max_attempts) return false;
    std::int64_t attempt = ++t.at.attempts[i];
    ++t.at.retries;
    Duration delay = asl::delay_before(retrier, attempt, aws_.ids());
    if (Inspection* look = t.live->inspection.get()) {  // a tested state is not tried again: it is told that it would be
      look->backoff_seconds = std::chrono::round<std::chrono::seconds>(delay).count();
      throw Stopped();
    }
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

Left Engine::caught(Thread& t, const asl::State& s, size_t number, const Failure& failure) {
  const asl::Catcher& catcher = s.caught[number];
  if (Inspection* look = t.live->inspection.get()) look->catch_index = number;
  Json error = object({{"Error", failure.error.value_or("")}, {"Cause", failure.cause.value_or("")}});
  View view;
  view.data = view.error_output = &error;
  Json output;
  if (s.language == asl::Language::jsonata) {
    output = catcher.output ? work_out(t, s, *catcher.output, "Catch[" + std::to_string(number) + "]/Output", view) : error;
  } else if (catcher.drops) {
    output = *t.at.input;
  } else if (catcher.result_path) {
    Json input = *t.at.input;
    Json copy = error;
    output = path::put_at(std::move(input), *catcher.result_path, std::move(copy), catcher.result_text);
  } else {
    output = error;
  }
  Json assigned = assign(t, s, catcher.assign, view);
  return leave(t, s, std::move(output), catcher.next, "catch " + std::to_string(number), std::move(assigned));
}

std::optional<Left> Engine::after_failure(Thread& t, const asl::State& s, const Failure& failure) {
  bool fans_out = s.type != asl::Type::task;
  if (Inspection* look = t.live->inspection.get()) look->trouble = failure;
  bool branched = fans_out && (t.at.phase == Phase::branching || failure.name() == "States.QueryEvaluationError");
  if (plan_retry(t, s, failure)) return std::nullopt;
  if (branched) t.at.last = record(*t.live, std::string(name_of(s.type)) + "StateFailed", t.at.last);
  auto kind = kind_of(s, failure);
  for (size_t i = 0; i < s.caught.size(); ++i) {
    const asl::Catcher& catcher = s.caught[i];
    if (!asl::matches(catcher.errors, failure.name(), kind)) continue;
    return caught(t, s, i, failure);
  }
  Left left;
  left.failure = failure;
  return left;
}

}  // namespace lambent::states
