#include "ipo/match/pairing.h"

#include <algorithm>
#include <limits>

namespace lambent::ipo {
namespace {

constexpr size_t kNone = std::numeric_limits<size_t>::max();
using Costs = std::vector<std::vector<std::int64_t>>;
// More than all real costs together can be, so that one pair more always wins.
constexpr std::int64_t kStayAlone = std::int64_t{1} << 44;
constexpr std::int64_t kForbidden = std::int64_t{1} << 48;

// Kuhn's and Munkres' method with potentials: for each row of a matrix with at least as many columns, its column.
std::vector<size_t> assign(const Costs& costs) {
  const size_t rows = costs.size(), columns = rows ? costs[0].size() : 0;
  std::vector<std::int64_t> row_potential(rows + 1, 0), column_potential(columns + 1, 0);
  std::vector<size_t> row_of(columns + 1, 0), from(columns + 1, 0);  // 1-based, 0 is nobody
  for (size_t row = 1; row <= rows; ++row) {
    row_of[0] = row;
    size_t column = 0;
    std::vector<std::int64_t> least(columns + 1, std::numeric_limits<std::int64_t>::max());
    std::vector<bool> used(columns + 1, false);
    do {
      used[column] = true;
      const size_t here = row_of[column];
      std::int64_t delta = std::numeric_limits<std::int64_t>::max();
      size_t next = 0;
      for (size_t j = 1; j <= columns; ++j) {
        if (used[j]) continue;
        std::int64_t reduced = costs[here - 1][j - 1] - row_potential[here] - column_potential[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          from[j] = column;
        }
        if (least[j] < delta) {
          delta = least[j];
          next = j;
        }
      }
      for (size_t j = 0; j <= columns; ++j) {
        if (used[j]) {
          row_potential[row_of[j]] += delta;
          column_potential[j] -= delta;
        } else if (least[j] != std::numeric_limits<std::int64_t>::max()) {
          least[j] -= delta;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    for (; column != 0; column = from[column]) row_of[column] = row_of[from[column]];
  }
  std::vector<size_t> out(rows, kNone);
  for (size_t j = 1; j <= columns; ++j)
    if (row_of[j] != 0) out[row_of[j] - 1] = j - 1;
  return out;
}

Pairing from_choice(const std::vector<size_t>& choice, size_t actual) {
  Pairing out;
  std::vector<bool> taken(actual, false);
  for (size_t e = 0; e < choice.size(); ++e) {
    if (choice[e] == kNone) {
      out.missing.push_back(e);
    } else {
      out.pairs.push_back({e, choice[e]});
      taken[choice[e]] = true;
    }
  }
  for (size_t a = 0; a < actual; ++a)
    if (!taken[a]) out.extra.push_back(a);
  return out;
}

std::vector<size_t> pair_freely(size_t expected, size_t actual, const PairCost& cost) {
  Costs costs(expected, std::vector<std::int64_t>(actual + expected, kStayAlone));
  for (size_t e = 0; e < expected; ++e)
    for (size_t a = 0; a < actual; ++a) {
      auto c = cost(e, a);
      costs[e][a] = c == kNever ? kForbidden : c;
    }
  auto choice = assign(costs);
  for (size_t& a : choice)
    if (a >= actual) a = kNone;
  return choice;
}

std::vector<size_t> pair_many(size_t expected, size_t actual, const PairCost& cost) {
  std::vector<size_t> choice(expected, kNone);
  std::vector<bool> taken(actual, false);
  for (size_t e = 0; e < expected; ++e)
    for (size_t step = 0; step < actual && choice[e] == kNone; ++step) {
      const size_t a = (e + step) % actual;  // equal items mostly stand near each other
      if (!taken[a] && cost(e, a) == 0) {
        choice[e] = a;
        taken[a] = true;
      }
    }
  for (size_t e = 0; e < expected; ++e)
    for (size_t a = 0; a < actual && choice[e] == kNone; ++a) {
      if (taken[a] || cost(e, a) == kNever) continue;
      choice[e] = a;
      taken[a] = true;
    }
  return choice;
}

// Edit distance over items: a gap costs kAlone on its side.
std::vector<size_t> align(size_t expected, size_t actual, const PairCost& cost) {
  std::vector<std::vector<std::uint32_t>> pair(expected, std::vector<std::uint32_t>(actual));
  std::vector<std::vector<std::uint64_t>> best(expected + 1, std::vector<std::uint64_t>(actual + 1));
  for (size_t e = expected + 1; e-- > 0;)
    for (size_t a = actual + 1; a-- > 0;) {
      if (e == expected || a == actual) {
        best[e][a] = (expected - e + actual - a) * std::uint64_t{kAlone};
        continue;
      }
      pair[e][a] = cost(e, a);
      auto with = pair[e][a] == kNever ? UINT64_MAX : pair[e][a] + best[e + 1][a + 1];
      best[e][a] = std::min({with, best[e + 1][a] + kAlone, best[e][a + 1] + kAlone});
    }
  std::vector<size_t> choice(expected, kNone);
  for (size_t e = 0, a = 0; e < expected && a < actual;) {
    if (pair[e][a] != kNever && best[e][a] == pair[e][a] + best[e + 1][a + 1])
      choice[e++] = a++;
    else if (best[e][a] == best[e + 1][a] + kAlone)
      ++e;
    else
      ++a;
  }
  return choice;
}

}  // namespace

Pairing pair_items(size_t expected, size_t actual, const PairCost& cost, Order order) {
  const bool many = std::max(expected, actual) > kMostPaired;
  std::vector<size_t> choice(expected, kNone);
  if (expected > 0 && actual > 0) {
    if (order == Order::free) {
      choice = many ? pair_many(expected, actual, cost) : pair_freely(expected, actual, cost);
    } else if (!many) {
      choice = align(expected, actual, cost);
    } else {
      for (size_t i = 0; i < std::min(expected, actual); ++i)
        if (cost(i, i) != kNever) choice[i] = i;
    }
  }
  Pairing out = from_choice(choice, actual);
  for (auto [e, a] : out.pairs) out.cost += cost(e, a);
  return out;
}

}  // namespace lambent::ipo
