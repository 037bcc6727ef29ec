// The program that the tests give as "this program": the supervisor, and a parent that is to be killed.
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "lambda/process.h"
#include "lambda/supervise.h"

namespace {

// Starts `sh -c COMMAND` as a sandbox would and waits to be killed; prints the child's process id.
int hold(const char* self, const char* command) {
  using namespace lambent;
  Loop loop(ClockMode::real);
  lambda::ProcessSpec spec;
  spec.supervisor = self;
  spec.folder = "/";
  spec.argv = {"/bin/sh", "-c", command};
  spec.env = {"PATH=/usr/bin:/bin"};
  const auto on_line = [](const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  };
  const auto on_end = [](const lambda::ProcessEnd&) {};
  const auto process = lambda::Process::start(loop, std::move(spec), on_line, on_end);
  loop.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2 && std::strcmp(argv[1], "supervise") == 0) return lambent::lambda::supervise_main(argc - 2, argv + 2);
  if (argc > 2 && std::strcmp(argv[1], "hold") == 0) return hold(argv[0], argv[2]);
  return 2;
}
