#include "base/digest.h"
#include "base/text.h"
#include "tests/sns/topic_world.h"

namespace lambent::sns {
namespace {

const std::string kInvalid = "InvalidParameter: Invalid parameter: ";

Json of(const std::string& group, const std::string& dedup = "") {
  Json out = object({{"MessageGroupId", group}});
  if (!dedup.empty()) out["MessageDeduplicationId"] = dedup;
  return out;
}

TEST(FifoTopics, WantAGroupAndADeduplicationId) {
  TopicWorld w;
  std::string topic = w.fifo();
  w.send(topic, "x");
  EXPECT_EQ(w.fault(), kInvalid + "The MessageGroupId parameter is required for FIFO topics");
  w.send(topic, "x", of("g"));
  EXPECT_EQ(w.fault(), kInvalid + "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
  w.send(topic, "x", of("g", "d"));
  EXPECT_EQ(w.fault(), "none");
}

TEST(FifoTopics, ADuplicateWithinFiveMinutesIsTheFirstMessageAgain) {
  TopicWorld w;
  std::string topic = w.fifo(object({{"ContentBasedDeduplication", "true"}}));
  w.queue(topic, kRaw, "orders.fifo");
  Json first = w.send(topic, "x", of("g"));
  EXPECT_EQ(first["SequenceNumber"], "10000000000000000000");
  w.pass(std::chrono::seconds(299));
  EXPECT_EQ(w.send(topic, "x", of("other")), first);
  EXPECT_EQ(w.queues.inputs.size(), 1u);
  EXPECT_EQ(w.queues.inputs[0]["MessageGroupId"], "g");
  EXPECT_EQ(w.queues.inputs[0]["MessageDeduplicationId"], hex_encode(sha256("x")));
  w.pass(std::chrono::seconds(1));
  Json later = w.send(topic, "x", of("g"));
  EXPECT_EQ(later["SequenceNumber"], "10000000000000000001");
  EXPECT_EQ(w.queues.inputs.size(), 2u);
}

TEST(FifoTopics, DeduplicateInTheGroupIfToldTo) {
  TopicWorld w;
  std::string topic = w.fifo(object({{"FifoThroughputScope", "MessageGroup"}}));
  w.queue(topic, kRaw, "orders.fifo");
  w.send(topic, "x", of("a", "d"));
  w.send(topic, "x", of("b", "d"));
  w.send(topic, "x", of("b", "d"));
  EXPECT_EQ(w.queues.inputs.size(), 2u);
}

TEST(FifoTopics, KeepTheOrderOfAGroupWhileItsFirstMessageWaits) {
  TopicWorld w;
  std::string topic = w.fifo();
  w.queue(topic, kRaw, "orders.fifo");
  w.queues.errors.assign(4, unavailable());
  w.send(topic, "a1", of("a", "1"));  // four tries, the next in a second
  w.send(topic, "a2", of("a", "2"));
  w.send(topic, "b1", of("b", "3"));
  EXPECT_EQ(w.bodies(), (std::vector<std::string>{"a1", "a1", "a1", "a1", "b1"}));
  w.pass(std::chrono::seconds(1));
  EXPECT_EQ(w.bodies(), (std::vector<std::string>{"a1", "a1", "a1", "a1", "b1", "a1", "a2"}));
}

TEST(FifoTopics, TheEnvelopeHasANumberAndNoSignature) {
  TopicWorld w;
  std::string topic = w.fifo();
  w.queue(topic, Json::object(), "orders.fifo");
  w.queue(topic, Json::object(), "plain");
  Json sent = w.send(topic, "x", of("g", "d"));
  ASSERT_EQ(w.queues.inputs.size(), 2u);
  Json envelope = w.envelope(0);
  EXPECT_EQ(envelope["SequenceNumber"], sent["SequenceNumber"]);
  EXPECT_FALSE(envelope.contains("Signature"));
  EXPECT_TRUE(envelope.contains("UnsubscribeURL"));
  for (const auto& input : w.queues.inputs) EXPECT_EQ(input.contains("MessageGroupId"), text_at(input, "QueueUrl").ends_with(".fifo"));
}

}  // namespace
}  // namespace lambent::sns
