// The events of a Task and what a restart needs to know about one.
#include "aws/arn.h"
#include "mocks/states/engine/engine.h"

namespace lambent::states {
namespace {

using Kind = asl::Resource::Kind;

const char* event_prefix(const asl::Resource& resource) {
  switch (resource.kind) {
    case Kind::lambda_function: return "LambdaFunction";
    case Kind::activity: return "Activity";
    default: return "Task";
  }
}

// What the resource's events begin with.
Json head(const asl::Resource& resource) {
  bool own_kind = resource.kind == Kind::lambda_function || resource.kind == Kind::activity;
  return own_kind ? Json::object() : object({{"resourceType", resource.service}, {"resource", resource.shown()}});
}

// The key of an execution's row by its ARN; empty for what is none.
std::string key_of_execution(const std::string& text) {
  auto arn = Arn::parse(text);
  constexpr std::string_view kind = "execution:";
  if (!arn || !arn->resource.starts_with(kind)) return "";
  return scope_key({arn->account, arn->region}, arn->resource.substr(kind.size()));
}

}  // namespace

void Engine::record_start(Thread& t, const asl::State& s, const Attempt& attempt) {
  const asl::Resource& resource = s.resource;
  std::string prefix = event_prefix(resource);
  std::string input = dump(attempt.input);
  Json details = head(resource);
  if (details.empty()) {
    details = object({{"resource", resource.arn}, {"input", input}});
  } else {
    set_text(details, "region", t.live->scope.region);
    set_text(details, "parameters", input);
  }
  if (attempt.timeout) set(details, "timeoutInSeconds", *attempt.timeout);
  if (attempt.heartbeat && resource.kind != Kind::lambda_function) set(details, "heartbeatInSeconds", *attempt.heartbeat);
  if (attempt.role && resource.kind != Kind::activity) set(details, "taskCredentials", object({{"roleArn", *attempt.role}}));
  t.at.last = record(*t.live, prefix + "Scheduled", t.at.last, std::move(details));
  if (resource.kind != Kind::activity)
    t.at.last = record(*t.live, prefix + "Started", t.at.last, resource.kind == Kind::lambda_function ? Json() : head(resource));
  t.at.phase = Phase::started;
  save(t);
  if (!resource.waits()) return;
  TaskRow row;
  row.token = attempt.token;
  if (resource.kind == Kind::activity) row.activity = resource.arn;
  row.submitted = resource.kind == Kind::activity;
  row.input = std::move(input);
  row.number = open_.next_number();
  std::int64_t now = aws_.clock().now_ms();
  row.timeout = attempt.timeout.value_or(0);
  row.heartbeat = attempt.heartbeat.value_or(0);
  if (row.timeout) row.due = now + row.timeout * 1000;
  if (row.heartbeat && resource.kind != Kind::activity) row.beat_due = now + row.heartbeat * 1000;
  records_.tasks.put(t.live->key + "/" + t.place, std::move(row));
}

void Engine::record_taken(Thread& t, const std::string& worker) {
  Json details = Json::object();
  if (!worker.empty()) set_text(details, "workerName", worker);
  t.at.last = record(*t.live, "ActivityStarted", t.at.last, std::move(details));
  save(t);
}

void Engine::record_submitted(Thread& t, const asl::State& s, const std::string& key, const Outcome& outcome) {
  Json details = head(s.resource);
  set_text(details, "output", outcome.text);
  t.at.last = record(*t.live, "TaskSubmitted", t.at.last, std::move(details));
  save(t);
  std::string child;
  if (s.resource.pattern != asl::Pattern::wait_for_token) child = key_of_execution(text_at(*outcome.output, "ExecutionArn"));
  records_.tasks.update(key, [&](TaskRow& row) {
    row.submitted = true;
    row.child = child;
    row.input.clear();
  });
}

void Engine::record_end(Thread& t, const asl::State& s, const Outcome& outcome) {
  Json details = head(s.resource);
  std::string ended = "Succeeded";
  if (outcome.output) {
    set_text(details, "output", outcome.text.empty() ? dump(*outcome.output) : outcome.text);
  } else {
    ended = outcome.timed_out ? "TimedOut" : "Failed";
    set_if(details, "error", outcome.failure.error);
    set_if(details, "cause", outcome.failure.cause);
  }
  t.at.last = record(*t.live, event_prefix(s.resource) + ended, t.at.last, std::move(details));
  if (t.within) t.within->children[t.child].last = t.at.last;
  if (outcome.output) return;
  t.at.phase = Phase::inside;
  save(t);
}

// The emulator ended while the call was under way: as with a lost worker, the attempt counts for nothing and is made afresh.
void Engine::record_lost_attempt(Thread& t, const asl::State& s) {
  Outcome lost;
  lost.failure = client_failure(s.resource, "the emulator was restarted while the call was under way");
  record_end(t, s, lost);
}

}  // namespace lambent::states
