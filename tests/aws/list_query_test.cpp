#include "aws/list_query.h"

#include <gtest/gtest.h>

#include "aws/arrivals.h"
#include "aws/outbox_page.h"

namespace lambent {
namespace {

struct Row {
  std::string text;
  Json to_json() const { return object({{"text", text}}); }
  static Row from_json(const Json& j) { return {text_at(j, "text")}; }
};
size_t weight(const Row& row) { return row.text.size(); }

struct Outbox {
  Loop loop{ClockMode::frozen};
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Table<Row> table{store, "rows"};

  // Number n in one of two scopes, by turns.
  static std::string key(std::uint64_t n) { return outbox_key(n % 2 ? Scope{"000000000000", "us-east-1"} : Scope{"111111111111", "eu-west-1"}, n); }
  void fill(int count) {
    for (int n = 1; n <= count; ++n) table.put(key(static_cast<std::uint64_t>(n)), Row{n % 3 ? "x" : "three"});
  }
  std::string page(const std::string& query, const std::string& text = "") {
    auto wanted = [&](const Row& row) { return text.empty() || row.text == text; };
    auto found = outbox_page(table, parse_list_query(query), wanted);
    std::string out;
    for (const auto& one : found.rows) out += std::to_string(one.number) + " ";
    return out + (found.next ? "then " + std::to_string(*found.next) : "end");
  }
};

TEST(OutboxPages, GoBackAndForwardOverAllScopes) {
  Outbox box;
  EXPECT_EQ(box.page(""), "end");
  box.fill(12);
  EXPECT_EQ(box.page("limit=5"), "8 9 10 11 12 then 8");
  EXPECT_EQ(box.page("limit=5&before=8"), "3 4 5 6 7 then 3");
  EXPECT_EQ(box.page("limit=5&before=3"), "1 2 end");
  EXPECT_EQ(box.page("limit=4&after=0"), "1 2 3 4 then 4");
  EXPECT_EQ(box.page("limit=4&after=10"), "11 12 end");
  EXPECT_EQ(box.page("after=18446744073709551615"), "end");
  EXPECT_EQ(box.page("limit=2", "three"), "9 12 then 9");
  EXPECT_EQ(box.page("limit=2&after=3", "three"), "6 9 then 9");
}

TEST(OutboxBudgets, LetTheOldestGoFirst) {
  Outbox box;
  OutboxBudget<Row> budget(10, &weight);
  for (std::uint64_t n = 1; n <= 6; ++n) budget.put(box.table, Outbox::key(n), Row{"abc"});
  EXPECT_EQ(box.page(""), "4 5 6 end");
  budget.put(box.table, Outbox::key(7), Row{std::string(100, 'x')});
  EXPECT_EQ(box.page(""), "7 end");
  budget.clear(box.table);
  budget.put(box.table, Outbox::key(8), Row{"abc"});
  EXPECT_EQ(box.page(""), "8 end");
}

TEST(ListQueries, RefuseWhatTheyDoNotKnowByName) {
  for (const char* bad : {"limit=0", "limit=1001", "after=x", "after=1&before=2", "wait=5", "after=1&wait=31", "to=x", "limit=10x", "limit="})
    EXPECT_THROW(parse_list_query(bad), QueryError) << bad;
  EXPECT_EQ(parse_list_query("to=a%20b", {"to"}).filter("to"), "a b");
  EXPECT_TRUE(mentions("Hello World", "o w"));
  EXPECT_FALSE(mentions("Hello", "hello world"));
}

Task<void> poll(Arrivals& arrivals, ListPage page, int& answered) {
  ListQuery query;
  query.after = 0;
  query.wait = std::chrono::seconds(30);
  co_await answer_list(arrivals, query, page);
  ++answered;
}

TEST(LongPolls, EndWhenSomethingComesAndTooManyDoNotWait) {
  Loop loop(ClockMode::frozen);
  Journal journal(loop.clock());
  Arrivals arrivals(loop, journal);
  bool there = false;
  auto page = [&there](const ListQuery&) { return list_answer(there ? std::vector<Json>{Json::object()} : std::vector<Json>{}, std::nullopt); };
  int answered = 0;
  for (size_t i = 0; i < Arrivals::kMostWaiting + 1; ++i) loop.tasks().spawn("poll", poll(arrivals, page, answered));
  loop.run_until([&] { return answered == 1; });
  EXPECT_TRUE(arrivals.full());
  journal.add(0, "", LogEntry{});
  there = true;
  journal.add(0, "", LogEntry{});
  loop.run_until([&] { return answered == static_cast<int>(Arrivals::kMostWaiting) + 1; });
  EXPECT_FALSE(arrivals.full());
}

Task<void> ask(Arrivals& arrivals, std::string target, HttpResponse& out) {
  HttpRequest request;
  request.target = target;
  const std::vector<std::string> filters{"to"};
  const ListPage page = [](const ListQuery& query) { return object({{"items", array()}, {"to", query.filter("to")}}); };
  const std::function<void(const ListQuery&)> check = [](const ListQuery& query) {
    if (query.filter("to") == "nobody") throw QueryError("'to' is somebody");
  };
  out = co_await answer_list(arrivals, request, filters, page, check);
}

TEST(LongPolls, ReadTheirQueryAndSayWhatIsWrongWithIt) {
  Loop loop(ClockMode::frozen);
  Journal journal(loop.clock());
  Arrivals arrivals(loop, journal);
  auto answer = [&](const std::string& target) {
    HttpResponse out;
    out.status = 0;
    loop.tasks().spawn("ask", ask(arrivals, target, out));
    loop.run_until([&] { return out.status != 0; });
    return out;
  };
  EXPECT_EQ(text_at(parse_json(answer("/list?to=ann").body), "to"), "ann");
  EXPECT_EQ(answer("/list?to=nobody").status, 400);
  HttpResponse wrong = answer("/list?form=x");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("form"), std::string::npos) << wrong.body;
}

TEST(LongPolls, AreCancelledWithTheirTasks) {
  Loop loop(ClockMode::frozen);
  Journal journal(loop.clock());
  Arrivals arrivals(loop, journal);
  auto page = [](const ListQuery&) { return list_answer({}, std::nullopt); };
  int answered = 0;
  loop.tasks().spawn("poll", poll(arrivals, page, answered));
  loop.run_until_quiet();
  loop.tasks().cancel();
  loop.tasks().drain();
  EXPECT_EQ(answered, 0);
}

}  // namespace
}  // namespace lambent
