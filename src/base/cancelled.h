// Whether the coroutine that asks has been cancelled. A waiter that was woken and then cancelled before it ran (parking.h)
// goes on as woken: ask before handing it something that would be lost with it.
//
//   co_await parking.wait();
//   co_await throw_if_cancelled();   // system_error(operation_aborted)
#pragma once
#include <boost/asio/this_coro.hpp>

#include "base/task.h"

namespace lambent {

inline Task<void> throw_if_cancelled() {
  const auto state = co_await net::this_coro::cancellation_state;
  if (state.cancelled() != net::cancellation_type::none) throw boost::system::system_error(net::error::operation_aborted);
}

}  // namespace lambent
