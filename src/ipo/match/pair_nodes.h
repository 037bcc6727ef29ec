// Pairing of compiled pieces with values, with bindings that agree. Internal; pair_matchers.h is for others.
#pragma once
#include <functional>
#include <vector>

#include "ipo/match/node.h"
#include "ipo/match/pairing.h"

namespace lambent::ipo {

using MayPair = std::function<bool(size_t expected, size_t actual)>;

// Leaves the bindings as they were. The strategy for $bind is told in pair_matchers.h.
Pairing pair_nodes(const std::vector<const Node*>& expected, const std::vector<const Json*>& actual, Scope& scope, Order order,
                   const MayPair& may_pair = {});

// Compares the pairs in the order of the expected items, then tells of what stayed alone. Indexes are shown plus `first`;
// an item too many is shown at its own index and belongs to `whole`.
void report_pairs(const Pairing& pairing, const std::vector<const Node*>& expected, const std::vector<const Json*>& actual,
                  const Node& whole, size_t first, Scope& scope);

}  // namespace lambent::ipo
