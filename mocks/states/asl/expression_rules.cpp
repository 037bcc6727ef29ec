// What the expressions of JSONata states may name, and what variables may be called.
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/jsonata/document_names.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::asl {
namespace {

constexpr size_t kLongestVariable = 80;

bool has_member(std::string_view member, bool after, bool result, bool error_output) {
  if (member == "input" || member == "context") return true;
  return after && ((member == "result" && result) || (member == "errorOutput" && error_output));
}

}  // namespace

// Only Output and Assign are worked out once there is a result, or in a Catch an error.
void DefinitionReader::check_expressions(const Form& form, std::string_view name, const std::string& place) {
  const std::string code = "UNSUPPORTED_JSONATA_EXPRESSION";
  bool after = name == "Output" || name == "Assign";
  form.each_expression([&](const std::string& field, const jsonata::Expression& expression) {
    const jsonata::References& uses = expression.references();
    std::string at = place + field;
    for (const auto& member : uses.states_members)
      if (!has_member(member, after, offers_ == Offers::result, offers_ == Offers::error_output)) fault("Field '$states." + member + "' does not exist.", at, code);
    for (const auto& one : uses.context ? jsonata::document_names(expression.text()) : std::vector<std::string>())
      fault("Reference to '" + one + "' at the top level is not supported.", at, code);
    if (uses.root) fault("Reference to '$$' is not supported.", at, code);
  });
}

void DefinitionReader::variable_name(const std::string& name, const std::string& place) {
  if (name == "states") return fault("Cannot assign to reserved variable '$states'.", place, "RESERVED_VARIABLE_NAME");
  const std::string about = "Invalid variable name '" + name + "': the variable name ";
  if (!jsonata::is_identifier(name))
    fault(about + "contains invalid characters.", place, "INVALID_VARIABLE_NAME");
  else if (jsonata::count_points(name) > kLongestVariable)
    fault(about + "exceeds the 80-character limit.", place, "INVALID_VARIABLE_NAME");
}

}  // namespace lambent::states::asl
