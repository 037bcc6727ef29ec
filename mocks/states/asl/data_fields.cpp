// What is worked out when a state runs: selectors, templates, expressions, amounts and assignments.
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/path/template.h"

namespace lambent::states::asl {
Selector Selector::of(const std::string& text) {
  Selector out;
  out.text = text;
  if (text != "$") out.path = path::JsonPath::parse(text);
  return out;
}

std::optional<Form> DefinitionReader::form(const Json& given, const char* name, Language language, const std::string& at) {
  auto it = given.find(name);
  if (it == given.end()) return std::nullopt;
  if (language == Language::jsonpath) return Form::of_template(*it);
  std::vector<ExpressionFault> faults;
  Form out = Form::of_expressions(*it, faults);
  std::string place = at + "/" + name;
  for (const auto& one : faults) fault(one.message, place + one.field, one.code);
  check_expressions(out, name, place);
  return out;
}

Amount DefinitionReader::amount(const Json& given, const std::string& name, std::int64_t least, std::int64_t most, Language language, const std::string& at) {
  Amount out;
  auto it = given.find(name);
  if (it != given.end() && it->is_number()) {
    if (it->is_number_integer()) whole(given, name, least, most, at);
    out.literal = it->get<double>();
  } else if (it != given.end() && it->is_string() && language == Language::jsonata) {
    out.expression = form(given, name.c_str(), language, at);
  }
  if (auto text = find_text(given, name + "Path"); text && language == Language::jsonpath) {
    exclusive(given, {name, name + "Path"}, Needed::at_most_one, at);
    out.path = path::JsonPath::parse(*text);
    out.path_text = *text;
  }
  return out;
}

void DefinitionReader::data_flow(const Json& given, State& out, const std::string& at) {
  if (out.language == Language::jsonata) {
    out.arguments = form(given, "Arguments", out.language, at);
    out.output_form = form(given, "Output", out.language, at);
    return;
  }
  auto selector = [&](const char* name, Selector& to) {
    auto it = given.find(name);
    if (it == given.end()) return;
    to.drops = it->is_null();
    if (it->is_string()) to = Selector::of(it->get<std::string>());
  };
  selector("InputPath", out.input);
  selector("OutputPath", out.output);
  selector("ResultPath", out.result_path);
  if (out.type != Type::map) out.parameters = form(given, "Parameters", out.language, at);
  out.result_selector = form(given, "ResultSelector", out.language, at);
}

void DefinitionReader::assignment(const Json& given, std::optional<Form>& out, Language language, const std::string& at) {
  auto it = given.find("Assign");
  if (it == given.end() || !it->is_object()) return;
  for (const auto& [name, value] : it->items()) {
    std::string bare = language == Language::jsonpath && name.ends_with(".$") ? name.substr(0, name.size() - 2) : name;
    variable_name(bare, at + "/Assign/" + name);
  }
  out = form(given, "Assign", language, at);
}

}  // namespace lambent::states::asl
