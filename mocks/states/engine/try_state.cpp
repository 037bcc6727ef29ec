// TestState: one state, run by the engine's own data flow, leaving nothing behind.
#include "base/time_text.h"
#include "mocks/states/engine/engine.h"

namespace lambent::states {
namespace {

constexpr auto kLongestTrial = std::chrono::minutes(5);

// Cancels what still runs for a trial when its frame is left, however that happens.
class TrialGuard {
 public:
  TrialGuard(Tasks& tasks, std::shared_ptr<Live> live) : tasks_(tasks), live_(std::move(live)) {}
  TrialGuard(const TrialGuard&) = delete;
  ~TrialGuard() {
    live_->over = true;
    for (auto number : live_->tasks) tasks_.cancel(number);
  }

 private:
  Tasks& tasks_;
  std::shared_ptr<Live> live_;
};

}  // namespace

Task<Engine::Tried> Engine::try_state(Wanted asked, std::shared_ptr<Inspection> look) {
  auto live = std::make_shared<Live>();
  std::string machine = aws_.ids().uuid();
  live->own = std::make_unique<ExecutionRow>();
  ExecutionRow& row = *live->own;
  row.name = aws_.ids().uuid();
  row.machine_name = machine;
  row.machine_arn = "arn:aws:states:" + asked.scope.region + ":" + asked.scope.account + ":stateMachine:" + machine;
  row.arn = "arn:aws:states:" + asked.scope.region + ":" + asked.scope.account + ":express:" + machine + ":" + row.name;
  row.role = asked.role;
  row.started = aws_.clock().now_ms();
  row.express = true;  // as the context object tells it, too
  live->machine = asked.machine;
  live->input = asked.input;
  live->span = asked.parent;
  live->trace = asked.trace;
  live->scope = asked.scope;
  live->inspection = std::move(look);
  live->deadline = aws_.clock().now() + kLongestTrial;

  Thread t;
  t.live = live;
  t.scope = asked.within;
  t.place = "0";
  t.at.state = std::move(asked.state);
  t.at.input = std::move(asked.input);
  t.at.variables = std::move(asked.variables);
  own_variables(t, {});

  auto trial = std::make_shared<Reply<Tried>>(aws_.loop().executor());
  TrialGuard guard(aws_.loop().tasks(), live);
  live->tasks.push_back(aws_.loop().tasks().spawn("tested state", run_trial(std::move(t), trial)));
  live->tasks.push_back(aws_.loop().tasks().spawn("time limit of a tested state", end_trial(live, trial)));
  co_return co_await trial->take();
}

Task<void> Engine::end_trial(std::shared_ptr<Live> live, Trial trial) {
  co_await aws_.clock().sleep_until(*live->deadline, Sleep::background);
  Tried out;
  out.failure.error = "States.Timeout";
  trial->set(std::move(out));
}

Task<void> Engine::run_trial(Thread t, Trial trial) {
  const asl::State& s = t.scope->states.find(t.at.state)->second;
  Inspection& look = *t.live->inspection;
  Tried out;
  Left left;
  std::exception_ptr trouble;
  try {
    open_visit(t, s);
    enter(t, s);
    t.at.retries = look.retries;
    t.at.attempts.assign(s.retry.size(), look.retries);
    bool waits = s.type == asl::Type::wait || s.type == asl::Type::task || s.type == asl::Type::map || s.type == asl::Type::parallel;
    if (waits)
      left = co_await stay(t, s);
    else
      step(t, s, left);
  } catch (const StateFailure&) {
    trouble = std::current_exception();
  } catch (const Stopped&) {  // by plan_retry
  } catch (...) {
    trial->fail(std::current_exception());
    co_return;
  }
  if (trouble) left.failure = failure_of(t, s, trouble);
  out.variables = t.at.variables;
  if (look.backoff_seconds) {
    out.status = Tested::retriable;
    out.failure = look.trouble;
    close_visit(t, "", &out.failure);
  } else if (left.failure) {
    close_visit(t, "", &*left.failure);
    out.failure = std::move(*left.failure);
  } else {
    out.status = look.catch_index ? Tested::caught : Tested::succeeded;
    if (look.catch_index) out.failure = look.trouble;
    out.output = std::move(left.output);
    out.next = std::move(left.next);
  }
  trial->set(std::move(out));
}

// What attempt() gives for a state whose work is mocked: everything before and after the work is the engine's.
Ending Engine::mocked_attempt(Thread& t, const asl::State& s) {
  const Inspection& look = *t.live->inspection;
  Ending ending;
  ending.last = t.at.last;
  if (s.type == asl::Type::task) {
    Json more = object({{"Task", object({{"Token", look.token}})}});
    effective_input(t, s, look.token.empty() ? nullptr : &more);
    amount(t, s, s.timeout, "TimeoutSeconds");
    amount(t, s, s.heartbeat, "HeartbeatSeconds");
  } else if (s.type == asl::Type::map) {
    ending.failure = mocked_items(t, s);
  } else {
    effective_input(t, s);
  }
  if (ending.failure) return ending;
  if (look.error)
    ending.failure = look.error;
  else
    ending.output = look.result;
  return ending;
}

}  // namespace lambent::states
