// The coroutines an owner has set going, by name. Nothing in lambent is detached: whoever starts work that
// outlives a call spawns it here, and the owner's destructor cancels and drains before anything it used goes.
//
//   tasks.spawn("sns delivery", deliver(std::move(message)));
//
// cancel() asks every task to stop (its current co_await throws operation_aborted); drain() runs the loop
// until all have ended. An exception that leaves a task other than a cancellation is a bug and is logged.
#pragma once
#include <boost/asio/cancellation_signal.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/task.h"

namespace lambent {

class Tasks {
 public:
  explicit Tasks(net::io_context& io) : io_(io) {}
  Tasks(const Tasks&) = delete;
  ~Tasks();  // cancels and drains

  // Returns the task's number, for cancel(number); most callers do not need it.
  std::uint64_t spawn(std::string name, Task<void> task);
  size_t running() const { return running_.size(); }
  std::vector<std::string> names() const;  // of those that run, in the order of their start
  void cancel();
  void cancel(std::uint64_t number);  // one task; nothing happens if it has ended
  void drain();

 private:
  struct Running {
    std::string name;
    net::cancellation_signal signal;
  };
  void stop(std::shared_ptr<Running> one);

  net::io_context& io_;
  std::map<std::uint64_t, std::shared_ptr<Running>> running_;  // by number: in the order of their start
  std::uint64_t spawned_ = 0;
};

}  // namespace lambent
