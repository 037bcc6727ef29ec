// Who may speak to a server on localhost: what keeps web pages of other sites out. Pure functions.
//
//   S1 Host            names that cannot be rebound by a foreign DNS: localhost, *.localhost, IP literals, the bound
//                      name, --allowed-host; for the AWS endpoints also single labels (compose services), the
//                      container engines' host names, *.amazonaws.com and *.localhost.localstack.cloud
//   S2 Origin          if sent, our own or one of --allowed-origin
//   S3 Sec-Fetch-Site  not cross-site or same-site, except a person following a link to a page
//   S4 writes          under /_lambent need the header X-Lambent, so that a page would have to ask first (a preflight
//                      is never granted there), and a JSON body if any
//
// Requests to a deployed API (its own host or /restapis/…/_user_request_) follow that API's CORS, not S2 and S3.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "http/message.h"

namespace lambent {

struct GuardSettings {
  std::string bound_host;                    // as given to --host
  std::vector<std::string> allowed_hosts;    // "name", "*.name" or "*"
  std::vector<std::string> allowed_origins;  // "http://localhost:3000" or "*"
};

// The refusal (403 or 415, JSON, with the setting that would allow it), or nothing.
std::optional<HttpResponse> refuse_foreign(const HttpRequest& request, const GuardSettings& settings);

// Whether the request's Origin is one that --allowed-origin names: it then gets CORS headers.
bool allowed_origin(const HttpRequest& request, const GuardSettings& settings);

bool is_console_path(std::string_view path);  // /_lambent and below
bool is_api_request(const HttpRequest& request);

}  // namespace lambent
