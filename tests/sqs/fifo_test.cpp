// FIFO queues: order by group, deduplication, handles, repeated receives.
#include "tests/sqs/world.h"

namespace lambent::sqs {
namespace {

const std::string kBad = "InvalidParameterValueException: ";

struct Fifo : testing::Test {
  World w;
  std::string url = w.make("q.fifo");
  // Body and deduplication id are the same.
  Json put(const std::string& body, const std::string& group, const std::string& dedup = "") {
    return w.send(url, body, object({{"MessageGroupId", group}, {"MessageDeduplicationId", dedup.empty() ? body : dedup}}));
  }
  std::string change(const std::string& handle, std::int64_t s) {
    return w.fault_of("ChangeMessageVisibility", object({{"QueueUrl", url}, {"ReceiptHandle", handle}, {"VisibilityTimeout", s}}));
  }
  std::string gone(const std::string& handle) { return w.fault_of("DeleteMessage", object({{"QueueUrl", url}, {"ReceiptHandle", handle}})); }
  std::string one() { return w.bodies(url, object({{"MaxNumberOfMessages", 1}})); }
};

TEST_F(Fifo, AMessageHasItsGroupItsIdAndItsNumber) {
  Json first = put("a", "g", "d1"), second = put("b", "g", "d2");
  EXPECT_EQ(text_at(first, "SequenceNumber").size(), 20u);
  EXPECT_LT(text_at(first, "SequenceNumber"), text_at(second, "SequenceNumber"));
  Json seen = w.receive(url)[0]["Attributes"];
  EXPECT_EQ(text_at(seen, "MessageGroupId"), "g");
  EXPECT_EQ(text_at(seen, "MessageDeduplicationId"), "d1");
  EXPECT_EQ(text_at(seen, "SequenceNumber"), text_at(first, "SequenceNumber"));
}

TEST_F(Fifo, GroupAndIdAreNeeded) {
  auto fault = [&](Json extra) {
    w.send(url, "x", std::move(extra));
    return w.fault();
  };
  EXPECT_EQ(fault(object({{"MessageDeduplicationId", "d"}})), "MissingRequiredParameterException: The request must contain the parameter MessageGroupId.");
  EXPECT_EQ(fault(object({{"MessageGroupId", "g"}})), kBad + "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
  EXPECT_EQ(fault(object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}, {"DelaySeconds", 2}})),
            kBad + "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.");
  EXPECT_EQ(fault(object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", std::string(129, 'd')}})).substr(0, 40), kBad + "Value dd");
  Json entries = parse_json(R"([{"Id": "a", "MessageBody": "x", "MessageDeduplicationId": "d"}])");
  EXPECT_EQ(w.fault_of("SendMessageBatch", object({{"QueueUrl", url}, {"Entries", entries}})), kBad + "The request must contain the parameter MessageGroupId.");
  EXPECT_EQ(w.counts(url), "0/0/0");
}

TEST_F(Fifo, AGroupWaitsForItsFirst) {
  put("1a", "1");
  put("1b", "1");
  put("2a", "2");
  EXPECT_EQ(one(), "1a");
  EXPECT_EQ(one(), "2a");
  EXPECT_EQ(one(), "");
  EXPECT_EQ(w.counts(url), "1/2/0") << "1b counts as visible";
  w.wait(30);
  EXPECT_EQ(w.bodies(url), "1a 1b 2a");
}

TEST_F(Fifo, DeletingTheFirstLetsTheNextGo) {
  put("a", "g");
  put("b", "g");
  std::string handle = handle_of(w.receive(url, object({{"MaxNumberOfMessages", 1}})));
  EXPECT_EQ(one(), "");
  EXPECT_EQ(gone(handle), "none");
  EXPECT_EQ(one(), "b");
}

// As recorded: what comes behind an invisible message of its group is not received.
TEST_F(Fifo, AnExtendedMessageHoldsThoseBehindIt) {
  for (const char* body : {"foo", "bar", "baz"}) put(body, "1");
  const char* expected[] = {"", "foo", "foo bar"};
  for (size_t i = 0; i < 3; ++i) {
    Json all = w.receive(url, seconds(10));
    ASSERT_EQ(World::bodies_of(all), "foo bar baz");
    EXPECT_EQ(change(handle_of(all, i), 40), "none");
    w.wait(20);
    EXPECT_EQ(w.bodies(url, seconds(10)), expected[i]);
    w.wait(30);
  }
}

TEST_F(Fifo, GroupsComeInTheOrderInWhichTheyBecameReady) {
  put("g1-m1", "1");
  put("g1-m2", "1");
  put("g2-m1", "2");
  Json both = w.receive(url, object({{"MaxNumberOfMessages", 2}}));
  ASSERT_EQ(World::bodies_of(both), "g1-m1 g1-m2");
  change(handle_of(both), 1);
  w.wait(2);
  EXPECT_EQ(w.bodies(url), "g2-m1 g1-m1");
}

TEST_F(Fifo, AHandleExpiresWithItsTimeout) {
  put("a", "g");
  std::string handle = handle_of(w.receive(url, seconds(5)));
  EXPECT_EQ(change(handle, 10), "none");
  w.wait(9);
  std::string expired = kBad + "Value " + handle + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.";
  w.wait(1);
  EXPECT_EQ(gone(handle), expired);
  EXPECT_EQ(change(handle, 10), expired);
  EXPECT_EQ(one(), "a");
}

TEST_F(Fifo, ACopyWithinFiveMinutesIsNotDelivered) {
  Json first = put("a", "g", "same"), copy = put("b", "other", "same");
  EXPECT_EQ(text_at(copy, "MessageId"), text_at(first, "MessageId"));
  EXPECT_EQ(text_at(copy, "SequenceNumber"), text_at(first, "SequenceNumber"));
  Json messages = w.receive(url);
  EXPECT_EQ(World::bodies_of(messages), "a");
  gone(handle_of(messages));
  w.wait(299);
  put("c", "g", "same");
  EXPECT_EQ(w.bodies(url), "") << "after its deletion, too";
  w.wait(1);
  put("d", "g", "same");
  EXPECT_EQ(w.bodies(url), "d");
}

TEST_F(Fifo, TheContentIsTheIdIfTheQueueSaysSo) {
  url = w.make("c.fifo", object({{"ContentBasedDeduplication", "True"}}));
  auto send = [&](const char* body) { w.send(url, body, object({{"MessageGroupId", "g"}})); };
  send("x");
  send("x");
  send("y");
  EXPECT_EQ(w.bodies(url), "x y");
}

TEST_F(Fifo, CopiesMayCountByGroup) {
  url = w.make("m.fifo", object({{"DeduplicationScope", "messageGroup"}, {"FifoThroughputLimit", "perMessageGroupId"}}));
  put("a", "1", "d");
  put("b", "1", "d");
  put("c", "2", "d");
  EXPECT_EQ(w.bodies(url), "a c");
  EXPECT_EQ(w.fault_of("CreateQueue", object({{"QueueName", "n.fifo"}, {"Attributes", object({{"FifoQueue", "true"}, {"FifoThroughputLimit", "perMessageGroupId"}})}})).substr(0, 62),
            "InvalidAttributeValue: Invalid value for the parameter FifoThr");
}

TEST_F(Fifo, ANewDelayCountsForWhatWaits) {
  url = w.make("d.fifo", object({{"DelaySeconds", "100"}}));
  put("a", "g");
  EXPECT_EQ(w.counts(url), "0/0/1");
  w.wait(10);
  w.call("SetQueueAttributes", object({{"QueueUrl", url}, {"Attributes", object({{"DelaySeconds", "20"}})}}));
  w.wait(9);
  EXPECT_EQ(one(), "");
  w.wait(1);
  EXPECT_EQ(one(), "a");
}

TEST_F(Fifo, AnAttemptIsRepeatedWithTheSameMessages) {
  put("a", "1");
  put("b", "2");
  Json attempt = object({{"ReceiveRequestAttemptId", "try-1"}, {"MaxNumberOfMessages", 1}});
  Json first = w.receive(url, attempt);
  w.wait(20);
  Json again = w.receive(url, attempt);
  EXPECT_EQ(handle_of(again), handle_of(first));
  EXPECT_EQ(text_at(again[0]["Attributes"], "ApproximateReceiveCount"), "1");
  w.wait(20);
  EXPECT_EQ(one(), "b") << "the repetition began the timeout of a anew";
  EXPECT_EQ(gone(handle_of(first)), "none");
  EXPECT_EQ(w.bodies(url, attempt), "") << "it is gone";
  std::string standard = w.make("s");
  w.receive(standard, attempt);
  EXPECT_EQ(w.fault(), kBad + "Value try-1 for parameter ReceiveRequestAttemptId is invalid. Reason: The request include parameter that is not valid for this queue type.");
}

}  // namespace
}  // namespace lambent::sqs
