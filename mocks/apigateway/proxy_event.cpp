#include "mocks/apigateway/proxy_event.h"

#include "base/text.h"

namespace lambent::apigateway {
namespace {

// What belongs to the connection and not to the message.
bool of_connection(std::string_view name) {
  for (const char* one : {"Connection", "Keep-Alive", "Content-Length", "Transfer-Encoding", "TE", "Upgrade", "Expect", "Proxy-Connection"})
    if (iequals(name, one)) return true;
  return false;
}

std::string port_of(std::string_view host) {
  auto colon = host.rfind(':');
  return colon == std::string_view::npos || host.ends_with(']') ? "80" : std::string(host.substr(colon + 1));
}

std::string without_port(std::string_view host) {
  auto colon = host.rfind(':');
  return std::string(colon == std::string_view::npos || host.ends_with(']') ? host : host.substr(0, colon));
}

HttpFields forwarded_headers(const ProxyRequest& r) {
  HttpFields out;
  for (const auto& [name, value] : r.request.headers)
    if (!of_connection(name)) out.add(name, value);
  std::string before(out.get("X-Forwarded-For"));
  out.set("X-Amzn-Trace-Id", r.trace);
  out.set("X-Forwarded-For", before.empty() ? r.request.peer : before + ", " + r.request.peer);
  out.set("X-Forwarded-Port", port_of(r.request.headers.get("Host")));
  out.set("X-Forwarded-Proto", "http");
  return out;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Json last_values(const Pairs& pairs) {
  Json out = Json::object();
  for (const auto& [name, value] : pairs) out[name] = value;
  return out;
}

Json all_values(const Pairs& pairs) {
  Json out = Json::object();
  for (const auto& [name, value] : pairs) {
    Json& list = out[name];
    if (list.is_null()) list = array();
    list.push_back(value);
  }
  return out;
}

// The names of a header field that came several times in different cases are one: that of the first.
Pairs header_pairs(const HttpFields& fields) {
  Pairs out;
  for (const auto& [name, value] : fields) {
    std::string shown = name;
    for (const auto& known : out)
      if (iequals(known.first, name)) shown = known.first;
    out.emplace_back(shown, value);
  }
  return out;
}

Json null_if_empty(Json value) { return value.empty() ? Json() : value; }

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(std::string(text)); }

Json identity(const ProxyRequest& r) {
  Json none;
  return object({{"cognitoIdentityPoolId", none},
                 {"accountId", none},
                 {"cognitoIdentityId", none},
                 {"caller", none},
                 {"sourceIp", r.request.peer},
                 {"principalOrgId", none},
                 {"accessKey", none},
                 {"cognitoAuthenticationType", none},
                 {"cognitoAuthenticationProvider", none},
                 {"userArn", none},
                 {"userAgent", text_or_null(r.request.headers.get("User-Agent"))},
                 {"user", none}});
}

Json request_context(const ProxyRequest& r) {
  std::string domain = without_port(r.request.headers.get("Host"));
  Json out = object({{"resourceId", r.resource.id}, {"resourcePath", r.resource.path}});
  set_if(out, "operationName", r.method.operation_name);
  Json rest = object({{"httpMethod", r.request.method},
                      {"extendedRequestId", r.extended_request_id},
                      {"requestTime", r.request_time},
                      {"path", "/" + r.stage.name + r.path},
                      {"accountId", r.api.account},
                      {"protocol", "HTTP/1.1"},
                      {"stage", r.stage.name},
                      {"domainPrefix", domain.substr(0, domain.find('.'))},
                      {"requestTimeEpoch", r.epoch_ms},
                      {"requestId", r.request_id},
                      {"identity", identity(r)},
                      {"domainName", domain},
                      {"deploymentId", r.stage.deployment},
                      {"apiId", r.api.id}});
  for (auto& [name, value] : rest.items()) set(out, name, std::move(value));
  return out;
}

}  // namespace

bool is_binary(const std::vector<std::string>& binary_types, std::string_view media_type) {
  std::string type = lower(trim(media_type.substr(0, media_type.find_first_of(";,"))));
  for (const auto& one : binary_types)
    if (one == "*/*" || (!type.empty() && wildcard_match(lower(one), type))) return true;
  return false;
}

Json make_proxy_event(const ProxyRequest& r) {
  Pairs headers = header_pairs(forwarded_headers(r));
  Pairs query = parse_form(r.request.query());
  bool binary = !r.request.body.empty() && is_binary(r.api.binary_types, r.request.headers.get("Content-Type"));
  Json body;
  if (!r.request.body.empty()) body = binary ? base64_encode(r.request.body) : r.request.body;
  return object({{"resource", r.resource.path},
                 {"path", r.path},
                 {"httpMethod", r.request.method},
                 {"headers", last_values(headers)},
                 {"multiValueHeaders", all_values(headers)},
                 {"queryStringParameters", null_if_empty(last_values(query))},
                 {"multiValueQueryStringParameters", null_if_empty(all_values(query))},
                 {"pathParameters", null_if_empty(last_values(r.path_parameters))},
                 {"stageVariables", null_if_empty(texts_json(r.stage.variables))},
                 {"requestContext", request_context(r)},
                 {"body", std::move(body)},
                 {"isBase64Encoded", binary}});
}

}  // namespace lambent::apigateway
