// lambent test --watch: runs, waits until something that the cases depend on changes or a key is pressed, runs again.
//
//   class Mine : public Rounds { … };
//   return watch(mine, interrupts);       // exit code: 0 by `q`, 128 + the signal's number otherwise
//
// Keys, on a terminal: a all, f those that failed, u all, and snapshots are written, q quit. Mistakes in files are shown
// and waited on. What it says itself goes to standard error.
#pragma once
#include <functional>
#include <set>
#include <string>

#include "base/interrupts.h"

namespace lambent::cli {

// What a round is to run.
struct Wanted {
  enum class What { all, changed, failed, update } what = What::all;
  std::set<std::string> changed;  // absolute paths
};

class Rounds {
 public:
  virtual ~Rounds() = default;

  enum class Came { ran, nothing_to_run, mistakes };
  // Reads the files again and runs those cases; reports. `watch` takes everything the cases depend on, before they run and
  // also if there are mistakes; true: something is new in it, so what was read before may be old already.
  virtual Came run(const Wanted& wanted, const std::function<bool(const std::set<std::string>&)>& watch) = 0;

  // Whether a change of this path is a reason to look at all: a source of the last round, or a new case file.
  virtual bool concerns(const std::string& path) const = 0;
  // Whether snapshots can be written: the key `u` is offered only then.
  virtual bool can_update() const = 0;
};

int watch(Rounds& rounds, Interrupts& interrupts);

}  // namespace lambent::cli
