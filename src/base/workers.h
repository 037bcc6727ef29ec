// Blocking work off the loop: file trees, unzipping, database commits. The only place with threads.
//
//   auto job = [path] { return read_file(path); };      // name it first (coroutine rules)
//   std::string bytes = co_await workers.run<std::string>(job);
//
// The job runs on one of two threads and must touch nothing of the loop's; it works on what it captured by
// value. Its exception is rethrown to the waiter. While a job runs the clock is held. A job whose waiter was
// cancelled still runs to its end.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/reply.h"

namespace lambent {

class Workers {
 public:
  Workers(net::io_context& io, Clock& clock);
  Workers(const Workers&) = delete;
  ~Workers();  // finishes the jobs already given

  template <class T>
  Task<T> run(std::function<T()> job) {
    auto slot = std::make_shared<Slot<T>>(io_.get_executor());
    Clock::Hold hold(clock_);
    auto work = [this, slot, job = std::move(job)] {
      try {
        slot->value.emplace(job());
      } catch (...) {
        slot->error = std::current_exception();
      }
      auto done = [slot] { slot->parking.wake(); };
      net::post(io_, done);
    };
    enqueue(std::move(work));
    co_await slot->parking.wait();
    if (slot->error) std::rethrow_exception(slot->error);
    co_return std::move(*slot->value);
  }

 private:
  template <class T>
  struct Slot {
    explicit Slot(Executor executor) : parking(executor) {}
    Parking parking;
    std::optional<T> value;
    std::exception_ptr error;
  };
  void enqueue(std::function<void()> work);
  void serve();

  net::io_context& io_;
  Clock& clock_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;  // guarded by mutex_
  bool ending_ = false;                      // guarded by mutex_
  std::vector<std::thread> threads_;         // started by the first job
};

}  // namespace lambent
