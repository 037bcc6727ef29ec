// Answers as many bytes as the event says.
#include <lambent/handler.hpp>

static lambent::Response large(const lambent::Event& event, const lambent::Context&) {
  return lambent::Response::success(std::string(std::stoul(std::string(event.payload())), 'x'));
}

LAMBENT_HANDLER(large)
