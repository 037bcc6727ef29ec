// Which fields a state may have, and what may stand in them.
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/path/template.h"

namespace lambent::states::asl {

void DefinitionReader::query_language(const Json& given, State& out, const std::string& at) {
  out.language = language_;
  const Json* language = find(given, "QueryLanguage");
  if (!language) return;
  out.language = *language == "JSONPath" ? Language::jsonpath : Language::jsonata;  // as with the machine's
  if (*language == "JSONPath" && language_ == Language::jsonata)
    fault("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
}

void DefinitionReader::check_language(const Field& field, Language language, const std::string& at) {
  if (language_ == Language::jsonata && language == Language::jsonpath) return;  // said of the state already
  const char* is = language == Language::jsonpath ? "JSONPath" : "JSONata";
  const char* other = language == Language::jsonpath ? "JSONata" : "JSONPath";
  bool foreign = field.only == (language == Language::jsonpath ? Only::jsonata : Only::jsonpath);
  if (foreign)
    fault("The QueryLanguage is set to '" + std::string(is) + "', but field '" + std::string(field.name) + "' is only supported for the '" + other +
              "' QueryLanguage", at);
}

void DefinitionReader::check_fields(const Json& given, const State& s, const std::string& at) {
  for (const auto& [name, value] : given.items()) {
    const Field* field = find_field(name);
    if (!field || !allowed(*field, s.type)) {
      fault("Field '" + name + "' is not supported", at);
      continue;
    }
    check_language(*field, s.language, at);
  }
  const Json* language = find(given, "QueryLanguage");
  if (language && !language->is_string())
    fault("Expected value of type [STRING]", at + "/QueryLanguage");
  else if (language && *language != "JSONPath" && *language != "JSONata")
    fault("Value should be one of the following: [JSONPath, JSONata]", at + "/QueryLanguage");
  for (const auto& [name, value] : given.items()) {
    const Field* field = find_field(name);
    if (!field || !allowed(*field, s.type) || name == "QueryLanguage") continue;
    bool foreign = field->only == (s.language == Language::jsonpath ? Only::jsonata : Only::jsonpath);
    if (!foreign) check_value(*field, value, s.language, at);
  }
}

void DefinitionReader::check_value(const Field& field, const Json& value, Language language, const std::string& at) {
  std::string place = at + "/" + std::string(field.name);
  auto expect = [&](bool fits, const char* type) {
    if (!fits) fault(std::string("Expected value of type [") + type + "]", place);
    return fits;
  };
  bool expression = language == Language::jsonata && field.dynamic && value.is_string() &&
                    jsonata::expression_in(value.get_ref<const std::string&>()).has_value();
  if (expression) return;
  switch (field.value) {
    case Value::any: return;
    case Value::text: expect(value.is_string(), "STRING"); return;
    case Value::whole:
      if (!value.is_number_integer()) fault("Expected value of type Integer", place);
      return;
    case Value::boolean: expect(value.is_boolean(), "BOOLEAN"); return;
    case Value::object: expect(value.is_object(), "OBJECT"); return;
    case Value::array: expect(value.is_array(), "ARRAY"); return;
    case Value::template_form:
      if (field.name == "Assign" && !expect(value.is_object(), "OBJECT")) return;
      if (language == Language::jsonpath) check_template(value, place);
      return;
    case Value::selector:
      if (value.is_null()) return;
      [[fallthrough]];
    case Value::path:
    case Value::reference: break;
  }
  if (!expect(value.is_string(), "STRING")) return;
  auto path = path::JsonPath::parse(value.get_ref<const std::string&>());
  bool result = field.name == "ResultPath";
  bool one_place = result || field.value != Value::selector;
  if (!path) return fault("Value must be a valid JSONPath.", place);
  if (one_place && !path->reference()) return fault("Value is not a Reference Path", place);
  bool of_map = field.value == Value::reference && field.types == "M";  // whose numbers may come from variables, not from the context
  bool foreign = (result && path->root() != path::JsonPath::Root::data) || (of_map && path->root() == path::JsonPath::Root::context);
  if (foreign) fault("Value is not a Reference Path", place);
}

void DefinitionReader::check_template(const Json& form, const std::string& at) {
  for (const auto& name : path::wrong_members(form))
    fault("The value for the field '" + name + "' must be a valid JSONPath or a valid intrinsic function call", at);
  if (auto name = path::repeated_member(form)) fault("Duplicate field '" + *name + "'", at);
}

void DefinitionReader::transition(const Json& given, State& out, const std::string& at) {
  out.next = text_at(given, "Next");
  bool needs = out.type != Type::choice && out.type != Type::succeed && out.type != Type::fail;
  if (!needs) return;
  const std::vector<std::string> both{"Next", "End"};
  if (given.contains("Next"))
    exclusive(given, both, Needed::one, at);
  else if (!bool_at(given, "End"))
    fault("This object should have only one of the following fields: [Next, End]", at);
}

}  // namespace lambent::states::asl
