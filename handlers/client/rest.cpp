// The rest-json operations that are offered. Their paths hold unreserved characters only: what libcurl 7.88 signs is
// the path as sent, while AWS encodes it once more, so anything else would be signed wrongly.
#include "client/wire.h"

namespace lambent::client {

namespace {

std::string taken(Json& parameters, const char* name) {
  const auto at = parameters.find(name);
  if (at == parameters.end()) return "";
  if (!at->is_string()) throw CallError("InvalidRequest", std::string(name) + " must be a string");
  std::string value = at->get<std::string>();
  parameters.erase(at);
  return value;
}

WireRequest invoke(Json parameters) {
  WireRequest request;
  std::string name = taken(parameters, "FunctionName");
  std::string qualifier = taken(parameters, "Qualifier");
  if (name.empty()) throw CallError("InvalidRequest", "FunctionName is missing");
  if (name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos)
    throw CallError("InvalidRequest", "FunctionName must be the function's plain name, not an ARN; a version or alias goes into Qualifier");
  request.path = "/2015-03-31/functions/" + name + "/invocations";
  if (!qualifier.empty()) request.query = "Qualifier=" + percent_encoded(qualifier);
  static constexpr const char* headers[][2] = {
      {"InvocationType", "X-Amz-Invocation-Type"}, {"LogType", "X-Amz-Log-Type"}, {"ClientContext", "X-Amz-Client-Context"}};
  for (const auto& [parameter, header] : headers)
    if (std::string value = taken(parameters, parameter); !value.empty()) request.headers.emplace_back(header, value);
  request.body = taken(parameters, "Payload");
  if (!parameters.empty()) throw CallError("InvalidRequest", "unknown parameter " + parameters.begin().key() + " of Invoke");
  return request;
}

}  // namespace

WireRequest rest_request(std::string_view service, std::string_view operation, const Json& parameters) {
  WireRequest request;
  if (service == "lambda" && operation == "Invoke") {
    request = invoke(parameters);
  } else if (service == "sesv2" && operation == "SendEmail") {
    request.path = "/v2/email/outbound-emails";
    request.body = parameters.dump();
  } else {
    throw CallError("UnknownOperation", "this client has no operation " + std::string(operation) + " of " + std::string(service));
  }
  request.headers.emplace_back("Content-Type", "application/json");
  return request;
}

Json rest_answer(std::string_view operation, const WireReply& reply) {
  if (operation != "Invoke") return reply.body.empty() ? Json::object() : Json::parse(reply.body);
  Json answer = {{"StatusCode", reply.status}};
  static constexpr const char* headers[][2] = {
      {"x-amz-function-error", "FunctionError"}, {"x-amz-log-result", "LogResult"}, {"x-amz-executed-version", "ExecutedVersion"}};
  for (const auto& [header, member] : headers)
    if (std::string value = reply.header(header); !value.empty()) answer[member] = value;
  answer["Payload"] = reply.body;
  return answer;
}

}  // namespace lambent::client
