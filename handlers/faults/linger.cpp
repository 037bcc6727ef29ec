// Leaves a child behind that would live for an hour with the function's pipes open, in a session of its own, and
// answers with its process id.
#include <lambent/handler.hpp>

#include <unistd.h>

static lambent::Response linger(const lambent::Event&, const lambent::Context&) {
  const pid_t child = fork();
  if (child < 0) return lambent::Response::failure("fork failed");
  if (child == 0) {
    setsid();
    execlp("sleep", "sleep", "3600", nullptr);
    _exit(127);
  }
  return lambent::Response::success(std::to_string(child));
}

LAMBENT_HANDLER(linger)
