// A request to a stage: find what it is for, call the function, answer.
#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/apigateway/apigateway.h"
#include "mocks/apigateway/proxy_event.h"
#include "mocks/apigateway/proxy_response.h"

namespace lambent::apigateway {
namespace {

constexpr size_t kLargestBody = 10u << 20;
constexpr const char* kInternal = R"({"message": "Internal server error"})";

HttpResponse forbidden() { return gateway_error(403, "ForbiddenException", R"({"message":"Forbidden"})"); }
HttpResponse no_such_route() { return gateway_error(403, "MissingAuthenticationTokenException", R"({"message":"Missing Authentication Token"})"); }
HttpResponse too_large() { return gateway_error(413, "RequestTooLargeException", R"({"message":"Request Too Long"})"); }
HttpResponse misconfigured() { return gateway_error(500, "InternalServerErrorException", kInternal); }
HttpResponse malformed_answer() { return gateway_error(502, "InternalServerErrorException", kInternal); }
HttpResponse timed_out() { return gateway_error(504, "IntegrationTimeoutException", R"({"message": "Endpoint request timed out"})"); }

// The path behind /restapis/{api}/{stage}/_user_request_, as sent.
std::string user_path(const HttpRequest& request) {
  constexpr std::string_view kMark = "/_user_request_";
  std::string_view path = request.path();
  auto at = path.find(kMark);
  std::string out(at == std::string_view::npos ? "" : path.substr(at + kMark.size()));
  return out.empty() ? "/" : out;
}

std::string with_stage_variables(std::string uri, const StageRow& stage) {
  for (const auto& [name, value] : stage.variables) uri = replace_all(uri, "${stageVariables." + name + "}", value);
  return uri;
}

}  // namespace

std::vector<Route> ApiGateway::routes() {
  auto handle = [this](RouteMatch match) { return serve(std::move(match)); };
  return {{"*", "/restapis/{api}/{stage}/_user_request_", handle}, {"*", "/restapis/{api}/{stage}/_user_request_/{path+}", handle}};
}

Task<void> ApiGateway::invoke(Call call, std::shared_ptr<Reply<Outcome>> reply) {
  Outcome out;
  try {
    out.answer = co_await aws_.call(std::move(call));
  } catch (const AwsError&) {
    out.answer.reset();  // the journal has what went wrong; the client is told nothing of it
  }
  reply->set(std::move(out));
}

// The limit is real time, as the function's own: a function that runs is not hurried by the emulated clock.
Task<ApiGateway::Outcome> ApiGateway::invoke_in_time(Call call, Duration limit) {
  auto reply = std::make_shared<Reply<Outcome>>(aws_.loop().executor());
  SteadyTimer timer(aws_.loop().executor(), std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit));
  timer.async_wait([reply](boost::system::error_code cancelled) {
    Outcome late;
    late.timed_out = true;
    if (!cancelled) reply->set(std::move(late));
  });
  aws_.loop().tasks().spawn("api gateway integration", invoke(std::move(call), reply));
  co_return co_await reply->take();
}

Principal ApiGateway::caller(const ApiRow& api, const Integration& integration, const std::string& source_arn) const {
  if (!integration.credentials.empty()) return aws_.assume(integration.credentials, "apigateway.amazonaws.com", "BackplaneAssumeRoleSession", source_arn);
  return Principal::service("apigateway.amazonaws.com", source_arn, api.account);
}

Task<HttpResponse> ApiGateway::serve(RouteMatch match) {
  const HttpRequest& request = match.request;
  const ApiRow* found = find_api(match.captured["api"]);
  if (!found)
    co_return HttpResponse::json(404, dump(object({{"message", "The API id '" + printable(match.captured["api"]) + "' does not correspond to a deployed API Gateway API"}})));
  const ApiRow api = *found;
  Scope scope{api.account, api.region};
  const StageRow* stage_row = stages_.find(scope_key(scope, api.id + "/" + match.captured["stage"]));
  if (!stage_row || api.execute_disabled) co_return forbidden();
  const StageRow stage = *stage_row;
  const DeploymentRow* deployment = deployments_.find(scope_key(scope, api.id + "/" + stage.deployment));
  if (!deployment) co_return forbidden();
  std::string path = user_path(request);
  PathMatch where = match_path(deployment->resources, path);
  const Method* method = where.resource ? match_method(*where.resource, request.method) : nullptr;
  if (!method) co_return no_such_route();
  if (request.body.size() > kLargestBody) co_return too_large();

  std::string request_id = aws_.ids().uuid();
  std::string extended_id = aws_.ids().base64(15) + "=";
  std::string trace(request.headers.get("X-Amzn-Trace-Id"));
  if (trace.find("Root=") == std::string::npos) trace = aws_.ids().trace();
  ProxyRequest proxied{request, api, stage, *where.resource, *method, std::move(where.parameters), path, request_id, extended_id, trace,
                       clf_time(aws_.clock().now()), aws_.clock().now_ms()};
  Json input = object({{"FunctionName", function_of(with_stage_variables(method->integration->uri, stage))}, {"Payload", dump(make_proxy_event(proxied))}});
  std::string source_arn = make_arn("execute-api", api.region, api.account, api.id + "/" + stage.name + "/" + request.method + path);
  std::string route = api.id + " " + method->verb + " " + where.resource->path;
  const Integration integration = *method->integration;

  HttpResponse response = misconfigured();
  std::optional<Principal> principal;
  try {
    principal = caller(api, integration, source_arn);
  } catch (const AwsError&) {
    principal.reset();  // the role cannot be assumed
  }
  if (principal && integration.http_method == "POST") {
    Call call("lambda", "Invoke", std::move(input), std::move(*principal), scope);
    call.trace = trace;
    call.origin.source_ip = request.peer;
    call.origin.user_agent = "AmazonAPIGateway_" + api.id;
    call.origin.route = std::move(route);
    Outcome outcome = co_await invoke_in_time(std::move(call), std::chrono::milliseconds(integration.timeout_ms));
    if (outcome.timed_out) {
      response = timed_out();
    } else if (outcome.answer) {
      std::optional<HttpResponse> mapped;
      if (!has(*outcome.answer, "FunctionError"))
        mapped = map_proxy_response(text_at(*outcome.answer, "Payload"), api.binary_types, request.headers.get("Accept"));
      response = mapped ? std::move(*mapped) : malformed_answer();
    }
  }
  response.headers.set("x-amzn-RequestId", request_id);
  response.headers.set("x-amz-apigw-id", extended_id);
  response.headers.set("X-Amzn-Trace-Id", trace);
  co_return response;
}

}  // namespace lambent::apigateway
