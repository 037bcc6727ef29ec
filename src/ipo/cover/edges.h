// The states and edges of a state machine, from its definition. Pure.
//
//   MachineMap map = map_of(machine.definition);
//   map.edges[3].text()   // "ChoiceState -> default (DefaultState)"
//
// Edges are what leads from one state to another: next, choice <n>, default, catch <n>, and retry back to the state
// itself (one for all of its retriers). The way into a machine, a branch or an iteration is no edge, nor is an end.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lambent::ipo {

struct Edge {
  std::string from, via, to;

  std::string text() const;
};

struct MachineMap {
  std::vector<std::string> states;  // of all scopes; a name is there once in a machine
  std::vector<Edge> edges;
};

// Empty for a definition that is not valid: such a machine cannot be deployed.
MachineMap map_of(std::string_view definition);

// `via` of a visit (aws/journal.h) as that of an edge: "retry 3" is "retry".
std::string edge_kind(const std::string& via);

}  // namespace lambent::ipo
