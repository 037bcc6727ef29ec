#include "base/tasks.h"

#include <gtest/gtest.h>

#include "base/loop.h"

namespace lambent {
namespace {

Task<void> cancel_itself(Tasks& tasks, const std::uint64_t& number) {
  tasks.cancel(number);
  co_return;
}

Task<void> cancel_itself_and_wait(Tasks& tasks, const std::uint64_t& number, Clock& clock, bool& woken) {
  tasks.cancel(number);
  co_await clock.sleep_for(std::chrono::hours(1));
  woken = true;
}

// Set going before the loop runs, they know their numbers when they begin.
TEST(TasksTest, OneThatCancelsItselfBeforeItHasWaitedJustEnds) {
  Loop loop{ClockMode::frozen};
  Tasks tasks(loop.io());
  std::uint64_t number = 0;
  number = tasks.spawn("cancels itself", cancel_itself(tasks, number));
  loop.run_until([&] { return tasks.running() == 0; });
  EXPECT_EQ(tasks.running(), 0u);
}

TEST(TasksTest, OneThatCancelsItselfDoesNotWaitAnyMore) {
  Loop loop{ClockMode::frozen};
  Tasks tasks(loop.io());
  std::uint64_t number = 0;
  bool woken = false;
  number = tasks.spawn("cancels itself", cancel_itself_and_wait(tasks, number, loop.clock(), woken));
  loop.run_until([&] { return tasks.running() == 0; });
  EXPECT_FALSE(woken);
}

Task<void> note(int& begun) {
  ++begun;
  co_return;
}

Task<void> cancel_another(Tasks& tasks, const std::uint64_t& number) {
  tasks.cancel(number);
  co_return;
}

TEST(TasksTest, OneThatIsCancelledBeforeItHasBegunNeverBegins) {
  Loop loop{ClockMode::frozen};
  Tasks tasks(loop.io());
  int begun = 0;
  std::uint64_t number = 0;
  tasks.spawn("cancels the other", cancel_another(tasks, number));
  number = tasks.spawn("the other", note(begun));
  loop.run_until([&] { return tasks.running() == 0; });
  EXPECT_EQ(begun, 0);
  tasks.spawn("a third", note(begun));
  tasks.cancel();
  EXPECT_EQ(tasks.running(), 0u);
  tasks.spawn("a fourth", note(begun));
  tasks.drain();
  EXPECT_EQ(begun, 1);
}

TEST(TasksTest, OnesThatHaveNotBegunGoWithTheirOwner) {
  Loop loop{ClockMode::frozen};
  int begun = 0;
  { Tasks(loop.io()).spawn("goes", note(begun)); }
  loop.run_until_quiet();
  EXPECT_EQ(begun, 0);
}

}  // namespace
}  // namespace lambent
