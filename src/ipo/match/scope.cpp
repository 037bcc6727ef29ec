#include "ipo/match/scope.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/match/node.h"
#include "ipo/match/text_diff.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostDifferences = 500;  // a report shows fewer

std::string path_text(const std::string& path) { return path.starts_with('.') ? path.substr(1) : path; }

}  // namespace

void Scope::spend(std::uint64_t steps) {
  if (run_.steps_left < steps) throw OutOfSteps();
  run_.steps_left -= steps;
}

Scope::Part Scope::enter_key(std::string_view key) { return enter(reporting() ? key_path(key) : ""); }
Scope::Part Scope::enter_index(size_t index) { return enter(reporting() ? "[" + std::to_string(index) + "]" : ""); }
Scope::Part Scope::enter(std::string_view path) {
  const size_t size = path_.size();
  if (reporting()) path_ += path;
  return {path_, size};
}

void Scope::add(Difference difference) {
  if (out_->size() < kMostDifferences) out_->push_back(std::move(difference));
}

void Scope::differs(const Node& node, const Json* actual, std::string note) {
  cost_ += kWhole;
  if (!reporting()) return;
  auto kind = actual ? Difference::Kind::changed : Difference::Kind::missing;
  add({kind, path_text(path_), node.place, node.describe(context()), actual ? shown(*actual) : "(absent)", std::move(note), {}, kWhole});
}

void Scope::differs(const Node& node, const std::string& expected, const std::string& actual) {
  // Only texts as near as those a caret is shown for count as near: words that share an ending are still other words.
  const double similarity = rough_similarity(expected, actual);
  const auto weight = static_cast<std::uint32_t>(similarity < 0.6 ? kWhole : kWhole - 60 * similarity);
  cost_ += weight;
  if (!reporting()) return;
  add({Difference::Kind::changed, path_text(path_), node.place, node.describe(context()), in_quotes(actual), "", std::pair(expected, actual), weight});
}

void Scope::extra(const Node& node, const Json& actual) {
  cost_ += kWhole;
  if (reporting()) add({Difference::Kind::extra, path_text(path_), node.place, "(not expected)", shown(actual), "", {}, kWhole});
}

void Scope::add_cost(std::uint64_t cost) { cost_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(cost_ + cost, 1'000'000'000)); }

void Scope::finding(const Node& node, const std::string& path, std::string expected, const Json* actual) {
  cost_ += kWhole;
  if (!reporting()) return;
  auto kind = actual ? Difference::Kind::changed : Difference::Kind::missing;
  add({kind, path_text(path_ + path), node.place, std::move(expected), actual ? shown(*actual) : "(absent)", "", {}, kWhole});
}

std::uint32_t Scope::cost_of(const Node& node, const Json* actual, std::uint32_t limit, Keep keep) {
  auto& bindings = context().bindings;
  const size_t mark = bindings.mark();
  Scope attempt(run_, limit);
  node.compare(actual, attempt);
  if (keep == Keep::nothing || attempt.cost() > 0) bindings.undo_to(mark);
  return attempt.cost();
}

}  // namespace lambent::ipo
