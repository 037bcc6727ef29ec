// Shows a Clock to one process of somebody else's making, so that its time of day is the emulated one.
//
//   ClockFile shown(loop.clock(), folder / "7.clock");   // throws FileError
//   ... LAMBENT_CLOCK_FILE=shown.path() and lambent-clock.so preloaded in the process's environment ...
//   shown.begin();                                       // an invocation begins
//
// The process follows every jump of the clock at once. A clock that runs, runs on in the process. A frozen clock does not
// stand quite still there: from begin() on it creeps with real time, for a program that waits in a loop for the time to
// pass would never end otherwise. So each invocation begins at exactly the frozen instant and sees its own duration pass;
// the time of day of a process that is used again steps back by the time the last invocation took.
//
// One file per process, because invocations begin at different moments. The file goes with this; a process that still
// has it mapped keeps the last time it was told. Loop thread only; lives shorter than the clock.
#pragma once
#include <filesystem>

#include "base/clock.h"
#include "base/clock_record.h"

namespace lambent {

class ClockFile {
 public:
  ClockFile(Clock& clock, std::filesystem::path file);
  ~ClockFile();
  ClockFile(const ClockFile&) = delete;

  void begin();
  TimePoint shown() const;  // the time of day the process sees now
  const std::filesystem::path& path() const { return path_; }

 private:
  void write();

  const Clock& clock_;
  const std::filesystem::path path_;
  lambent_clock_record* record_ = nullptr;
  Stopwatch begun_;
  const Clock::Follower follower_;
};

}  // namespace lambent
