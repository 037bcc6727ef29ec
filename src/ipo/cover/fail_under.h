// --fail-under KEY=PERCENT: how much of the applications a run must reach.
//
//   std::vector<Floor> floors = read_floors({"edges=100,states=90"}, mistakes);
//   check_floors(floors, collector.coverage(), mistakes);           // before the run: is there anything to reach?
//   for (const auto& sentence : below(floors, coverage)) …          // after it; then exit 1
//
// Percentages are of all applications of the run together.
#pragma once
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "ipo/cover/coverage.h"

namespace lambent::ipo {

struct Floor {
  Measure of;
  double percent;
};

// Each of `texts` may hold several, separated by commas. Unknown keys, and what is no percentage, are mistakes.
std::vector<Floor> read_floors(const std::vector<std::string>& texts, Diagnostics& mistakes);

// A floor under something that no application has would always hold: a mistake.
void check_floors(const std::vector<Floor>& floors, const Coverage& coverage, Diagnostics& mistakes);

// "edges: 7 of 8 are 87.5 %, below 100 %; never taken: reminders: ChoiceState -> default (DefaultState)". Safe to show.
std::vector<std::string> below(const std::vector<Floor>& floors, const Coverage& coverage);

}  // namespace lambent::ipo
