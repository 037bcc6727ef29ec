// An emulator of the command's own, for events fed to the functions of a template.
//
//   PrivateRun run(arguments);                       // deployed; throws Stop, its mistakes printed
//   std::uint64_t root = run.feed("email", event);   // until nothing is under way any more
//   …run.emulator().journal() from `root` on…
#pragma once
#include <memory>
#include <string>

#include "cli/command.h"

namespace lambent::cli {

class PrivateRun {
 public:
  // A free port and, unless another is given, the skipping clock: waits take no time.
  explicit PrivateRun(const EmulatorArguments& arguments);

  // The journal entry that all else comes of. Throws Stop if the template has no such function.
  std::uint64_t feed(const std::string& function, const std::string& event);

  Emulator& emulator() { return *emulator_; }
  const config::AppModel& model() const { return model_; }

 private:
  config::AppModel model_;
  std::unique_ptr<Emulator> emulator_;
};

// A file with one JSON text, or "-". Throws Stop, with line and column if it is no JSON.
std::string read_event(const std::string& file);

}  // namespace lambent::cli
