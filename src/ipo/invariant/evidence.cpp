#include "ipo/invariant/evidence.h"

#include <algorithm>

#include "ipo/invariant/same.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

// What became of an execution is left out: one that failed where another succeeded is still the same execution.
std::string same_as(const Happened& one) {
  Json told = one.fields;
  if (one.kind == "execution") told = object({{"machine", text_at(one.fields, "machine")}, {"input", one.fields.value("input", Json())}});
  return one.kind + " " + dump(without_ids(told));
}

AppCall app_call(const World& world, const JournalEntry& entry, const CallEntry& call) {
  AppCall out;
  out.service = call.service;
  out.operation = call.operation;
  const model::Service* api = model::find(call.service);
  out.name = (api ? api->signing_name : call.service) + ":" + call.operation;
  out.by = cause_of(world.journal(), entry);
  out.title = call_title(call);
  out.status = entry.open ? 0 : call.status;
  out.stub = call.stub;
  out.principal = call.principal;
  out.target = call.target;
  out.input = call.input;
  out.seq = entry.seq;
  out.when = world.moment(entry);
  return out;
}

void number(std::vector<AppCall>& calls) {
  std::map<std::pair<std::string, std::string>, size_t> by;
  std::map<std::string, std::vector<AppCall*>> of_name;
  for (auto& one : calls) {
    one.n_by = ++by[{one.name, one.by}];
    of_name[one.name].push_back(&one);
  }
  for (auto& [name, all] : of_name) {
    std::stable_sort(all.begin(), all.end(), [](const AppCall* a, const AppCall* b) { return std::pair(a->when.at, a->by) < std::pair(b->when.at, b->by); });
    for (size_t i = 0; i < all.size(); ++i) all[i]->n = i + 1;
  }
}

RanInvocation ran(const World& world, const JournalEntry& entry, const InvocationEntry& invocation) {
  RanInvocation out;
  out.function = invocation.function_name;
  out.error_type = invocation.error_type;
  if (!invocation.function_error.empty()) {
    auto payload = try_parse_json(invocation.response);
    out.error = payload ? text_at(*payload, "errorType") : "";
    if (out.error.empty()) out.error = invocation.error_type.empty() ? invocation.function_error : invocation.error_type;
  }
  const JournalEntry* parent = entry.parent ? world.journal().find(entry.parent) : nullptr;
  const auto* call = parent ? std::get_if<CallEntry>(&parent->data) : nullptr;
  out.awaited = !call || text_at(call->input, "InvocationType") != "Event";
  out.seq = entry.seq;
  out.when = world.moment(entry);
  return out;
}

std::optional<std::string> error_of(const Answer& answer) {
  if (answer.error) return answer.title + " failed: " + text_at(*answer.error, "type");
  std::int64_t status = answer.http ? int_at(answer.value, "status") : int_at(answer.value, "statusCode");
  if (status >= 400) return answer.title + " -> " + std::to_string(status);
  return std::nullopt;
}

// 4xx, in the way of each kind of step. A function that is invoked directly may refuse with an error, but not by falling over.
bool is_refusal(const Answer& answer, const Evidence& found) {
  auto fourxx = [](std::int64_t status) { return status >= 400 && status < 500; };
  if (answer.http) return fourxx(int_at(answer.value, "status"));
  if (answer.error && has(*answer.error, "status")) return fourxx(int_at(*answer.error, "status"));
  if (!answer.error) return fourxx(int_at(answer.value, "statusCode"));
  return found.invocations.empty() || !fell_over(found.invocations.back().error_type);
}

}  // namespace

bool fell_over(const std::string& error_type) { return error_type == "Runtime.ExitError" || error_type == "Runtime.InvalidEntrypoint"; }

bool by_the_app(const Journal& journal, const JournalEntry& entry) {
  const JournalEntry* cause = entry.parent ? journal.find(entry.parent) : nullptr;
  return cause && (std::holds_alternative<InvocationEntry>(cause->data) || std::holds_alternative<ExecutionEntry>(cause->data));
}

Evidence evidence_of(const CaseEnd& end) {
  Evidence out;
  Observed seen = observe(end.world, Then::Reads::free);
  for (auto& one : seen.effects) {
    std::string same = same_as(one);
    out.effects.push_back({std::move(one), std::move(same)});
  }
  out.denied = std::move(seen.denied);
  out.logs = std::move(seen.logs);
  for (const auto& entry : end.world.journal().entries()) {
    if (auto* call = std::get_if<CallEntry>(&entry.data); call && by_the_app(end.world.journal(), entry)) out.calls.push_back(app_call(end.world, entry, *call));
    if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) {
      out.invocations.push_back(ran(end.world, entry, *invocation));
      const RanInvocation& one = out.invocations.back();
      if (!one.awaited && !one.error.empty()) out.errors.push_back("async event of " + one.function + " failed: " + one.error);
    }
    if (auto* execution = std::get_if<ExecutionEntry>(&entry.data); execution && execution->status != "SUCCEEDED" && execution->status != "RUNNING")
      out.errors.push_back("execution of " + last_part(execution->machine_arn) + " " + execution->status + (execution->error.empty() ? "" : " " + execution->error));
  }
  number(out.calls);
  for (const auto& answer : end.answers)
    if (auto error = error_of(*answer)) out.errors.push_back(*error);
  for (const auto& problem : end.problems)
    if (problem.kind == Problem::Kind::never_settled) {
      out.settled = false;
      out.still_running = problem.running;
    }
  if (!end.answers.empty()) {
    const Answer& last = *end.answers.back();
    out.refused = last.arrived && is_refusal(last, out);
    out.answered = error_of(last).value_or(last.title + " -> " + (last.http ? std::to_string(int_at(last.value, "status")) : last.arrived ? "done" : "no answer yet"));
  }
  out.until = end.world.now() - end.world.began();
  return out;
}

Evidence later_evidence(const CaseEnd& end, Duration until) {
  std::vector<std::string> running;
  bool settled = end.world.run_on_to(end.world.began() + until) == World::Passed::yes;
  if (!settled) running = end.world.still_running();
  Evidence out = evidence_of(end);
  out.until = until;
  if (!settled && out.settled) {
    out.settled = false;
    out.still_running = std::move(running);
  }
  return out;
}

}  // namespace lambent::ipo
