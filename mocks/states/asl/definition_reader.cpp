#include "mocks/states/asl/definition_reader.h"

#include "base/text.h"
#include "mocks/states/asl/json_fault.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::asl {
namespace {

constexpr size_t kLongestName = 80;
constexpr int kDeepestScope = 64;  // of Map and Parallel inside each other; what AWS allows is not known

}  // namespace

void DefinitionReader::fault(std::string message, std::string location, std::string code) {
  out_.findings.push_back(Finding{std::move(code), std::move(message), std::move(location)});
}

void DefinitionReader::unsupported(const std::string& what, const std::string& location) {
  out_.unsupported.push_back(what + " (" + location + ")");
}

void DefinitionReader::require(const Json& given, const std::vector<std::string>& names, const std::string& location) {
  std::vector<std::string> missing;
  for (const auto& name : names)
    if (!given.contains(name)) missing.push_back(name);
  if (!missing.empty()) fault("These fields are required: [" + join(missing, ", ") + "]", location);
}

bool DefinitionReader::exclusive(const Json& given, const std::vector<std::string>& names, Needed needed, const std::string& at) {
  int present = 0;
  for (const auto& name : names) present += given.contains(name);
  if (present > 1) fault("There should only be one of the following fields: [" + join(names, ", ") + "]", at);
  if (present == 0 && needed == Needed::one) fault("This object should have only one of the following fields: [" + join(names, ", ") + "]", at);
  return present == 1;
}

std::optional<std::int64_t> DefinitionReader::whole(const Json& given, std::string_view name, std::int64_t least, std::int64_t most, const std::string& at) {
  const Json* value = find(given, name);
  if (!value || !value->is_number_integer()) return std::nullopt;  // another type has been reported already
  bool huge = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  std::int64_t n = huge ? INT64_MAX : value->get<std::int64_t>();
  if (n < least) fault("Minimum value is " + std::to_string(least), at + "/" + std::string(name));
  if (n > most) fault("Maximum value is " + std::to_string(most), at + "/" + std::string(name));
  return n;
}

void DefinitionReader::machine(const Json& given) {
  if (const Json* language = find(given, "QueryLanguage")) {
    if (!language->is_string()) {
      fault("Expected value of type [STRING]", "/QueryLanguage");
    } else if (*language != "JSONPath" && *language != "JSONata") {
      fault("Value should be one of the following: [JSONPath, JSONata]", "/QueryLanguage");
    }
    if (*language != "JSONPath") language_ = Language::jsonata;  // AWS goes on as if anything else meant JSONata
  }
  for (const auto& [name, value] : given.items()) {
    static const std::set<std::string> known{"States", "StartAt", "QueryLanguage", "Comment", "Version", "TimeoutSeconds"};
    if (!known.contains(name)) fault("Field '" + name + "' is not supported", "/");
  }
  if (const Json* version = find(given, "Version"); version && *version != "1.0")
    fault("Value should be one of the following: [1.0]", "/Version");
  if (const Json* timeout = find(given, "TimeoutSeconds"); timeout && !timeout->is_number_integer())
    fault("Expected value of type Integer", "/TimeoutSeconds");
  out_.machine->language = language_;
  out_.machine->timeout = whole(given, "TimeoutSeconds", 0, 99999999, "");
  if (out_.machine->timeout == 0) out_.machine->timeout.reset();
  scope(given, out_.machine->top, "", Level::top);
}

void DefinitionReader::scope(const Json& given, Scope& out, const std::string& at, Level level) {
  std::string here = at.empty() ? "/" : at;
  if (++depth_ > kDeepestScope) {
    --depth_;
    return fault("The states are too deeply nested", here, "TOO_DEEPLY_NESTED");
  }
  require(given, {"States", "StartAt"}, here);
  if (level == Level::nested) {
    for (const auto& [name, value] : given.items()) {
      bool known = name == "States" || name == "StartAt" || name == "Comment" || name == "ProcessorConfig";
      if (!known) fault("Field '" + name + "' is not supported", here);
    }
  }
  if (const Json* start = find(given, "StartAt")) {
    if (start->is_string())
      out.start_at = start->get<std::string>();
    else
      fault("Expected value of type [STRING]", at + "/StartAt");
  }
  if (const Json* states = find(given, "States")) states_of(*states, out, at);
  --depth_;
}

void DefinitionReader::states_of(const Json& states, Scope& out, const std::string& at) {
  if (!states.is_object()) return fault("Expected value of type [OBJECT]", at + "/States");
  if (states.empty()) return fault("Value cannot be empty", at + "/States");
  for (const auto& [name, value] : states.items()) {
    std::string place = at + "/States/" + name;
    if (jsonata::count_points(name) > kLongestName)
      fault("Invalid State name: " + name + " exceeds the 80-character limit allowed by the service", place, "INVALID_STATE_NAME");
    if (name.empty()) fault("Invalid State name: it is empty", place, "INVALID_STATE_NAME");
    if (!names_.insert(name).second) fault("Duplicate State name: " + name, place, "DUPLICATE_STATE_NAME");
    if (!value.is_object()) {
      fault("Expected value of type [OBJECT]", place);
      continue;
    }
    state(name, value, out.states[name], place);
  }
}

std::optional<Type> DefinitionReader::type_of(const Json& given, const std::string& at) {
  auto name = find_text(given, "Type");
  for (auto type : {Type::task, Type::wait, Type::pass, Type::succeed, Type::fail, Type::choice, Type::parallel, Type::map})
    if (name && *name == name_of(type)) return type;
  if (!given.contains("Type"))
    fault("These fields are required: [Type]", at);
  else
    fault("The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]", at + "/Type");
  return std::nullopt;
}

void DefinitionReader::state(const std::string& name, const Json& given, State& out, const std::string& at) {
  out.name = name;
  auto type = type_of(given, at);
  if (!type) return;
  out.type = *type;
  bool works = *type == Type::task || *type == Type::parallel || *type == Type::map;
  offers_ = works ? Offers::result : Offers::nothing;
  query_language(given, out, at);
  check_fields(given, out, at);
  data_flow(given, out, at);
  transition(given, out, at);
  retries(given, out, at);
  catchers(given, out, at);
  assignment(given, out.assign, out.language, at);
  switch (*type) {
    case Type::task: return task(given, out, at);
    case Type::parallel: return parallel(given, out, at);
    case Type::map: return map(given, out, at);
    case Type::wait: return wait(given, out, at);
    case Type::choice: return choice(given, out, at);
    case Type::fail: return fail(given, out, at);
    case Type::pass:
      if (auto it = given.find("Result"); it != given.end()) out.result = *it;
      return;
    case Type::succeed: return;
  }
}

namespace {

// The definition as Json; nothing, and a finding, if it is not an object.
std::optional<Json> read_object(std::string_view definition, Parsed& out) {
  out.machine = std::make_shared<Machine>();
  if (trim(definition).empty()) {
    out.findings.push_back({"SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", ""});
    return std::nullopt;
  }
  if (auto fault = find_json_fault(definition)) {
    std::string source = "[Source: (String)\"" + std::string(definition) + "\"; line: " + std::to_string(fault->line) +
                         ", column: " + std::to_string(fault->column) + "]";
    out.findings.push_back({"INVALID_JSON_DESCRIPTION", fault->message + "\n at " + source, source});
    return std::nullopt;
  }
  Json given = parse_json(definition);
  if (given.is_object()) return given;
  out.findings.push_back({"SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", ""});
  return std::nullopt;
}

Parsed parse(const Json& given, MachineType type, Flow flow, Parsed out) {
  DefinitionReader reader(out, type);
  reader.machine(given);
  check_variables(given, *out.machine, out.findings);
  if (given.contains("States") && given.contains("StartAt")) check_flow(given, *out.machine, flow, out.findings);
  find_warnings(given, *out.machine, out.warnings);
  return out;
}

}  // namespace

Parsed parse_definition(std::string_view definition, MachineType type) {
  Parsed out;
  auto given = read_object(definition, out);
  if (!given) return out;
  return parse(*given, type, Flow::machine, std::move(out));
}

Parsed parse_state(std::string_view definition) {
  Parsed out;
  auto state = read_object(definition, out);
  if (!state) return out;
  Json states = Json::object();
  states[std::string(kTestedState)] = std::move(*state);
  Json given = object({{"StartAt", kTestedState}, {"States", std::move(states)}});
  return parse(given, MachineType::standard, Flow::lone_state, std::move(out));
}

std::string text(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& f : findings) {
    if (!out.empty()) out += ", ";
    out += f.code + ": " + f.message;
    if (!f.location.empty())
      out += " at " + f.location;
    else if (f.code == "MISSING_END_STATE")
      out += " at null";
  }
  return out;
}

}  // namespace lambent::states::asl
