// Requests to inputs and answers to responses, driven by the model. Pure functions.
#pragma once
#include <string>

#include "aws/error.h"
#include "aws/identify.h"
#include "base/json.h"
#include "http/message.h"

namespace lambent {

// The operation's input. Throws AwsError SerializationException and the like for what cannot be read. Unknown
// members are dropped, nulls are absent; constraints are not checked here (validate.h).
Json parse_input(const Identified& what, const HttpRequest& request);

HttpResponse render_output(const Identified& what, const Json& output, const std::string& request_id);
HttpResponse render_error(const Identified& what, const AwsError& error, const std::string& request_id);

}  // namespace lambent
