#include "ipo/match/pair_nodes.h"

#include <algorithm>
#include <unordered_map>

namespace lambent::ipo {
namespace {

constexpr std::uint32_t kCostLimit = 100'000;  // beyond a thousand values that differ, more tells nothing
constexpr size_t kPeelFrom = 2'500;            // so many cells make it worth to take equal literals out first
constexpr int kAttempts = 20'000;              // pairs tried for bindings that agree

// What an item may cost: in hundredths of it when aligned, in full when paired freely.
std::uint32_t price(const Node& node, const Json* actual, Scope& scope, Order order, Keep keep) {
  auto cost = scope.cost_of(node, actual, kCostLimit, keep);
  if (order == Order::free) return cost;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(100, cost / node.leaves()));
}

// Looks for the assignment that costs least when bindings made by earlier pairs count for later ones: depth first over
// the expected items, cheapest candidate first, giving up a branch that cannot beat the best.
class Search {
 public:
  Search(const std::vector<const Node*>& expected, const std::vector<const Json*>& actual, const std::vector<std::vector<std::uint32_t>>& costs,
         Scope& scope)
      : expected_(expected), actual_(actual), costs_(costs), scope_(scope), taken_(actual.size(), false) {
    least_left_.assign(expected.size() + 1, 0);
    for (size_t e = expected.size(); e-- > 0;) {
      auto least = costs[e].empty() ? 0 : *std::min_element(costs[e].begin(), costs[e].end());
      least_left_[e] = least_left_[e + 1] + (least == kNever ? 0 : least);
    }
  }

  Pairing improve(const Pairing& start) {
    std::vector<size_t> choice(expected_.size(), kNobody);
    for (auto [e, a] : start.pairs) choice[e] = a;
    alone_ = start.missing.size();
    best_ = choice;
    const auto& bindings = scope_.context().bindings;
    const size_t mark = bindings.mark();
    best_cost_ = 0;
    for (auto [e, a] : start.pairs) best_cost_ += threaded(e, a);
    scope_.context().bindings.undo_to(mark);
    if (best_cost_ > start.cost) {
      current_.assign(expected_.size(), kNobody);
      descend(0, 0, 0);
    }
    return result();
  }

 private:
  static constexpr size_t kNobody = SIZE_MAX;

  // Keeps what the pair binds, whether it is equal or not, as the final comparison does.
  std::uint32_t threaded(size_t e, size_t a) {
    Scope attempt(scope_.run(), kCostLimit);
    expected_[e]->compare(actual_[a], attempt);
    return attempt.cost();
  }

  void descend(size_t e, std::uint64_t cost, size_t alone) {
    if (cost + least_left_[e] >= best_cost_ || attempts_ <= 0) return;
    if (e == expected_.size()) {
      best_ = current_;
      best_cost_ = cost;
      return;
    }
    std::vector<size_t> candidates;
    for (size_t a = 0; a < actual_.size(); ++a)
      if (!taken_[a] && costs_[e][a] != kNever) candidates.push_back(a);
    std::stable_sort(candidates.begin(), candidates.end(), [&](size_t x, size_t y) { return costs_[e][x] < costs_[e][y]; });
    auto& bindings = scope_.context().bindings;
    for (size_t a : candidates) {
      if (cost + costs_[e][a] + least_left_[e + 1] >= best_cost_ || --attempts_ <= 0) break;
      const size_t mark = bindings.mark();
      taken_[a] = true;
      current_[e] = a;
      auto here = threaded(e, a);
      descend(e + 1, cost + here, alone);
      taken_[a] = false;
      current_[e] = kNobody;
      bindings.undo_to(mark);
    }
    if (alone < alone_) descend(e + 1, cost, alone + 1);
  }

  Pairing result() const {
    Pairing out;
    std::vector<bool> taken(actual_.size(), false);
    for (size_t e = 0; e < best_.size(); ++e) {
      if (best_[e] == kNobody) {
        out.missing.push_back(e);
      } else {
        out.pairs.push_back({e, best_[e]});
        taken[best_[e]] = true;
      }
    }
    for (size_t a = 0; a < taken.size(); ++a)
      if (!taken[a]) out.extra.push_back(a);
    out.cost = best_cost_;
    return out;
  }

  const std::vector<const Node*>& expected_;
  const std::vector<const Json*>& actual_;
  const std::vector<std::vector<std::uint32_t>>& costs_;
  Scope& scope_;
  std::vector<std::uint64_t> least_left_;
  std::vector<bool> taken_;
  std::vector<size_t> current_, best_;
  std::uint64_t best_cost_ = 0;
  size_t alone_ = 0;  // how many expected items may stay alone
  int attempts_ = kAttempts;
};

// Equal literals belong together in every best pairing; taking them out first keeps long lists of plain values quick.
std::vector<Pairing::Pair> peel(const std::vector<const Node*>& expected, const std::vector<const Json*>& actual, const MayPair& may_pair) {
  std::unordered_multimap<std::string, size_t> values;
  for (size_t a = actual.size(); a-- > 0;) values.emplace(dump(*actual[a]), a);
  std::vector<Pairing::Pair> out;
  for (size_t e = 0; e < expected.size(); ++e) {
    if (!expected[e]->literal() || !expected[e]->source) continue;
    auto at = values.find(dump(*expected[e]->source));
    if (at == values.end() || (may_pair && !may_pair(e, at->second))) continue;
    out.push_back({e, at->second});
    values.erase(at);
  }
  return out;
}

Pairing pair_rest(const std::vector<const Node*>& expected, const std::vector<const Json*>& actual, Scope& scope, Order order,
                  const MayPair& may_pair) {
  std::vector<std::vector<std::uint32_t>> costs;
  const bool small = std::max(expected.size(), actual.size()) <= kMostPaired;
  auto cost = [&](size_t e, size_t a) {
    return may_pair && !may_pair(e, a) ? kNever : price(*expected[e], actual[a], scope, order, Keep::nothing);
  };
  if (!small) return pair_items(expected.size(), actual.size(), cost, order);
  costs.resize(expected.size());
  for (size_t e = 0; e < expected.size(); ++e)
    for (size_t a = 0; a < actual.size(); ++a) costs[e].push_back(cost(e, a));
  Pairing best = pair_items(expected.size(), actual.size(), [&](size_t e, size_t a) { return costs[e][a]; }, order);
  const bool binds = std::any_of(expected.begin(), expected.end(), [](const Node* node) { return node->binds; });
  if (!binds || order == Order::given) return best;
  return Search(expected, actual, costs, scope).improve(best);
}

}  // namespace

Pairing pair_nodes(const std::vector<const Node*>& expected, const std::vector<const Json*>& actual, Scope& scope, Order order,
                   const MayPair& may_pair) {
  std::vector<Pairing::Pair> peeled;
  if (order == Order::free && expected.size() * actual.size() >= kPeelFrom) peeled = peel(expected, actual, may_pair);
  if (peeled.empty()) return pair_rest(expected, actual, scope, order, may_pair);

  std::vector<bool> expected_gone(expected.size(), false), actual_gone(actual.size(), false);
  for (auto [e, a] : peeled) expected_gone[e] = actual_gone[a] = true;
  std::vector<const Node*> nodes;
  std::vector<const Json*> values;
  std::vector<size_t> node_at, value_at;
  for (size_t e = 0; e < expected.size(); ++e)
    if (!expected_gone[e]) nodes.push_back(expected[e]), node_at.push_back(e);
  for (size_t a = 0; a < actual.size(); ++a)
    if (!actual_gone[a]) values.push_back(actual[a]), value_at.push_back(a);
  MayPair may_rest;
  if (may_pair) may_rest = [&](size_t e, size_t a) { return may_pair(node_at[e], value_at[a]); };
  Pairing out = pair_rest(nodes, values, scope, order, may_rest);
  for (auto& [e, a] : out.pairs) e = node_at[e], a = value_at[a];
  for (size_t& e : out.missing) e = node_at[e];
  for (size_t& a : out.extra) a = value_at[a];
  out.pairs.insert(out.pairs.end(), peeled.begin(), peeled.end());
  std::sort(out.pairs.begin(), out.pairs.end(), [](auto& x, auto& y) { return x.expected < y.expected; });
  return out;
}

void report_pairs(const Pairing& pairing, const std::vector<const Node*>& expected, const std::vector<const Json*>& actual,
                  const Node& whole, size_t first, Scope& scope) {
  size_t pair = 0, missing = 0;
  for (size_t e = 0; e < expected.size() && !scope.done(); ++e) {
    auto here = scope.enter_index(first + e);
    if (pair < pairing.pairs.size() && pairing.pairs[pair].expected == e)
      expected[e]->compare(actual[pairing.pairs[pair++].actual], scope);
    else if (missing < pairing.missing.size() && pairing.missing[missing] == e) {
      ++missing;
      expected[e]->compare(nullptr, scope);
    }
  }
  for (size_t a : pairing.extra) {
    if (scope.done()) return;
    auto here = scope.enter_index(first + a);
    scope.extra(whole, *actual[a]);
  }
}

}  // namespace lambent::ipo
