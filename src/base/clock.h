// Emulated time: the only clock services may read.
//
//   real      follows the system clock
//   skipping  follows it too, and jumps to the next due foreground sleeper whenever nothing is under way
//   frozen    stands still and moves only by advance()
//
// Sleepers are foreground (a Wait state, a delay, a retry: they attract a jump and keep quiet() false) or
// background (the end of a long poll, housekeeping: they do neither). Work that happens outside the loop (a
// busy sandbox, a file job, a half-read request) takes a Hold: while one lives nothing is skipped and the
// emulator is not quiet. Real durations (deadlines of processes, HTTP time-outs) use Stopwatch.
//
// Loop thread only. Outlives every sleeper and Follower: owners cancel and drain their Tasks first.
#pragma once
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <utility>

#include "base/parking.h"

namespace lambent {

using Duration = std::chrono::nanoseconds;
using TimePoint = std::chrono::sys_time<Duration>;
using SteadyTimer = net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>, Executor>;

enum class ClockMode { real, skipping, frozen };
enum class Sleep { foreground, background };

class Clock {
 public:
  class Hold {
   public:
    Hold() = default;
    explicit Hold(Clock& clock) : clock_(&clock) { ++clock.holds_; }
    Hold(Hold&& other) noexcept : clock_(std::exchange(other.clock_, nullptr)) {}
    Hold& operator=(Hold&& other) noexcept {
      if (this != &other) {
        release();
        clock_ = std::exchange(other.clock_, nullptr);
      }
      return *this;
    }
    ~Hold() { release(); }
    void release() {
      if (clock_) --clock_->holds_;
      clock_ = nullptr;
    }

   private:
    Clock* clock_ = nullptr;
  };

  // Calls `follow` after each jump and before what the jump woke runs: for what shows emulated time to others.
  // `follow` must not make or end a Follower.
  class Follower {
   public:
    Follower(Clock& clock, std::function<void()> follow) : clock_(clock), at_(clock.followers_.insert(clock.followers_.end(), std::move(follow))) {}
    ~Follower() { clock_.followers_.erase(at_); }
    Follower(const Follower&) = delete;

   private:
    Clock& clock_;
    const std::list<std::function<void()>>::iterator at_;
  };

  Clock(net::io_context& io, ClockMode mode);                   // starts at the system's time
  Clock(net::io_context& io, ClockMode mode, TimePoint start);  // starts at a given time

  TimePoint now() const { return now(std::chrono::steady_clock::now()); }
  TimePoint now(std::chrono::steady_clock::time_point real) const;  // at that instant, had nothing jumped since
  std::int64_t now_ms() const { return std::chrono::floor<std::chrono::milliseconds>(now()).time_since_epoch().count(); }
  ClockMode mode() const { return mode_; }
  // The system's own time, for what is signed or dated outside.
  static TimePoint wall() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }
  Hold hold() { return Hold(*this); }

  Task<void> sleep_until(TimePoint due, Sleep kind = Sleep::foreground);
  Task<void> sleep_for(Duration duration, Sleep kind = Sleep::foreground) { return sleep_until(now() + duration, kind); }

  bool quiet() const { return holds_ == 0 && foreground_ == 0; }
  // Nothing happens any more unless the clock moves: what quiet() is for a clock that moves by itself. Sleepers of a
  // frozen clock wait until somebody advances it.
  bool settled() const { return holds_ == 0 && (mode_ == ClockMode::frozen || foreground_ == 0); }
  int holds() const { return holds_; }
  int foreground() const { return foreground_; }
  void advance(Duration by);
  // The earliest instant somebody sleeps until, if any: with Sleep::foreground it does not count background sleepers.
  std::optional<TimePoint> next_due(Sleep least = Sleep::background) const;
  // Jumps to the next foreground sleeper if the mode and the holds allow it. True if something was woken.
  bool skip();

 private:
  struct Sleeper {
    Parking* parking;
    Sleep kind;
  };
  using Sleepers = std::multimap<TimePoint, Sleeper>;
  class Place;
  void jump(Duration by);
  bool wake_due();
  void arm();

  net::io_context& io_;
  const ClockMode mode_;
  const TimePoint base_;
  const std::chrono::steady_clock::time_point started_;
  Duration jumped_{};
  SteadyTimer alarm_;
  TimePoint armed_for_ = TimePoint::max();
  Sleepers sleepers_;
  std::list<std::function<void()>> followers_;
  int holds_ = 0;
  int foreground_ = 0;
};

// Real elapsed time, for what the emulated clock must not bend: how long a process really took.
class Stopwatch {
 public:
  Stopwatch() : start_(std::chrono::steady_clock::now()) {}
  Duration elapsed() const { return std::chrono::steady_clock::now() - start_; }
  std::chrono::steady_clock::time_point start() const { return start_; }

 private:
  std::chrono::steady_clock::time_point start_;
};

}  // namespace lambent
