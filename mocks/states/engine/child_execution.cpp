// Child executions that a kill of the emulator must neither double nor forget. What an attempt has started is found again
// after a restart, by its name, though its parent never heard of it; a child that is given no name gets one that follows
// from the attempt. Children that are to be stopped are in rows until they have been.
#include "aws/arn.h"
#include "base/digest.h"
#include "base/text.h"
#include "mocks/states/engine/engine.h"

namespace lambent::states {
namespace {

// The same UUID for the same text.
std::string uuid_of(const std::string& text) {
  std::string hex = hex_encode(sha256(text)).substr(0, 32);
  hex[12] = '4';
  hex[16] = '8';
  for (size_t at : {8, 13, 18, 23}) hex.insert(at, "-");
  return hex;
}

// "…:stateMachine:<name>", also with a version, an alias or a test case after it.
std::string key_of_child(const Json& request) {
  auto arn = Arn::parse(text_at(request, "stateMachineArn"));
  constexpr std::string_view kind = "stateMachine:";
  if (!arn || !arn->resource.starts_with(kind)) return "";
  std::string machine = arn->resource.substr(kind.size());
  machine.resize(std::min(machine.find_first_of(":#"), machine.size()));
  return execution_key({arn->account, arn->region}, machine, text_at(request, "name"));
}

}  // namespace

bool starts_child(const asl::Resource& resource) {
  return resource.action == "startExecution" && (resource.service == "states" || resource.service == "aws-sdk:sfn");
}

void Engine::name_child(const Thread& t, Attempt& attempt, std::int64_t scheduled) {
  if (!t.live->keeps_history() || has(attempt.asked->input, "name")) return;
  set_text(attempt.asked->input, "name", uuid_of(t.live->row().arn + " " + std::to_string(scheduled)));
}

// The answer that was lost with the emulator; nothing if the attempt has started nothing.
std::optional<Outcome> Engine::recall_child(Thread& t, const asl::State& s, const std::string& key) {
  if (!starts_child(s.resource) || !t.live->keeps_history()) return std::nullopt;
  const EventRow begun = records_.events.rows(t.live->key).at(static_cast<size_t>(t.at.last) - 1);
  const TaskRow* kept = records_.tasks.find(key);
  Attempt attempt = plan_attempt(t, s, key, kept ? kept->token : "");
  name_child(t, attempt, begun.previous);
  const Json& request = attempt.asked->input;
  const ExecutionRow* child = records_.executions.find(key_of_child(request));
  bool by_this = child && !child->express && child->started >= begun.at && child->input == text_at(request, "input", "{}");
  if (!by_this) return std::nullopt;
  Outcome out;
  out.output = result_of(s.resource, object({{"executionArn", child->arn}, {"startDate", seconds_of(child->started)}}), attempt.about);
  out.text = dump(*out.output);
  return out;
}

void Engine::begin_stop(const std::string& child, std::uint64_t span, const std::string& trace) {
  const StopRow& row = *records_.stops.find(child);
  const ExecutionRow* execution = records_.executions.find(child);
  Errand errand;
  errand.about.trace = trace;
  errand.span = span;
  bool may = execution != nullptr;
  try {
    if (may) errand.caller = act_as(row.role, row.machine_arn, span, trace);
  } catch (const AwsError&) {
    may = false;  // a role that is gone stops nothing
  }
  if (!may) {
    records_.stops.erase(child);
    return;
  }
  auto arn = Arn::parse(execution->arn);
  errand.scope = Scope{arn->account, arn->region};
  errand.asked = Asked{"stepfunctions", "StopExecution", object({{"executionArn", execution->arn}})};
  aws_.loop().tasks().spawn("stop of a child execution", stop_child(std::move(errand), child));
}

Task<void> Engine::stop_child(Errand errand, std::string child) {
  try {
    co_await call_as_asked(errand);
  } catch (const AwsError&) {  // as far as the role may: the journal tells what was refused
  }
  records_.stops.erase(child);
  co_await settle();
}

void Engine::resume_stops() {
  std::vector<std::string> children;
  for (const auto& [child, row] : records_.stops) children.push_back(child);
  for (const auto& child : children) begin_stop(child, 0, aws_.ids().trace());
}

}  // namespace lambent::states
