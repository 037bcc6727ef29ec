#include "ipo/run/observe.h"

#include "base/text.h"
#include "base/time_text.h"
#include "ipo/match/display.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

const InvocationEntry* invocation_above(const Journal& journal, const JournalEntry& entry) {
  for (const JournalEntry* at = &entry; at; at = at->parent ? journal.find(at->parent) : nullptr)
    if (auto* invocation = std::get_if<InvocationEntry>(&at->data)) return invocation;
  return nullptr;
}

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

// ---- effects

struct EffectReader {
  const Scene& scene;
  Then::Reads reads;

  std::optional<SeenEffect> of(const JournalEntry& entry) const {
    const auto* made = std::get_if<CallEntry>(&entry.data);
    if (made && made->stub == kAnswerLost) {
      JournalEntry seen = entry;  // as the service saw it
      auto& call = std::get<CallEntry>(seen.data);
      call.status = 200;
      call.stub.clear();
      return of(seen);
    }
    for (Service* service : scene.aws.services())
      if (auto effect = service->effect(scene.journal, entry)) return effect;
    if (auto* call = std::get_if<CallEntry>(&entry.data)) return of_call(entry, *call);
    return std::nullopt;
  }

  // A call by a function or a machine that no service tells more of.
  std::optional<SeenEffect> of_call(const JournalEntry& entry, const CallEntry& call) const {
    const JournalEntry* cause = entry.parent ? scene.journal.find(entry.parent) : nullptr;
    bool of_the_app = cause && (std::holds_alternative<InvocationEntry>(cause->data) || std::holds_alternative<ExecutionEntry>(cause->data));
    bool reached = call.stub.empty() || call.stub == "delayed";
    if (!of_the_app || !reached || call.status != 200) return std::nullopt;
    Service* service = scene.aws.find(call.service);
    Touch touch = service ? service->touch(call.operation) : Touch::writes;
    if (touch == Touch::told || (touch == Touch::reads && reads == Then::Reads::free)) return std::nullopt;
    const model::Service* api = model::find(call.service);
    SeenEffect out;
    out.kind = "call";
    out.fields = object({{"service", api ? api->signing_name : call.service}, {"operation", call.operation}, {"params", call.input}});
    out.details = object({{"result", call.output}});
    return out;
  }
};

Happened happened(const Scene& scene, const JournalEntry& entry, SeenEffect effect) {
  Happened out;
  out.kind = std::move(effect.kind);
  out.fields = std::move(effect.fields);
  out.all = out.fields;
  if (out.kind != "execution") set_text(effect.details, "at", iso_millis(entry.at));
  for (const auto& [name, value] : effect.details.items()) set(out.all, name, value);
  out.seq = entry.seq;
  out.when = scene.moment(entry);
  out.by = cause_of(scene.journal, entry);
  return out;
}

// ---- refused calls

std::string reason_of(const Denial& denial) {
  if (denial.explicit_deny) return "explicit";
  switch (denial.reason) {
    case DenialReason::identity: return "implicit";
    case DenialReason::resource: return "resource";
    case DenialReason::boundary: return "boundary";
    case DenialReason::session: return "session";
    case DenialReason::role_trust: return "trust";
  }
  return "implicit";
}

std::string why(const Denial& denial, const std::string& reason) {
  bool of_entity = denial.attach_kind == "role" || denial.attach_kind == "user";
  std::string who = of_entity ? denial.attach_to : role_of(denial.principal);
  if (reason == "explicit") return "a statement of " + (denial.policy.empty() ? std::string("a policy") : denial.policy) + " denies it (explicit)";
  if (reason == "resource") return "the resource's own policy does not allow it (resource)";
  if (reason == "boundary") return "the permissions boundary of " + who + " does not allow it (boundary)";
  if (reason == "session") return "the session policy of " + who + " does not allow it (session)";
  if (reason == "trust") return "the trust policy of the role does not allow it (trust)";
  return "no statement of " + who + " allows it (implicit)";
}

// What the missing statement has to be added to.
std::string attached_to(const Denial& denial) {
  if (denial.attach_kind == "boundary") return "the permissions boundary " + denial.attach_to;
  if (denial.attach_kind == "session") return "the session policy of " + denial.attach_to;
  return denial.attach_to;
}

void add_denial(const Scene& scene, const JournalEntry& entry, const Denial& denial, std::vector<SeenDenial>& out) {
  SeenDenial one;
  std::string reason = reason_of(denial);
  one.fields = object({{"action", denial.action}, {"resource", denial.resource}, {"principal", denial.principal}, {"by", reason}});
  for (auto& known : out)
    if (known.fields == one.fields) {
      ++known.refusal.count;
      known.seqs.push_back(entry.seq);
      return;
    }
  one.refusal.action = denial.action;
  one.refusal.resource = denial.resource;
  one.refusal.principal = denial.principal;
  one.refusal.role = attached_to(denial);
  one.refusal.why = why(denial, reason);
  one.refusal.reason = std::move(reason);
  one.refusal.statement = denial.missing_statement;
  const InvocationEntry* invocation = invocation_above(scene.journal, entry);
  if (invocation && invocation->function_error.empty() && !invocation->response.empty()) one.refusal.swallowed = in_quotes(invocation->response, 200);
  if (invocation && invocation->function_error.empty() && Json::accept(invocation->response)) one.refusal.swallowed = shown(parse_json(invocation->response), 200);
  one.when = scene.moment(entry);
  one.by = cause_of(scene.journal, entry);
  one.seqs.push_back(entry.seq);
  out.push_back(std::move(one));
}

// ---- logs

bool is_platform_line(std::string_view line) {
  for (std::string_view begin : {"START RequestId: ", "END RequestId: ", "REPORT RequestId: ", "INIT_REPORT ", "INIT_START "})
    if (line.starts_with(begin)) return true;
  return false;
}

// [ERROR] …, {"level": "ERROR", …} and the line of Node's console: time, request id, level, text, by tabs.
std::string level_of(const std::string& line) {
  if (line.starts_with('[')) {
    auto end = line.find(']');
    if (end != std::string::npos && end <= 12) return upper(line.substr(1, end - 1));
  }
  if (line.starts_with('{'))
    if (auto json = try_parse_json(line)) return upper(text_at(*json, "level"));
  auto parts = split(line, '\t', 4);
  return parts.size() == 4 && parts[2].size() <= 8 ? upper(parts[2]) : "";
}

}  // namespace

std::string cause_of(const Journal& journal, const JournalEntry& entry) {
  for (const JournalEntry* at = entry.parent ? journal.find(entry.parent) : nullptr; at; at = at->parent ? journal.find(at->parent) : nullptr) {
    if (auto* invocation = std::get_if<InvocationEntry>(&at->data)) return invocation->function_name;
    if (auto* execution = std::get_if<ExecutionEntry>(&at->data)) return last_part(execution->machine_arn);
  }
  return "the case";
}

bool of_the_application(const JournalEntry& entry) {
  auto* call = std::get_if<CallEntry>(&entry.data);
  return entry.parent != 0 || (call && call->principal.ends_with(".amazonaws.com"));
}

Observed observe(const World& world, Then::Reads reads) {
  return observe(Scene{world.journal(), world.aws(), [&world](const JournalEntry& entry) { return world.moment(entry); }}, reads);
}

Observed observe(const Scene& scene, Then::Reads reads) {
  Observed out;
  EffectReader reader{scene, reads};
  for (const auto& entry : scene.journal.entries()) {
    if (auto effect = reader.of(entry)) out.effects.push_back(happened(scene, entry, std::move(*effect)));
    if (auto* call = std::get_if<CallEntry>(&entry.data); call && call->denial) add_denial(scene, entry, *call->denial, out.denied);
    if (auto* log = std::get_if<LogEntry>(&entry.data); log && !log->function_name.empty() && !is_platform_line(log->line))
      out.logs.push_back({log->function_name, level_of(log->line), log->line, entry.seq});
    if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) {
      ++out.invocations;
      out.cold += invocation->cold;
      out.billed_ms += invocation->billed_ms;
      out.memory_mb = std::max<std::int64_t>(out.memory_mb, invocation->max_memory_mb);
    }
  }
  return out;
}

Json count_calls(const World& world, const ApiName& on) {
  std::int64_t total = 0, failed = 0, denied = 0, stubbed = 0;
  for (const auto& entry : world.journal().entries()) {
    auto* call = std::get_if<CallEntry>(&entry.data);
    if (!call || !of_the_application(entry) || !on.covers(call->service, call->operation)) continue;
    ++total;
    failed += call->status != 200 && !entry.open;
    denied += call->denial != nullptr;
    stubbed += !call->stub.empty();
  }
  return object({{"total", total}, {"failed", failed}, {"denied", denied}, {"stubbed", stubbed}});
}

}  // namespace lambent::ipo
