// A Map whose iterations are mocked: what they would have been given, and whether too many of them failed.
#include "mocks/states/engine/engine.h"

namespace lambent::states {

std::optional<Failure> Engine::mocked_items(Thread& t, const asl::State& s) {
  Inspection& look = *t.live->inspection;
  std::vector<Json> inputs = child_inputs(t, s);
  if (s.item_selector) {
    Json selected = Json::array();
    for (const auto& one : inputs) selected.push_back(one);
    note(t, s, "afterItemSelector", selected);
  }
  set(look.data, "maxConcurrency", amount(t, s, s.max_concurrency, "MaxConcurrency").value_or(0));
  auto count = amount(t, s, s.tolerated_count, "ToleratedFailureCount");
  std::optional<double> percentage = s.tolerated_percentage.literal;
  if (!percentage && s.tolerated_percentage.given())
    if (auto whole = amount(t, s, s.tolerated_percentage, "ToleratedFailurePercentage")) percentage = static_cast<double>(*whole);
  if (count) set(look.data, "toleratedFailureCount", *count);
  if (percentage) set(look.data, "toleratedFailurePercentage", *percentage);
  // Where nothing is said of tolerance, AWS lets any number of mocked iterations fail.
  auto failed = static_cast<double>(look.failed_iterations);
  bool over = count && failed > static_cast<double>(*count);
  over = over || (percentage && failed * 100 > *percentage * static_cast<double>(inputs.size()));
  if (!over || look.error) return std::nullopt;
  return Failure{"States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"};
}

}  // namespace lambent::states
