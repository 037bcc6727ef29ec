// TestState: one state tried out, with what its data went through.
#include "aws/arn.h"
#include "mocks/states/states.h"
#include "mocks/states/test_request.h"

namespace lambent::states {
namespace {

const char* shown(Engine::Tested status) {
  switch (status) {
    case Engine::Tested::succeeded: return "SUCCEEDED";
    case Engine::Tested::failed: return "FAILED";
    case Engine::Tested::retriable: return "RETRIABLE";
    case Engine::Tested::caught: return "CAUGHT_ERROR";
  }
  return "FAILED";
}

Json inspection_data(const TestRequest& request, const Engine::Tried& tried) {
  const Inspection& look = *request.look;
  Json out = object({{"input", request.input_text}});
  for (const auto& [name, value] : look.data.items()) set(out, name, value);
  if (!tried.variables.empty()) {
    Json variables = Json::object();
    for (const auto& [name, value] : tried.variables) variables[name] = value;
    set_text(out, "variables", dump(variables));
  }
  Json details = Json::object();
  if (look.catch_index) set(details, "catchIndex", *look.catch_index);
  if (look.retry_index) set(details, "retryIndex", *look.retry_index);
  if (look.backoff_seconds) set(details, "retryBackoffIntervalSeconds", *look.backoff_seconds);
  if (!details.empty()) set(out, "errorDetails", std::move(details));
  return out;
}

}  // namespace

Task<Json> States::test_state(Call call) {
  TestRequest request = read_test_request(call.input);
  std::string role = text_at(call.input, "roleArn");
  if (!role.empty()) {
    auto arn = Arn::parse(role);
    if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/"))
      throw AwsError("InvalidArn", 400, "Invalid Arn: 'Invalid ARN prefix: " + role + "'");
  }
  const asl::State& s = *request.state;
  bool waits = s.type == asl::Type::task && s.resource.pattern != asl::Pattern::request_response;
  if (waits) request.look->token = aws_.ids().letters(64);
  Engine::Wanted asked;
  asked.scope = call.scope;
  asked.role = std::move(role);
  asked.machine = request.machine;
  asked.within = request.within;
  asked.state = s.name;
  asked.input = request.input;
  asked.variables = request.variables;
  asked.parent = call.span;
  asked.trace = call.trace;
  Engine::Tried tried = co_await engine_.try_state(std::move(asked), request.look);

  Json out = Json::object();
  if (tried.output) set_text(out, "output", dump(*tried.output));
  set_if(out, "error", tried.failure.error);
  set_if(out, "cause", tried.failure.cause);
  if (request.shows_data) set(out, "inspectionData", inspection_data(request, tried));
  if (!tried.next.empty()) set_text(out, "nextState", tried.next);
  set_text(out, "status", shown(tried.status));
  co_return out;
}

}  // namespace lambent::states
