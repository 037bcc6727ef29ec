// The order in which messages are given out, without a service around it.
#include "mocks/sqs/shelf.h"

#include <gtest/gtest.h>

namespace lambent::sqs {
namespace {

using Numbers = std::vector<std::uint64_t>;
using State = Shelf::State;

Shelf::Place now(const char* group = "") { return {0, 0, group, State::ready}; }

TEST(Shelf, StandardQueuesGoByNumber) {
  Shelf shelf(Shelf::Kind::standard);
  for (std::uint64_t n : {3, 1, 2}) shelf.put(n, now());
  EXPECT_EQ(shelf.next(2), (Numbers{1, 2}));
  shelf.move(1, 50, State::held);
  EXPECT_EQ(shelf.next(9), (Numbers{2, 3}));
  EXPECT_EQ(shelf.next_due(), 50);
  shelf.settle(49);
  EXPECT_EQ(shelf.held(), 1u);
  shelf.settle(50);
  EXPECT_EQ(shelf.next(9), (Numbers{1, 2, 3}));
  EXPECT_EQ(shelf.next_due(), std::nullopt);
  shelf.remove(2);
  shelf.remove(2);
  EXPECT_EQ(shelf.size(), 2u);
  EXPECT_EQ(shelf.numbers(), (Numbers{1, 3}));
}

TEST(Shelf, AgesAreKnown) {
  Shelf shelf(Shelf::Kind::standard);
  shelf.put(1, {20, 20, "", State::ready});
  shelf.put(2, {10, 30, "", State::delayed});
  EXPECT_EQ(shelf.sent_until(9, 9), Numbers{});
  EXPECT_EQ(shelf.sent_until(10, 9), Numbers{2});
  EXPECT_EQ(shelf.sent_until(99, 9), (Numbers{2, 1}));
  EXPECT_EQ(shelf.sent_until(99, 1), Numbers{2});
}

TEST(Shelf, AGroupEndsAtItsFirstThatIsNotReady) {
  Shelf shelf(Shelf::Kind::fifo);
  for (std::uint64_t n : {1, 2, 3}) shelf.put(n, now("a"));
  shelf.put(4, now("b"));
  EXPECT_EQ(shelf.next(2), (Numbers{1, 2}));
  EXPECT_EQ(shelf.next(9), (Numbers{1, 2, 3, 4}));
  shelf.move(2, 100, State::held);
  EXPECT_EQ(shelf.next(9), (Numbers{1, 4}));
  shelf.move(1, 80, State::held);
  EXPECT_EQ(shelf.next(9), Numbers{4});
  EXPECT_EQ(shelf.ready(), 2u) << "3 is visible by itself";
  shelf.settle(80);
  EXPECT_EQ(shelf.next(9), (Numbers{4, 1})) << "b was ready before a";
  shelf.remove(1);
  EXPECT_EQ(shelf.next(9), Numbers{4});
  shelf.remove(2);
  EXPECT_EQ(shelf.next(9), (Numbers{3, 4}));
}

TEST(Shelf, ADelayOfAFifoQueueCountsForWhatWaits) {
  Shelf shelf(Shelf::Kind::fifo);
  shelf.set_delay(1000);
  shelf.put(1, {0, 1000, "a", State::delayed});
  EXPECT_EQ(shelf.next_due(), 1000);
  shelf.set_delay(200);
  EXPECT_EQ(shelf.next_due(), 200);
  shelf.settle(200);
  EXPECT_EQ(shelf.next(1), Numbers{1});
}

}  // namespace
}  // namespace lambent::sqs
