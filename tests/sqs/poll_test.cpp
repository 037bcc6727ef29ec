// Long polls: what ends them, who is first, and that no clock jumps for them.
#include "tests/sqs/world.h"

namespace lambent::sqs {
namespace {

struct Polls : testing::Test {
  World w;
  std::string url = w.make("q");
  std::shared_ptr<Asked> poll(std::int64_t wait = 20, std::int64_t most = 10) {
    auto out = w.begin("ReceiveMessage", World::receive_input(url, object({{"WaitTimeSeconds", wait}, {"MaxNumberOfMessages", most}})));
    w.turn();
    return out;
  }
  static std::string seen(const std::shared_ptr<Asked>& asked) {
    if (!asked->done) return "waits";
    if (asked->error) return asked->error->code();
    return asked->answer.contains("Messages") ? World::bodies_of(asked->answer["Messages"]) : "nothing";
  }
};

TEST_F(Polls, AMessageEndsAPollAtOnce) {
  auto one = poll();
  EXPECT_EQ(seen(one), "waits");
  w.wait(19);
  EXPECT_EQ(seen(one), "waits");
  w.send(url, "a");
  w.turn();
  EXPECT_EQ(seen(one), "a");
}

TEST_F(Polls, ItsTimeEndsAPoll) {
  auto one = poll(5);
  w.wait(4);
  EXPECT_EQ(seen(one), "waits");
  w.wait(1);
  EXPECT_EQ(seen(one), "nothing");
  EXPECT_EQ(one->answer, Json::object());
}

TEST_F(Polls, TheQueueMayAskForPolls) {
  url = w.make("slow", object({{"ReceiveMessageWaitTimeSeconds", "3"}}));
  auto one = w.begin("ReceiveMessage", object({{"QueueUrl", url}}));
  w.turn();
  EXPECT_EQ(seen(one), "waits");
  w.wait(3);
  EXPECT_EQ(seen(one), "nothing");
  EXPECT_EQ(seen(poll(0)), "nothing");
}

TEST_F(Polls, ADelayOrATimeoutThatEndsIsAMessage) {
  w.send(url, "delayed", object({{"DelaySeconds", 7}}));
  auto one = poll();
  w.wait(7);
  EXPECT_EQ(seen(one), "delayed");
  auto two = poll(20);
  w.send(url, "later", object({{"DelaySeconds", 3}}));
  w.turn();
  EXPECT_EQ(seen(two), "waits");
  w.wait(3);
  EXPECT_EQ(seen(two), "later") << "it came while the poll waited";
  std::string handle = handle_of(two->answer["Messages"]);
  auto three = poll(20);
  w.call("ChangeMessageVisibility", object({{"QueueUrl", url}, {"ReceiptHandle", handle}, {"VisibilityTimeout", 0}}));
  w.turn();
  EXPECT_EQ(seen(three), "later");
}

TEST_F(Polls, WhoWaitsLongestIsFirst) {
  auto one = poll(20, 1), two = poll(20, 1), three = poll(20, 1);
  Json entries = parse_json(R"([{"Id": "a", "MessageBody": "a"}, {"Id": "b", "MessageBody": "b"}])");
  w.call("SendMessageBatch", object({{"QueueUrl", url}, {"Entries", entries}}));
  w.turn();
  EXPECT_EQ(seen(one) + " " + seen(two) + " " + seen(three), "a b waits");
  w.wait(20);
  EXPECT_EQ(seen(three), "nothing");
}

TEST_F(Polls, ADeletedQueueEndsThem) {
  auto one = poll(), two = poll();
  w.call("DeleteQueue", object({{"QueueUrl", url}}));
  w.turn();
  EXPECT_EQ(seen(one), "QueueDoesNotExist");
  EXPECT_EQ(seen(two), "QueueDoesNotExist");
}

TEST_F(Polls, TheyAreBackgroundToTheClock) {
  auto one = poll();
  EXPECT_TRUE(w.loop.clock().quiet());
  EXPECT_EQ(w.loop.clock().foreground(), 0);
}

TEST_F(Polls, AResetEndsThem) {
  auto one = poll();
  w.sqs.reset();
  w.turn();
  EXPECT_EQ(seen(one), "QueueDoesNotExist");
}

}  // namespace
}  // namespace lambent::sqs
