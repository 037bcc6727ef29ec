#include <gtest/gtest.h>

#include "base/files.h"
#include "delivery/deliveries.h"

namespace lambent {
namespace {

class OpenAccess final : public Authorizer {
 public:
  std::optional<Denial> decide(const Call&, const Need&, std::vector<PolicyStatement>*) const override { return std::nullopt; }
  Principal assume_for_service(const std::string&, const std::string&, const std::string&, const std::string&) const override { return {}; }
};

// Notes what it is asked, and answers as told.
class Target final : public Service {
 public:
  std::string_view name() const override { return "target"; }
  std::vector<std::string_view> operations() const override { return {}; }
  Task<Json> handle(Call call) override {
    got.push_back(text_at(call.input, "n"));
    last = std::move(call);
    if (!errors.empty()) {
      AwsError next = errors.front();
      errors.pop_front();
      throw next;
    }
    co_return Json::object();
  }
  std::vector<std::string> got;
  Call last;
  std::deque<AwsError> errors;
};

struct World {
  explicit World(const std::string& file = "", TimePoint now = TimePoint(std::chrono::seconds(1700000000))) : loop(ClockMode::frozen, now) {
    if (!file.empty()) store.open(file);
    aws.add(target);
    deliveries.on_end([this](const Delivery& d, const Attempt& last) { ended.push_back(text_at(d.about, "n") + (last.ending == Attempt::Ending::delivered ? "+" : "-")); });
    deliveries.load();
    deliveries.resume();
  }
  ~World() {
    loop.tasks().cancel();
    loop.tasks().drain();
    store.flush();
  }
  Delivery one(const std::string& n, const std::string& line = "") {
    Delivery d;
    d.to = CallTarget{"target", "Take", {"000000000000", "us-east-1"}, object({{"n", n}, {"bytes", std::string("\xFF\x00", 2)}})};
    d.service = "sns.amazonaws.com";
    d.source_arn = "arn:topic";
    d.line = line;
    d.plan = {0, 2, 0, 0, 10'000, 10'000, Backoff::linear};
    d.about = object({{"n", n}});
    return d;
  }
  void pass(int seconds) {
    loop.clock().advance(std::chrono::seconds(seconds));
    loop.run_until_quiet();
  }

  Loop loop;
  Workers workers{loop.io(), loop.clock()};
  Store store{loop.io(), workers};
  Ids ids{7};
  Journal journal{loop.clock()};
  OpenAccess access;
  Aws aws{loop, ids, journal, store, access};
  Target target;
  Deliveries deliveries{aws, "test.deliveries"};
  std::vector<std::string> ended;
};

const AwsError kLater("ServiceUnavailable", 503, "later"), kNever("AccessDenied", 403, "no");
using Texts = std::vector<std::string>;

TEST(Deliveries, CallAsTheServiceOnItsResourcesBehalf) {
  World w;
  w.deliveries.add(w.one("a"));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.target.got, Texts{"a"});
  EXPECT_EQ(w.target.last.caller.arn, "sns.amazonaws.com");
  EXPECT_EQ(w.target.last.caller.source_arn, "arn:topic");
  EXPECT_EQ(w.ended, Texts{"a+"});
  EXPECT_EQ(w.deliveries.pending(), 0u);
}

TEST(Deliveries, TryAgainWhatMayGetBetterAndNothingElse) {
  World w;
  w.target.errors = {kLater, kNever};
  w.deliveries.add(w.one("a"));
  w.deliveries.add(w.one("b"));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.ended, Texts{"b-"});
  w.pass(10);
  EXPECT_EQ(w.ended, (Texts{"b-", "a+"}));
  w.target.errors.assign(3, kLater);
  w.deliveries.add(w.one("c"));
  w.loop.run_until_quiet();
  w.pass(10);
  w.pass(10);
  EXPECT_EQ(w.ended, (Texts{"b-", "a+", "c-"}));
}

TEST(Deliveries, GiveUpIntoTheDeadLetterQueue) {
  World w;
  Delivery d = w.one("a");
  d.dead_letter = CallTarget{"target", "Take", {"000000000000", "us-east-1"}, object({{"n", "dead a"}})};
  w.target.errors = {kNever, kLater};
  w.deliveries.add(std::move(d));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.target.got, (Texts{"a", "dead a", "dead a"}));
  EXPECT_EQ(w.ended, Texts{"a-"});
  EXPECT_EQ(w.deliveries.pending(), 0u);
}

TEST(Deliveries, KeepTheOrderOfALine) {
  World w;
  w.target.errors = {kLater};
  w.deliveries.add(w.one("a1", "a"));
  w.deliveries.add(w.one("a2", "a"));
  w.deliveries.add(w.one("b1", "b"));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.ended, Texts{"b1+"});
  w.pass(10);
  EXPECT_EQ(w.ended, (Texts{"b1+", "a1+", "a2+"}));
  w.deliveries.add(w.one("a3", "a"));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.ended.back(), "a3+");
}

TEST(Deliveries, GoOnAfterARestart) {
  TempDir folder("lambent-deliveries");
  std::string file = (folder.path() / "data.db").string();
  {
    World w(file);
    w.target.errors = {kLater};
    w.deliveries.add(w.one("a1", "a"));
    w.deliveries.add(w.one("a2", "a"));
    w.loop.run_until_quiet();
    EXPECT_EQ(w.deliveries.pending(), 2u);
  }
  World w(file, TimePoint(std::chrono::seconds(1700000005)));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.target.got, Texts{});
  w.pass(5);
  EXPECT_EQ(w.target.got, (Texts{"a1", "a2"}));
  EXPECT_EQ(text_at(w.target.last.input, "bytes"), std::string("\xFF\x00", 2));
}

TEST(Deliveries, AreFullByTheirBytesToo) {
  World w;
  constexpr size_t kLarge = 100u << 20;
  EXPECT_FALSE(w.deliveries.full(1, 10 * kLarge)) << "one message for all, when nothing else waits";
  for (int i = 0; i < 2; ++i) {
    Delivery d = w.one("n");
    set_text(std::get<CallTarget>(d.to).input, "text", std::string(kLarge, 'x'));
    w.deliveries.add(std::move(d));
  }
  EXPECT_GT(w.deliveries.pending_bytes(), 2 * kLarge);
  EXPECT_FALSE(w.deliveries.full(1, 1000));
  EXPECT_TRUE(w.deliveries.full(1, kLarge));
  EXPECT_TRUE(w.deliveries.full(Deliveries::kMostPending));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.ended, (Texts{"n+", "n+"}));
  EXPECT_EQ(w.deliveries.pending_bytes(), 0u);
}

TEST(Deliveries, CanBeDropped) {
  World w;
  w.target.errors.assign(2, kLater);
  for (const char* n : {"a", "b"}) {
    Delivery d = w.one(n);
    d.group = n;
    w.deliveries.add(std::move(d));
  }
  w.loop.run_until_quiet();
  EXPECT_GT(w.deliveries.pending_bytes(), 0u);
  w.deliveries.drop("none");
  w.deliveries.drop("a");
  w.pass(10);
  EXPECT_EQ(w.ended, Texts{"b+"});
  EXPECT_EQ(w.deliveries.pending_bytes(), 0u);
  w.deliveries.add(w.one("c", "line"));
  w.deliveries.clear();
  w.deliveries.add(w.one("d", "line"));
  w.loop.run_until_quiet();
  EXPECT_EQ(w.ended, (Texts{"b+", "d+"}));
}

}  // namespace
}  // namespace lambent
