// Task, Wait, Fail, Parallel and Map.
#include "base/time_text.h"
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/path/template.h"

namespace lambent::states::asl {

void DefinitionReader::task(const Json& given, State& out, const std::string& at) {
  require(given, {"Resource"}, at);
  out.resource.arn = text_at(given, "Resource");
  if (!out.resource.arn.empty()) resource(out, at);
  out.timeout = amount(given, "TimeoutSeconds", 1, 99999999, out.language, at);
  out.heartbeat = amount(given, "HeartbeatSeconds", 1, 99999999, out.language, at);
  service_fields(given, out, at);
  if (out.timeout.literal && out.heartbeat.literal && *out.heartbeat.literal >= *out.timeout.literal)
    fault("'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'", at);
  if (const Json* credentials = find(given, "Credentials"); credentials && credentials->is_object()) {
    if (out.resource.kind == Resource::Kind::activity)
      fault("The field 'Credentials' is not supported for activities", at);
    else
      this->credentials(*credentials, out, at + "/Credentials");
  }
}

void DefinitionReader::credentials(const Json& given, State& out, const std::string& at) {
  bool paths = out.language == Language::jsonpath;
  bool by_path = paths && given.contains("RoleArn.$");
  if (!given.contains("RoleArn") && !by_path) return fault("The field 'RoleArn' is required but was missing", at);
  for (const auto& [name, value] : given.items())
    if (name != "RoleArn" && !(by_path && name == "RoleArn.$")) fault("Field '" + name + "' is not supported", at);
  const Json& role = by_path ? given["RoleArn.$"] : given["RoleArn"];
  if (!role.is_string()) return fault("Expected value of type [STRING]", at + "/RoleArn");
  if (!paths) {
    out.role = form(given, "RoleArn", out.language, at);
  } else if (!by_path) {
    out.role = Form::of_value(role);
  } else if (path::is_path_or_call(role.get_ref<const std::string&>())) {
    out.role = Form::of_path(role.get<std::string>());
  } else {
    fault("The value for the field 'RoleArn.$' must be a valid JSONPath or a valid intrinsic function call", at);
  }
}

void DefinitionReader::resource(State& out, const std::string& at) {
  auto known = parse_resource(out.resource.arn);
  if (!out.resource.arn.starts_with("arn:")) return fault("Value is not a valid resource ARN", at + "/Resource");
  if (!known) {
    fault("The resource provided " + out.resource.arn + " is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.",
          at + "/Resource");
    return;
  }
  out.resource = *known;
  express_limits(*known, at + "/Resource");
  if (!emulated(*known)) out_.unanswered.push_back("Resource " + out.resource.arn + " (" + at + ")");
}

void DefinitionReader::wait(const Json& given, State& out, const std::string& at) {
  bool paths = out.language == Language::jsonpath;
  std::vector<std::string> forms{"Seconds", "Timestamp"};
  if (paths) forms = {"SecondsPath", "Seconds", "TimestampPath", "Timestamp"};
  if (!exclusive(given, forms, Needed::one, at)) return;
  out.seconds = amount(given, "Seconds", 0, 99999999, out.language, at);
  if (auto path = find_text(given, "TimestampPath"); path && paths) {
    out.timestamp_text = *path;
    out.timestamp_path = path::JsonPath::parse(*path);
  }
  auto text = find_text(given, "Timestamp");
  if (!text) return;
  if (!paths && jsonata::expression_in(*text)) {
    out.timestamp_form = form(given, "Timestamp", out.language, at);
    return;
  }
  out.timestamp = parse_iso(*text);
  if (!out.timestamp) fault("String does not match RFC3339 timestamp", at + "/Timestamp");
}

void DefinitionReader::fail(const Json& given, State& out, const std::string& at) {
  for (const char* name : {"Error", "Cause"}) {
    std::optional<Form>& to = name[0] == 'E' ? out.error : out.cause;
    if (given.contains(name)) to = out.language == Language::jsonata ? form(given, name, out.language, at) : Form::of_value(given[name]);
    if (out.language == Language::jsonata) continue;
    std::string path_name = std::string(name) + "Path";
    exclusive(given, {name, path_name}, Needed::at_most_one, at);
    auto it = given.find(path_name);
    if (it == given.end()) continue;
    if (!it->is_string() || !path::is_path_or_call(it->get_ref<const std::string&>()))
      fault("The value for the field '" + path_name + "' must be a valid JSONPath or a valid intrinsic function call", at + "/" + path_name);
    else
      to = Form::of_path(it->get<std::string>());
  }
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
  exclusive(given, {"ItemProcessor", "Iterator"}, Needed::one, at);
  const Json* processor = find(given, field);
  out.scopes.emplace_back();
  bool paths = out.language == Language::jsonpath;
  if (paths) out.items_path = Selector::of(text_at(given, "ItemsPath", "$"));
  if (!paths) out.items = form(given, "Items", out.language, at);
  out.item_selector = form(given, given.contains("ItemSelector") || !paths ? "ItemSelector" : "Parameters", out.language, at);
  out.max_concurrency = amount(given, "MaxConcurrency", 0, 99999999, out.language, at);
  tolerance(given, out, at);
  if (!processor || !processor->is_object()) return;
  std::string place = at + "/" + field;
  const Json* config = find(*processor, "ProcessorConfig");
  std::string mode = config ? text_at(*config, "Mode", "INLINE") : "INLINE";
  bool apart = mode == "DISTRIBUTED";
  if (apart && express_)
    fault("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines", place + "/ProcessorConfig/Mode");
  bool outside = std::exchange(express_, express_ || (apart && text_at(*config, "ExecutionType") == "EXPRESS"));
  scope(*processor, out.scopes.back(), place, Level::nested);
  express_ = outside;
  if (apart) return distributed(given, *processor, *config, out, at);
  if (config && config->contains("ExecutionType")) fault("Field 'ExecutionType' is not supported", place + "/ProcessorConfig");
  if (mode != "INLINE") fault("Value should be one of the following: [INLINE, DISTRIBUTED]", place + "/ProcessorConfig/Mode");
  out.misplaced = given.contains("ItemReader") || given.contains("ItemBatcher") || given.contains("ResultWriter");
}

}  // namespace lambent::states::asl
