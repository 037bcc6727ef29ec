// The HTTP requests of Tasks (integrations/http_task.h), as operations behind the door: who may make them, with what of a
// connection, and the request itself.
#include "aws/arn.h"
#include "base/text.h"
#include "http/client.h"
#include "mocks/states/integrations/connection.h"
#include "mocks/states/integrations/http_task.h"
#include "mocks/states/states.h"

namespace lambent::states {
namespace {

constexpr size_t kMostBody = 262144;

std::string last_name(const std::string& connection_arn) {
  auto parts = split(connection_arn.substr(connection_arn.rfind(':') + 1), '/');
  return parts.size() > 1 ? parts[1] : "";
}

HttpRequest request_of(const Json& input) {
  HttpRequest out;
  out.method = text_at(input, "Method");
  if (const Json* headers = find(input, "Headers"))
    for (const auto& one : *headers) out.headers.add(one[0].get_ref<const std::string&>(), one[1].get_ref<const std::string&>());
  out.body = text_at(input, "Body");
  return out;
}

std::string with_query(const std::string& url, const std::string& query) {
  if (query.empty()) return url;
  return url + (url.find('?') == std::string::npos ? "?" : "&") + query;
}

std::string reason_phrase(int status) {
  static const std::map<int, std::string> known{{200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {206, "Partial Content"},
                                                {301, "Moved Permanently"}, {302, "Found"}, {304, "Not Modified"}, {307, "Temporary Redirect"}};
  auto it = known.find(status);
  return it == known.end() ? "" : it->second;
}

Json request_without_secrets(const Json& input, const Json& auth, const std::string& url) {
  HttpRequest request = request_of(input);
  Pairs query;
  authorize(without_secrets(auth), request, query);
  return shown_request(request, with_query(url, query_text(query)));
}

}  // namespace

// {"Connections": {"name": AuthParameters of events:CreateConnection}}: EventBridge itself is not emulated.
void States::seed(const Scope& scope, const Json& given) {
  for (const auto& [name, value] : given.items()) {
    if (name != "Connections") throw std::invalid_argument("stepfunctions takes 'Connections' as initial state, found '" + name + "'");
    for (const auto& [connection, auth] : value.items()) {
      for (const auto& [kind, parameters] : auth.items())
        if (kind != "BasicAuthParameters" && kind != "ApiKeyAuthParameters" && kind != "InvocationHttpParameters")
          throw std::invalid_argument("a connection takes BasicAuthParameters, ApiKeyAuthParameters and InvocationHttpParameters, found '" + kind + "'");
      records_.connections.put(scope_key(scope, connection), ConnectionRow{connection, auth});
    }
  }
}

std::vector<Need> States::http_needs(const Call& call) const {
  std::vector<Need> out;
  if (call.operation == kRestApi) {
    // Others than those who sign need no permission.
    if (text_at(call.input, "AuthType") == "IAM_ROLE")
      out.emplace_back("execute-api:Invoke", make_arn("execute-api", call.scope.region, call.scope.account, text_at(call.input, "Resource")));
    return out;
  }
  Need invoke("states:InvokeHTTPEndpoint", text_at(call.input, "StateMachineArn"));
  invoke.keys.push_back({"states:HTTPMethod", {text_at(call.input, "Method")}});
  invoke.keys.push_back({"states:HTTPEndpoint", {text_at(call.input, "Url")}});
  out.push_back(std::move(invoke));
  std::string connection = text_at(call.input, "ConnectionArn");
  out.emplace_back("events:RetrieveConnectionCredentials", connection);
  for (const char* action : {"secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"})
    out.emplace_back(action, make_arn("secretsmanager", call.scope.region, call.scope.account, "secret:events!connection/" + last_name(connection)));
  return out;
}

Task<Json> States::invoke_http(Call call) {
  HttpRequest request = request_of(call.input);
  std::string url = text_at(call.input, "Url");
  Pairs query;
  Json added;  // what the connection adds
  if (call.operation == kRestApi) {
    std::string auth = text_at(call.input, "AuthType");
    bool own = has(call.input, "Resource");
    if (auth == "RESOURCE_POLICY" || (auth == "IAM_ROLE" && !own))
      throw not_emulated("stepfunctions", "apigateway:invoke with AuthType " + auth + (own ? "" : " for an address elsewhere"));
  } else {
    std::string arn = text_at(call.input, "ConnectionArn");
    const ConnectionRow* connection = records_.connections.find(scope_key(call.scope, last_name(arn)));
    if (!connection) throw AwsError("Events.ConnectionResource.ResourceNotFound", 400, "Connection " + arn + " does not exist.");
    added = connection->auth;
    authorize(added, request, query);
    url = with_query(url, text_at(call.input, "Query"));
  }
  const std::string trace = text_at(call.input, "Trace");
  Json seen = trace.empty() ? Json() : shown_request(request, with_query(url, query_text(query)));
  if (trace == kMasked) seen = request_without_secrets(call.input, added, url);
  url = with_query(url, query_text(query));
  HttpClientLimits limits;
  limits.max_body = kMostBody;
  std::optional<std::string> failed;
  HttpResponse answer;
  try {
    answer = co_await http_request(aws_.loop(), url, std::move(request), limits);
  } catch (const HttpClientError& e) {
    failed = e.what();
  }
  if (failed) throw AwsError("Socket", 500, *failed);
  Json headers = Json::array();
  for (const auto& [name, value] : answer.headers) headers.push_back(text_array({name, value}));
  Json out = object({{"StatusCode", answer.status}, {"StatusText", reason_phrase(answer.status)}, {"Headers", std::move(headers)}});
  set_text(out, "Body", answer.body);
  if (trace.empty()) co_return out;
  set(out, "Request", std::move(seen));
  Json shown = shown_response(answer, reason_phrase(answer.status), url);
  if (trace == kMasked)
    for (const char* name : {"headers", "body"})
      if (auto text = find_text(shown, name)) set_text(shown, name, masked(*text, added));
  set(out, "Response", std::move(shown));
  co_return out;
}

}  // namespace lambent::states
