// Runs one case in a world of its own.
//
//   CaseOutcome outcome = run_case(one, file.suite, apps, setting);
//
// Never throws for what the case or its application does. Blocks the calling thread; several may run at once.
#pragma once
#include <map>

#include "ipo/run/apps.h"
#include "ipo/run/case_end.h"
#include "ipo/run/world.h"

namespace lambent::ipo {

using Marks = std::map<std::uint64_t, std::string>;  // entries of the journal, and why they are marked in what happened

// What a run does otherwise than its case says: for sweeps and generated events.
struct Variation {
  std::map<std::string, std::string> environment;  // of every function; the function's own stands above it
  std::function<void(World&)> deployed;            // the application stands; the case's stubs come after those added here
  // Judges instead of `then`, `check` and the stubs, be the steps done or not: end.problems tells of those. With
  // `then_too` these are judged before.
  std::function<Marks(const CaseEnd& end, std::vector<Problem>& problems)> judge;
  bool then_too = false;
  // Where the world is kept for the next run, as its processes and services are; null: nowhere. What is there is used.
  // Not for cases with stubs, which count their calls.
  std::unique_ptr<World>* kept = nullptr;
};

CaseOutcome run_case(const Case& one, const std::string& suite, const Apps& apps, const RunSetting& setting, const Variation& variation = {});

}  // namespace lambent::ipo
