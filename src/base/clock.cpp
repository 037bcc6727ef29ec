#include "base/clock.h"

#include <boost/system/system_error.hpp>

namespace lambent {

using Steady = std::chrono::steady_clock;

// A sleeper's place in the queue; leaves it also when the coroutine is cancelled or destroyed.
class Clock::Place {
 public:
  Place(Clock& clock, TimePoint due, Parking& parking, Sleep kind) : clock_(clock) {
    at_ = clock.sleepers_.emplace(due, Sleeper{&parking, kind});
    clock.foreground_ += kind == Sleep::foreground;
    clock.arm();
  }
  ~Place() {
    clock_.foreground_ -= at_->second.kind == Sleep::foreground;
    clock_.sleepers_.erase(at_);
    clock_.arm();
  }

 private:
  Clock& clock_;
  Sleepers::iterator at_;
};

Clock::Clock(net::io_context& io, ClockMode mode)
    : Clock(io, mode, std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now())) {}

Clock::Clock(net::io_context& io, ClockMode mode, TimePoint start)
    : io_(io), mode_(mode), base_(start), started_(Steady::now()), alarm_(io.get_executor()) {}

TimePoint Clock::now(Steady::time_point real) const {
  Duration run = mode_ == ClockMode::frozen ? Duration{} : std::chrono::duration_cast<Duration>(real - started_);
  return base_ + run + jumped_;
}

Task<void> Clock::sleep_until(TimePoint due, Sleep kind) {
  if (due <= now()) co_return;
  Parking parking(io_.get_executor());
  Place place(*this, due, parking, kind);
  co_await parking.wait();
}

bool Clock::skip() {
  if (mode_ != ClockMode::skipping || holds_ > 0 || foreground_ == 0) return false;
  auto next = sleepers_.begin();
  while (next->second.kind == Sleep::background) ++next;
  Duration ahead = next->first - now();
  if (ahead > Duration{}) jump(ahead);
  return wake_due();
}

void Clock::jump(Duration by) {
  jumped_ += by;
  for (const auto& follow : followers_) follow();
}

void Clock::advance(Duration by) {
  jump(by);
  wake_due();
  armed_for_ = TimePoint::max();
  arm();
}

std::optional<TimePoint> Clock::next_due(Sleep least) const {
  for (const auto& [due, sleeper] : sleepers_)
    if (least == Sleep::background || sleeper.kind == Sleep::foreground) return due;
  return std::nullopt;
}

bool Clock::wake_due() {
  bool any = false;
  TimePoint t = now();
  for (auto& [due, sleeper] : sleepers_) {
    if (due > t) break;
    if (!sleeper.parking->waiting()) continue;  // woken already, not yet gone
    sleeper.parking->wake();
    any = true;
  }
  return any;
}

void Clock::arm() {
  if (mode_ == ClockMode::frozen || sleepers_.empty()) {
    if (armed_for_ != TimePoint::max()) alarm_.cancel();
    armed_for_ = TimePoint::max();
    return;
  }
  TimePoint first = sleepers_.begin()->first;
  if (first == armed_for_) return;
  armed_for_ = first;
  alarm_.expires_after(first - now());
  auto ring = [this](boost::system::error_code ec) {
    if (ec) return;
    armed_for_ = TimePoint::max();
    if (!wake_due()) arm();
  };
  alarm_.async_wait(ring);
}

}  // namespace lambent
