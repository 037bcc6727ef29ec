#include "mocks/states/test_request.h"

#include "aws/error.h"
#include "base/text.h"
#include "mocks/states/asl/distributed.h"
#include "mocks/states/asl/json_fault.h"
#include "mocks/states/mock_check.h"

namespace lambent::states {
namespace {

AwsError refused(const std::string& message) { return AwsError("ValidationException", 400, message); }

// The state of that name in the scope or below it, with the scope it stands in and its Json.
struct Found {
  const asl::Scope* within = nullptr;
  const asl::State* state = nullptr;
  const Json* given = nullptr;
};
Found find_state(const asl::Scope& scope, const Json& given, const std::string& name) {
  Found out;
  const Json* states = find(given, "States");
  if (auto it = scope.states.find(name); it != scope.states.end() && states) {
    out.within = &scope;
    out.state = &it->second;
    out.given = find(*states, name);
    return out;
  }
  if (!states) return out;
  for (const auto& [inner_name, s] : scope.states) {
    const Json* state = find(*states, inner_name);
    for (size_t i = 0; state && i < s.scopes.size(); ++i) {
      const Json* branches = find(*state, "Branches");
      const Json* processor = s.type == asl::Type::parallel ? branches ? &(*branches)[i] : nullptr : find(*state, state->contains("ItemProcessor") ? "ItemProcessor" : "Iterator");
      if (processor) out = find_state(s.scopes[i], *processor, name);
      if (out.state) return out;
    }
  }
  return out;
}

bool stands_in(const asl::Scope& scope, const std::string& name) {
  if (scope.states.contains(name)) return true;
  for (const auto& [inner_name, s] : scope.states)
    for (const auto& inner : s.scopes)
      if (stands_in(inner, name)) return true;
  return false;
}

void read_definition(const Json& input, TestRequest& out) {
  std::string text = text_at(input, "definition");
  auto name = find_text(input, "stateName");
  auto parsed = name ? asl::parse_definition(text) : asl::parse_state(text);
  if (!parsed.findings.empty())
    throw AwsError("InvalidDefinition", 400, "Invalid State Machine Definition: '" + asl::text(parsed.findings) + "'");
  out.machine = parsed.machine;
  Json given = parse_json(text);
  if (!name) {
    out.within = &out.machine->top;
    out.state = &out.machine->top.states.begin()->second;
    out.given = std::move(given);
  } else {
    Found found = find_state(out.machine->top, given, *name);
    if (!found.state) throw refused("State not found in definition");
    out.within = found.within;
    out.state = found.state;
    out.given = *found.given;
  }
  bool fans_out = out.state->type == asl::Type::map || out.state->type == asl::Type::parallel;
  if (!find(input, "mock") && fans_out)
    throw AwsError("InvalidDefinition", 400,
                   "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]");
  // What lambent cannot run can still be mocked.
  std::string place = "/States/" + out.state->name + ")";
  for (const auto* list : {&parsed.unsupported, &parsed.unanswered})
    for (const auto& what : *list)
      if (!find(input, "mock") && what.ends_with(place)) throw not_emulated("stepfunctions", what);
}

void read_mock(const Json& input, TestRequest& out) {
  const asl::State& s = *out.state;
  const Json* mock = find(input, "mock");
  bool fans_out = s.type == asl::Type::map || s.type == asl::Type::parallel;
  bool waits = s.type == asl::Type::task && (s.resource.kind == asl::Resource::Kind::activity || s.resource.pattern != asl::Pattern::request_response);
  if (!mock && waits)
    throw AwsError("InvalidDefinition", 400, "TestState API does not support Activity tasks or the '.sync' and '.waitForTaskToken' service integration patterns when a mock is not specified.");
  if (!mock) return;
  if (!fans_out && s.type != asl::Type::task)
    throw refused("State type '" + std::string(name_of(s.type)) + "' is not supported when a mock is specified");
  if (bool_at(input, "revealSecrets")) throw refused("TestState does not support RevealSecrets when a mock is specified.");
  auto result = find_text(*mock, "result");
  const Json* error = find(*mock, "errorOutput");
  if (!result == !error) throw refused("A test mock should have only one of the following fields: [result, errorOutput].");
  if (error) {
    if (!find_text(*error, "error")) throw refused("A mocked errorOutput must have the field 'error'.");
    out.look->error = Failure{find_text(*error, "error"), find_text(*error, "cause")};
    return;
  }
  auto value = try_parse_json(*result);
  if (!value) throw refused("Mocked result must be valid JSON");
  check_mocked_result(s, out.given, *value, *mock);
  out.look->result = std::move(*value);
}

std::int64_t count_at(const Json& configuration, const char* member) {
  std::int64_t n = int_at(configuration, member);
  if (n < 0)
    throw refused("1 validation error detected: Value '" + std::to_string(n) + "' at 'stateConfiguration." + member +
                  "' failed to satisfy constraint: Member must have value greater than or equal to 0");
  return n;
}

void read_configuration(const Json& input, TestRequest& out) {
  const Json* configuration = find(input, "stateConfiguration");
  if (!configuration) return;
  const asl::State& s = *out.state;
  Inspection& look = *out.look;
  bool map = s.type == asl::Type::map;
  auto only = [&](const char* member, bool fits, const char* where) {
    if (has(*configuration, member) && !fits) throw refused(std::string("TestState supports ") + member + " only for " + where);
  };
  look.retries = count_at(*configuration, "retrierRetryCount");
  only("retrierRetryCount", !s.retry.empty(), "states with Retry.");
  look.failed_iterations = count_at(*configuration, "mapIterationFailureCount");
  if (has(*configuration, "mapIterationFailureCount")) {
    if (!look.mocked()) throw refused("TestState does not support MapIterationFailureCount when a mock is not specified.");
    only("mapIterationFailureCount", map, "Map states.");
    if (look.result && look.result->is_array() && look.failed_iterations > static_cast<std::int64_t>(look.result->size()))
      throw refused("Map iteration failure count must be less than or equal to the number of Map iterations");
  }
  only("errorCausedByState", look.error && (map || s.type == asl::Type::parallel), "Map and Parallel states with a mocked errorOutput.");
  if (auto name = find_text(*configuration, "errorCausedByState")) {
    bool inside = false;
    for (const auto& scope : s.scopes) inside = inside || stands_in(scope, *name);
    if (!inside) throw refused("State not found in definition");
  }
  bool reads = map && find(out.given, "ItemReader");
  only("mapItemReaderData", reads, "Map states with an ItemReader.");
  look.reader_data = find_text(*configuration, "mapItemReaderData");
  bool json = reads && s.distributed && asl::reads_json(*s.distributed->reader);
  if (look.reader_data && json && !try_parse_json(*look.reader_data)) throw refused("MapItemReaderData must be valid JSON");
}

void read_data(const Json& input, TestRequest& out) {
  out.input_text = text_at(input, "input", "{}");
  if (trim(out.input_text).empty()) out.input_text = "{}";
  if (auto fault = asl::find_json_fault(out.input_text))
    throw AwsError("InvalidExecutionInput", 400, "Invalid State Machine Execution Input: '" + fault->message + "'");
  out.input = parse_json(out.input_text);
  auto text = find_text(input, "variables");
  if (!text) return;
  auto variables = try_parse_json(*text);
  if (!variables || !variables->is_object()) throw refused("Variables must be a JSON object");
  for (const auto& [name, value] : variables->items()) out.variables[name] = value;
}

}  // namespace

TestRequest read_test_request(const Json& input) {
  TestRequest out;
  out.look = std::make_shared<Inspection>();
  read_definition(input, out);
  read_mock(input, out);
  read_configuration(input, out);
  if (auto context = find_text(input, "context")) {
    if (!out.look->mocked()) throw refused("TestState does not support Context when a mock is not specified.");
    out.look->context = read_test_context(*context, *out.state);
  }
  if (out.state->type == asl::Type::task && !out.look->mocked() && !has(input, "roleArn"))
    throw refused("RoleArn must be specified when testing a Task state");
  read_data(input, out);
  std::string level = text_at(input, "inspectionLevel", "INFO");
  out.shows_data = level != "INFO";
  // Both are of HTTP Tasks alone: for other states there is no traffic to show, and no secret in it.
  const asl::Resource& resource = out.state->resource;
  bool http = out.state->type == asl::Type::task && resource.kind == asl::Resource::Kind::optimized && resource.service == "http";
  out.look->traces = http && level == "TRACE";
  out.look->reveals = bool_at(input, "revealSecrets");
  return out;
}

}  // namespace lambent::states
