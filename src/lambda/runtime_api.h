// The wire of the Runtime API (2018-06-01): which call a request is, and the answers that are always the same.
// The state machine behind it is Sandbox. Source: AWS's runtime interface emulator.
#pragma once
#include <string>

#include "http/message.h"
#include "lambda/invocation.h"

namespace lambent::lambda {

// foreign_host is ours: what lambent-network.so tells (network_fence.h).
enum class RuntimeCall { ping, next, response, error, init_error, foreign_host, unknown, wrong_method };

struct RuntimeRequest {
  RuntimeCall call = RuntimeCall::unknown;
  std::string request_id;  // response and error
};

RuntimeRequest runtime_request(const HttpRequest& request);

HttpResponse accepted();                                                          // 202 {"status":"OK"}
HttpResponse refused(int status, const char* type, const std::string& message);  // {"errorMessage":…,"errorType":…}
HttpResponse event_response(const Invocation& invocation, std::int64_t deadline_ms);

// "Runtime.Unknown" for what is no type of the Runtime API: the text that logs and REPORT show.
std::string clean_error_type(std::string_view header);
// The payload of a posted error: as it is, but for the legacy form that carries an X-Ray cause beside it.
std::string error_payload(HttpRequest& request);

}  // namespace lambent::lambda
