// Invocations as test cases list them: those that a function asked for itself. What an app's own routes invoke (API
// Gateway, a state machine, a subscription) is part of the way, not an effect.
#include "lambda/lambda_service.h"

#include "lambda/network_fence.h"

namespace lambent::lambda {
namespace {

// A host that was refused: once, however often the invocation tried again.
std::optional<SeenEffect> foreign_call(const Journal& journal, const JournalEntry& entry, const CallEntry& call) {
  for (const auto& earlier : journal.entries()) {
    if (earlier.seq == entry.seq) break;
    const auto* other = std::get_if<CallEntry>(&earlier.data);
    if (other && other->service == kNetwork && earlier.parent == entry.parent && other->target == call.target) return std::nullopt;
  }
  SeenEffect out;
  out.kind = "call";
  set_text(out.fields, "host", call.target);
  set(out.details, "port", int_at(call.input, "port"));
  return out;
}

}  // namespace

std::optional<SeenEffect> LambdaService::effect(const Journal& journal, const JournalEntry& entry) const {
  const auto* call = std::get_if<CallEntry>(&entry.data);
  if (call && call->service == kNetwork) return foreign_call(journal, entry, *call);
  if (!call || call->service != "lambda" || call->operation != "Invoke" || call->status != 200) return std::nullopt;
  if (!call->stub.empty() && call->stub != "delayed") return std::nullopt;  // it never reached a function
  const JournalEntry* cause = journal.find(entry.parent);
  if (!cause || !std::holds_alternative<InvocationEntry>(cause->data)) return std::nullopt;
  const std::string type = text_at(call->input, "InvocationType", "RequestResponse");
  const std::string name = text_at(call->input, "FunctionName"), payload = text_at(call->input, "Payload");
  auto value = try_parse_json(payload);
  SeenEffect out;
  out.kind = "invoke";
  auto named = name.find(":function:");
  set_text(out.fields, "function", named == std::string::npos ? name : name.substr(named + 10));
  set(out.fields, "payload", value ? std::move(*value) : payload.empty() ? Json::object() : Json(payload));
  set_text(out.fields, "mode", type == "Event" ? "async" : type == "DryRun" ? "dryrun" : "sync");
  set(out.details, "status", int_at(call->output, "StatusCode", 200));
  return out;
}

Touch LambdaService::touch(std::string_view operation) const { return operation == "Invoke" ? Touch::told : touch_by_verb(operation); }

}  // namespace lambent::lambda
