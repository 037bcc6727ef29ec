// Instants as distances from the beginning of a case: "T+7d", "T-1h".
//
//   RelativeTime time(world.began(), instants);
//   time.replaced("due 2026-11-30T09:00:00.123Z")   // "due T+7d"
//   time.of_number(1796029200123)                    // "T+7d": epoch seconds or milliseconds
//
// A function's clock runs while it works (docs/clock.md), so an instant is exact only to the seconds that takes: what is
// less than five seconds after an instant at which the case's clock stood is that instant, everything else is cut to five
// seconds. Instants more than 400 days away are no times of the case and stay as they are.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace lambent::ipo {

class RelativeTime {
 public:
  // `stood`: where the clock has been, in any order.
  RelativeTime(TimePoint began, std::vector<TimePoint> stood);

  std::string replaced(std::string text) const;
  std::optional<std::string> of_number(const Json& number) const;  // nothing if it is no instant of the case

 private:
  bool near(TimePoint t) const;
  std::string text_of(TimePoint t) const;

  const TimePoint began_;
  std::vector<TimePoint> stood_;  // sorted; begins with began_ or before
};

}  // namespace lambent::ipo
