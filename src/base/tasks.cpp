#include "base/tasks.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

#include "base/log.h"

namespace lambent {

Tasks::~Tasks() {
  cancel();
  drain();
}

std::uint64_t Tasks::spawn(std::string name, Task<void> task) {
  auto here = running_.emplace(running_.end());
  here->number = ++spawned_;
  here->name = std::move(name);
  std::uint64_t number = here->number;
  auto ended = [this, here](std::exception_ptr error) {
    if (error) {
      try {
        std::rethrow_exception(error);
      } catch (const boost::system::system_error& e) {
        if (e.code() != net::error::operation_aborted) log_error("task '" + here->name + "' failed: " + e.what());
      } catch (const std::exception& e) {
        log_error("task '" + here->name + "' failed: " + e.what());
      }
    }
    running_.erase(here);
  };
  net::co_spawn(io_.get_executor(), std::move(task), net::bind_cancellation_slot(here->signal.slot(), ended));
  return number;
}

void Tasks::cancel() {
  for (auto it = running_.begin(); it != running_.end();) {
    auto& one = *it++;  // a cancelled task may end at once and take itself off the list
    one.signal.emit(net::cancellation_type::terminal);
  }
}

void Tasks::cancel(std::uint64_t number) {
  for (auto& one : running_) {
    if (one.number != number) continue;
    one.signal.emit(net::cancellation_type::terminal);
    return;
  }
}

void Tasks::drain() {
  while (!running_.empty()) {
    if (io_.stopped()) io_.restart();
    if (io_.run_one() == 0) break;  // nothing left that could end them
  }
}

}  // namespace lambent
