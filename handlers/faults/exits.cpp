// Ends its own process in the middle of an invocation, with status 0 or the number in the event.
#include <lambent/handler.hpp>

#include <cstdlib>

static lambent::Response exits(const lambent::Event& event, const lambent::Context&) {
  std::_Exit(std::atoi(std::string(event.payload()).c_str()));
}

LAMBENT_HANDLER(exits)
