// The small phrases reports share: times, places, names made safe.
//
//   moment_text({.at = 7 * 24h, .real = 31ms})   // T+7d +0.031s
//   real_text(412ms)                             // 412ms
//   spaced("7d12h")                              // 7 d 12 h
#pragma once
#include <string>
#include <string_view>

#include "ipo/run/outcome.h"

namespace lambent::ipo {

std::string moment_text(const Moment& when);
std::string virtual_text(Duration time);     // 7d, 1h30m
std::string real_text(Duration time);        // 412ms, 1.9s, 2m5s
std::string spaced(std::string_view duration);
std::string took_text(const CaseOutcome& outcome);  // 412ms (7d virtual)

// One line that is safe to show, whatever is in `text`; at most so many bytes of it, and then how many there are.
constexpr size_t kLineBytes = 1000;
std::string one_line(std::string_view text, size_t most = kLineBytes);
// Lines that no CI system takes for commands (::error, ##[error]); what is added is a backslash.
std::string no_commands(std::string_view lines);
// What fits so many columns; an ellipsis ends what does not.
std::string fitted(std::string_view safe_text, size_t columns);

std::string place_text(const Place& place);  // file:line; empty without a file
std::string name_text(const CaseOutcome& outcome);  // with the number of its run, if it is repeated
std::string counts_text(const RunSummary& summary); // 14 passed, 1 failed, 1 skipped
std::string counted(size_t n, std::string_view one, std::string_view many);  // 1 case, 2 cases

}  // namespace lambent::ipo
