// Which expected item belongs to which actual one: the pairing with the least difference in total, so that one wrong
// field is shown as one wrong field, not as one item missing and another too many.
//
//   auto pairing = pair_items(expected.size(), actual.size(), [&](size_t e, size_t a) { return cost(e, a); }, Order::free);
//   for (auto [e, a] : pairing.pairs) ...          // in the order of the expected items
//   for (size_t e : pairing.missing) ...  for (size_t a : pairing.extra) ...
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

namespace lambent::ipo {

struct Pairing {
  struct Pair {
    size_t expected, actual;
  };
  std::vector<Pair> pairs;
  std::vector<size_t> missing;  // expected items that stay alone
  std::vector<size_t> extra;    // actual items that stay alone
  std::uint64_t cost = 0;       // of the pairs
};

enum class Order {
  free,   // any item with any other (Hungarian method); as many pairs as may be, then the least cost
  given,  // pairs never cross (alignment): one item left out does not shift all the others. Here an item may also
          // stay alone because that is cheaper, see kAlone
};

constexpr std::uint32_t kNever = UINT32_MAX;  // a cost: these two cannot be a pair
// With Order::given two items stay alone rather than become a pair that costs more than 2 * kAlone. Costs are then to be
// hundredths of an item: 0 equal, 100 nothing in common.
constexpr std::uint32_t kAlone = 60;

using PairCost = std::function<std::uint32_t(size_t expected, size_t actual)>;

// Takes n·m costs, some asked for again, and with Order::free n²·m steps; beyond kMostPaired items on the larger side the
// pairing is only good, not best: equal items first, then the rest in order.
constexpr size_t kMostPaired = 400;
Pairing pair_items(size_t expected, size_t actual, const PairCost& cost, Order order);

}  // namespace lambent::ipo
