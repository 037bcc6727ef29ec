// What of a sweep is asked for: `--sweep`, or `--sweep=throttle,timeout@sns:Publish#2`.
//
//   FAULT                          throttle, timeout, error, denied: at every call
//   FAULT@service:Operation        at the calls of one operation
//   FAULT@service:Operation#N      at the N-th of them
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ipo/case/sweep.h"

namespace lambent::ipo {

struct SweepChoice {
  SweepFault fault{};
  std::optional<ApiName> on;
  std::size_t n = 0;  // 0: each
};

struct SweepOptions {
  bool every_case = false;           // else only the cases that say `sweep`
  std::vector<SweepChoice> choices;  // empty: what each case says

  // Whether the command names single calls: then a run that has none of them is a mistake.
  bool names_calls() const;
};

// What is wrong in `text` becomes a diagnostic. `text` empty: all.
SweepOptions read_sweep_options(const std::string& text, Diagnostics& mistakes);

}  // namespace lambent::ipo
