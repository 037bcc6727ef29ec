// Durations as people write them in cases: "7d", "1h30m", "412ms", "2.5s", "-1h".
//
//   parse_duration("1h30m")      // 5'400'000
//   format_duration(5'400'000)   // "1h30m"
//
// Units d h m s ms, from the largest to the smallest and each at most once; only the last number may have a fraction.
// All is in milliseconds. Nothing comes back for text that is no duration, for one that is not a whole number of
// milliseconds, and for one that does not fit 64 bits: "7 days", "5", "30m1h", "0.5ms".
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::ipo {

std::optional<std::int64_t> parse_duration(std::string_view text);

// The shortest text that parse_duration reads back to the same number: "0s", "412ms", "1m500ms".
std::string format_duration(std::int64_t milliseconds);

}  // namespace lambent::ipo
