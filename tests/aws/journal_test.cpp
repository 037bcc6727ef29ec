#include "aws/journal.h"

#include <gtest/gtest.h>

#include "base/loop.h"

namespace lambent {
namespace {

constexpr size_t kBudget = 1u << 20;

TEST(Journal, KeepsWithinItsBudgetTheOldestGo) {
  Loop loop(ClockMode::frozen);
  Journal journal(loop.clock(), kBudget);
  for (int i = 0; i < 5'000; ++i) {
    LogEntry line;
    line.line = std::string(1'000, 'x');
    journal.add(0, "", std::move(line));
  }
  EXPECT_LE(journal.entries().size() * (1'000 + sizeof(JournalEntry)), kBudget);
  EXPECT_GE(journal.entries().size(), 300u);
  EXPECT_EQ(journal.next(), 5'001u);
  EXPECT_EQ(journal.find(journal.first() - 1), nullptr);
}

TEST(Journal, WhatACallBringsAtItsEndCountsToo) {
  Loop loop(ClockMode::frozen);
  Journal journal(loop.clock(), kBudget);
  for (int i = 0; i < 1'000; ++i) {
    CallEntry call;
    call.operation = "GetObject";
    const std::uint64_t seq = journal.open(0, "", std::move(call));
    journal.get<CallEntry>(seq)->output = object({{"Body", std::string(10'000, 'x')}});
    journal.finish(seq);
  }
  EXPECT_LE((journal.entries().size() - 1) * 10'000, kBudget);
  EXPECT_GE(journal.entries().size(), 50u);
}

TEST(Journal, WhatAStateGivesCountsAsLongAsItIsKept) {
  Loop loop{ClockMode::frozen};
  Journal journal(loop.clock(), kBudget);
  for (int i = 0; i < 2'000; ++i) {
    std::uint64_t seq = journal.open(0, "", VisitEntry{});
    journal.get<VisitEntry>(seq)->output = std::string(10'000, 'x');
    journal.finish(seq);
  }
  EXPECT_LE((journal.entries().size() - 1) * 10'000, kBudget);
  EXPECT_GE((journal.entries().size() + 2) * 11'000, kBudget);
}

TEST(Journal, SmallMembersOfAnInputWeighWhatTheyTake) {
  Loop loop(ClockMode::frozen);
  Journal journal(loop.clock(), kBudget);
  Json input = Json::object();
  for (int i = 0; i < 100; ++i) input["k" + std::to_string(i)] = i;
  for (int i = 0; i < 1'000; ++i) {
    CallEntry call;
    call.input = input;
    journal.finish(journal.open(0, "", std::move(call)));
  }
  EXPECT_LE(journal.entries().size() * 100 * (sizeof(std::string) + sizeof(Json)), kBudget);
}

}  // namespace
}  // namespace lambent
