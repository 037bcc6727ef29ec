// The emulated time of day for the processes of functions: lambent-clock.so (src/clock_shift) is preloaded into them and
// follows a ClockFile.
//
//   ClockShift shift;                                       // writes the library to a folder of its own; FileError
//   if (!out_of_reach(program)) {
//     std::shared_ptr<ClockFile> shown = shift.show(clock);  // one for each sandbox
//     shift.add_to(environment, *shown);
//   }
//
// Blocking, but short: one small file each. Outlives its ClockFiles.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock_file.h"
#include "base/files.h"

namespace lambent::lambda {

class ClockShift {
 public:
  ClockShift();

  std::shared_ptr<ClockFile> show(Clock& clock);
  // Adds to NAME=value entries what the process needs. The library stands before what the function itself preloads
  // (LD_PRELOAD). If we are built with AddressSanitizer, so are the programs built with us: they are told that their
  // sanitizer need not come first (ASAN_OPTIONS).
  void add_to(std::vector<std::string>& environment, const ClockFile& shown) const;

 private:
  const TempDir folder_;
  std::uint64_t files_ = 0;
};

// Why the library cannot change what this program sees ("is linked statically"); nothing if it can. A script is taken
// for reachable: the programs that read scripts are.
std::optional<std::string> out_of_reach(const std::string& program);

}  // namespace lambent::lambda
