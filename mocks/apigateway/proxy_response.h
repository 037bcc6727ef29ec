// What a Lambda proxy function returned, as an HTTP response. AWS source: API Gateway developer guide, "Output format of a
// Lambda function for proxy integration", and recorded answers. Pure functions.
#pragma once
#include <optional>

#include "http/message.h"

namespace lambent::apigateway {

// Nothing for an answer API Gateway does not take (it then answers 502): not an object, a member it does not know, a
// statusCode that is no number, a header or body of the wrong type. A body in base64 is decoded if the request accepts
// one of the API's binary media types, else it is passed on as it is.
std::optional<HttpResponse> map_proxy_response(const std::string& payload, const std::vector<std::string>& binary_types,
                                               std::string_view accept);

// API Gateway's own refusals: {"message": …} with x-amzn-ErrorType.
HttpResponse gateway_error(int status, const char* type, const char* body);

}  // namespace lambent::apigateway
