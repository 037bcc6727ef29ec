// The end of the emulator is no failure: a call that is cut off by it answers an AwsError like any other, and an execution
// that took it for one would be on record as failed.
//
//   if (failed) co_await go_on();  // throws Stopped if this coroutine has been cancelled
#pragma once
#include <boost/asio/this_coro.hpp>

#include "mocks/states/engine/live.h"

namespace lambent::states {

inline Task<void> go_on() {
  auto state = co_await net::this_coro::cancellation_state;
  if (state.cancelled() != net::cancellation_type::none) throw Stopped();
}

}  // namespace lambent::states
