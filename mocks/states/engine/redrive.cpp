// Going on with an execution that has failed, from where each of its threads stood.
#include "mocks/states/engine/engine.h"

namespace lambent::states {
namespace {

// What is done stays done. A wait begins anew, retries are counted from the start, and the next event follows the redrive.
void wake(CursorRow& cursor, std::int64_t redriven, std::int64_t now) {
  if (cursor.phase == Phase::done && !cursor.failure) return;
  cursor.failure.reset();
  if (cursor.phase == Phase::waiting) cursor.entered_at = now;
  bool stands = cursor.phase == Phase::arriving || cursor.phase == Phase::branching || cursor.phase == Phase::worked;
  if (!stands) cursor.phase = Phase::inside;
  cursor.attempts.assign(cursor.attempts.size(), 0);
  cursor.retries = 0;
  cursor.last = redriven;
  cursor.via = "redrive";
}

}  // namespace

void Engine::redrive(const std::string& key, Definition machine, std::uint64_t parent, const std::string& trace) {
  auto live = make_live(key, records_.executions.find(key), nullptr, std::move(machine), parent, trace);
  live->events = records_.last_event(key);
  std::int64_t id = record(*live, "ExecutionRedriven", live->events, object({{"redriveCount", live->row().redrives}}));
  std::int64_t now = aws_.clock().now_ms();
  records_.cursors.update(key, [&](const std::string&, CursorRow& cursor) { wake(cursor, id, now); });
  CursorRow root = *records_.cursors.find(key, "0");
  if (live->row().map_run.empty()) tell_status(*live);
  set_going(std::move(live), std::move(root));
}

// Where a thread stands that has failed: a redrive does this state once more, or goes on with its branches.
void Engine::note_failed(Thread& t, const asl::State& s) {
  if (!t.live->keeps_history()) return;
  bool works = s.type == asl::Type::task || s.type == asl::Type::parallel || s.type == asl::Type::map || s.type == asl::Type::wait;
  if (!works) t.at.phase = Phase::arriving;
  if (t.at.phase == Phase::worked) t.at.phase = Phase::inside;
  t.at.result = Json();
  save(t);
}

}  // namespace lambent::states
