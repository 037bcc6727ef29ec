// What keeps data within bounds before it is copied or written: its depth, and what copies of it would take together.
//
// The depth is limited because rows are read back after a restart, and no JSON text deeper than 512 levels is read.
#pragma once
#include <string_view>

#include "base/json.h"

namespace lambent::states {

inline constexpr size_t kMaxNesting = 500;

bool too_deep(const Json& value);
void check_depth(const Json& value);  // throws RuntimeFailure
// The same for JSON text that no Json can be made of because it is too deep; other text is left alone.
void check_text_depth(std::string_view text);  // throws RuntimeFailure

// How much the values worked out for one form may take together in memory. Many states name the same large value
// again and again; what they give would be refused for its size anyway.
class Allowance {
 public:
  static constexpr size_t kMost = 64u << 20;
  void take(const Json& value);  // throws StateFailure States.DataLimitExceeded

 private:
  static constexpr size_t kUnweighed = 64;  // the first ones cannot reach the limit
  size_t values_ = 0, bytes_ = 0;
};

}  // namespace lambent::states
