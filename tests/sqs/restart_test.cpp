// kill -9 is a World that goes away without concluding anything, and another one on the same file.
#include <sqlite3.h>

#include "base/files.h"
#include "tests/sqs/world.h"

namespace lambent::sqs {
namespace {

struct Restarts : testing::Test {
  TempDir dir;
  std::string file = (dir.path() / "data.sqlite").string();
  static TimePoint at(std::int64_t second) { return TimePoint(std::chrono::seconds(1700000000 + second)); }
};

TEST_F(Restarts, MessagesAreWhereTheyWere) {
  std::string url, handle;
  Json attributes = object({{"b", object({{"DataType", "Binary"}, {"BinaryValue", std::string("\x00\xFF", 2)}})}});
  {
    World w(file);
    url = w.make("q", object({{"VisibilityTimeout", "60"}, {"RedrivePolicy", ""}}));
    w.send(url, "held", object({{"MessageAttributes", attributes}}));
    handle = handle_of(w.receive(url));
    w.send(url, "delayed", object({{"DelaySeconds", 100}}));
    w.send(url, "visible");
  }
  {
    World w(file, {}, at(10));
    EXPECT_EQ(w.counts(url), "1/1/1");
    EXPECT_EQ(w.bodies(url), "visible");
    w.wait(50);
    Json messages = w.receive(url);
    EXPECT_EQ(World::bodies_of(messages), "held");
    EXPECT_EQ(messages[0]["MessageAttributes"], attributes);
    EXPECT_EQ(text_at(messages[0]["Attributes"], "ApproximateReceiveCount"), "2");
    handle = handle_of(messages);
  }
  World w(file, {}, at(100));
  EXPECT_EQ(w.bodies(url), "delayed visible");
  EXPECT_EQ(w.fault_of("DeleteMessage", object({{"QueueUrl", url}, {"ReceiptHandle", handle}})), "none");
  w.wait(300);
  EXPECT_EQ(w.bodies(url), "delayed visible") << "in the order of sending";
}

TEST_F(Restarts, DeduplicationAndSequenceGoOn) {
  Json input = object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "d/1"}});
  std::string url, sequence;
  {
    World w(file);
    url = w.make("q.fifo");
    sequence = text_at(w.send(url, "a", input), "SequenceNumber");
    w.call("DeleteMessage", object({{"QueueUrl", url}, {"ReceiptHandle", handle_of(w.receive(url))}}));
  }
  World w(file, {}, at(5));
  EXPECT_EQ(text_at(w.send(url, "copy", input), "SequenceNumber"), sequence);
  EXPECT_EQ(w.bodies(url), "");
  w.wait(300);
  EXPECT_GT(text_at(w.send(url, "b", input), "SequenceNumber"), sequence);
  EXPECT_EQ(w.bodies(url), "b");
}

TEST_F(Restarts, WhatWasPurgedOrDeletedStaysAway) {
  std::string url, gone;
  {
    World w(file);
    url = w.make("q");
    gone = w.make("gone");
    w.send(url, "old");
    w.send(gone, "old");
    w.begin("PurgeQueue", object({{"QueueUrl", url}}));
    w.finish(w.begin("DeleteQueue", object({{"QueueUrl", gone}})));  // the sweep has not come far
  }
  World w(file, {}, at(30));
  EXPECT_EQ(w.counts(url), "0/0/0");
  EXPECT_EQ(w.fault_of("PurgeQueue", object({{"QueueUrl", url}})).substr(0, 20), "PurgeQueueInProgress");
  EXPECT_EQ(w.fault_of("CreateQueue", object({{"QueueName", "gone"}})).substr(0, 20), "QueueDeletedRecently");
  w.wait(30);
  EXPECT_EQ(w.make("gone"), gone);
  EXPECT_EQ(w.counts(gone), "0/0/0");
}

TEST_F(Restarts, AMoveTaskGoesOn) {
  const std::string dead = "arn:aws:sqs:us-east-1:000000000000:dead";
  std::string url;
  {
    World w(file);
    w.make("dead");
    url = w.make("q", object({{"RedrivePolicy", R"({"deadLetterTargetArn":")" + dead + R"(","maxReceiveCount":1})"}}));
    for (const char* body : {"a", "b", "c"}) w.send(url, body);
    while (!w.receive(url, seconds(0)).empty()) {
    }
    w.call("StartMessageMoveTask", object({{"SourceArn", dead}, {"MaxNumberOfMessagesPerSecond", 1}}));
    w.turn();
    w.call("ListQueues", Json::object());
  }
  World w(file, {}, at(1));
  for (int i = 0; i < 4; ++i) {
    w.loop.run_until([&] { return w.loop.clock().foreground() == 1 || w.loop.tasks().running() == 0; });  // what it did is on disk
    w.wait(1);
  }
  w.loop.run_until([&] { return w.store.clean(); });
  Json task = w.call("ListMessageMoveTasks", object({{"SourceArn", dead}}))["Results"][0];
  EXPECT_EQ(text_at(task, "Status"), "COMPLETED");
  EXPECT_EQ(w.bodies(url), "a b c");
}

TEST_F(Restarts, AMoveTaskWhoseDiskBreaksHasFailed) {
  const std::string dead = "arn:aws:sqs:us-east-1:000000000000:dead";
  World w(file);
  w.make("dead");
  const std::string url = w.make("q", object({{"RedrivePolicy", R"({"deadLetterTargetArn":")" + dead + R"(","maxReceiveCount":1})"}}));
  for (const char* body : {"a", "b", "c"}) w.send(url, body);
  while (!w.receive(url, seconds(0)).empty()) {
  }
  w.call("StartMessageMoveTask", object({{"SourceArn", dead}, {"MaxNumberOfMessagesPerSecond", 1}}));
  w.loop.run_until([&] { return w.loop.clock().foreground() == 1; });
  auto at_the_disk = [&](const char* sql) {
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(other, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(other);
    sqlite3_close(other);
  };
  at_the_disk("ALTER TABLE rows RENAME TO away");
  w.wait(1);
  w.loop.run_until([&] { return w.loop.tasks().running() == 0; });
  at_the_disk("ALTER TABLE away RENAME TO rows");
  Json task = w.call("ListMessageMoveTasks", object({{"SourceArn", dead}}))["Results"][0];
  EXPECT_EQ(text_at(task, "Status"), "FAILED");
  EXPECT_NE(text_at(task, "FailureReason").find("the data file cannot be written"), std::string::npos) << task;
  EXPECT_EQ(w.fault_of("StartMessageMoveTask", object({{"SourceArn", dead}})), "none") << "it does not stand in the way";
}

}  // namespace
}  // namespace lambent::sqs
