// Runs for ever on an event that says "loop", until its time-out ends it; otherwise answers "alive".
#include <lambent/handler.hpp>

static lambent::Response loop(const lambent::Event& event, const lambent::Context&) {
  if (event.payload().find("loop") == std::string_view::npos) return lambent::Response::success("\"alive\"");
  volatile bool for_ever = true;
  while (for_ever) {
  }
  return lambent::Response::failure("the end of for ever");
}

LAMBENT_HANDLER(loop)
