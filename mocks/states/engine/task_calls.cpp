// The calls of Tasks: as the machine's role or the one of Credentials, through the door or over HTTP; and waiting for what
// ends them.
#include "aws/arn.h"
#include "base/time_text.h"
#include "mocks/states/engine/bug.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/integrations/http_task.h"

namespace lambent::states {
namespace {

const char* kSessionService = "states.amazonaws.com";

Outcome outcome_of(const TaskRow& row) {
  Outcome out;
  if (row.output) {
    out.output = parse_json(*row.output);
  } else if (row.failure) {
    out.failure = *row.failure;
    out.timed_out = out.failure.name() == "States.Timeout" && !out.failure.cause;
  }
  return out;
}

}  // namespace

Principal Engine::act_as_machine(const Live& live) { return act_as(live.row().role, live.row().machine_arn, live.span, live.trace); }

Principal Engine::act_as(const std::string& role, const std::string& machine_arn, std::uint64_t span, const std::string& trace) {
  Principal out = aws_.assume(role, kSessionService, aws_.ids().letters(32), machine_arn);
  auto activity = std::make_shared<Activity>();
  activity->span = span;
  activity->trace = trace;
  out.activity = activity;
  return out;
}

// The session goes on as one of the task's role, if the machine's role and that one's trust policy let it.
Task<void> Engine::change_role(Errand& errand) {
  Json input = object({{"RoleArn", *errand.task_role}, {"RoleSessionName", errand.caller.session_name}});
  Call call = errand.call("sts", "AssumeRole", std::move(input));
  bool refused = false;
  Json answer;
  try {
    answer = co_await aws_.call(std::move(call));
  } catch (const AwsError&) {
    refused = true;
  }
  if (refused)
    throw StateFailure("States.TaskFailed", "The role " + errand.machine_role + " is not authorized to assume the task state's role, " + *errand.task_role + ".");
  const Json& session = answer["AssumedRoleUser"];
  Principal next;
  next.kind = PrincipalKind::role_session;
  next.arn = text_at(session, "Arn");
  next.entity_arn = *errand.task_role;
  next.user_id = text_at(session, "AssumedRoleId");
  next.entity_id = next.user_id.substr(0, next.user_id.find(':'));
  next.session_name = errand.caller.session_name;
  next.issued = aws_.clock().now();
  next.activity = errand.caller.activity;
  if (auto arn = Arn::parse(*errand.task_role)) next.account = errand.scope.account = arn->account;
  errand.caller = std::move(next);
}

Task<Json> Engine::ask(const Errand& errand) {
  Call call = errand.call(errand.asked->service, errand.asked->operation, errand.asked->input);
  call.request_id = errand.about.request_id;
  if (errand.asked->service == "lambda")
    if (auto arn = Arn::parse(text_at(call.input, "FunctionName")); arn && !arn->region.empty()) call.scope.region = arn->region;
  std::optional<Failure> failed;
  Json answer;
  try {
    answer = co_await aws_.call(std::move(call));
  } catch (const AwsError& e) {
    failed = states::failure_of(errand.resource, e, errand.about.request_id);
  }
  if (failed) throw StateFailure(std::move(*failed));
  co_return result_of(errand.resource, answer, errand.about);
}

Task<void> Engine::perform(std::shared_ptr<OpenTasks::Waiting> waiting, Errand errand) {
  Outcome outcome;
  try {
    if (errand.task_role) co_await change_role(errand);
    Json result;
    if (is_http(errand.resource))
      result = co_await http_task(aws_, errand);
    else
      result = co_await ask(errand);
    outcome.text = dump(result);
    if (outcome.text.size() > kMaxData)
      throw StateFailure("States.DataLimitExceeded", "The state/task '" + task_name(errand.resource) +
                                                         "' returned a result with a size exceeding the maximum number of bytes service limit.");
    outcome.output = std::move(result);
  } catch (const StateFailure& e) {
    outcome.failure = e.failure();
  } catch (const boost::system::system_error&) {
    throw;  // cancelled
  } catch (const std::exception& e) {
    outcome.failure = failure_of_bug("task " + task_name(errand.resource), e);
  }
  waiting->submitted.set(std::move(outcome));
}

Task<void> Engine::expire(std::shared_ptr<OpenTasks::Waiting> waiting, std::string key, TimePoint due, Limit limit) {
  for (;;) {
    co_await aws_.clock().sleep_until(due, Sleep::background);
    // Heartbeats and the worker's arrival put it off.
    const TaskRow* row = records_.tasks.find(key);
    std::int64_t later = !row ? 0 : limit == Limit::time ? row->due : row->beat_due;
    if (!later || from_epoch_ms(later) <= aws_.clock().now()) break;
    due = from_epoch_ms(later);
  }
  // What was sent in time counts, even if its execution takes note of it only now, after a restart.
  if (const TaskRow* row = records_.tasks.find(key); row && row->ended()) co_return;
  Outcome outcome;
  outcome.timed_out = true;
  outcome.failure.error = "States.Timeout";
  outcome.failure.heartbeat = limit == Limit::heartbeat;
  // Whoever comes now comes too late.
  records_.tasks.update(key, [&](TaskRow& row) { row.failure = outcome.failure; });
  waiting->submitted.set(outcome);
  waiting->ended.set(std::move(outcome));
}

// Sees to it that the end is told. Returns the number of the coroutine that does, 0 if none is needed.
std::uint64_t Engine::await_end(Thread& t, const asl::State& s, const std::string& key, std::shared_ptr<OpenTasks::Waiting> waiting) {
  const TaskRow* row = records_.tasks.find(key);
  if (row->ended()) waiting->ended.set(outcome_of(*row));
  if (row->child.empty()) return 0;
  Errand errand;
  errand.resource = s.resource;
  errand.about.request_id = aws_.ids().uuid();
  errand.about.trace = t.live->trace;
  errand.machine_role = t.live->row().role;
  errand.scope = t.live->scope;
  errand.span = t.live->span;
  std::string child = row->child;
  return aws_.loop().tasks().spawn("child execution of " + s.name, watch_child(std::move(waiting), t.live, std::move(errand), std::move(child)));
}

Task<void> Engine::watch_child(std::shared_ptr<OpenTasks::Waiting> waiting, std::shared_ptr<Live> live, Errand errand, std::string child) {
  co_await ended(child);
  Outcome outcome;
  try {
    const ExecutionRow* row = records_.executions.find(child);
    if (!row) throw StateFailure("States.TaskFailed", "The execution does not exist any more.");
    errand.caller = act_as_machine(*live);
    errand.asked = Asked{"stepfunctions", "DescribeExecution", object({{"executionArn", row->arn}})};
    Json described = co_await call_as_asked(errand);
    Json result = child_result(errand.resource, described);
    outcome.text = dump(result);
    outcome.output = std::move(result);
  } catch (const StateFailure& e) {
    outcome.failure = e.failure();
  } catch (const AwsError& e) {
    outcome.failure = states::failure_of(errand.resource, e, errand.about.request_id);
  }
  waiting->ended.set(std::move(outcome));
}

Task<Json> Engine::call_as_asked(const Errand& errand) {
  Call call = errand.call(errand.asked->service, errand.asked->operation, errand.asked->input);
  call.request_id = errand.about.request_id;
  co_return co_await aws_.call(std::move(call));
}

void Engine::release_tasks(Live& live, const std::string& place) {
  std::string prefix = live.key + "/" + place;
  std::vector<std::string> gone, children;
  records_.tasks.each(prefix, [&](const std::string& key, const TaskRow& row) {
    if (key.size() > prefix.size() && key[prefix.size()] != '.') return;
    gone.push_back(key);
    if (!row.child.empty() && running_.contains(row.child)) children.push_back(row.child);
  });
  for (const auto& key : gone) records_.tasks.erase(key);
  for (const auto& child : children) {
    records_.stops.put(child, StopRow{live.row().role, live.row().machine_arn});
    begin_stop(child, live.span, live.trace);
  }
}

}  // namespace lambent::states
