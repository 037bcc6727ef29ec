// What is allowed but hardly meant: values of JSONPath states that look like paths where none is looked for. The codes are
// AWS's, the words our own.
#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/path/template.h"

namespace lambent::states::asl {
namespace {

bool looks_dynamic(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  bool like = text == "$" || text.starts_with("$.") || text.starts_with("$[") || text.starts_with("$$") || text.starts_with("States.");
  return like && path::is_path_or_call(text);
}

class WarningFinder {
 public:
  explicit WarningFinder(std::vector<Finding>& out) : out_(out) {}

  void state(const Json& given, const State& s, const std::string& at) {
    if (s.language != Language::jsonpath || !given.is_object()) return;
    for (const char* name : {"Parameters", "ResultSelector", "ItemSelector", "Assign"})
      if (const Json* form = find(given, name)) plain_names(*form, at + "/" + name);
    for (const char* list_name : {"Catch", "Choices"}) {
      const Json* list = find(given, list_name);
      if (!list || !list->is_array()) continue;
      for (size_t i = 0; i < list->size(); ++i) {
        std::string place = at + "/" + list_name + "[" + std::to_string(i) + "]";
        if (const Json* form = find((*list)[i], "Assign")) plain_names(*form, place + "/Assign");
        if (std::string_view(list_name) == "Choices") rule((*list)[i], place);
      }
    }
    for (const char* name : {"Error", "Cause"})
      if (const Json* text = find(given, name); text && looks_dynamic(*text)) no_path(name, at);
    auto result = given.find("Result");
    if (s.type == Type::pass && result != given.end() && dynamic_below(*result))
      warn("PASS_RESULT_IS_STATIC", "The field 'Result' is static: the path or intrinsic function in it is not worked out", at + "/Result");
  }

 private:
  void warn(std::string code, std::string message, std::string place) { out_.push_back({std::move(code), std::move(message), std::move(place)}); }
  void no_path(const std::string& name, const std::string& at) {
    warn("NO_PATH", "The value of the field '" + name + "' looks like a path, but the field's name does not end with 'Path'", at + "/" + name);
  }

  void plain_names(const Json& form, const std::string& at) {
    if (!form.is_structured()) return;
    size_t index = 0;
    for (const auto& [name, value] : form.items()) {
      if (form.is_object() && name.ends_with(".$")) continue;
      std::string place = form.is_object() ? at + "/" + name : at + "[" + std::to_string(index) + "]";
      ++index;
      if (form.is_object() && looks_dynamic(value))
        warn("NO_DOLLAR", "The value of the field '" + name + "' looks like a JSONPath or an intrinsic function, but the field's name does not end with '.$'", place);
      plain_names(value, place);
    }
  }

  bool dynamic_below(const Json& value) {
    if (looks_dynamic(value)) return true;
    if (!value.is_structured()) return false;
    for (const auto& [name, below] : value.items())
      if ((value.is_object() && name.ends_with(".$")) || dynamic_below(below)) return true;
    return false;
  }

  void rule(const Json& given, const std::string& at) {
    if (!given.is_object()) return;
    for (const auto& [name, value] : given.items()) {
      const Operator* op = find_operator(name);
      if (op && name == op->name && looks_dynamic(value)) no_path(name, at);
      if (name == "Not") rule(value, at + "/Not");
      if ((name == "And" || name == "Or") && value.is_array())
        for (size_t i = 0; i < value.size(); ++i) rule(value[i], at + "/" + name + "[" + std::to_string(i) + "]");
    }
  }

  std::vector<Finding>& out_;
};

}  // namespace

void find_warnings(const Json& definition, const Machine& machine, std::vector<Finding>& warnings) {
  WarningFinder finder(warnings);
  each_scope(definition, machine.top, "", [&](const Json& given, const Scope& scope, const std::string& at) {
    const Json* states = find(given, "States");
    if (!states || !states->is_object()) return;
    for (const auto& [name, value] : states->items())
      if (auto it = scope.states.find(name); it != scope.states.end()) finder.state(value, it->second, at + "/States/" + name);
  });
}

}  // namespace lambent::states::asl
