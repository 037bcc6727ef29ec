// The rules of a Choice.
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/jsonata/aws_functions.h"

namespace lambent::states::asl {
namespace {

const std::vector<std::string> kRuleKinds{"And", "Or", "Not", "Variable", "Condition"};

bool is_reference(const Json& value) {
  auto path = value.is_string() ? path::JsonPath::parse(value.get_ref<const std::string&>()) : std::nullopt;
  return path && path->reference();
}
bool has_dollar(const Json& value) { return value.is_string() && value.get_ref<const std::string&>().starts_with("$"); }

}  // namespace

void DefinitionReader::choice(const Json& given, State& out, const std::string& at) {
  require(given, {"Choices"}, at);
  out.fallback = text_at(given, "Default");
  const Json* list = find(given, "Choices");
  if (!list || !list->is_array()) return;
  if (list->empty()) fault("Value cannot be empty", at + "/Choices");
  for (size_t i = 0; i < list->size(); ++i) {
    std::string place = at + "/Choices[" + std::to_string(i) + "]";
    out.choices.push_back(out.language == Language::jsonata ? condition((*list)[i], place) : rule((*list)[i], out.language, place, Place::top_rule));
  }
}

// A rule of JSONata: a condition and what follows.
Rule DefinitionReader::condition(const Json& given, const std::string& at) {
  Rule out;
  out.kind = Rule::Kind::condition;
  if (!given.is_object()) {
    fault("Expected value of type [OBJECT]", at);
    return out;
  }
  require(given, {"Condition", "Next"}, at);
  for (const auto& [name, value] : given.items()) {
    static const std::set<std::string> known{"Condition", "Next", "Assign", "Output", "Comment"};
    bool other = find_operator(name) || name == "And" || name == "Or" || name == "Not" || name == "Variable";
    if (other)
      fault("The QueryLanguage is set to 'JSONata', but field '" + name + "' is only supported for the 'JSONPath' QueryLanguage", at);
    else if (!known.contains(name))
      fault("Field '" + name + "' is not supported", at);
  }
  out.next = text_at(given, "Next");
  const Json* says = find(given, "Condition");
  bool fits = says && (says->is_boolean() || (says->is_string() && jsonata::expression_in(says->get_ref<const std::string&>())));
  if (says && !fits) fault("Expected value of type [BOOLEAN] or a JSONata expression", at + "/Condition");
  out.condition = form(given, "Condition", Language::jsonata, at);
  out.output = form(given, "Output", Language::jsonata, at);
  if (const Json* form_given = find(given, "Assign")) check_value(*find_field("Assign"), *form_given, Language::jsonata, at);
  assignment(given, out.assign, Language::jsonata, at);
  return out;
}

Rule DefinitionReader::rule(const Json& given, Language language, const std::string& at, Place place) {
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
    if (auto it = given.find("Assign"); it != given.end()) check_value(*find_field("Assign"), *it, language, at);
    assignment(given, out.assign, language, at);
  } else {
    for (const char* name : {"Next", "Assign"})
      if (given.contains(name)) fault("Field '" + std::string(name) + "' is not supported", at);
  }
  int kinds = 0;
  for (const auto& kind : kRuleKinds) kinds += given.contains(kind);
  if (kinds != 1) fault("The object must have only one of the following fields, [And, Or, Not, Variable, Condition]", at);
  compound(given, out, at);
  return out;
}

void DefinitionReader::compound(const Json& given, Rule& out, const std::string& at) {
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
    out.parts.push_back(rule(*negated, Language::jsonpath, at + "/Not", Place::inner_rule));
  } else if (all || any) {
    const Json& list = all ? *all : *any;
    std::string field = all ? "/And" : "/Or";
    out.kind = all ? Rule::Kind::all : Rule::Kind::any;
    if (!list.is_array()) {
      fault("Expected value of type [ARRAY]", at + field);
    } else {
      if (list.empty()) fault("Value cannot be empty", at + field);
      for (size_t i = 0; i < list.size(); ++i) out.parts.push_back(rule(list[i], Language::jsonpath, at + field + "[" + std::to_string(i) + "]", Place::inner_rule));
    }
  } else if (given.contains("Variable")) {
    comparison(given, out, at);
  }
}

void DefinitionReader::reference_path(const Json& value, const std::string& place) {
  if (!value.is_string())
    fault("Expected value of type [STRING]", place);
  else if (!has_dollar(value))
    fault("Value is not a Reference Path: Reference path didn't start with '$'", place);
  else if (!is_reference(value))
    fault("Value is not a Reference Path", place);
}

void DefinitionReader::comparison(const Json& given, Rule& out, const std::string& at) {
  reference_path(given["Variable"], at + "/Variable");
  out.variable = text_at(given, "Variable");
  out.variable_path = path::JsonPath::parse(out.variable);
  int operators = 0;
  for (const auto& [name, value] : given.items()) {
    const Operator* op = find_operator(name);
    if (!op) continue;
    ++operators;
    out.op = op->name;
    out.operand = value;
    std::string place = at + "/" + name;
    if (name != op->name) {
      if (value.is_string()) out.operand_path = path::JsonPath::parse(value.get_ref<const std::string&>());
      reference_path(value, place);
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
  if (operators == 1) return;
  const char* says = operators == 0 ? "This object should have only one of the following fields: [" : "There should only be one of the following fields: [";
  fault(says + join(operator_fields(), ", ") + "]", at);
}

}  // namespace lambent::states::asl
