#include "plugin_host/host_call.h"

#include <chrono>
#include <cstdlib>

#include "plugin_host/json_text.h"

void lambent_call::begin(const lambent::plugin::RuntimeEvent* next) {
  event = next;
  state = State::running;
  stack.clear();
  described.clear();
}

std::string lambent_call::error_json() const {
  std::string json = "{\"errorMessage\":";
  lambent::plugin::append_json_string(json, message);
  json += ",\"errorType\":";
  lambent::plugin::append_json_string(json, error_type);
  json += ",\"stackTrace\":[";
  for (size_t i = 0; i < stack.size(); ++i) {
    if (i) json += ',';
    lambent::plugin::append_json_string(json, stack[i]);
  }
  return json += "]}";
}

namespace lambent::plugin {

namespace {

std::string_view view(lambent_text t) { return t.size ? std::string_view(t.data, t.size) : std::string_view(); }
lambent_text text(std::string_view s) { return {s.data(), s.size()}; }
lambent_text variable(const char* name) {
  const char* value = std::getenv(name);
  return text(value ? value : "");
}

lambent_text text_of(const lambent_call* call, int32_t what) {
  switch (what) {
    case LAMBENT_FUNCTION_NAME: return variable("AWS_LAMBDA_FUNCTION_NAME");
    case LAMBENT_FUNCTION_VERSION: return variable("AWS_LAMBDA_FUNCTION_VERSION");
    case LAMBENT_LOG_GROUP: return variable("AWS_LAMBDA_LOG_GROUP_NAME");
    case LAMBENT_LOG_STREAM: return variable("AWS_LAMBDA_LOG_STREAM_NAME");
    default: break;
  }
  if (!call || !call->event) return {nullptr, 0};
  switch (what) {
    case LAMBENT_PAYLOAD: return text(call->event->payload);
    case LAMBENT_CONTENT_TYPE: return text(call->event->content_type);
    case LAMBENT_REQUEST_ID: return text(call->event->request_id);
    case LAMBENT_FUNCTION_ARN: return text(call->event->function_arn);
    case LAMBENT_TRACE_ID: return text(call->event->trace_id);
    case LAMBENT_CLIENT_CONTEXT: return text(call->event->client_context);
    case LAMBENT_COGNITO_IDENTITY: return text(call->event->cognito_identity);
    default: return {nullptr, 0};
  }
}

int64_t number_of(const lambent_call* call, int32_t what) {
  using namespace std::chrono;
  if (what == LAMBENT_MEMORY_MB) {
    const char* size = std::getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    return size ? std::strtoll(size, nullptr, 10) : 0;
  }
  if (!call || !call->event) return 0;
  if (what == LAMBENT_DEADLINE_MS) return call->event->deadline_ms;
  // The deadline header is in the time of day this process sees, also under an emulated clock.
  if (what == LAMBENT_REMAINING_MS)
    return call->event->deadline_ms - duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  return 0;
}

void respond(lambent_call* call, lambent_text payload, lambent_text content_type) {
  if (!call->event || call->state != lambent_call::State::running) return;
  call->state = lambent_call::State::responded;
  call->payload = view(payload);
  call->content_type = content_type.size ? view(content_type) : std::string_view("application/json");
}

void fail(lambent_call* call, lambent_text error_type, lambent_text message, const lambent_text* stack, size_t stack_size) {
  if (call->state != lambent_call::State::running) return;
  call->state = lambent_call::State::failed;
  call->error_type = view(error_type);
  call->message = view(message);
  for (size_t i = 0; i < stack_size; ++i) call->stack.emplace_back(view(stack[i]));
}

void log(const lambent_call* call, int32_t level, lambent_text message) {
  if (call) call->log->write(level, call->event ? call->event->request_id : std::string_view(), view(message));
}

lambent_text describe(lambent_call* call, const void* address) {
  return text(call->described.emplace_back(call->plugin->describe(address)));
}

constexpr lambent_host kHost = {sizeof(lambent_host), LAMBENT_ABI_MAJOR, LAMBENT_ABI_MINOR, text_of, number_of, respond, fail, log, describe};

}  // namespace

const lambent_host& host_table() { return kHost; }

}  // namespace lambent::plugin
