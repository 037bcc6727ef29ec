#include "mocks/apigateway/methods.h"

#include "base/text.h"
#include "mocks/apigateway/apigateway.h"

namespace lambent::apigateway {
namespace {

void check_verb(const std::string& verb) {
  for (const char* known : {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "ANY"})
    if (verb == known) return;
  throw bad_request("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
}

}  // namespace

std::string function_of(const std::string& uri) {
  constexpr std::string_view kPath = ":lambda:path/2015-03-31/functions/", kEnd = "/invocations";
  auto at = uri.find(kPath);
  if (!uri.starts_with("arn:") || at == std::string::npos || !uri.ends_with(kEnd)) return "";
  auto begin = at + kPath.size();
  if (uri.size() < begin + kEnd.size()) return "";
  return uri.substr(begin, uri.size() - kEnd.size() - begin);
}

Json integration_json(const Integration& integration, const std::string& resource_id) {
  Json out = object({{"type", "AWS_PROXY"},
                     {"httpMethod", integration.http_method},
                     {"uri", integration.uri},
                     {"passthroughBehavior", "WHEN_NO_MATCH"},
                     {"timeoutInMillis", integration.timeout_ms},
                     {"cacheNamespace", resource_id},
                     {"cacheKeyParameters", array()},
                     {"responseTransferMode", "BUFFERED"}});
  if (!integration.credentials.empty()) set_text(out, "credentials", integration.credentials);
  return out;
}

Json method_json(const Method& method, const std::string& resource_id) {
  Json out = object({{"httpMethod", method.verb}, {"authorizationType", "NONE"}, {"apiKeyRequired", false}});
  set_if(out, "operationName", method.operation_name);
  if (!method.request_parameters.empty()) set(out, "requestParameters", method.request_parameters);
  if (method.integration) set(out, "methodIntegration", integration_json(*method.integration, resource_id));
  return out;
}

Json ApiGateway::put_method(const Call& call) {
  ResourceRow row = resource(call);
  std::string type = text_at(call.input, "authorizationType");
  refuse_members(call, {"authorizerId", "apiKeyRequired", "requestModels", "requestValidatorId", "authorizationScopes"});
  if (type != "NONE" && type != "AWS_IAM" && type != "CUSTOM" && type != "COGNITO_USER_POOLS")
    throw bad_request("Invalid authorization type specified. Valid options are [NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS]");
  if (type != "NONE") throw not_emulated("apigateway", "the authorizationType " + type);
  Method method;
  method.verb = text_at(call.input, "httpMethod");
  check_verb(method.verb);
  if (row.methods.contains(method.verb)) throw conflict("Method already exists for this resource");
  method.operation_name = find_text(call.input, "operationName");
  if (const Json* parameters = find(call.input, "requestParameters")) method.request_parameters = *parameters;
  Json answer = method_json(method, row.id);
  row.methods[method.verb] = std::move(method);
  resources_.put(child_key(call, row.id), row);
  return answer;
}

Json ApiGateway::get_method(const Call& call) { return method_json(method(call), text_at(call.input, "resourceId")); }

Json ApiGateway::delete_method(const Call& call) {
  std::string verb = method(call).verb;
  resources_.update(child_key(call, text_at(call.input, "resourceId")), [&](ResourceRow& row) { row.methods.erase(verb); });
  return Json::object();
}

Json ApiGateway::put_integration(const Call& call) {
  std::string verb = method(call).verb;
  std::string type = text_at(call.input, "type");
  if (type != "AWS_PROXY") throw not_emulated("apigateway", "the integration type " + type);
  refuse_members(call, {"connectionId", "requestParameters", "requestTemplates", "cacheNamespace", "cacheKeyParameters", "contentHandling",
                        "tlsConfig", "integrationTarget"});
  for (auto [member, only] : {std::pair{"connectionType", "INTERNET"}, {"passthroughBehavior", "WHEN_NO_MATCH"}, {"responseTransferMode", "BUFFERED"}})
    if (text_at(call.input, member, only) != only)
      throw not_emulated("apigateway", std::string("the ") + member + " " + text_at(call.input, member));
  Integration integration;
  integration.http_method = text_at(call.input, "integrationHttpMethod");
  integration.uri = text_at(call.input, "uri");
  integration.credentials = text_at(call.input, "credentials");
  integration.timeout_ms = int_at(call.input, "timeoutInMillis", 29'000);
  if (integration.http_method.empty()) throw bad_request("Enumeration value for HttpMethod must be non-empty");
  check_verb(integration.http_method);
  if (!integration.uri.starts_with("arn:")) throw bad_request("Invalid ARN specified in the request");
  if (function_of(integration.uri).empty())
    throw bad_request("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.");
  if (integration.timeout_ms < 50 || integration.timeout_ms > 29'000) throw bad_request("Timeout should be between 50 ms and 29000 ms");
  std::string id = text_at(call.input, "resourceId");
  resources_.update(child_key(call, id), [&](ResourceRow& row) { row.methods.at(verb).integration = integration; });
  return integration_json(integration, id);
}

Json ApiGateway::get_integration(const Call& call) {
  const Method& found = method(call);
  if (!found.integration) throw not_found("Invalid Integration identifier specified");
  return integration_json(*found.integration, text_at(call.input, "resourceId"));
}

Json ApiGateway::delete_integration(const Call& call) {
  const Method& found = method(call);
  if (!found.integration) throw not_found("Invalid Integration identifier specified");
  std::string verb = found.verb;
  resources_.update(child_key(call, text_at(call.input, "resourceId")), [&](ResourceRow& row) { row.methods.at(verb).integration.reset(); });
  return Json::object();
}

}  // namespace lambent::apigateway
