// Returns its event: the smallest handler there is.
#include <lambent/handler.hpp>

static lambent::Response echo(const lambent::Event& event, const lambent::Context&) {
  return lambent::Response::success(std::string(event.payload()), std::string(event.content_type()));
}

LAMBENT_HANDLER(echo)
