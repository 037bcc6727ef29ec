#include "gateway/journal_views.h"

#include <gtest/gtest.h>

#include "base/loop.h"
#include "gateway/admin_door.h"

namespace lambent {
namespace {

struct Filled {
  Loop loop{ClockMode::frozen};
  Journal journal{loop.clock()};
  Filled() {
    for (int i = 0; i < 3; ++i) {
      MessageEntry sms;
      sms.kind = "sms";
      sms.to = {i == 1 ? "+33600000001" : "+33600000000"};
      sms.text = "text " + std::to_string(i);
      journal.add(0, "", sms);
      CallEntry call;
      call.service = "sns";
      if (i == 2) call.denial = std::make_shared<const Denial>();
      journal.add(0, "", call);
    }
  }
};
std::vector<int> seqs(const Json& view) {
  std::vector<int> out;
  for (const auto& item : *find(view, "items")) out.push_back(static_cast<int>(int_at(item, "seq")));
  return out;
}

TEST(JournalViews, TheLatestComeFirstAndPagesGoBack) {
  Filled f;
  Json page = journal_view(f.journal, "limit=4");
  EXPECT_EQ(seqs(page), (std::vector<int>{3, 4, 5, 6}));
  Json back = journal_view(f.journal, "limit=4&before=" + std::to_string(int_at(page, "next")));
  EXPECT_EQ(seqs(back), (std::vector<int>{1, 2}));
  EXPECT_TRUE(back["next"].is_null());
}

TEST(JournalViews, AfterGoesForwardWithoutGapOrRepetition) {
  Filled f;
  std::vector<int> seen;
  std::string query = "limit=2&type=sms&after=0";
  for (int pages = 0; pages < 5; ++pages) {
    Json page = journal_view(f.journal, query);
    for (int seq : seqs(page)) seen.push_back(seq);
    if (page["next"].is_null()) break;
    query = "limit=2&type=sms&after=" + std::to_string(int_at(page, "next"));
  }
  EXPECT_EQ(seen, (std::vector<int>{1, 3, 5}));
  EXPECT_TRUE(seqs(journal_view(f.journal, "after=18446744073709551615")).empty());
}

TEST(JournalViews, ShowOnlyTheirKind) {
  Filled f;
  EXPECT_EQ(seqs(denials_view(f.journal, "")), std::vector<int>{6});
  EXPECT_EQ(seqs(journal_view(f.journal, "type=sms")), (std::vector<int>{1, 3, 5}));
  EXPECT_TRUE(seqs(journal_view(f.journal, "type=email,push,reply")).empty());
}

TEST(JournalViews, ExecutionsByMachineAndStatusAndAllOfOneEvent) {
  Filled f;
  for (int i = 0; i < 4; ++i) {
    ExecutionEntry execution;
    execution.machine_arn = std::string("arn:aws:states:us-east-1:000000000000:stateMachine:") + (i % 2 ? "b-a" : "a");
    execution.status = i < 2 ? "FAILED" : "RUNNING";
    f.journal.add(0, i == 3 ? "Root=1-3" : "Root=1-0", execution);
  }
  EXPECT_EQ(seqs(executions_view(f.journal, "machine=a")), (std::vector<int>{7, 9}));
  EXPECT_EQ(seqs(executions_view(f.journal, "machine=b-a&status=RUNNING")), std::vector<int>{10});
  EXPECT_EQ(seqs(executions_view(f.journal, "status=FAILED")), (std::vector<int>{7, 8}));
  EXPECT_EQ(seqs(executions_view(f.journal, "status=ABORTED")), std::vector<int>{});
  EXPECT_EQ(seqs(journal_view(f.journal, "trace=Root%3D1-3")), std::vector<int>{10});
  EXPECT_EQ(seqs(journal_view(f.journal, "trace=Root%3D1-0&type=execution&after=7")), (std::vector<int>{8, 9}));
}

TEST(JournalViews, RefuseWhatTheyDoNotKnowByName) {
  Filled f;
  for (const char* bad : {"limit=0", "limit=x", "limit=", "after=-1", "after=1&before=2", "type=letters", "page=2", "after=1&wait=2"})
    EXPECT_THROW(journal_view(f.journal, bad), QueryError) << bad;
  EXPECT_THROW(denials_view(f.journal, "type=sms"), QueryError);
}

TEST(Durations, AreReadStrictly) {
  using namespace std::chrono_literals;
  EXPECT_EQ(parse_duration("7d"), Duration(168h));
  EXPECT_EQ(parse_duration("1h30m"), Duration(90min));
  EXPECT_EQ(parse_duration("250ms"), Duration(250ms));
  for (const char* bad : {"", "7", "d", "7w", "-1d", "1.5h", "99999999999999d", "7 d", "36501d"}) EXPECT_FALSE(parse_duration(bad)) << bad;
}

}  // namespace
}  // namespace lambent
