// Events of what speaks HTTP: the same request, as each of the four hands it to a function.
// AWS sources: the payload formats 1.0 and 2.0 of API Gateway's developer guide, "Lambda function URLs" of Lambda's,
// "Lambda functions as targets" of Elastic Load Balancing's.
#include "aws/arn.h"
#include "base/text.h"
#include "events/kind.h"
#include "events/path.h"
#include "mocks/apigateway/proxy_event.h"

namespace lambent::events {
namespace {

constexpr const char* kPath = "/orders/42";
constexpr const char* kQuery = "source=web";
constexpr const char* kBody = R"({"item":"tea","quantity":2})";
constexpr const char* kClient = "203.0.113.7";
constexpr const char* kAgent = "curl/8.5.0";

std::string lower_id(Ids& ids, size_t n) { return lower(ids.letters(n)); }

Json headers_of(const EventRequest& request, const std::string& host) {
  return object({{"accept", "*/*"},
                 {"content-type", "application/json"},
                 {"host", host},
                 {"user-agent", kAgent},
                 {"x-amzn-trace-id", request.ids.trace()},
                 {"x-forwarded-for", kClient},
                 {"x-forwarded-port", "443"},
                 {"x-forwarded-proto", "https"}});
}

// Payload format 2.0. What a function URL has not is not written.
struct Http2 {
  std::string account, api, domain, route, stage, request_id;
  Json path_parameters;
};

Json payload_2(const EventRequest& request, const Http2& about) {
  Json http = object({{"method", "POST"}, {"path", kPath}, {"protocol", "HTTP/1.1"}, {"sourceIp", kClient}, {"userAgent", kAgent}});
  Json context = object({{"accountId", about.account},
                         {"apiId", about.api},
                         {"domainName", about.domain},
                         {"domainPrefix", about.api},
                         {"http", std::move(http)},
                         {"requestId", about.request_id},
                         {"routeKey", about.route},
                         {"stage", about.stage},
                         {"time", clf_time(request.time)},
                         {"timeEpoch", std::chrono::floor<std::chrono::milliseconds>(request.time).time_since_epoch().count()}});
  Json out = object({{"version", "2.0"},
                     {"routeKey", about.route},
                     {"rawPath", kPath},
                     {"rawQueryString", kQuery},
                     {"headers", headers_of(request, about.domain)},
                     {"queryStringParameters", object({{"source", "web"}})},
                     {"requestContext", std::move(context)},
                     {"body", kBody}});
  if (!about.path_parameters.is_null()) set(out, "pathParameters", about.path_parameters);
  set(out, "isBase64Encoded", false);
  return out;
}

// A header or parameter in the map of single values and in that of lists: the one that was set leads.
void agree(Json& event, const Json& made, const char* single, const char* multiple) {
  Json &ones = event[single], &lists = event[multiple];
  const Json &ones_before = made[single], &lists_before = made[multiple];
  if (ones.is_object() && lists == lists_before) {
    if (!lists.is_object()) lists = Json::object();
    for (const auto& [name, value] : ones.items())
      if (!ones_before.is_object() || !ones_before.contains(name) || ones_before[name] != value) lists[name] = Json::array({value});
    for (const auto& [name, value] : lists_before.items())
      if (!ones.contains(name)) lists.erase(name);
  } else if (lists.is_object() && ones == ones_before) {
    ones = Json::object();
    for (const auto& [name, values] : lists.items())
      if (values.is_array() && !values.empty()) ones[name] = values.back();
  }
}

std::string encoded(const Json& parameters) {
  std::string out;
  if (!parameters.is_object()) return out;
  for (const auto& [name, value] : parameters.items())
    out += (out.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value.is_string() ? value.get_ref<const std::string&>() : dump(value));
  return out;
}

}  // namespace

Json make_rest_api(const EventRequest& request) {
  apigateway::ApiRow api;
  api.id = lower_id(request.ids, 10);
  api.account = request.account;
  api.region = request.region;
  apigateway::StageRow stage;
  stage.name = "prod";
  stage.deployment = lower_id(request.ids, 6);
  apigateway::ResourceRow resource;
  resource.id = lower_id(request.ids, 6);
  resource.path = "/orders/{id}";
  HttpRequest http{"POST", std::string(kPath) + "?" + kQuery, {}, kBody, kClient};
  http.headers.add("Accept", "*/*");
  http.headers.add("Content-Type", "application/json");
  http.headers.add("Host", api.id + ".execute-api." + api.region + ".amazonaws.com");
  http.headers.add("User-Agent", kAgent);
  apigateway::ProxyRequest proxied{http, api, stage, resource, {}, {{"id", "42"}}, kPath, "", "", "", clf_time(request.time),
                                   std::chrono::floor<std::chrono::milliseconds>(request.time).time_since_epoch().count()};
  proxied.request_id = request.ids.uuid();
  proxied.extended_request_id = request.ids.base64(15) + "=";
  proxied.trace = request.ids.trace();
  return make_proxy_event(proxied);
}

void finish_rest_api(Json& event, const Json& made) {
  agree(event, made, "headers", "multiValueHeaders");
  agree(event, made, "queryStringParameters", "multiValueQueryStringParameters");
  const bool moved = changed(event, made, "path") || changed(event, made, "requestContext.stage");
  if (moved && !changed(event, made, "requestContext.path"))
    set_text(event["requestContext"], "path", "/" + text_at(event["requestContext"], "stage") + text_at(event, "path"));
}

Json make_http_api(const EventRequest& request) {
  Http2 about;
  about.account = request.account;
  about.api = lower_id(request.ids, 10);
  about.domain = about.api + ".execute-api." + request.region + ".amazonaws.com";
  about.route = "POST /orders/{id}";
  about.stage = "$default";
  about.request_id = request.ids.base64(15) + "=";
  about.path_parameters = object({{"id", "42"}});
  return payload_2(request, about);
}

Json make_function_url(const EventRequest& request) {
  Http2 about;
  about.account = "anonymous";  // nobody signed in
  about.api = lower_id(request.ids, 32);
  about.domain = about.api + ".lambda-url." + request.region + ".on.aws";
  about.route = about.stage = "$default";
  about.request_id = request.ids.uuid();
  return payload_2(request, about);
}

void finish_http_api(Json& event, const Json& made) {
  const bool map = changed(event, made, "queryStringParameters"), raw = changed(event, made, "rawQueryString");
  if (map && !raw) set_text(event, "rawQueryString", encoded(event["queryStringParameters"]));
  if (raw && !map) {
    Json parameters = Json::object();
    for (const auto& [name, value] : parse_form(text_at(event, "rawQueryString")))
      set_text(parameters, name, has(parameters, name) ? text_at(parameters, name) + "," + value : value);
    set(event, "queryStringParameters", std::move(parameters));
  }
  const std::string before = text_at(made["requestContext"]["http"], "method") + " ", route = text_at(event, "routeKey");
  if (changed(event, made, "requestContext.http.method") && !changed(event, made, "routeKey") && route.starts_with(before)) {
    set_text(event, "routeKey", text_at(event["requestContext"]["http"], "method") + " " + route.substr(before.size()));
    set(event["requestContext"], "routeKey", event["routeKey"]);
  }
  // Format 2.0 leaves out what is not there.
  for (const char* name : {"body", "queryStringParameters", "pathParameters"})
    if (event.contains(name) && (event[name].is_null() || (event[name].is_object() && event[name].empty()))) event.erase(name);
}

Json make_load_balancer(const EventRequest& request) {
  const std::string group = "targetgroup/orders/" + request.ids.hex(16);
  const std::string host = "orders-" + std::to_string(request.ids.number() % 900'000'000 + 100'000'000) + "." + request.region + ".elb.amazonaws.com";
  Json elb = object({{"targetGroupArn", make_arn("elasticloadbalancing", request.region, request.account, group)}});
  return object({{"requestContext", object({{"elb", std::move(elb)}})},
                 {"httpMethod", "POST"},
                 {"path", kPath},
                 {"queryStringParameters", object({{"source", "web"}})},
                 {"headers", headers_of(request, host)},
                 {"body", kBody},
                 {"isBase64Encoded", false}});
}

}  // namespace lambent::events
