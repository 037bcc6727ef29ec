// Whether a failed execution may be redriven, in AWS's words. AWS source: DescribeExecution, redriveStatusReason.
#pragma once
#include <string>

#include "mocks/states/rows.h"

namespace lambent::states {

struct Redrivable {
  std::string reason;  // why not; empty: it may
  const char* status() const { return reason.empty() ? "REDRIVABLE" : "NOT_REDRIVABLE"; }
};
Redrivable redrivable(const Records& records, const std::string& key, const ExecutionRow& row, std::int64_t now_ms);

}  // namespace lambent::states
