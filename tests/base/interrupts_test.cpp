// Signals sent to this very process.
#include "base/interrupts.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <csignal>

namespace lambent {
namespace {

bool readable(const Interrupts& interrupts) {
  pollfd ready{interrupts.descriptor(), POLLIN, 0};
  return ::poll(&ready, 1, 0) == 1;
}

TEST(Interrupts, AreWaitedForAndStay) {
  Interrupts interrupts;
  EXPECT_FALSE(interrupts.came());
  EXPECT_FALSE(readable(interrupts));
  std::raise(SIGINT);
  EXPECT_EQ(interrupts.signal(), SIGINT);
  EXPECT_TRUE(readable(interrupts));
  EXPECT_TRUE(readable(interrupts));
}

TEST(Interrupts, AreForgottenByTheNextOne) {
  {
    Interrupts first;
    std::raise(SIGTERM);
    EXPECT_EQ(first.signal(), SIGTERM);
  }
  Interrupts second;
  EXPECT_FALSE(second.came());
  EXPECT_FALSE(readable(second));
}

TEST(Interrupts, ThereIsOneAtATime) {
  Interrupts one;
  EXPECT_THROW(Interrupts two, std::logic_error);
}

TEST(Interrupts, GiveTheSignalsBack) {
  struct sigaction before, after;
  ::sigaction(SIGINT, nullptr, &before);
  { Interrupts interrupts; }
  ::sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

TEST(InterruptsDeathTest, TheSecondEndsAtOnce) {
  EXPECT_EXIT(
      {
        Interrupts interrupts;
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      testing::ExitedWithCode(130), "");
}

TEST(InterruptsDeathTest, WithoutThemASignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        { Interrupts interrupts; }
        std::raise(SIGTERM);
      },
      testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace lambent
