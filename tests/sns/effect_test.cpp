// What test cases see of topics, and what they may start with.
#include "base/files.h"
#include "tests/sns/topic_world.h"

namespace lambent::sns {
namespace {

std::vector<SeenEffect> effects(const TopicWorld& w) {
  std::vector<SeenEffect> out;
  for (const auto& entry : w.journal.entries())
    if (auto effect = w.sns.effect(w.journal, entry)) out.push_back(std::move(*effect));
  return out;
}

TEST(TopicEffects, AMessageIsOneWithItsTopic) {
  TopicWorld w;
  std::string topic = w.fifo();
  Json extra = object({{"Subject", "s"}, {"MessageGroupId", "g"}, {"MessageDeduplicationId", "d"}});
  extra["MessageAttributes"] = attribute("kind", "String", "a")["MessageAttributes"];
  w.send(topic, R"({"n": 1})", extra);
  w.send(topic, R"({"n": 1})", extra);  // a duplicate is no message
  auto seen = effects(w);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].kind, "message");
  EXPECT_EQ(dump(seen[0].fields), R"({"topic":"news.fifo","body":{"n":1},"subject":"s","attributes":{"kind":"a"}})");
  EXPECT_EQ(dump(seen[0].details), R"({"group":"g","dedup":"d"})");
  EXPECT_EQ(w.sns.touch("Publish"), Touch::told);
  EXPECT_EQ(w.sns.touch("PublishBatch"), Touch::told);
  EXPECT_EQ(w.sns.touch("CreateTopic"), Touch::writes);
}

TEST(TopicEffects, AFunctionOfATopicIsPartOfTheWay) {
  TopicWorld w;
  std::string topic = w.topic();
  w.subscribe(topic, "lambda", "arn:aws:lambda:us-east-1:000000000000:function:f");
  w.send(topic, "x");
  EXPECT_EQ(effects(w).size(), 1u);
}

TEST(TopicSeeds, AreTopicsAndConfirmedSubscriptions) {
  TopicWorld w;
  w.sns.seed(kScope, parse_json(R"({"Subscriptions": [{"topic": "news", "protocol": "email", "endpoint": "ann@example.com"},
                                                      {"topic": "orders.fifo", "protocol": "sqs", "endpoint": "arn:aws:sqs:us-east-1:000000000000:q",
                                                       "attributes": {"RawMessageDelivery": true}}],
                                    "Topics": ["news", {"name": "orders.fifo", "attributes": {"ContentBasedDeduplication": true}}]})"));
  EXPECT_EQ(w.call("ListTopics", Json::object())["Topics"].size(), 2u);
  EXPECT_EQ(w.mails.size(), 0u);
  w.send("arn:aws:sns:us-east-1:000000000000:news", "hello");
  EXPECT_EQ(w.mails.size(), 1u);
  w.send("arn:aws:sns:us-east-1:000000000000:orders.fifo", "raw", object({{"MessageGroupId", "g"}}));
  EXPECT_EQ(w.bodies(), std::vector<std::string>{"raw"});
  EXPECT_THROW(w.sns.seed(kScope, parse_json(R"({"Topics": "news"})")), std::invalid_argument);
  EXPECT_THROW(w.sns.seed(kScope, parse_json(R"({"Subscriptions": [{"topic": "news", "queue": "q"}]})")), std::invalid_argument);
}

TEST(TopicData, SurvivesARestart) {
  TempDir folder("lambent-sns");
  std::string file = (folder.path() / "data.db").string(), topic, subscription;
  {
    TopicWorld w(file);
    topic = w.fifo();
    subscription = w.queue(topic, kRaw, "orders.fifo");
    w.send(topic, "one", object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "1"}}));
    w.queues.errors.assign(4, unavailable());
    w.send(topic, "two", object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "2"}}));
    w.store.flush();
  }
  TopicWorld w(file);
  EXPECT_EQ(w.attributes_of(subscription)["RawMessageDelivery"], "true");
  w.pass(std::chrono::seconds(1));
  EXPECT_EQ(w.bodies(), std::vector<std::string>{"two"});
  Json again = w.send(topic, "two", object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "2"}}));
  EXPECT_EQ(again["SequenceNumber"], "10000000000000000001");
  EXPECT_EQ(w.send(topic, "three", object({{"MessageGroupId", "g"}, {"MessageDeduplicationId", "3"}}))["SequenceNumber"], "10000000000000000002");
}

}  // namespace
}  // namespace lambent::sns
