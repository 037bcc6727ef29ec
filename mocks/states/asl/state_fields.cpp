#include <algorithm>

#include "aws/arn.h"
#include "base/time_text.h"
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/path/template.h"

namespace lambent::states::asl {

void DefinitionReader::task(const Json& given, State& out, const std::string& at) {
  require(given, {"Resource"}, at);
  out.resource = text_at(given, "Resource");
  if (!out.resource.empty()) resource(out, at);
  out.timeout = whole(given, "TimeoutSeconds", 1, 99999999, at);
  out.timeout_path = find_text(given, "TimeoutSecondsPath");
  if (out.timeout && out.timeout_path) fault("Only one of these fields is allowed: [TimeoutSeconds, TimeoutSecondsPath]", at);
  for (const char* name : {"HeartbeatSeconds", "HeartbeatSecondsPath"})
    if (given.contains(name)) unsupported(name, at);
  if (const Json* credentials = find(given, "Credentials"); credentials && credentials->is_object()) {
    if (!credentials->contains("RoleArn") && !credentials->contains("RoleArn.$"))
      fault("The field 'RoleArn' is required but was missing", at + "/Credentials");
    else
      unsupported("Credentials", at);
  }
}

void DefinitionReader::resource(State& out, const std::string& at) {
  auto arn = Arn::parse(out.resource);
  bool function = arn && arn->service == "lambda" && arn->resource.starts_with("function:");
  if (function) {
    out.integration = Integration::lambda_function;
  } else if (out.resource == "arn:aws:states:::lambda:invoke") {
    out.integration = Integration::lambda_invoke;
  } else if (arn && arn->service == "states" && (arn->resource.starts_with("activity:") || arn->account.empty())) {
    static const std::set<std::string> optimized{"lambda:invoke", "sns:publish", "sqs:sendMessage", "dynamodb:getItem", "dynamodb:putItem",
        "dynamodb:updateItem", "dynamodb:deleteItem", "events:putEvents", "states:startExecution", "apigateway:invoke", "http:invoke",
        "ecs:runTask", "batch:submitJob", "glue:startJobRun"};
    std::string action = arn->resource.substr(0, arn->resource.find('.'));
    if (!arn->resource.starts_with("activity:") && !arn->resource.starts_with("aws-sdk:") && !optimized.contains(action))
      fault("The resource provided " + out.resource + " is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.", at + "/Resource");
    else
      unsupported("Resource " + out.resource, at);
  } else {
    fault("The resource provided " + out.resource + " is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.", at + "/Resource");
  }
}

void DefinitionReader::wait(const Json& given, State& out, const std::string& at) {
  int forms = 0;
  for (const char* name : {"Seconds", "Timestamp", "SecondsPath", "TimestampPath"}) forms += given.contains(name);
  if (forms == 0) fault("One of these fields is required: [Seconds, Timestamp, SecondsPath, TimestampPath]", at);
  if (forms > 1) fault("Only one of these fields is allowed: [Seconds, Timestamp, SecondsPath, TimestampPath]", at);
  out.seconds = whole(given, "Seconds", 0, 99999999, at);
  out.timestamp = find_text(given, "Timestamp");
  out.seconds_path = find_text(given, "SecondsPath");
  out.timestamp_path = find_text(given, "TimestampPath");
  if (out.timestamp && !parse_iso(*out.timestamp)) fault("String does not match RFC3339 timestamp", at + "/Timestamp");
}

void DefinitionReader::fail(const Json& given, State& out, const std::string& at) {
  out.error = find_text(given, "Error");
  out.cause = find_text(given, "Cause");
  out.error_path = find_text(given, "ErrorPath");
  out.cause_path = find_text(given, "CausePath");
  for (const char* name : {"Error", "Cause"}) {
    std::string path_name = std::string(name) + "Path";
    if (given.contains(name) && given.contains(path_name)) fault("Only one of these fields is allowed: [" + std::string(name) + ", " + path_name + "]", at);
    auto it = given.find(path_name);
    if (it == given.end()) continue;
    if (!it->is_string() || !path::is_path_or_call(it->get_ref<const std::string&>()))
      fault("The value for the field '" + path_name + "' must be a valid JSONPath or a valid intrinsic function call", at + "/" + path_name);
  }
}

void DefinitionReader::choice(const Json& given, State& out, const std::string& at) {
  require(given, {"Choices"}, at);
  out.fallback = text_at(given, "Default");
  const Json* list = find(given, "Choices");
  if (!list || !list->is_array()) return;
  if (list->empty()) fault("Value cannot be empty", at + "/Choices");
  for (size_t i = 0; i < list->size(); ++i)
    out.choices.push_back(rule((*list)[i], at + "/Choices[" + std::to_string(i) + "]", Place::top_rule));
}

Rule DefinitionReader::rule(const Json& given, const std::string& at, Place place) {
  Rule out;
  if (!given.is_object()) {
    fault("Expected value of type [OBJECT]", at);
    return out;
  }
  if (given.contains("Condition"))
    fault("The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage", at);
  if (place == Place::top_rule) {
    require(given, {"Next"}, at);
    out.next = text_at(given, "Next");
    if (auto it = given.find("Assign"); it != given.end()) check_value(*find_field("Assign"), *it, at);
    assignment(given, out.assign, at);
  } else {
    for (const char* name : {"Next", "Assign"})
      if (given.contains(name)) fault("Field '" + std::string(name) + "' is not supported", at);
  }
  const Json* all = find(given, "And");
  const Json* any = find(given, "Or");
  const Json* negated = find(given, "Not");
  for (const auto& [name, value] : given.items()) {
    static const std::set<std::string> known{"Next", "Assign", "Comment", "And", "Or", "Not", "Variable", "Condition"};
    bool compound = all || any || negated;
    if (!known.contains(name) && (compound || !find_operator(name))) fault("Field '" + name + "' is not supported", at);
  }
  if (negated) {
    out.kind = Rule::Kind::negated;
    out.parts.push_back(rule(*negated, at + "/Not", Place::inner_rule));
  } else if (all || any) {
    const Json& list = all ? *all : *any;
    std::string field = all ? "/And" : "/Or";
    out.kind = all ? Rule::Kind::all : Rule::Kind::any;
    if (!list.is_array()) {
      fault("Expected value of type [ARRAY]", at + field);
    } else {
      if (list.empty()) fault("Value cannot be empty", at + field);
      for (size_t i = 0; i < list.size(); ++i) out.parts.push_back(rule(list[i], at + field + "[" + std::to_string(i) + "]", Place::inner_rule));
    }
  } else if (!given.contains("Condition")) {
    comparison(given, out, at);
  }
  return out;
}

void DefinitionReader::comparison(const Json& given, Rule& out, const std::string& at) {
  require(given, {"Variable"}, at);
  const Json* variable = find(given, "Variable");
  if (variable && (!variable->is_string() || !path::is_path(variable->get_ref<const std::string&>()))) fault("Value is not a Reference Path", at + "/Variable");
  out.variable = text_at(given, "Variable");
  int operators = 0;
  for (const auto& [name, value] : given.items()) {
    const Operator* op = find_operator(name);
    if (!op) continue;
    ++operators;
    out.op = op->name;
    out.operand = value;
    out.operand_is_path = name != op->name;
    std::string place = at + "/" + name;
    if (out.operand_is_path) {
      if (!value.is_string() || !path::is_path(value.get_ref<const std::string&>())) fault("Value is not a Reference Path", place);
      continue;
    }
    switch (op->operand) {
      case OperandType::text:
        if (!value.is_string()) fault("Expected value of type [STRING]", place);
        break;
      case OperandType::number:
        if (!value.is_number()) fault("Expected value of type [NUMBER]", place);
        break;
      case OperandType::boolean:
        if (!value.is_boolean()) fault("Expected value of type [BOOLEAN]", place);
        break;
      case OperandType::timestamp:
        if (!value.is_string() || !parse_iso(value.get_ref<const std::string&>())) fault("String does not match RFC3339 timestamp", place);
        break;
    }
  }
  if (operators == 0) fault("A comparison operator is required", at);
  if (operators > 1) fault("Only one comparison operator is allowed", at);
}

void DefinitionReader::parallel(const Json& given, State& out, const std::string& at) {
  require(given, {"Branches"}, at);
  const Json* list = find(given, "Branches");
  if (!list || !list->is_array()) return;
  if (list->empty()) fault("Value cannot be empty", at + "/Branches");
  for (size_t i = 0; i < list->size(); ++i) {
    std::string place = at + "/Branches[" + std::to_string(i) + "]";
    out.scopes.emplace_back();
    if ((*list)[i].is_object())
      scope((*list)[i], out.scopes.back(), place, Level::nested);
    else
      fault("Expected value of type [OBJECT]", place);
  }
}

void DefinitionReader::map(const Json& given, State& out, const std::string& at) {
  const char* field = given.contains("Iterator") && !given.contains("ItemProcessor") ? "Iterator" : "ItemProcessor";
  require(given, {field}, at);
  const Json* processor = find(given, field);
  out.scopes.emplace_back();
  out.items_path = text_at(given, "ItemsPath", "$");
  out.max_concurrency = whole(given, "MaxConcurrency", 0, 99999999, at).value_or(0);
  out.max_concurrency_path = find_text(given, "MaxConcurrencyPath");
  for (const char* name : {"ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount", "ToleratedFailureCountPath",
                           "ToleratedFailurePercentage", "ToleratedFailurePercentagePath"})
    if (given.contains(name)) unsupported("Map field " + std::string(name), at);
  if (!processor || !processor->is_object()) return;
  std::string place = at + "/" + field;
  if (const Json* config = find(*processor, "ProcessorConfig")) {
    std::string mode = text_at(*config, "Mode", "INLINE");
    if (mode == "DISTRIBUTED")
      unsupported("Map in DISTRIBUTED mode", at);
    else if (mode != "INLINE")
      fault("Value should be one of the following: [INLINE, DISTRIBUTED]", place + "/ProcessorConfig/Mode");
  }
  scope(*processor, out.scopes.back(), place, Level::nested);
}

}  // namespace lambent::states::asl
