#include "gateway/guard.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "gateway/api_host.h"

namespace lambent {
namespace {

HttpResponse refusal(int status, const char* error, const std::string& message, const std::string& hint) {
  return HttpResponse::json(status, dump(object({{"error", error}, {"message", message}, {"hint", hint}})) + "\n");
}

bool ipv4_literal(std::string_view host) {
  auto parts = split(host, '.');
  if (parts.size() != 4) return false;
  for (const auto& part : parts) {
    if (part.empty() || part.size() > 3) return false;
    for (char c : part)
      if (c < '0' || c > '9') return false;
  }
  return true;
}

bool named(std::string_view host, const std::vector<std::string>& allowed) {
  for (const auto& one : allowed) {
    if (one == "*" || iequals(host, one)) return true;
    if (one.starts_with("*.") && host.size() >= one.size() && iequals(host.substr(host.size() - one.size() + 1), one.substr(1))) return true;
  }
  return false;
}

bool ends_with_name(std::string_view host, std::string_view suffix) {
  return host.size() > suffix.size() && host.ends_with(suffix);
}

enum class Endpoint { console, aws };

// SDKs put this before the host of StartSyncExecution and TestState, whatever the host is.
constexpr std::string_view kHostPrefix = "sync-";

bool host_allowed(std::string host, Endpoint endpoint, const GuardSettings& settings) {
  if (host.empty()) return true;  // HTTP/1.0 by hand; a browser always sends one
  if (endpoint == Endpoint::aws && host.starts_with(kHostPrefix)) host.erase(0, kHostPrefix.size());
  if (host.empty()) return false;
  if (host == "localhost" || ends_with_name(host, ".localhost")) return true;
  if (host.front() == '[' || ipv4_literal(host)) return true;
  if (iequals(host, settings.bound_host) || named(host, settings.allowed_hosts)) return true;
  if (endpoint == Endpoint::console) return false;
  if (host.find('.') == std::string::npos) return true;
  return host == "host.docker.internal" || host == "gateway.docker.internal" || host == "host.containers.internal" ||
         host == "localhost.localstack.cloud" || ends_with_name(host, ".localhost.localstack.cloud") || ends_with_name(host, ".amazonaws.com");
}

bool own_origin(std::string_view origin, std::string_view host) {
  if (host.empty()) return false;
  for (std::string_view scheme : {"http://", "https://"})
    if (istarts_with(origin, scheme) && iequals(origin.substr(scheme.size()), host)) return true;
  return false;
}

// A person follows a link: those in mails (verification, unsubscribing), a page of the console. Never the AWS API, whose
// query protocol changes things by GET.
bool navigation_to_page(const HttpRequest& request) {
  if (request.method != "GET" || request.headers.get("Sec-Fetch-Mode") != "navigate") return false;
  if (request.headers.get("Sec-Fetch-Dest") != "document") return false;
  const bool link = request.path().starts_with("/_aws/ses/unsubscribe/");
  return link || is_console_path(request.path()) || (request.path() == "/" && request.query().empty());
}

bool is_write(const HttpRequest& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

bool listed(std::string_view origin, const std::vector<std::string>& allowed) {
  return std::any_of(allowed.begin(), allowed.end(), [&](const auto& one) { return one == "*" || iequals(origin, one); });
}

// Images, links and downloads come without an Origin. The page they are on may keep quiet about itself, but it cannot lie.
bool on_allowed_page(const HttpRequest& request, const GuardSettings& settings) {
  if (is_write(request) || request.headers.has("Origin")) return false;
  std::string_view referer = request.headers.get("Referer");
  auto host = referer.find("://");
  if (host == std::string_view::npos) return false;
  return listed(referer.substr(0, referer.find('/', host + 3)), settings.allowed_origins);
}

}  // namespace

// Routes match what a path says, however it is spelled.
bool is_console_path(std::string_view path) {
  if (path.empty() || path.front() != '/') return false;
  const std::string_view first = path.substr(1, path.find('/', 1) - 1);
  return first == "_lambent" || (first.find('%') != std::string_view::npos && percent_decode(first) == "_lambent");
}

bool is_api_request(const HttpRequest& request) {
  if (api_of_host(request.headers.get("Host"))) return true;
  const auto steps = split(request.path(), '/', 6);  // "", restapis, API, stage, _user_request_, …
  return steps.size() >= 5 && steps[0].empty() && steps[1] == "restapis" && !steps[2].empty() && !steps[3].empty() && steps[4] == "_user_request_";
}

bool allowed_origin(const HttpRequest& request, const GuardSettings& settings) {
  auto origin = request.headers.get("Origin");
  if (origin.empty() || origin == "null") return false;
  return listed(origin, settings.allowed_origins);
}

std::optional<HttpResponse> refuse_foreign(const HttpRequest& request, const GuardSettings& settings) {
  bool console = is_console_path(request.path());
  std::string_view sent_host = request.headers.get("Host");
  std::string host = host_name(sent_host);
  Endpoint endpoint = console ? Endpoint::console : Endpoint::aws;
  if (!host_allowed(host, endpoint, settings))
    return refusal(403, "host_not_allowed", "The host name '" + printable(host) + "' is not one lambent answers to.",
                   "If it is yours, start lambent with --allowed-host " + printable(host));
  if (!is_api_request(request)) {
    std::string_view origin = request.headers.get("Origin");
    bool welcome = !console && (allowed_origin(request, settings) || on_allowed_page(request, settings));
    if (request.headers.has("Origin") && !own_origin(origin, sent_host) && !welcome)
      return refusal(403, "origin_not_allowed", "Pages of '" + printable(origin) + "' may not use lambent.",
                     "If it is yours, start lambent with --allowed-origin " + printable(origin));
    std::string_view site = request.headers.get("Sec-Fetch-Site");
    if ((site == "cross-site" || site == "same-site") && !welcome && !navigation_to_page(request))
      return refusal(403, "site_not_allowed", "A page of another site may not use lambent.",
                     "If it is yours, start lambent with --allowed-origin and its origin");
  }
  if (console && is_write(request)) {
    if (request.headers.get("X-Lambent").empty())
      return refusal(403, "header_missing", "Changes under /_lambent need the header X-Lambent: 1.", "Add -H 'X-Lambent: 1'");
    // Mail is bytes; like JSON, no page can send this type without being asked first.
    const bool mail = request.path() == "/_lambent/mail/receive" && istarts_with(request.headers.get("Content-Type"), "message/rfc822");
    if (!request.body.empty() && !mail && !istarts_with(request.headers.get("Content-Type"), "application/json"))
      return refusal(415, "not_json", "Changes under /_lambent take a JSON body.", "Add -H 'Content-Type: application/json'");
  }
  return std::nullopt;
}

}  // namespace lambent
