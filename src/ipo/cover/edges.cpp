#include "ipo/cover/edges.h"

#include <algorithm>

#include "base/json.h"
#include "mocks/states/asl/parse.h"

namespace lambent::ipo {
namespace {

using states::asl::State;

void add_edges(const State& state, MachineMap& out) {
  for (size_t i = 0; i < state.choices.size(); ++i) out.edges.push_back({state.name, "choice " + std::to_string(i), state.choices[i].next});
  if (!state.fallback.empty()) out.edges.push_back({state.name, "default", state.fallback});
  bool retries = std::any_of(state.retry.begin(), state.retry.end(), [](const auto& one) { return one.max_attempts > 0; });
  if (retries) out.edges.push_back({state.name, "retry", state.name});
  for (size_t i = 0; i < state.caught.size(); ++i) out.edges.push_back({state.name, "catch " + std::to_string(i), state.caught[i].next});
  if (!state.next.empty()) out.edges.push_back({state.name, "next", state.next});
}

void add_scope(const states::asl::Scope& scope, MachineMap& out) {
  for (const auto& [name, state] : scope.states) {
    out.states.push_back(name);
    add_edges(state, out);
    for (const auto& inner : state.scopes) add_scope(inner, out);
  }
}

// The names of "States" at any depth, in the order of the text.
void names_in(const Json& value, std::vector<std::string>& out) {
  if (!value.is_structured()) return;
  for (const auto& [key, inner] : value.items()) {
    if (value.is_object() && key == "States" && inner.is_object())
      for (const auto& [name, state] : inner.items()) out.push_back(name);
    names_in(inner, out);
  }
}

}  // namespace

std::string Edge::text() const {
  if (via == "next") return from + " -> " + to;
  if (via == "retry") return from + " -> retry";
  return from + " -> " + via + " (" + to + ")";
}

MachineMap map_of(std::string_view definition) {
  MachineMap out;
  auto parsed = states::asl::parse_definition(definition);
  if (!parsed.findings.empty() || !parsed.unsupported.empty() || !parsed.machine) return out;
  add_scope(parsed.machine->top, out);
  // Scopes keep their states by name; people read them as written.
  std::vector<std::string> written;
  if (auto json = try_parse_json(definition)) names_in(*json, written);
  auto place = [&](const std::string& name) { return std::find(written.begin(), written.end(), name) - written.begin(); };
  std::sort(out.states.begin(), out.states.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  std::stable_sort(out.edges.begin(), out.edges.end(), [&](const auto& a, const auto& b) { return place(a.from) < place(b.from); });
  return out;
}

std::string edge_kind(const std::string& via) { return via.starts_with("retry") ? "retry" : via; }

}  // namespace lambent::ipo
