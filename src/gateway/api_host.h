// Deployed APIs by host name: {id}.execute-api.localhost:4566/{stage}/{path}, also with a region and amazonaws.com.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace lambent {

std::string host_name(std::string_view host_header);  // without port, lower case; "[::1]" keeps its brackets

std::optional<std::string> api_of_host(std::string_view host_header);

// Rewrites such a request to /restapis/{id}/{stage}/_user_request_/{path}, which the API Gateway service serves.
// The Host header stays. False if the path names no stage: API Gateway then answers 403 Forbidden.
bool rewrite_to_api(HttpRequest& request, const std::string& api);

}  // namespace lambent
