#include "base/loop.h"

#include <gtest/gtest.h>

#include "base/workers.h"

namespace lambent {
namespace {

using namespace std::chrono_literals;

Task<void> note_after(Clock& clock, Duration wait, Sleep kind, std::vector<int>& order, int id) {
  co_await clock.sleep_for(wait, kind);
  order.push_back(id);
}

TEST(Clock, SkippingWakesForegroundSleepersInOrderWithoutWaiting) {
  Loop loop(ClockMode::skipping);
  std::vector<int> order;
  auto start = loop.clock().now();
  loop.tasks().spawn("late", note_after(loop.clock(), 720h, Sleep::foreground, order, 2));
  loop.tasks().spawn("soon", note_after(loop.clock(), 1h, Sleep::foreground, order, 1));
  loop.run_until_quiet();
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
  EXPECT_GE(loop.clock().now() - start, 720h);
}

TEST(Clock, BackgroundSleepersDoNotAttractAJump) {
  Loop loop(ClockMode::skipping);
  std::vector<int> order;
  loop.tasks().spawn("poll", note_after(loop.clock(), 20h, Sleep::background, order, 1));
  loop.run_until_quiet();
  EXPECT_TRUE(order.empty());
  EXPECT_EQ(loop.tasks().running(), 1u);
}

TEST(Clock, FrozenMovesOnlyWhenTold) {
  Loop loop(ClockMode::frozen, TimePoint(1000h));
  std::vector<int> order;
  loop.tasks().spawn("wait", note_after(loop.clock(), 10min, Sleep::foreground, order, 1));
  while (loop.io().poll_one()) {
  }
  EXPECT_EQ(loop.clock().now(), TimePoint(1000h));
  EXPECT_FALSE(loop.clock().quiet());
  loop.clock().advance(10min);
  loop.run_until_quiet();
  EXPECT_EQ(order.size(), 1u);
}

TEST(Clock, AHoldForbidsSkipping) {
  Loop loop(ClockMode::skipping);
  std::vector<int> order;
  auto hold = loop.clock().hold();
  loop.tasks().spawn("wait", note_after(loop.clock(), 1h, Sleep::foreground, order, 1));
  while (loop.io().poll_one()) {
  }
  EXPECT_FALSE(loop.clock().skip());
  hold.release();
  loop.run_until_quiet();
  EXPECT_EQ(order.size(), 1u);
}

TEST(Tasks, CancelEndsSleepersAndDestructionDrains) {
  std::vector<int> order;
  {
    Loop loop(ClockMode::real);
    loop.tasks().spawn("wait", note_after(loop.clock(), 1h, Sleep::foreground, order, 1));
    while (loop.io().poll_one()) {
    }
    EXPECT_EQ(loop.tasks().running(), 1u);
  }
  EXPECT_TRUE(order.empty());
}

Task<void> busy(Loop& loop, int turns, bool& over) {
  for (int i = 0; i < turns; ++i) co_await net::post(loop.executor(), use_task);
  over = true;
}

Task<void> ask_for_calm(Loop& loop, const bool& over, std::optional<bool>& calm, bool& after) {
  calm = co_await loop.calm();
  after = over;
}

TEST(Loop, CalmComesWhenNoHandlerIsReadyAndBeforeTheClockJumps) {
  Loop loop(ClockMode::skipping);
  std::vector<int> order;
  bool over = false, after = false;
  std::optional<bool> calm;
  loop.tasks().spawn("wait", note_after(loop.clock(), 1h, Sleep::foreground, order, 1));
  loop.tasks().spawn("ask", ask_for_calm(loop, over, calm, after));
  loop.tasks().spawn("busy", busy(loop, 1000, over));
  loop.run_until([&] { return calm.has_value(); });
  EXPECT_TRUE(*calm);
  EXPECT_TRUE(after);
  EXPECT_TRUE(order.empty());
}

TEST(Loop, WhoWaitsForCalmIsToldThatItDoesNotCome) {
  Loop loop(ClockMode::frozen);
  bool over = false, after = false;
  std::optional<bool> calm;
  loop.tasks().spawn("busy", busy(loop, 3 * Loop::kPatience, over));
  loop.tasks().spawn("ask", ask_for_calm(loop, over, calm, after));
  loop.run_until([&] { return calm.has_value(); });
  EXPECT_FALSE(*calm);
  EXPECT_FALSE(after);
}

Task<void> answer(Reply<std::string>& reply, std::string& got) { got = co_await reply.take(); }

TEST(Reply, TakesTheFirstAnswerOnly) {
  Loop loop(ClockMode::real);
  Reply<std::string> reply(loop.executor());
  std::string got;
  loop.tasks().spawn("ask", answer(reply, got));
  EXPECT_TRUE(reply.set("one"));
  EXPECT_FALSE(reply.set("two"));
  loop.run_until_quiet();
  EXPECT_EQ(got, "one");
}

Task<void> work(Workers& workers, int& got, std::string& error) {
  auto good = [] { return 42; };
  got = co_await workers.run<int>(good);
  auto bad = []() -> int { throw std::runtime_error("disk is full"); };
  try {
    co_await workers.run<int>(bad);
  } catch (const std::runtime_error& e) {
    error = e.what();
  }
}

TEST(Workers, RunOffTheLoopAndHoldTheClock) {
  Loop loop(ClockMode::skipping);
  Workers workers(loop.io(), loop.clock());
  int got = 0;
  std::string error;
  loop.tasks().spawn("work", work(workers, got, error));
  loop.run_until_quiet();
  EXPECT_EQ(got, 42);
  EXPECT_EQ(error, "disk is full");
}

}  // namespace
}  // namespace lambent
