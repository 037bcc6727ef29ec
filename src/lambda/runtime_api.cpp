#include "lambda/runtime_api.h"

#include "base/json.h"
#include "base/text.h"

namespace lambent::lambda {

std::string platform_error(const std::string& type, const std::string& request_id, const std::string& text) {
  const std::string message = request_id.empty() ? "Error: " + text : "RequestId: " + request_id + " Error: " + text;
  return dump(object({{"errorType", type}, {"errorMessage", message}}));
}

RuntimeRequest runtime_request(const HttpRequest& request) {
  constexpr std::string_view kRoot = "/2018-06-01/";
  constexpr std::string_view kInvocation = "runtime/invocation/";
  RuntimeRequest out;
  std::string_view path = request.path();
  if (!path.starts_with(kRoot)) return out;
  path.remove_prefix(kRoot.size());
  std::string_view method = "POST";
  if (path == "ping" || path == "runtime/invocation/next") {
    method = "GET";
    out.call = path == "ping" ? RuntimeCall::ping : RuntimeCall::next;
  } else if (path == "runtime/init/error") {
    out.call = RuntimeCall::init_error;
  } else if (path == "lambent/foreign-host") {
    out.call = RuntimeCall::foreign_host;
  } else if (path.starts_with(kInvocation)) {
    path.remove_prefix(kInvocation.size());
    const size_t slash = path.find('/');
    if (slash == std::string_view::npos) return out;
    const std::string_view verb = path.substr(slash + 1);
    if (verb != "response" && verb != "error") return out;
    out.call = verb == "response" ? RuntimeCall::response : RuntimeCall::error;
    out.request_id = percent_decode(path.substr(0, slash));
  } else {
    return out;
  }
  if (request.method != method) out.call = RuntimeCall::wrong_method;
  return out;
}

HttpResponse accepted() { return HttpResponse::json(202, "{\"status\":\"OK\"}\n"); }

HttpResponse refused(int status, const char* type, const std::string& message) {
  return HttpResponse::json(status, dump(object({{"errorMessage", message}, {"errorType", type}})) + "\n");
}

HttpResponse event_response(const Invocation& invocation, std::int64_t deadline_ms) {
  HttpResponse response = HttpResponse::json(200, invocation.event);
  HttpFields& headers = response.headers;
  headers.reserve(10);
  headers.add("Lambda-Runtime-Aws-Request-Id", invocation.request_id);
  headers.add("Lambda-Runtime-Deadline-Ms", std::to_string(deadline_ms));
  headers.add("Lambda-Runtime-Invoked-Function-Arn", invocation.invoked_arn);
  headers.add("Lambda-Runtime-Trace-Id", invocation.trace);
  if (!invocation.client_context.empty()) headers.add("Lambda-Runtime-Client-Context", invocation.client_context);
  return response;
}

std::string clean_error_type(std::string_view header) {
  const auto letters = [](std::string_view s) {
    for (char c : s)
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
    return true;
  };
  for (std::string_view family : {"Runtime.", "Function."}) {
    if (!header.starts_with(family)) continue;
    const std::string_view name = header.substr(family.size());
    if (name.size() >= 2 && name[0] >= 'A' && name[0] <= 'Z' && letters(name)) return std::string(header);
  }
  return header.starts_with("Function.") ? "Function.Unknown" : "Runtime.Unknown";
}

std::string error_payload(HttpRequest& request) {
  if (!istarts_with(request.headers.get("Content-Type"), "application/vnd.aws.lambda.error.cause+json")) return std::move(request.body);
  const auto body = try_parse_json(request.body);
  if (!body || !body->is_object()) return "\"Invalid error body\"";
  Json out = Json::object();
  for (const char* name : {"errorMessage", "errorType", "stackTrace"})
    if (const Json* member = find(*body, name)) set(out, name, *member);
  return dump(out);
}

}  // namespace lambent::lambda
