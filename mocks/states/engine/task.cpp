// Task states: one attempt, from its effective input to the event that ends it.
#include <algorithm>

#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/integrations/http_task.h"
#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/size.h"

namespace lambent::states {
namespace {

using Kind = asl::Resource::Kind;

constexpr std::int64_t kLongestTask = 99999999;  // seconds: no literal may say more, and no execution lasts as long

// Cancels its task when the frame that holds it is left, however that happens.
class Called {
 public:
  explicit Called(Tasks& tasks) : tasks_(tasks) {}
  Called(const Called&) = delete;
  ~Called() { follow(0); }
  void follow(std::uint64_t number) {
    if (number_) tasks_.cancel(number_);
    number_ = number;
  }

 private:
  Tasks& tasks_;
  std::uint64_t number_ = 0;
};

}  // namespace

Attempt Engine::plan_attempt(Thread& t, const asl::State& s, const std::string& key, const std::string& kept_token) {
  Attempt out;
  if (s.resource.waits()) out.token = kept_token.empty() ? open_.new_token(key) : kept_token;
  Json more;
  if (s.resource.pattern != asl::Pattern::request_response) more = object({{"Task", object({{"Token", out.token}})}});
  out.input = effective_input(t, s, more.is_null() ? nullptr : &more);
  out.timeout = amount(t, s, s.timeout, "TimeoutSeconds");
  out.heartbeat = amount(t, s, s.heartbeat, "HeartbeatSeconds");
  for (auto [seconds, field] : {std::pair{&out.timeout, "TimeoutSeconds"}, std::pair{&out.heartbeat, "HeartbeatSeconds"}}) {
    if (*seconds && **seconds <= 0) throw RuntimeFailure(std::string(field) + " must be a positive number: " + std::to_string(**seconds));
    if (*seconds) *seconds = std::min(**seconds, kLongestTask);
  }
  if (s.role) {
    std::string field = s.language == asl::Language::jsonata ? "Credentials/RoleArn" : "RoleArn.$";
    Json role = work_out(t, s, *s.role, field, View());
    if (!role.is_string() && s.language == asl::Language::jsonata)
      throw QueryFailure(jsonata::cause_of_type(s.role->text(), field, "string", role), field);
    if (!role.is_string()) throw RuntimeFailure("The RoleArn field must refer to a string: " + s.role->text());
    out.role = role.get<std::string>();
  }
  out.about.execution_arn = t.live->row().arn;
  out.about.machine_arn = t.live->row().machine_arn;
  out.about.request_id = aws_.ids().uuid();
  out.about.trace = t.live->trace;
  out.about.now = aws_.clock().now();
  if (s.resource.kind == Kind::activity) {
    auto named = s.resource.arn.substr(s.resource.arn.rfind(':') + 1);
    const ActivityRow* activity = records_.activities.find(scope_key(t.live->scope, named));
    if (!activity || activity->arn != s.resource.arn) throw RuntimeFailure("The activity " + s.resource.arn + " does not exist.");
  } else if (is_http(s.resource)) {
    out.asked = http_asked(s.resource, out.input, aws_.home().url, t.live->scope.region);
  } else {
    out.asked = asked_of(s.resource, out.input, out.about);
  }
  return out;
}

Task<Ending> Engine::run_task(Thread& t, const asl::State& s) {
  std::string key = t.live->key + "/" + t.place;
  // After a restart: the task may still be open, the call may have been heard, or the attempt is lost.
  const TaskRow* kept = t.at.phase == Phase::started ? records_.tasks.find(key) : nullptr;
  bool goes_on = kept && (kept->submitted || kept->ended());
  std::optional<Outcome> recalled, given;
  if (t.at.phase == Phase::started && !goes_on) recalled = recall_child(t, s, key);
  if (t.at.phase == Phase::started && !goes_on && !recalled) record_lost_attempt(t, s);
  Attempt attempt;
  if (!goes_on && !recalled) {
    kept = nullptr;
    attempt = plan_attempt(t, s, key, "");
    if (starts_child(s.resource)) name_child(t, attempt, t.live->events + 1);
    record_start(t, s, attempt);
    co_await settle();
    check_alive(t);
    given = mocked(t, s);
  }
  OpenTasks::Place place(open_, s.resource.waits() ? key : "");
  std::shared_ptr<OpenTasks::Waiting> waiting = place.shared();
  Tasks& tasks = aws_.loop().tasks();
  Called timer(tasks), heart(tasks), child(tasks);
  TimePoint now = aws_.clock().now();
  TimePoint due = attempt.timeout ? now + std::chrono::seconds(*attempt.timeout) : TimePoint();
  bool by_worker = s.resource.kind == Kind::activity;
  TimePoint beat = attempt.heartbeat && !by_worker ? now + std::chrono::seconds(*attempt.heartbeat) : TimePoint();
  if (kept) {
    due = kept->due ? from_epoch_ms(kept->due) : TimePoint();
    beat = kept->beat_due ? from_epoch_ms(kept->beat_due) : TimePoint();
  }
  if (due != TimePoint()) timer.follow(tasks.spawn("task timeout " + s.name, expire(waiting, key, due, Limit::time)));
  if (beat != TimePoint()) heart.follow(tasks.spawn("heartbeat of " + s.name, expire(waiting, key, beat, Limit::heartbeat)));
  if (by_worker) {
    Thread* thread = &t;
    waiting->on_taken = [this, thread, key, waiting, &heart, &tasks](const std::string& worker) {
      try {
        record_taken(*thread, worker);
      } catch (const StateFailure& e) {  // the history is full
        Outcome full;
        full.failure = e.failure();
        waiting->ended.set(std::move(full));
        return;
      }
      const TaskRow* row = records_.tasks.find(key);
      if (row && row->beat_due) heart.follow(tasks.spawn("heartbeat of an activity", expire(waiting, key, from_epoch_ms(row->beat_due), Limit::heartbeat)));
    };
    if (!given) open_.offer(place, s.resource.arn);
  }

  Outcome outcome;
  bool open = !given && (goes_on || by_worker);
  if (given) outcome = std::move(*given);
  if (!open && !given) {
    if (recalled) {
      outcome = std::move(*recalled);
    } else {
      send(t, s, std::move(attempt), waiting);
      outcome = co_await waiting->submitted.take();
      check_alive(t);
    }
    // An answer that was taken counts, even if the call that passed the token on has failed.
    const TaskRow* row = s.resource.waits() ? records_.tasks.find(key) : nullptr;
    open = row && (outcome.output || row->output || (row->failure && !outcome.timed_out));
    if (open && outcome.output) {
      record_submitted(t, s, key, outcome);
      co_await settle();
      check_alive(t);
    }
  }
  if (open) {
    child.follow(await_end(t, s, key, waiting));
    outcome = co_await waiting->ended.take();
    check_alive(t);
  }
  record_end(t, s, outcome);
  if (s.resource.waits()) {
    if (outcome.output)
      records_.tasks.erase(key);  // a child that still runs, since a token ended the task, goes on
    else
      release_tasks(*t.live, t.place);
  }
  Ending ending;
  if (!outcome.output) {
    ending.failure = outcome.failure;
    co_return ending;
  }
  check_depth(*outcome.output);  // what is kept must be read back
  t.at.phase = Phase::worked;
  t.at.result = *outcome.output;
  save(t);
  // On disk before going on: what the function sent is not sent again after a crash.
  co_await settle();
  ending.output = std::move(outcome.output);
  co_return ending;
}

// The call may still be under way when the time is over, or when the execution has gone: its answer then changes nothing.
void Engine::send(Thread& t, const asl::State& s, Attempt attempt, std::shared_ptr<OpenTasks::Waiting> waiting) {
  Errand errand;
  errand.resource = s.resource;
  errand.asked = std::move(attempt.asked);
  errand.about = std::move(attempt.about);
  errand.machine_role = t.live->row().role;
  errand.task_role = std::move(attempt.role);
  errand.scope = t.live->scope;
  errand.span = t.live->span;
  errand.look = t.live->inspection;
  try {
    errand.caller = act_as_machine(*t.live);
  } catch (const AwsError& e) {
    Outcome outcome;
    outcome.failure = {"States.Permissions", e.message()};
    waiting->submitted.set(std::move(outcome));
    return;
  }
  aws_.loop().tasks().spawn("task " + s.name, perform(std::move(waiting), std::move(errand)));
}

}  // namespace lambent::states
