// Fails before its first event.
#include <lambent/handler.hpp>

#include <stdexcept>

static void initialise(const lambent::Context&) { throw std::invalid_argument("no configuration"); }

static lambent::Response never(const lambent::Event&, const lambent::Context&) { return lambent::Response::success("null"); }

LAMBENT_HANDLER_INIT(never, initialise)
