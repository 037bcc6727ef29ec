// Throws what the event asks for: "custom" a type of its own, "number" no exception object at all, else a runtime_error.
#include <lambent/handler.hpp>

#include <stdexcept>

namespace orders {
struct OutOfStock : std::runtime_error {
  using std::runtime_error::runtime_error;
};
}  // namespace orders

__attribute__((noinline)) static void take_one(std::string_view what) {
  if (what.find("custom") != std::string_view::npos) throw orders::OutOfStock("no more \"blue\" ones");
  if (what.find("number") != std::string_view::npos) throw 42;
  throw std::runtime_error("the shelf is empty");
}

static lambent::Response throws(const lambent::Event& event, const lambent::Context&) {
  take_one(event.payload());
  return lambent::Response::success("null");
}

LAMBENT_HANDLER(throws)
