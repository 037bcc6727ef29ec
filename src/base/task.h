// The coroutine type of the house. Everything runs on one loop thread and one executor type, the concrete
// one of io_context: type-erased executors cost a quarter of the throughput.
//
// Rules for coroutines (docs/coroutines.md, checked by tests/rules): named functions, parameters by value,
// no reference into a container across a co_await, never a capturing lambda or a braced temporary in the
// same expression as a co_await (g++ 12 miscompiles both), nothing detached: use Tasks::spawn.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lambent {

namespace net = boost::asio;
using Executor = net::io_context::executor_type;

template <class T = void>
using Task = net::awaitable<T, Executor>;

// The completion token for Asio operations awaited in a Task.
inline constexpr net::use_awaitable_t<Executor> use_task{};

}  // namespace lambent
