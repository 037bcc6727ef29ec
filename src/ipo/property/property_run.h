// A property case: the same steps with event after event, and what must hold each time.
//
//   PropertyResult result = run_property(one, suite, *prepared, apps, setting, {.seed = 7});
//
// Examples come first, then the events that failed in earlier runs, then those made by chance from the seed and the case's
// name; with `invalid` every second of these breaks the schema in one way. For an event that fits, `then` is judged and
// every invariant of `always`; one that does not fit must be answered 4xx and have no effect. With `idempotent` the run is
// made once more with the step twice; with `faults` once more for each outbound call and each way it can break, or for
// each pair of them (sweep/sweep.h).
//
// Every run has a world of its own; with `reuse: warm` one world serves all of them, so that function processes and what
// services hold are still there: what fails, and the smallest that does, are made sure of in a fresh one. A case with stubs has fresh ones anyway.
//
// The first event that fails ends it. It is made as small as it goes, unless it is an example, and the outcome is that of
// the smallest. Blocks; never throws for what the application does.
#pragma once
#include "ipo/property/properties.h"
#include "ipo/run/case_run.h"

namespace lambent::ipo {

struct PropertyOptions {
  std::uint64_t seed = 0;
  bool stores_seeds = false;  // what fails will be written beside the cases; for the words of the outcome
};

struct PropertyResult {
  CaseOutcome outcome;
  std::vector<StoredSeed> found;   // to be stored
  std::vector<StoredSeed> passed;  // were stored, and fail no more
};

PropertyResult run_property(const Case& one, const std::string& suite, const PreparedProperty& prepared, const Apps& apps, const RunSetting& setting,
                            const PropertyOptions& options);

}  // namespace lambent::ipo
