// "What happened": the journal of a case in virtual time.
//
//   T+0             POST /reminders -> api_handler -> 200 (38 ms)
//                   ... 7 d pass, nothing runs ...
//   T+7d +0.031s    sns:Publish SMS to +15556667788            <- not expected
//
// Folded to thirty lines, unless all is asked for: what is near the beginning, the end or a surprise stays.
#pragma once
#include <string>
#include <vector>

#include "ipo/report/page.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

constexpr size_t kTimelineLines = 30;

enum class Extent { folded, whole };

// Not indented; `indent` columns will stand before each line.
std::vector<std::string> timeline(const std::vector<Happening>& happened, Extent extent, const Page& page, size_t indent);

}  // namespace lambent::ipo
