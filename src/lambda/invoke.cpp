#include "base/text.h"
#include "lambda/errors.h"
#include "lambda/lambda_service.h"

namespace lambent::lambda {
namespace {

constexpr size_t kLongestClientContext = 3583;

void check_event(const std::string& event, size_t most) {
  if (event.size() > most)
    throw lambda_error("RequestTooLargeException", 413,
                       "Request must be smaller than " + std::to_string(most) + " bytes for the InvokeFunction operation");
  if (Json::accept(event)) return;
  std::string reason = "Could not parse payload into json: ";
  try {
    parse_json(event);
  } catch (const JsonError& e) {
    reason += std::string(e.what()) + "; line: " + std::to_string(e.line()) + ", column: " + std::to_string(e.column());
  }
  throw lambda_error("InvalidRequestContentException", 400, "Could not parse request body into json: " + reason);
}

}  // namespace

Task<Json> LambdaService::invoke(Call call) {
  for (const char* name : {"DurableExecutionName", "TenantId"})
    if (has(call.input, name)) throw not_emulated("lambda", std::string("Invoke with ") + name);
  const FunctionName named = target(call);
  const Function* f = functions_.find(named.key());
  if (!f || (!named.qualifier.empty() && named.qualifier != "$LATEST"))
    throw not_found("Function not found: " + named.arn() + ":" + (named.qualifier.empty() ? "$LATEST" : named.qualifier));
  const std::string type = text_at(call.input, "InvocationType", "RequestResponse");

  Invocation invocation;
  if (auto payload = call.input.find("Payload"); payload != call.input.end() && payload->is_string())
    invocation.event = std::move(payload->get_ref<std::string&>());
  if (invocation.event.empty()) invocation.event = "{}";
  check_event(invocation.event, type == "Event" ? kLargestAsyncEvent : kLargestEvent);
  const std::string context = text_at(call.input, "ClientContext");
  if (context.size() > kLongestClientContext) throw invalid_parameter("Client context must be no more than 3583 bytes when base64-encoded");
  const auto decoded = base64_decode(context);
  if (!decoded || (!decoded->empty() && !Json::accept(*decoded)))
    throw lambda_error("InvalidRequestContentException", 400, "Client context must be a valid Base64-encoded JSON object.");
  if (type == "DryRun") {
    Json dry = object({{"StatusCode", 204}});
    co_return dry;
  }

  invocation.request_id = call.request_id;
  invocation.invoked_arn = named.qualified_arn();
  invocation.trace = call.trace;
  if (invocation.trace.find("Parent=") == std::string::npos) invocation.trace += ";Parent=" + aws_.ids().hex(16) + ";Sampled=0";
  if (type == "Event") {
    queue_.put(named.key(), std::move(invocation), call.span, call.trace);
    Json queued = object({{"StatusCode", 202}});
    co_return queued;
  }
  invocation.client_context = *decoded;
  auto shared = std::make_shared<const Invocation>(std::move(invocation));
  std::string key = named.key();
  InvokeResult result = co_await invoker_.invoke(key, shared, call.span, call.trace);
  Json answer = object({{"StatusCode", 200}, {"ExecutedVersion", "$LATEST"}});
  if (result.answer.ending != Ending::success) set_text(answer, "FunctionError", "Unhandled");
  if (text_at(call.input, "LogType") == "Tail") set(answer, "LogResult", base64_encode(result.log_tail));
  set(answer, "Payload", std::move(result.answer.payload));
  co_return answer;
}

}  // namespace lambent::lambda
