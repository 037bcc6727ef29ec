// The context object of a mocked test: only members it has in an execution, of their types.
#include "aws/error.h"
#include "mocks/states/test_request.h"

namespace lambent::states {
namespace {

struct Member {
  std::string_view section, name, type;
};
constexpr Member kMembers[] = {
    {"Execution", "Id", "string"},         {"Execution", "Input", "any"},         {"Execution", "Name", "string"},
    {"Execution", "RoleArn", "string"},    {"Execution", "StartTime", "string"},  {"Execution", "RedriveCount", "integer"},
    {"Execution", "RedriveTime", "string"}, {"State", "EnteredTime", "string"},   {"State", "Name", "string"},
    {"State", "RetryCount", "integer"},    {"StateMachine", "Id", "string"},      {"StateMachine", "Name", "string"},
    {"Task", "Token", "string"},
};

[[noreturn]] void refuse(const std::string& what) { throw AwsError("ValidationException", 400, "Invalid Context object provided: " + what); }

void check_section(const std::string& section, const Json& value) {
  if (!value.is_object()) refuse(section + " must be an object");
  for (const auto& [name, one] : value.items()) {
    const Member* known = nullptr;
    for (const auto& member : kMembers)
      if (member.section == section && member.name == name) known = &member;
    if (!known) refuse("Field '" + name + "' is not allowed");
    bool fits = known->type == "any" || (known->type == "string" ? one.is_string() : one.is_number_integer());
    if (!fits) refuse(section + "." + name + " must be " + (known->type == "string" ? "a string" : "an integer"));
  }
}

bool known_section(const std::string& name) { return name == "Execution" || name == "State" || name == "StateMachine" || name == "Task"; }

}  // namespace

Json read_test_context(const std::string& text, const asl::State& state) {
  auto context = try_parse_json(text);
  if (!context || !context->is_object()) refuse("it must be a JSON object");
  for (const auto& [name, value] : context->items()) {
    if (name == "Map") refuse("'Map' field is not supported when mocking a Context object");
    if (!known_section(name)) refuse("Field '" + name + "' is not allowed");
    check_section(name, value);
  }
  bool waits = state.type == asl::Type::task && state.resource.pattern != asl::Pattern::request_response;
  if (context->contains("Task") && !waits)
    refuse("Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern");
  return std::move(*context);
}

}  // namespace lambent::states
