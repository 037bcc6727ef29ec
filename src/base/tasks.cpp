#include "base/tasks.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include "base/log.h"

namespace lambent {

namespace {

// A task that is cancelled on its way and ends without ever having waited: Asio's co_spawn, which then waits once itself,
// would throw the cancellation out of the loop.
Task<void> to_its_end(Task<void> task) {
  std::exception_ptr error;
  try {
    co_await std::move(task);
  } catch (...) {
    error = std::current_exception();
  }
  co_await net::this_coro::throw_if_cancelled(false);
  if (error) std::rethrow_exception(error);
}

}  // namespace

Tasks::~Tasks() {
  cancel();
  drain();
}

std::uint64_t Tasks::spawn(std::string name, Task<void> task) {
  const std::uint64_t number = ++spawned_;
  auto one = std::make_shared<Running>();
  one->name = std::move(name);
  running_.emplace(number, one);
  auto ended = [this, number](std::exception_ptr error) {
    auto here = running_.find(number);
    if (error) {
      try {
        std::rethrow_exception(error);
      } catch (const boost::system::system_error& e) {
        if (e.code() != net::error::operation_aborted) log_error("task '" + here->second->name + "' failed: " + e.what());
      } catch (const std::exception& e) {
        log_error("task '" + here->second->name + "' failed: " + e.what());
      }
    }
    running_.erase(here);
  };
  net::co_spawn(io_.get_executor(), to_its_end(std::move(task)), net::bind_cancellation_slot(one->signal.slot(), ended));
  return number;
}

std::vector<std::string> Tasks::names() const {
  std::vector<std::string> out;
  for (const auto& [number, one] : running_) out.push_back(one->name);
  return out;
}

void Tasks::cancel() {
  for (auto it = running_.begin(); it != running_.end();) stop((it++)->second);  // who ends at once leaves the map
}

void Tasks::cancel(std::uint64_t number) {
  auto it = running_.find(number);
  if (it != running_.end()) stop(it->second);
}

// Outside a running loop Asio posts the emission with a bare pointer into the signal, and the task may end before
// it comes: the signal lives until then.
void Tasks::stop(std::shared_ptr<Running> one) {
  one->signal.emit(net::cancellation_type::terminal);
  net::post(io_, [one] {});
}

void Tasks::drain() {
  while (!running_.empty()) {
    if (io_.stopped()) io_.restart();
    if (io_.run_one() == 0) break;  // nothing left that could end them
  }
}

}  // namespace lambent
