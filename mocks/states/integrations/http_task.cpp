#include "mocks/states/integrations/http_task.h"

#include <algorithm>

#include "base/text.h"
#include "mocks/states/engine/inspection.h"
#include "mocks/states/integrations/form_body.h"
#include "mocks/states/size.h"

namespace lambent::states {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string misshapen(const std::string& name) { return "The value of the field '" + name + "' has an invalid format"; }
std::string missing(const std::string& name) { return "The field '" + name + "' is required but was missing"; }
std::string not_supported(const std::string& name) { return "The field \"" + name + "\" is not supported by Step Functions"; }

std::string plain(const Json& value) { return value.is_string() ? value.get<std::string>() : dump(value); }

// Headers that a definition may not set; a name that ends in '-' means all that begin so.
constexpr std::string_view kForbidden[] = {
    "a-im", "accept-charset", "accept-datetime", "accept-encoding", "authorization", "cache-control", "connection", "content-encoding", "content-md5",
    "date", "expect", "forwarded", "from", "host", "http2-settings", "if-", "max-forwards", "origin", "pragma", "proxy-authorization",
    "proxy-authenticate", "referer", "server", "te", "trailer", "transfer-encoding", "upgrade", "via", "warning", "www-authenticate", "x-forwarded-",
    "x-amz-", "x-amzn-"};

bool forbidden(const std::string& header) {
  std::string name = lower(header);
  return std::any_of(std::begin(kForbidden), std::end(kForbidden),
                     [&](std::string_view one) { return one.ends_with('-') ? name.starts_with(one) : name == one; });
}

// The members of `field` one by one; a list gives its items. Other structures are faults.
Pairs pairs_of(const Json& parameters, const char* field, std::vector<std::string>& faults) {
  Pairs out;
  const Json* given = find(parameters, field);
  if (!given) return out;
  if (!given->is_object()) {
    faults.push_back(misshapen(field));
    return out;
  }
  for (const auto& [name, value] : given->items()) {
    const Json list = value.is_array() ? value : Json::array({value});
    for (const auto& item : list) {
      if (item.is_structured())
        faults.push_back(misshapen(field));
      else
        out.emplace_back(name, plain(item));
    }
  }
  return out;
}

void check_members(const Json& parameters, std::initializer_list<std::string_view> known, std::initializer_list<std::string_view> required) {
  if (!parameters.is_object()) refuse_parameters(parameters, {"The value must be a JSON object"});
  std::vector<std::string> faults;
  for (const auto& [name, value] : parameters.items())
    if (std::find(known.begin(), known.end(), name) == known.end()) faults.push_back(not_supported(name));
  for (auto name : required)
    if (!has(parameters, name)) faults.push_back(missing(std::string(name)));
  static constexpr std::string_view methods[] = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"};
  std::string method = text_at(parameters, "Method");
  if (has(parameters, "Method") && std::find(std::begin(methods), std::end(methods), method) == std::end(methods)) faults.push_back(misshapen("Method"));
  if (!faults.empty()) refuse_parameters(parameters, faults);
}

Json header_list(const Json& parameters, const std::string& agent, bool body, std::vector<std::string>& faults) {
  Json out = Json::array();
  bool typed = false, agents = false;
  for (const auto& [name, value] : pairs_of(parameters, "Headers", faults)) {
    if (forbidden(name)) faults.push_back(misshapen("Headers"));
    typed = typed || iequals(name, "Content-Type");
    agents = agents || iequals(name, "User-Agent");
    out.push_back(text_array({name, value}));
  }
  if (body && !typed) out.push_back(text_array({"Content-Type", "application/json"}));
  if (!agents) out.push_back(text_array({"User-Agent", agent}));
  return out;
}

std::string content_type(const Json& headers) {
  for (const auto& one : headers)
    if (iequals(one[0].get_ref<const std::string&>(), "Content-Type")) return lower(one[1].get_ref<const std::string&>());
  return "";
}

Json without_nulls(const Json& value) {
  if (value.is_array()) {
    Json out = Json::array();
    for (const auto& item : value) out.push_back(without_nulls(item));
    return out;
  }
  if (!value.is_object()) return value;
  Json out = Json::object();
  for (const auto& [name, item] : value.items())
    if (!item.is_null()) out[name] = without_nulls(item);
  return out;
}

// API Gateway's own addresses: {id}.execute-api.…
std::optional<std::string> api_of(const std::string& endpoint) {
  auto parts = split(endpoint.substr(0, endpoint.find(':')), '.');
  if (parts.size() < 2 || parts[1] != "execute-api" || parts[0].empty()) return std::nullopt;
  return parts[0];
}

}  // namespace

std::string query_text(const Pairs& pairs) {
  std::string out;
  for (const auto& [name, value] : pairs) out += (out.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  return out;
}

Asked http_asked(const asl::Resource& resource, const Json& parameters, const std::string& home, const std::string& region) {
  if (resource.service == "apigateway") return {"stepfunctions", kRestApi, rest_api_input(parameters, home, region)};
  return {"stepfunctions", kEndpoint, endpoint_input(parameters, region)};
}

Json rest_api_input(const Json& parameters, const std::string& home, const std::string& region) {
  check_members(parameters, {"ApiEndpoint", "Method", "Headers", "Stage", "Path", "QueryParameters", "RequestBody", "AllowNullValues", "AuthType"},
                {"ApiEndpoint", "Method"});
  std::vector<std::string> faults;
  std::string auth = text_at(parameters, "AuthType", "NO_AUTH");
  if (auth != "NO_AUTH" && auth != "IAM_ROLE" && auth != "RESOURCE_POLICY") faults.push_back(misshapen("AuthType"));
  std::string endpoint = text_at(parameters, "ApiEndpoint"), stage = text_at(parameters, "Stage"), path = text_at(parameters, "Path");
  if (endpoint.find_first_of("/?# ") != std::string::npos || endpoint.empty()) faults.push_back(misshapen("ApiEndpoint"));
  if (!path.empty() && path.front() != '/') path.insert(path.begin(), '/');
  const Json* body = find(parameters, "RequestBody");
  Json headers = header_list(parameters, "Amazon|StepFunctions|APIGateway|" + region, body, faults);
  Pairs query = pairs_of(parameters, "QueryParameters", faults);
  if (!faults.empty()) refuse_parameters(parameters, faults);

  auto api = api_of(endpoint);
  std::string url = api ? home + "/restapis/" + *api + "/" + (stage.empty() ? "$default" : stage) + "/_user_request_" + path
                        : "https://" + endpoint + (stage.empty() ? "" : "/" + stage) + path;
  if (!query.empty()) url += "?" + query_text(query);
  Json out = object({{"Url", url}, {"Method", text_at(parameters, "Method")}, {"Headers", std::move(headers)}, {"AuthType", auth}});
  if (body) set_text(out, "Body", plain(bool_at(parameters, "AllowNullValues") ? *body : without_nulls(*body)));
  if (api) set_text(out, "Resource", *api + "/" + stage + "/" + text_at(parameters, "Method") + path);
  return out;
}

Json endpoint_input(const Json& parameters, const std::string& region) {
  check_members(parameters, {"ApiEndpoint", "Method", "Authentication", "InvocationConfig", "Headers", "QueryParameters", "RequestBody", "Transform"},
                {"ApiEndpoint", "Method"});
  std::vector<std::string> faults;
  std::string url = text_at(parameters, "ApiEndpoint");
  if (!url.starts_with("https://") || url.size() == 8) faults.push_back(misshapen("ApiEndpoint"));
  const Json* connection = find_path(parameters, {"Authentication", "ConnectionArn"});
  if (!connection) connection = find_path(parameters, {"InvocationConfig", "ConnectionArn"});
  if (!connection || !connection->is_string()) faults.push_back(missing("ConnectionArn"));
  const Json* body = find(parameters, "RequestBody");
  Json headers = header_list(parameters, "Amazon|StepFunctions|HttpInvoke|" + region, body, faults);
  headers.push_back(text_array({"Range", "bytes=0-262144"}));
  Pairs query = pairs_of(parameters, "QueryParameters", faults);
  std::string encoding = "NONE", arrays = "INDICES";
  if (const Json* transform = find(parameters, "Transform")) {
    encoding = text_at(*transform, "RequestBodyEncoding", "NONE");
    if (const Json* options = find(*transform, "RequestEncodingOptions")) arrays = text_at(*options, "ArrayFormat", "INDICES");
  }
  auto format = array_format(arrays);
  if ((encoding != "NONE" && encoding != "URL_ENCODED") || !format) faults.push_back(misshapen("Transform"));
  if (!faults.empty()) refuse_parameters(parameters, faults);

  Json out = object({{"Url", url}, {"Method", text_at(parameters, "Method")}, {"Headers", headers}, {"ConnectionArn", *connection}});
  if (!query.empty()) set_text(out, "Query", query_text(query));
  if (!body) return out;
  bool form = encoding == "URL_ENCODED" && content_type(headers) == "application/x-www-form-urlencoded";
  set_text(out, "Body", form ? form_body(*body, *format) : plain(*body));
  return out;
}

Json http_result(const asl::Resource& resource, const Json& answer) {
  std::int64_t status = int_at(answer, "StatusCode");
  std::string body = text_at(answer, "Body");
  bool rest_api = resource.service == "apigateway";
  if (status >= 400) throw StateFailure((rest_api ? "ApiGateway." : "States.Http.StatusCode.") + std::to_string(status), body);
  if (!valid_utf8(body)) throw StateFailure("States.Runtime", "The response of the HTTP endpoint is binary, which is not supported.");
  Json headers = Json::object();
  std::string type;
  if (const Json* given = find(answer, "Headers"))
    for (const auto& one : *given) {
      const auto& name = one[0].get_ref<const std::string&>();
      if (iequals(name, "Content-Type")) type = lower(one[1].get_ref<const std::string&>());
      if (!headers.contains(name)) headers[name] = Json::array();
      headers[name].push_back(one[1]);
    }
  bool json = type.find("json") != std::string::npos;
  auto value = json ? try_parse_json(body) : std::nullopt;
  if (json && !value) check_text_depth(body);
  Json out = object({{"Headers", std::move(headers)}});
  if (!body.empty()) set(out, "ResponseBody", value ? std::move(*value) : Json(body));
  set(out, "StatusCode", status);
  set_text(out, "StatusText", text_at(answer, "StatusText"));
  return out;
}

namespace {

Failure failure_of_request(const asl::Resource& resource, const AwsError& error) {
  if (error.code() == "Socket") return client_failure(resource, error.message());
  if (error.code().starts_with("Events.")) return {error.code(), error.message()};
  if (error.code() == "AccessDeniedException" && resource.service == "apigateway")
    return {"ApiGateway.403", dump(object({{"Message", error.message()}}))};
  if (error.code() == "AccessDeniedException") return {"States.Permissions", error.message()};
  return {"States.TaskFailed", error.message()};
}

}  // namespace

Task<Json> http_task(Aws& aws, const Errand& errand) {
  Json input = errand.asked->input;
  set_text(input, "StateMachineArn", errand.about.machine_arn);
  const bool traces = errand.look && errand.look->traces;
  if (traces) set_text(input, "Trace", errand.look->reveals ? kRevealed : kMasked);
  Call call = errand.call(errand.asked->service, errand.asked->operation, std::move(input));
  std::optional<Failure> failed;
  Json answer;
  try {
    answer = co_await aws.call(std::move(call));
  } catch (const AwsError& e) {
    failed = failure_of_request(errand.resource, e);
  }
  if (failed) throw StateFailure(std::move(*failed));
  if (traces)
    for (const auto& [shown, member] : {std::pair{"request", "Request"}, std::pair{"response", "Response"}})
      if (const Json* seen = find(answer, member)) set(errand.look->data, shown, *seen);
  co_return http_result(errand.resource, answer);
}

}  // namespace lambent::states
