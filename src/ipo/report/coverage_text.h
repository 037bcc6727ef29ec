// Coverage for people: one line an application, below it what was not reached. And for programs.
//
//   coverage    template.yaml  functions 3/3, states 9/9, edges 7/8, statements 7/7, routes 1/1
//     reminders   edges 7/8   never taken: ChoiceState -> default (DefaultState)
#pragma once
#include <string>
#include <vector>

#include "base/json.h"
#include "ipo/cover/coverage.h"
#include "ipo/report/page.h"

namespace lambent::ipo {

// The heads ("coverage", then nothing) are to be made as wide as the caller's other rows. With Verbosity::verbose all is
// listed, also what was reached and what was called; of a part of the cases what was not reached is listed only then.
struct CoverageRow {
  std::string head, text;
};
std::vector<CoverageRow> coverage_rows(const Coverage& coverage, const Page& page);

Json json_of(const Coverage& coverage);

}  // namespace lambent::ipo
