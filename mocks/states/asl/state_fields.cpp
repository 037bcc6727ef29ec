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
  for (const char* name : {"HeartbeatSeconds", "HeartbeatSecondsPath"})
    if (given.contains(name)) unsupported(name, at);
  service_fields(given, out, at);
  if (const Json* credentials = find(given, "Credentials"); credentials && credentials->is_object()) {
    if (!credentials->contains("RoleArn") && !credentials->contains("RoleArn.$"))
      fault("The field 'RoleArn' is required but was missing", at + "/Credentials");
    else if (out.resource.kind == Resource::Kind::activity)
      fault("The field 'Credentials' is not supported for activities", at);
    else
      unsupported("Credentials", at);
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
  bool works = known->kind == Resource::Kind::lambda_function || known->arn == "arn:aws:states:::lambda:invoke";
  if (!works) unsupported("Resource " + out.resource.arn, at);
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
  out.tolerated_count = amount(given, "ToleratedFailureCount", 0, 99999999, out.language, at);
  out.tolerated_percentage = amount(given, "ToleratedFailurePercentage", 0, 100, out.language, at);
  for (const char* name : {"ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount", "ToleratedFailureCountPath",
                           "ToleratedFailurePercentage", "ToleratedFailurePercentagePath"})
    if (given.contains(name)) unsupported("Map field " + std::string(name), at);
  if (!processor || !processor->is_object()) return;
  std::string place = at + "/" + field;
  if (const Json* config = find(*processor, "ProcessorConfig")) {
    std::string mode = text_at(*config, "Mode", "INLINE");
    if (mode == "DISTRIBUTED" && machine_type_ == MachineType::express)
      fault("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines", place + "/ProcessorConfig/Mode");
    else if (mode == "DISTRIBUTED")
      unsupported("Map in DISTRIBUTED mode", at);
    else if (mode != "INLINE")
      fault("Value should be one of the following: [INLINE, DISTRIBUTED]", place + "/ProcessorConfig/Mode");
  }
  scope(*processor, out.scopes.back(), place, Level::nested);
}

}  // namespace lambent::states::asl
