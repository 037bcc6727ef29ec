// Tasks that send an HTTP request: apigateway:invoke and http:invoke.
//
//   Json result = co_await http_task(aws, errand);   // {Headers, ResponseBody, StatusCode, StatusText}
//
// The request passes the door as an operation of Step Functions that its API has not (kRestApi, kEndpoint; http_calls.cpp), so
// that the role's permissions, the journal and stubs count for it. An address of API Gateway
// ({id}.execute-api.{region}.amazonaws.com) is this emulator's own.
//
// Throws StateFailure: ApiGateway.<status> with the body as cause, States.Http.StatusCode.<status>, States.Http.Socket,
// Events.ConnectionResource.…, States.Runtime for parameters that cannot be used.
#pragma once
#include "aws/aws.h"
#include "http/message.h"
#include "mocks/states/integrations/errand.h"

namespace lambent::states {

inline constexpr const char* kRestApi = "InvokeRestApi";
inline constexpr const char* kEndpoint = "InvokeHTTPEndpoint";
// Values of its member Trace: the answer tells of request and response as TestState's inspection data does, in Request and Response.
inline constexpr const char* kMasked = "MASKED";      // without the connection's secrets
inline constexpr const char* kRevealed = "REVEALED";

inline bool is_http(const asl::Resource& resource) {
  return resource.kind == asl::Resource::Kind::optimized && (resource.service == "apigateway" || resource.service == "http");
}

Asked http_asked(const asl::Resource& resource, const Json& parameters, const std::string& home, const std::string& region);
Task<Json> http_task(Aws& aws, const Errand& errand);

// Pure parts. The input of the operation: {Url, Method, Headers: [[name, value]], Body, …}, and what its answer
// {StatusCode, StatusText, Headers, Body} means.
Json rest_api_input(const Json& parameters, const std::string& home, const std::string& region);
Json endpoint_input(const Json& parameters, const std::string& region);
Json http_result(const asl::Resource& resource, const Json& answer);  // throws StateFailure for a status of 400 and above

// {name: [values]} as a query, each pair encoded.
std::string query_text(const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace lambent::states
