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
  auto begin = [executor = io_.get_executor(), ended = std::move(ended)](Running& entry, Task<void> work) {
    net::co_spawn(executor, to_its_end(std::move(work)), net::bind_cancellation_slot(entry.signal.slot(), ended));
  };
  if (io_.get_executor().running_in_this_thread()) {
    begin(*one, std::move(task));
    return number;
  }
  // One that is cancelled before it begins has left the list by then, perhaps with all of it: nothing here may be touched.
  auto later = [begin, entry = std::weak_ptr<Running>(one), work = std::move(task)]() mutable {
    if (auto wanted = entry.lock()) begin(*wanted, std::move(work));
  };
  net::post(io_, std::move(later));
  return number;
}

std::vector<std::string> Tasks::names() const {
  std::vector<std::string> out;
  for (const auto& [number, one] : running_) out.push_back(one->name);
  return out;
}

void Tasks::cancel() {
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, one] : running_) numbers.push_back(number);
  for (auto number : numbers) cancel(number);  // who ends at once leaves the map
}

// Asio cannot cancel what has not begun: co_spawn would throw the cancellation out of the loop.
void Tasks::cancel(std::uint64_t number) {
  auto it = running_.find(number);
  if (it == running_.end()) return;
  const bool begun = it->second->signal.slot().has_handler();
  if (begun)
    stop(it->second);
  else
    running_.erase(it);
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
