// Variables across scopes: what an outer scope assigns no inner one may assign, and a distributed Map's children see
// none of it. AWS's words for the two are not known; these are our own.
#include "mocks/states/asl/definition_reader.h"

namespace lambent::states::asl {
namespace {

struct Level {
  const Level* outer = nullptr;
  bool apart = false;           // a distributed Map's children: they do not see the outer levels
  std::set<std::string> names;  // assigned here
  std::set<std::string> taken;  // those that no inner scope may assign: AWS lets it have what only a Catch assigns
};

using OnAssign = std::function<void(const std::string& name, const std::string& place)>;

void assigned_in(const Json& given, const std::string& at, const OnAssign& tell) {
  const Json* form = find(given, "Assign");
  if (!form || !form->is_object()) return;
  for (const auto& [name, value] : form->items()) tell(name.ends_with(".$") ? name.substr(0, name.size() - 2) : name, at + "/Assign");
}

void assigned_by(const Json& state, const std::string& at, const OnAssign& tell) {
  assigned_in(state, at, tell);
  for (const char* list_name : {"Choices", "Catch"}) {
    const Json* list = find(state, list_name);
    if (!list || !list->is_array()) continue;
    for (size_t i = 0; i < list->size(); ++i) assigned_in((*list)[i], at + "/" + list_name + "[" + std::to_string(i) + "]", tell);
  }
}

bool is_distributed(const Json& processor) {
  const Json* config = find(processor, "ProcessorConfig");
  return config && text_at(*config, "Mode") == "DISTRIBUTED";
}

class VariableCheck {
 public:
  explicit VariableCheck(std::vector<Finding>& findings) : findings_(findings) {}

  void scope(const Json& given, const Scope& scope, const std::string& at, Level level) {
    const Json* states = find(given, "States");
    if (!states || !states->is_object()) return;
    for (const auto& [name, value] : states->items())
      assigned_by(value, "", [&](const std::string& variable, const std::string& where) {
        level.names.insert(variable);
        if (!where.starts_with("/Catch")) level.taken.insert(variable);
      });
    for (const auto& [name, value] : states->items()) {
      auto it = scope.states.find(name);
      if (it == scope.states.end()) continue;
      std::string place = at + "/States/" + name;
      assigned_by(value, place, [&](const std::string& variable, const std::string& where) {
        for (const Level* l = level.apart ? nullptr : level.outer; l; l = l->apart ? nullptr : l->outer)
          if (l->taken.contains(variable)) return fault("The variable '" + variable + "' is assigned in an outer scope, so it cannot be assigned here", where);
      });
      unseen(it->second, level, place);
      each_inner(value, it->second, [&](const Json& below, const Scope& inside, const std::string& field) {
        Level inner;
        inner.outer = &level;
        inner.apart = is_distributed(below);
        this->scope(below, inside, place + "/" + field, std::move(inner));
      });
    }
  }

 private:
  void fault(std::string message, std::string place) { findings_.push_back({"SCHEMA_VALIDATION_FAILED", std::move(message), std::move(place)}); }

  // Names that only a level beyond a distributed Map assigns.
  void unseen(const State& s, const Level& level, const std::string& place) {
    for (const auto& name : variables_of(s)) {
      bool beyond = false;
      for (const Level* l = &level; l; l = l->outer) {
        if (l->names.contains(name)) {
          if (beyond) fault("The variable '" + name + "' is assigned outside a distributed Map, whose child executions cannot read it", place);
          break;
        }
        beyond = beyond || l->apart;
      }
    }
  }

  std::vector<Finding>& findings_;
};

}  // namespace

void check_variables(const Json& definition, const Machine& machine, std::vector<Finding>& findings) {
  VariableCheck(findings).scope(definition, machine.top, "", Level());
}

}  // namespace lambent::states::asl
