#include "ipo/match/pair_matchers.h"

#include <numeric>

#include "ipo/match/pair_nodes.h"

namespace lambent::ipo {

Pairing pair_matchers(const std::vector<const Matcher*>& expected, const std::vector<const Json*>& actual, Context& context, Order order,
                      const std::function<bool(size_t expected, size_t actual)>& may_pair) {
  std::vector<const Node*> nodes;
  for (const Matcher* matcher : expected) nodes.push_back(&matcher->node());
  Run run(context);
  Scope scope(run, 0);
  const size_t mark = context.bindings.mark();
  try {
    return pair_nodes(nodes, actual, scope, order, may_pair);
  } catch (const OutOfSteps&) {
    context.bindings.undo_to(mark);
    Pairing none;
    none.missing.resize(expected.size());
    none.extra.resize(actual.size());
    std::iota(none.missing.begin(), none.missing.end(), size_t{0});
    std::iota(none.extra.begin(), none.extra.end(), size_t{0});
    return none;
  }
}

}  // namespace lambent::ipo
