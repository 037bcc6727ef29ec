// What only the whole machine shows: targets that do not exist, states nobody reaches, no way to end.
#include <deque>

#include "mocks/states/asl/definition_reader.h"

namespace lambent::states::asl {
namespace {

struct Edge {
  std::string target, location;
};

std::vector<Edge> edges(const State& s, const std::string& at) {
  std::vector<Edge> out;
  if (!s.next.empty()) out.push_back({s.next, at + "/Next"});
  for (size_t i = 0; i < s.choices.size(); ++i)
    if (!s.choices[i].next.empty()) out.push_back({s.choices[i].next, at + "/Choices[" + std::to_string(i) + "]/Next"});
  if (!s.fallback.empty()) out.push_back({s.fallback, at + "/Default"});
  for (size_t i = 0; i < s.caught.size(); ++i)
    if (!s.caught[i].next.empty()) out.push_back({s.caught[i].next, at + "/Catch[" + std::to_string(i) + "]/Next"});
  return out;
}

bool ends(const State& s) { return s.type == Type::succeed || s.type == Type::fail || (s.type != Type::choice && s.next.empty()); }

}  // namespace

void each_inner(const Json& state, const State& s, const VisitInner& visit) {
  for (size_t i = 0; i < s.scopes.size(); ++i) {
    if (s.type == Type::parallel) {
      visit(state["Branches"][i], s.scopes[i], "Branches[" + std::to_string(i) + "]");
    } else {
      const char* field = state.contains("ItemProcessor") ? "ItemProcessor" : "Iterator";
      if (const Json* processor = find(state, field)) visit(*processor, s.scopes[i], field);
    }
  }
}

void each_scope(const Json& given, const Scope& scope, const std::string& at, const VisitScope& visit) {
  visit(given, scope, at);
  const Json* states = find(given, "States");
  if (!states || !states->is_object()) return;
  for (const auto& [name, value] : states->items()) {
    auto it = scope.states.find(name);
    if (it == scope.states.end()) continue;
    std::string place = at + "/States/" + name;
    auto inner = [&](const Json& below, const Scope& inside, const std::string& field) { each_scope(below, inside, place + "/" + field, visit); };
    each_inner(value, it->second, inner);
  }
}

void check_flow(const Json& definition, const Machine& machine, Flow flow, std::vector<Finding>& findings) {
  const std::string code = "MISSING_TRANSITION_TARGET";
  bool lone = flow == Flow::lone_state;
  each_scope(definition, machine.top, "", [&](const Json& given, const Scope& scope, const std::string& at) {
    if (lone && at.empty()) return;
    if (!scope.start_at.empty() && !scope.states.contains(scope.start_at))
      findings.push_back({code, "Missing 'Next' target: " + scope.start_at, at + "/StartAt"});
    const Json* states = find(given, "States");
    if (!states || !states->is_object()) return;
    for (const auto& [name, value] : states->items()) {
      auto it = scope.states.find(name);
      if (it == scope.states.end()) continue;
      for (const auto& edge : edges(it->second, at + "/States/" + name))
        if (!scope.states.contains(edge.target)) findings.push_back({code, "Missing 'Next' target: " + edge.target, edge.location});
    }
  });
  bool terminal = lone;
  for (const auto& [name, state] : machine.top.states) terminal = terminal || ends(state);
  if (!terminal && !machine.top.states.empty()) {
    findings.push_back({"MISSING_END_STATE", "Workflow has no terminal state", ""});
    return;
  }
  each_scope(definition, machine.top, "", [&](const Json& given, const Scope& scope, const std::string& at) {
    if (lone && at.empty()) return;
    std::set<std::string> seen{scope.start_at};
    std::deque<std::string> open{scope.start_at};
    for (; !open.empty(); open.pop_front()) {
      auto it = scope.states.find(open.front());
      if (it == scope.states.end()) continue;
      for (const auto& edge : edges(it->second, ""))
        if (seen.insert(edge.target).second) open.push_back(edge.target);
    }
    const Json* states = find(given, "States");
    if (!states || !states->is_object()) return;
    for (const auto& [name, value] : states->items())
      if (!seen.contains(name)) findings.push_back({code, "State \"" + name + "\" is not reachable.", at + "/States/" + name});
  });
}

}  // namespace lambent::states::asl
