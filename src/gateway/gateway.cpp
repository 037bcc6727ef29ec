#include "gateway/gateway.h"

#include "aws/s3_request.h"
#include "base/log.h"
#include "base/text.h"
#include "gateway/api_host.h"

namespace lambent {
namespace {

// A client that stalls in the middle of a request holds the clock: not for ever.
constexpr int kIdleSeconds = 300;

constexpr const char* kGreeting =
    "lambent: AWS Lambda and its neighbours on this machine.\n\n"
    "  AWS API    this address as AWS_ENDPOINT_URL or --endpoint-url\n"
    "  health     /_lambent/health\n"
    "  journal    /_lambent/api/v1/journal\n"
    "  messages   /_aws/ses and /_aws/sns/sms-messages\n";

bool is_inspection(std::string_view path) {
  return is_console_path(path) || path.starts_with("/_aws/") || path.starts_with("/_localstack/");
}

void add_cors(HttpResponse& response, std::string_view origin) {
  response.headers.set("Access-Control-Allow-Origin", origin);
  response.headers.add("Vary", "Origin");
  response.headers.set("Access-Control-Expose-Headers",
                       "x-amzn-requestid, x-amzn-errortype, x-amz-function-error, x-amz-log-result, x-amz-executed-version, x-amz-request-id, etag, date");
}

}  // namespace

Gateway::Gateway(Aws& aws, WhoIs who_is, GatewayOptions options)
    : aws_(aws),
      options_(std::move(options)),
      guard_{options_.host, options_.allowed_hosts, options_.allowed_origins},
      aws_door_(aws, std::move(who_is), options_.account, options_.region),
      admin_door_(aws, options_.account, options_.region, options_.after_reset, options_.app),
      server_(aws.loop(), {.idle_seconds = kIdleSeconds}, [this](HttpRequest request) { return handle(std::move(request)); }) {}

void Gateway::mount() {
  routes_.add(admin_door_.routes());
  for (Service* service : aws_.services()) routes_.add(service->routes());
}

void Gateway::listen() {
  bool local = options_.host == "localhost" || options_.host == "127.0.0.1";
  server_.listen(local ? "127.0.0.1" : options_.host, options_.port);
  if (!local) return;
  try {
    server_.listen("::1", port());
  } catch (const ListenError& e) {
    // Without IPv6 there is nothing to say; a port in use there means that "localhost" may lead elsewhere.
    if (std::string_view(e.what()).ends_with("in use")) log_warn(std::string(e.what()) + ": use 127.0.0.1, not localhost");
  }
}

std::string Gateway::url() const {
  std::string host = options_.host;
  if (host == "localhost" || host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return "http://" + host + ":" + std::to_string(port());
}

Task<HttpResponse> Gateway::handle(HttpRequest request) {
  if (auto refused = refuse_foreign(request, guard_)) co_return std::move(*refused);
  bool inspection = is_inspection(request.path());
  bool cors = !inspection && !is_api_request(request) && allowed_origin(request, guard_);
  std::string origin;
  if (cors) origin = request.headers.get("Origin");
  HttpResponse response = co_await dispatch(std::move(request));
  if (cors) add_cors(response, origin);
  if (inspection) harden(response);
  co_return response;
}

Task<HttpResponse> Gateway::dispatch(HttpRequest request) {
  if (auto api = api_of_host(request.headers.get("Host"))) {
    if (!rewrite_to_api(request, *api)) co_return HttpResponse::json(403, "{\"message\":\"Forbidden\"}");
  }
  bool greeting = request.target == "/" && (request.method == "GET" || request.method == "HEAD") && !request.headers.has("Authorization") && !is_s3_host(request.headers.get("Host"));
  if (greeting) co_return HttpResponse::text(200, kGreeting);

  RouteMatch match;
  bool path_known = false;
  const Route* route = routes_.find(request, match.captured, path_known);
  if (route) {
    match.request = std::move(request);
    co_return co_await route->handle(std::move(match));
  }
  if (is_inspection(request.path())) {
    std::string what = printable(request.method) + " " + printable(request.path());
    if (path_known) co_return admin_error(405, "method_not_allowed", what + " is not possible.", "GET shows what is there.");
    co_return admin_error(404, "not_found", "Nothing is at " + what + ".", "/_lambent/health tells what runs.");
  }
  // What the guard let pass as a call of an API goes nowhere else.
  if (is_api_request(request)) co_return HttpResponse::json(403, "{\"message\":\"Forbidden\"}");
  if (request.method == "OPTIONS") co_return preflight(request);
  co_return co_await aws_door_.handle(std::move(request));
}

// The guard has let this Origin pass, if there is one; without the CORS headers a browser goes no further.
HttpResponse Gateway::preflight(const HttpRequest& request) const {
  HttpResponse out{204, {}, ""};
  out.headers.add("Allow", "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS");
  if (!allowed_origin(request, guard_)) return out;
  out.headers.add("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, PATCH");
  std::string_view asked = request.headers.get("Access-Control-Request-Headers");
  if (!asked.empty()) out.headers.add("Access-Control-Allow-Headers", asked);
  out.headers.add("Access-Control-Max-Age", "600");
  return out;
}

}  // namespace lambent
