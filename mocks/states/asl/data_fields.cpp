// What is worked out when a state runs: selectors, templates, expressions, amounts and assignments.
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/path/template.h"

namespace lambent::states::asl {
namespace {

// The fields an expression may not look into: $states.result is there once the work is done, errorOutput in a Catch.
bool after_work(std::string_view name) { return name == "Output" || name == "Assign"; }

}  // namespace

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
  for (const auto& one : faults) fault(one.message, place + one.field);
  const auto& uses = out.references();
  if (uses.context || uses.root) fault("The JSONata expression reads the input document, which state machines do not have: use $states.input", place);
  if (uses.states_members.contains("result") && !after_work(name)) fault("$states.result is not accessible in the field '" + std::string(name) + "'", place);
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
    if (given.contains(name)) fault("Only one of these fields is allowed: [" + name + ", " + name + "Path]", at);
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
    auto as_path = path::JsonPath::parse("$" + bare);
    bool one_name = as_path && as_path->root() == path::JsonPath::Root::variable && as_path->steps().empty();
    if (!one_name || bare == "states" || bare.size() > 80) fault("Invalid variable name '" + bare + "'", at + "/Assign");
  }
  out = form(given, "Assign", language, at);
}

}  // namespace lambent::states::asl
