// The end of an emulator, whatever is under way in it.
#include <gtest/gtest.h>

#include "app/emulator.h"
#include "base/parking.h"

namespace lambent {
namespace {

Task<void> sleep_long(Clock& clock, bool& ended) {
  try {
    co_await clock.sleep_for(std::chrono::hours(24));
  } catch (const boost::system::system_error&) {
    ended = true;
    throw;
  }
}

Task<void> set_another_going(Loop& loop, std::shared_ptr<Parking> parking, bool& ended) {
  co_await parking->wait();
  loop.tasks().spawn("another", sleep_long(loop.clock(), ended));
}

// Woken, but not yet at its turn when all tasks are told to stop.
TEST(EmulatorEnd, ComesAlthoughATaskSetsAnotherOneGoing) {
  bool ended = false;
  {
    EmulatorOptions options;
    options.clock = ClockMode::frozen;
    Emulator emulator(options);
    auto parking = std::make_shared<Parking>(emulator.loop().executor());
    emulator.loop().tasks().spawn("one", set_another_going(emulator.loop(), parking, ended));
    emulator.loop().run_until([&] { return parking->waiting(); });
    parking->wake();
  }
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace lambent
