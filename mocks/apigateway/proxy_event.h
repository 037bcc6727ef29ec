// The event a REST API hands to a Lambda proxy integration (payload format 1.0), with its members in AWS's order.
// AWS source: API Gateway developer guide, "Input format of a Lambda function for proxy integration". Pure functions.
#pragma once
#include "http/message.h"
#include "mocks/apigateway/path_match.h"

namespace lambent::apigateway {

struct ProxyRequest {
  const HttpRequest& request;
  const ApiRow& api;
  const StageRow& stage;
  const ResourceRow& resource;
  const Method& method;
  std::vector<std::pair<std::string, std::string>> path_parameters;
  std::string path;         // without the stage, as sent
  std::string request_id, extended_request_id, trace;
  std::string request_time;  // 15/May/2020:06:01:09 +0000
  std::int64_t epoch_ms = 0;
};

Json make_proxy_event(const ProxyRequest& r);

// Whether a media type such as "image/png; q=1" is among an API's binaryMediaTypes.
bool is_binary(const std::vector<std::string>& binary_types, std::string_view media_type);

}  // namespace lambent::apigateway
