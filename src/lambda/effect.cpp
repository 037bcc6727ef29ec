// Invocations as test cases list them: those that a function asked for itself. What an app's own routes invoke (API
// Gateway, a state machine, a subscription) is part of the way, not an effect.
#include "lambda/lambda_service.h"

namespace lambent::lambda {

std::optional<SeenEffect> LambdaService::effect(const Journal& journal, const JournalEntry& entry) const {
  const auto* call = std::get_if<CallEntry>(&entry.data);
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
