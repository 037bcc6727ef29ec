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
#include <string>
#include <vector>

#include "base/clock_file.h"
#include "lambda/preload.h"

namespace lambent::lambda {

class ClockShift {
 public:
  ClockShift();

  std::shared_ptr<ClockFile> show(Clock& clock);
  void add_to(std::vector<std::string>& environment, const ClockFile& shown) const;

 private:
  const PreloadedLibrary library_;
  std::uint64_t files_ = 0;
};

}  // namespace lambent::lambda
