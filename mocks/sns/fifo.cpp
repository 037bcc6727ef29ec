// FIFO topics: each message once in five minutes, each with a number of its own.
#include "mocks/sns/message.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

constexpr std::int64_t kWindow = 5LL * 60 * 1000;
constexpr std::uint64_t kFirstNumber = 10'000'000'000'000'000'000ULL;

// With FifoThroughputScope MessageGroup each group has its own.
std::string sent_key(const TopicRow& topic, const Message& message) {
  std::string group = topic.get("FifoThroughputScope") == "MessageGroup" ? message.group : "";
  return topic_key(topic) + "\n" + group + "\n" + message.dedup;
}

}  // namespace

const SentRow* Topics::find_duplicate(const TopicRow& topic, const Message& message) {
  while (!sent_until_.empty() && sent_until_.begin()->first <= message.at_ms) {
    sent_.erase(sent_until_.begin()->second);
    sent_until_.erase(sent_until_.begin());
  }
  return sent_.find(sent_key(topic, message));
}

void Topics::remember(const TopicRow& topic, const Message& message) {
  std::string key = sent_key(topic, message);
  sent_until_.emplace(message.at_ms + kWindow, key);
  sent_.put(key, SentRow{message.id, message.sequence, message.at_ms + kWindow});
}

void Topics::number(const std::string& key, Message& message) {
  topics_.update(key, [&](TopicRow& row) { message.sequence = std::to_string(kFirstNumber + row.sequence++); });
}

}  // namespace lambent::sns
