// A child process with everything it starts, under its supervisor (supervise.h).
//
//   auto process = Process::start(loop, spec, on_line, on_end);   // throws std::system_error
//   process->drain();   // the lines written so far, now
//   process->end();     // kills it and all its descendants; on_end follows from the loop
//
// Standard output and error share one pipe, so their lines come in the order they were written. on_line and on_end are
// called from the loop; on_end once, after the last line, when no descendant lives any more. The emulator's death ends
// the child too. Children inherit no descriptor but 0, 1 and 2.
#pragma once
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "lambda/line_splitter.h"

namespace lambent::lambda {

class Nursery;

struct ProcessSpec {
  std::string supervisor;         // a program whose first argument "supervise" makes it the supervisor: lambent itself
  std::string folder;             // working directory
  std::vector<std::string> argv;  // the program first: with a slash as it is, else from PATH
  std::vector<std::string> env;   // NAME=value, all of it
  std::shared_ptr<Nursery> nursery;  // what may fork it instead of running argv (nursery.h); null: nobody
};

struct ProcessEnd {
  int exit_status = -1;    // -1: ended by a signal or never started
  int signal = 0;
  int start_error = 0;     // errno, if the program could not be run
  std::int64_t max_rss_kib = 0;

  std::string text() const;  // as Lambda words it: "exit status 3", "signal: killed"
};

class Process : public std::enable_shared_from_this<Process> {
 public:
  using OnLine = std::function<void(std::string)>;
  using OnEnd = std::function<void(const ProcessEnd&)>;

  static std::shared_ptr<Process> start(Loop& loop, ProcessSpec spec, OnLine on_line, OnEnd on_end);
  ~Process();

  void drain();
  void end();
  void wait_for_end();  // blocks; for shutdown, after end()
  bool ended() const { return ended_; }
  int supervisor() const { return supervisor_; }
  int pid();                   // of the runtime; 0 if not known yet
  std::int64_t peak_rss_kib();  // so far, with its threads but without its children

 private:
  using Descriptor = net::posix::basic_stream_descriptor<Executor>;
  Process(Loop& loop, OnLine on_line, OnEnd on_end);
  void launch(ProcessSpec& spec);
  static Task<void> read_output(std::shared_ptr<Process> self);
  static Task<void> await_end(std::shared_ptr<Process> self);
  bool read_some(int chunks);  // false at the end of the pipe
  void read_notes();

  Loop& loop_;
  OnLine on_line_;
  OnEnd on_end_;
  Descriptor output_, watch_;
  int control_ = -1, status_ = -1;
  int supervisor_ = 0, pid_ = 0;
  LineSplitter lines_;
  ProcessEnd end_;
  Parking output_ended_;
  bool ended_ = false;
};

}  // namespace lambent::lambda
