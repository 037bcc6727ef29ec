#include "base/tasks.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include "base/log.h"

namespace lambent {

Tasks::~Tasks() {
  cancel();
  drain();
}

std::uint64_t Tasks::spawn(std::string name, Task<void> task) {
  auto here = running_.insert(running_.end(), std::make_shared<Running>());
  Running& one = **here;
  one.number = ++spawned_;
  one.name = std::move(name);
  std::uint64_t number = one.number;
  auto ended = [this, here](std::exception_ptr error) {
    if (error) {
      try {
        std::rethrow_exception(error);
      } catch (const boost::system::system_error& e) {
        if (e.code() != net::error::operation_aborted) log_error("task '" + (*here)->name + "' failed: " + e.what());
      } catch (const std::exception& e) {
        log_error("task '" + (*here)->name + "' failed: " + e.what());
      }
    }
    running_.erase(here);
  };
  net::co_spawn(io_.get_executor(), std::move(task), net::bind_cancellation_slot(one.signal.slot(), ended));
  return number;
}

std::vector<std::string> Tasks::names() const {
  std::vector<std::string> out;
  for (const auto& one : running_) out.push_back(one->name);
  return out;
}

void Tasks::cancel() {
  for (auto it = running_.begin(); it != running_.end();) stop(*it++);  // who ends at once leaves the list
}

void Tasks::cancel(std::uint64_t number) {
  for (auto& one : running_) {
    if (one->number != number) continue;
    stop(one);
    return;
  }
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
