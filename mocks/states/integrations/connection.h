// What an EventBridge connection (AuthParameters of CreateConnection) adds to an HTTP request, and what TestState shows of the
// traffic with and without its secrets. Pure functions.
//
//   Pairs query;
//   authorize(auth, request, query);                        // the request as it is sent
//   authorize(without_secrets(auth), shown, shown_query);   // as it is shown
//
// AWS source: API reference of EventBridge, ConnectionAuthResponseParameters; Step Functions, InspectionDataRequest.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "http/message.h"

namespace lambent::states {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Wins over what the definition says. Query parameters are added to `query`.
void authorize(const Json& auth, HttpRequest& request, Pairs& query);

// The parameters that are no secret: neither user, password nor key, nor what has IsValueSecret.
Json without_secrets(const Json& auth);
// The text with "***" wherever a secret stood.
std::string masked(std::string text, const Json& auth);

// {protocol, method, url, headers, body} and {protocol, statusCode, statusMessage, headers, body}; headers are "[name: value, …]".
Json shown_request(const HttpRequest& request, const std::string& url);
Json shown_response(const HttpResponse& response, const std::string& reason, const std::string& url);

}  // namespace lambent::states
