// The loop: one io_context, one thread, one emulated clock, the tasks set going on them.
//
// run() serves until stop(). run_until_quiet() returns as soon as nothing is under way any more: no ready
// handler, no Hold, no foreground sleeper; an event has then caused all it will cause. With a frozen clock sleepers do
// not count: nothing more happens until the clock is advanced. Each turn is timed,
// and one that keeps the loop for more than 50 ms is logged: somebody blocked or computed too long.
#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/parking.h"
#include "base/tasks.h"

namespace lambent {

class Loop {
 public:
  explicit Loop(ClockMode mode) : io_(1), clock_(io_, mode), tasks_(io_) {}
  Loop(ClockMode mode, TimePoint start) : io_(1), clock_(io_, mode, start), tasks_(io_) {}

  net::io_context& io() { return io_; }
  Executor executor() { return io_.get_executor(); }
  Clock& clock() { return clock_; }
  Tasks& tasks() { return tasks_; }

  void run();
  void run_until_quiet();
  // The same within a limit of real time; false if it was reached. `stuck` (may be empty) is asked when no handler is
  // ready but something is under way: it may set the world going again, and returns true if it did.
  bool run_until_quiet(Duration limit, const std::function<bool()>& stuck);
  void run_until(const std::function<bool()>& done);  // asked between turns
  // Returns true once no handler is ready, so that everything under way is a Hold or a sleeper; false if that has not come
  // within kPatience turns (somebody computes without end).
  Task<bool> calm();
  void stop();

  static constexpr int kPatience = 100'000;

 private:
  struct Calm {
    explicit Calm(Executor executor) : parking(executor) {}
    Parking parking;
    int turns = 0;
    bool come = false;
  };

  bool turn();  // one handler, or a jump of the clock; false if there was nothing to do without waiting
  bool wake_calm(bool come);

  net::io_context io_;
  Clock clock_;
  Tasks tasks_;
  std::vector<std::shared_ptr<Calm>> awaiting_calm_;
  bool stopping_ = false;
};

}  // namespace lambent
