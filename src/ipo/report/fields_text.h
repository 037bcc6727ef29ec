// Fields that differ, one under the other, with a caret, a note or a unified diff:
//
//   subject     expected  "A reminder from your reminder service!"
//               actual    "A reminder from your reminder servce!"
//                                                            ^  "i" is missing
#pragma once
#include <string>
#include <vector>

#include "ipo/report/page.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

// `indent`: the columns that will stand before each line.
std::vector<std::string> field_lines(const std::vector<FieldDifference>& fields, const Page& page, size_t indent);

}  // namespace lambent::ipo
