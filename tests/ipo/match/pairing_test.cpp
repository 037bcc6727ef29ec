#include "ipo/match/pairing.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace lambent::ipo {
namespace {

std::string text(const Pairing& pairing) {
  std::string out;
  for (auto [e, a] : pairing.pairs) out += std::to_string(e) + "-" + std::to_string(a) + " ";
  for (size_t e : pairing.missing) out += "missing " + std::to_string(e) + " ";
  for (size_t a : pairing.extra) out += "extra " + std::to_string(a) + " ";
  return out;
}

TEST(Pairing, FreeIsTheCheapestOfAllPermutations) {
  std::mt19937 random(3);
  for (int run = 0; run < 300; ++run) {
    const size_t n = 1 + random() % 5, m = 1 + random() % 5, most = std::max(n, m);
    std::vector<std::vector<std::uint32_t>> costs(n, std::vector<std::uint32_t>(m));
    for (auto& row : costs)
      for (auto& c : row) c = random() % 4 == 0 ? kNever : random() % 10;
    auto pairing = pair_items(n, m, [&](size_t e, size_t a) { return costs[e][a]; }, Order::free);
    std::vector<size_t> order(most);
    std::iota(order.begin(), order.end(), size_t{0});
    size_t best_pairs = 0;
    std::uint64_t best = 0;
    do {
      size_t pairs = 0;
      std::uint64_t sum = 0;
      for (size_t e = 0; e < n; ++e)
        if (order[e] < m && costs[e][order[e]] != kNever) ++pairs, sum += costs[e][order[e]];
      if (pairs > best_pairs || (pairs == best_pairs && sum < best)) best_pairs = pairs, best = sum;
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(pairing.pairs.size(), best_pairs);
    EXPECT_EQ(pairing.cost, best);
    EXPECT_EQ(pairing.pairs.size() + pairing.missing.size(), n);
    EXPECT_EQ(pairing.pairs.size() + pairing.extra.size(), m);
  }
}

TEST(Pairing, GivenOrderAlignsAroundWhatIsMissing) {
  auto aligned = [](const std::string& expected, const std::string& actual) {
    return text(pair_items(expected.size(), actual.size(), [&](size_t e, size_t a) { return expected[e] == actual[a] ? 0u : 100u; }, Order::given));
  };
  EXPECT_EQ(aligned("abcd", "acd"), "0-0 2-1 3-2 missing 1 ");
  EXPECT_EQ(aligned("acd", "abcd"), "0-0 1-2 2-3 extra 1 ");
  EXPECT_EQ(aligned("ab", "ax"), "0-0 1-1 ");
  EXPECT_EQ(aligned("abc", "bcd"), "1-0 2-1 missing 0 extra 2 ");
  EXPECT_EQ(aligned("", "a"), "extra 0 ");
}

TEST(Pairing, LargeSidesAreStillPaired) {
  const size_t n = kMostPaired + 100;
  auto reversed = pair_items(n, n, [&](size_t e, size_t a) { return e + a + 1 == n ? 0u : 1u; }, Order::free);
  EXPECT_EQ(reversed.pairs.size(), n);
  EXPECT_EQ(reversed.cost, 0u);
}

}  // namespace
}  // namespace lambent::ipo
