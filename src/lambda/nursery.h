// Forks Python runtimes off one process that has imported what their start takes (bootstraps/python_nursery.py). For runs
// of many short worlds: the AWS SDK alone takes a third of a second to import, a fork a few milliseconds.
//
//   Nursery nursery(interpreter, bootstraps);                       // its imports go on by themselves
//   auto started = nursery.start(spec, output, control, status);    // nothing: start the runtime plainly
//
// A forked runtime differs from a plain one in that the SDK is imported already. One whose code or environment could
// tell (modules of the same names, PYTHON… variables) is not forked. Several threads may call start() at once.
#pragma once
#include <filesystem>
#include <optional>

#include "lambda/preload.h"
#include "lambda/process.h"
#include "lambda/runtimes.h"

namespace lambent::lambda {

class Nursery {
 public:
  // Starts the process. Throws FileError, std::system_error.
  Nursery(const Interpreter& interpreter, const std::filesystem::path& bootstraps);
  ~Nursery();  // ends it; what was forked goes on
  Nursery(const Nursery&) = delete;

  struct Started {
    int supervisor = 0;  // process id
    int watch = -1;      // its pidfd, the caller's to close
  };
  // The descriptors are those of supervise.h. Blocks for some milliseconds, longer while the imports go on.
  std::optional<Started> start(const ProcessSpec& spec, int output, int control, int status);

 private:
  const PreloadedLibrary clock_, network_;
  const TempDir folder_;  // of the socket
  int life_ = -1;         // closed: the process ends
  int pid_ = 0;
};

}  // namespace lambent::lambda
