#include "mocks/states/integrations/integration.h"

#include <algorithm>

#include "aws/extended_request_id.h"
#include "aws/model.h"
#include "aws/stubs.h"
#include "base/text.h"
#include "mocks/states/asl/sdk_catalogue.h"
#include "mocks/states/integrations/http_metadata.h"
#include "mocks/states/integrations/values.h"
#include "mocks/states/size.h"

namespace lambent::states {
namespace {

using asl::Resource;

// The optimized integrations, with the words of AWS SDK 1.
struct Optimized {
  std::string_view service, model;
  std::string_view prefix;      // of error names
  std::string_view label;       // in causes
  std::string_view unmodelled;  // the exception of errors the API does not name
};
constexpr Optimized kOptimized[] = {
    {"lambda", "lambda", "Lambda", "AWSLambda", "AWSLambdaException"},
    {"sns", "sns", "SNS", "AmazonSNS", "AmazonSNSException"},
    {"sqs", "sqs", "SQS", "AmazonSQS", "AmazonSQSException"},
    {"dynamodb", "dynamodb", "DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"},
    {"events", "events", "EventBridge", "AmazonEventBridge", "AmazonEventBridgeException"},
    {"states", "stepfunctions", "StepFunctions", "AWSStepFunctions", "AWSStepFunctionsException"},
};

const Optimized& optimized(const Resource& resource) {
  if (resource.kind == Resource::Kind::lambda_function) return kOptimized[0];
  return *std::find_if(std::begin(kOptimized), std::end(kOptimized), [&](const Optimized& row) { return row.service == resource.service; });
}

const asl::SdkService& sdk_of(const Resource& resource) { return *asl::find_sdk_service(std::string_view(resource.service).substr(sizeof "aws-sdk:" - 1)); }

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string exception_name(std::string shape) {
  if (shape.ends_with("Fault")) shape.resize(shape.size() - 5);
  return shape.ends_with("Exception") ? shape : shape + "Exception";
}

// A string that is JSON text is sent as it is: "0" invokes the function with the number 0.
std::string payload_text(const Json* payload) {
  if (!payload) return "{}";
  bool raw = payload->is_string() && try_parse_json(payload->get_ref<const std::string&>());
  return raw ? payload->get<std::string>() : dump(*payload);
}

// What the API does not have vanishes from a message to a queue.
void drop_unknown(const model::Shape& shape, Json& parameters) {
  Json kept = Json::object();
  for (const auto& [name, value] : parameters.items())
    if (shape.find(name)) kept[name] = value;
  parameters = std::move(kept);
}

void name_sources(Json& input, const About& about) {
  auto entries = input.find("Entries");
  if (entries == input.end()) return;
  for (auto& entry : *entries) {
    Json resources = Json::array();
    if (const Json* given = find(entry, "Resources")) resources = *given;
    for (const std::string& arn : {about.execution_arn, about.machine_arn})
      if (std::find(resources.begin(), resources.end(), Json(arn)) == resources.end()) resources.push_back(arn);
    set(entry, "Resources", std::move(resources));
  }
}

Asked function_asked(const Resource& resource, const Json& input) {
  return {"lambda", "Invoke", object({{"FunctionName", resource.arn}, {"Payload", dump(input)}})};
}

Failure function_failure(const std::string& payload) {
  auto value = try_parse_json(payload);
  std::string type = value ? text_at(*value, "errorType") : "";
  return {type.empty() ? "Lambda.Unknown" : type, payload};
}

Json payload_value(const Json& answer) {
  std::string payload = text_at(answer, "Payload");
  auto value = try_parse_json(payload);
  if (!value) check_text_depth(payload);  // else it would become a string without a word
  return value ? std::move(*value) : Json(std::move(payload));
}

Json sorted(const Json& members) {
  std::vector<std::string> names;
  for (const auto& [name, value] : members.items()) names.push_back(name);
  std::sort(names.begin(), names.end());
  Json out = Json::object();
  for (const auto& name : names) out[name] = members[name];
  return out;
}

}  // namespace

std::string task_name(const Resource& resource) { return resource.service.empty() ? resource.arn : resource.service; }

void refuse_parameters(const Json& parameters, const std::vector<std::string>& reasons) {
  throw RuntimeFailure("The Parameters '" + dump(parameters) + "' could not be used to start the Task: [" + join(reasons, ", ") + "]");
}

Asked asked_of(const Resource& resource, const Json& parameters, const About& about) {
  if (resource.kind == Resource::Kind::lambda_function) return function_asked(resource, parameters);
  if (!parameters.is_object()) refuse_parameters(parameters, {"The value must be a JSON object"});
  bool sdk = resource.kind == Resource::Kind::sdk;
  Asked out;
  if (sdk)
    out.service = sdk_of(resource).model;
  else
    out.service = asl::emulated(resource) ? std::string(optimized(resource).model) : resource.service;
  const model::Service* api = model::find(out.service);
  if (!api) {  // a service without a model: it is not emulated, and the door will say so
    out.operation = capitalised(resource.action);
    out.input = parameters;
    return out;
  }
  const model::Operation* operation = sdk ? asl::find_sdk_operation(sdk_of(resource), resource.action) : api->find(capitalised(resource.action));
  out.operation = operation->name;
  static const model::Shape nothing;
  const model::Shape& shape = operation->input ? *operation->input : nothing;
  Json given = parameters;
  if (out.service == "sqs" && !sdk) drop_unknown(shape, given);
  bool invokes = out.service == "lambda" && !sdk;
  if (invokes && has(given, "Payload")) given["Payload"] = payload_text(find(given, "Payload"));
  std::vector<std::string> faults;
  out.input = to_input(shape, given, sdk ? Spelling::sdk : Spelling::api, faults);
  if (!faults.empty()) refuse_parameters(parameters, faults);
  if (invokes && !has(out.input, "Payload")) set_text(out.input, "Payload", "{}");
  if (out.service == "events" && !sdk) name_sources(out.input, about);
  return out;
}

Json result_of(const Resource& resource, const Json& answer, const About& about) {
  if (resource.kind == Resource::Kind::lambda_function) {
    if (answer.contains("FunctionError")) throw StateFailure(function_failure(text_at(answer, "Payload")));
    return payload_value(answer);
  }
  bool sdk = resource.kind == Resource::Kind::sdk;
  if (sdk) {
    const model::Operation* operation = asl::find_sdk_operation(sdk_of(resource), resource.action);
    return operation && operation->output ? to_result(*operation->output, answer, Spelling::sdk) : Json::object();
  }
  const Optimized& row = optimized(resource);
  const model::Service& api = *model::find(row.model);
  const model::Operation& operation = *api.find(capitalised(resource.action));
  if (row.service == "lambda" && answer.contains("FunctionError")) throw StateFailure(function_failure(text_at(answer, "Payload")));
  Json out = operation.output ? to_result(*operation.output, answer, Spelling::api) : Json::object();
  if (row.service == "events" && int_at(answer, "FailedEntryCount") > 0) throw StateFailure("EventBridge.FailedEntry", dump(out));
  Json wire = operation.output ? answer : Json::object();
  if (row.service == "lambda") {
    set_text(out, "ExecutedVersion", text_at(answer, "ExecutedVersion", "$LATEST"));
    set(out, "Payload", payload_value(answer));
    set(out, "StatusCode", int_at(answer, "StatusCode", 200));
  }
  add_http_metadata(out, api, wire, about);
  return sorted(out);
}

Failure client_failure(const Resource& resource, const std::string& why) {
  if (resource.service == "http") return {"States.Http.Socket", why};
  if (!asl::emulated(resource)) return {"States.TaskFailed", "Unable to execute HTTP request: " + why};
  if (resource.service == "apigateway") return {"ApiGateway.SdkClientException", "Unable to execute HTTP request: " + why};
  std::string prefix = resource.kind == Resource::Kind::sdk ? sdk_of(resource).prefix : std::string(optimized(resource).prefix);
  return {prefix + ".SdkClientException", "Unable to execute HTTP request: " + why};
}

std::string sdk_cause(const std::string& service, const AwsError& error, const std::string& request_id) {
  std::string more = service == "S3" ? ", Extended Request ID: " + extended_request_id(request_id) : "";
  return error.message() + " (Service: " + service + ", Status Code: " + std::to_string(error.status()) + ", Request ID: " + request_id + more +
         ") (SDK Attempt Count: 1)";
}

Failure failure_of(const Resource& resource, const AwsError& error, const std::string& request_id) {
  if (dynamic_cast<const BrokenCall*>(&error)) return client_failure(resource, error.message());
  std::string status = std::to_string(error.status());
  if (!asl::emulated(resource)) return {"States.TaskFailed", error.message() + " (Status Code: " + status + "; Error Code: " + error.code() + ")"};
  if (resource.kind == Resource::Kind::sdk) {
    const asl::SdkService& sdk = sdk_of(resource);
    const model::Service* api = model::find(sdk.model);
    const model::Shape* shape = api ? api->error_by_code(error.code()) : nullptr;
    std::string name = shape ? asl::sdk_member(exception_name(shape->name)) : sdk.prefix + "Exception";
    return {sdk.prefix + "." + name, sdk_cause(sdk.prefix, error, request_id)};
  }
  const Optimized& row = optimized(resource);
  const model::Service& api = *model::find(row.model);
  const model::Shape* shape = api.error_by_code(error.code());
  std::string code = api.query_compatible && shape ? shape->error_code : error.code();
  // SendMessage of SDK 1 knew no errors by name.
  std::string name = shape && row.service != "sqs" ? exception_name(shape->name) : std::string(row.unmodelled);
  std::string message = error.message();
  bool unqualified = std::count(message.begin(), message.end(), ':') == 7;  // "Function not found: arn:…:function:name"
  if (row.service == "lambda" && message.starts_with("Function not found: arn:") && unqualified) message += ":$LATEST";
  return {std::string(row.prefix) + "." + name, message + " (Service: " + std::string(row.label) + "; Status Code: " + status + "; Error Code: " + code +
                                                    "; Request ID: " + request_id + "; Proxy: null)"};
}

Json child_result(const Resource& resource, const Json& described) {
  const model::Operation& operation = *model::find("stepfunctions")->find("DescribeExecution");
  Json out = to_result(*operation.output, described, Spelling::api);
  if (resource.pattern == asl::Pattern::sync2)
    for (const char* name : {"Input", "Output"})
      if (auto text = find_text(out, name))
        if (auto value = try_parse_json(*text)) set(out, name, std::move(*value));
  if (text_at(out, "Status") != "SUCCEEDED") throw StateFailure("States.TaskFailed", dump(out));
  return out;
}

}  // namespace lambent::states
