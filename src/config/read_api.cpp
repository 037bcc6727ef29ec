// AWS::Serverless::Api and the events of functions that add routes to one.
#include "base/text.h"
#include "config/reader.h"

namespace lambent::config {
namespace {

const std::vector<std::string>& event_types() {
  static const std::vector<std::string> known = {"Api",      "HttpApi",        "S3",   "SNS",     "SQS",      "Kinesis", "DynamoDB",   "Schedule", "ScheduleV2", "CloudWatchEvent",
                                                 "EventBridgeRule", "CloudWatchLogs", "IoTRule", "AlexaSkill", "Cognito", "MQ", "MSK", "SelfManagedKafka", "DocumentDB"};
  return known;
}

bool is_method(const std::string& method) {
  for (const char* known : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"})
    if (method == known) return true;
  return false;
}

}  // namespace

void Reader::serverless_api(const Resource& resource) {
  Node given = properties(resource, "Api");
  Properties p(given, resource.type, diagnostics_);
  ApiModel api;
  api.place = resource.place;
  api.id = api_id(options_.stack_name, resource.id);
  api.name = p.text("Name", resource.id);
  api.stage = p.must_text("StageName");
  api.description = p.text("Description");
  api.variables = p.text_map("Variables");
  api.tags = p.text_map("Tags");
  for (const auto& type : p.texts("BinaryMediaTypes")) api.binary_types.push_back(replace_all(type, "~1", "/"));
  p.without_effect({"EndpointConfiguration", "TracingEnabled", "OpenApiVersion", "AlwaysDeploy"});
  p.refuse({"AccessLogSetting", "ApiKeySourceType", "Auth", "CacheClusterEnabled", "CacheClusterSize", "CanarySetting", "Cors", "DefinitionBody", "DefinitionUri",
            "DisableExecuteApiEndpoint", "Domain", "FailOnWarnings", "GatewayResponses", "MergeDefinitions", "MethodSettings", "MinimumCompressionSize", "Mode",
            "Models", "PropagateTags", "SecurityPolicy", "Policy"});
  p.done();
  out_.apis.push_back(std::move(api));
}

void Reader::events_of(const Node& events, const FunctionModel& function) {
  for (const auto& event : events.members) {
    Properties p(event.value, "the event " + printable(event.key), diagnostics_);
    auto type = p.find_text("Type", Need::must);
    const Node* properties = p.any("Properties");
    p.done();
    if (!type) continue;
    Node none;
    none.kind = Node::Kind::map;
    none.place = event.place;
    if (*type == "Api" || *type == "SNS") {
      const Node& given = properties ? *properties : none;
      *type == "Api" ? api_event(event.key, given, function) : topic_event(event.key, given, function);
      continue;
    }
    std::string near = nearest(*type, event_types());
    bool known = near == *type;
    diagnostics_.error(p.place_of("Type"), known ? "events of type " + *type + " are not emulated" : "there is no event type '" + printable(*type) + "'",
                       known || near.empty() ? "" : "did you mean " + near + "?");
  }
}

void Reader::api_event(const std::string& id, const Node& given, const FunctionModel& function) {
  Properties p(given, "an Api event", diagnostics_);
  Event event;
  event.route.place = given.place;
  event.route.path = p.must_text("Path");
  event.route.method = upper(p.must_text("Method"));
  event.route.function_arn = "arn:aws:lambda:" + options_.region + ":" + options_.account + ":function:" + function.name;
  event.function = function.name;
  event.permission_id = function.id + id + "Permission";
  bool own = given.find("RestApiId") != nullptr;
  auto api = p.find_text("RestApiId");
  p.refuse({"Auth", "RequestModel", "RequestParameters", "ResponseTransferMode", "TimeoutInMillis"});
  p.done();
  if (own && !api) return;
  event.api = api ? *api : api_id(options_.stack_name, "ServerlessRestApi");
  if (event.route.method == "*") event.route.method = "ANY";
  if (!event.route.method.empty() && !is_method(event.route.method)) {
    diagnostics_.error(p.place_of("Method"), "'" + printable(event.route.method) + "' is no HTTP method");
    return;
  }
  if (!event.route.path.starts_with('/')) {
    if (!event.route.path.empty()) diagnostics_.error(p.place_of("Path"), "Path must begin with /, not '" + printable(event.route.path) + "'");
    return;
  }
  if (!event.route.method.empty()) events_.push_back(std::move(event));
}

}  // namespace lambent::config
