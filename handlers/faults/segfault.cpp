// Crashes on every event that asks for it; otherwise answers "alive".
#include <lambent/handler.hpp>

#include <csignal>

static lambent::Response segfault(const lambent::Event& event, const lambent::Context& context) {
  if (event.payload().find("crash") == std::string_view::npos) return lambent::Response::success("\"alive\"");
  context.log(lambent::LogLevel::info, "about to crash");
  // The default action first: a sanitizer's handler would turn the signal into an ordinary exit.
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
  return lambent::Response::failure("still here");
}

LAMBENT_HANDLER(segfault)
