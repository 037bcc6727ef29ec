// Runs the cases of a run: in parallel, in an order of chance, told in the order of the files; then what is swept of
// those that passed.
//
//   RunSummary summary = run_cases(files, apps, options, [&](const CaseOutcome& one) { report.show(one); });
//
// `show` is called on this thread. Each case has an emulator of its own on one of `jobs` threads.
#pragma once
#include <functional>

#include "ipo/run/case_run.h"
#include "ipo/property/properties.h"
#include "ipo/sweep/choice.h"

namespace lambent::ipo {

struct RunOptions {
  RunSetting setting;
  SweepOptions sweep;
  const Properties* properties = nullptr;  // of all the property cases among the files
  enum class Seeds { stored, left } seeds = Seeds::left;  // stored: events that break a property are written beside the cases
  int jobs = 1;
  int repeat = 1;                     // each case so often; swept once
  std::size_t shard = 1, shards = 1;  // 2 of 4: every fourth case from the second
  std::uint64_t seed = 0;             // of the order, and of events made by chance
  enum class AtFailure { go_on, stop } at_failure = AtFailure::go_on;
  // Called on the thread of run_cases() with each outcome before it is counted; may add problems and change the verdict.
  std::function<void(const CaseFile&, const Case&, CaseOutcome&)> compare;
};

RunSummary run_cases(const std::vector<CaseFile>& files, const Apps& apps, const RunOptions& options,
                     const std::function<void(const CaseOutcome&)>& show);

}  // namespace lambent::ipo
