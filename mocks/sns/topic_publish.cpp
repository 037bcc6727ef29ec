// Publish to a topic and PublishBatch: what is taken, and the answer.
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/sns/envelope.h"
#include "mocks/sns/message.h"
#include "mocks/sns/topic_arn.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

constexpr size_t kEnvelopeBytes = 4096;  // of one delivery beside its message, which is there twice if it has a dead letter queue
constexpr size_t kMostEntries = 10, kLongestEntryId = 80, kLongestFifoId = 128;

void check_fifo_id(const std::string& id, const char* member) {
  bool good = id.size() <= kLongestFifoId;
  for (char c : id) good &= c > ' ' && c <= '~';
  if (!good) throw invalid_parameter(std::string(member) + " Reason: can only include alphanumeric and punctuation characters. 1 to 128 in length");
}

void check_entries(const Json& entries) {
  auto refuse = [](const char* code, const std::string& message) { return AwsError(code, 400, message); };
  if (entries.empty()) throw refuse("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  if (entries.size() > kMostEntries) throw refuse("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
  std::set<std::string> ids;
  size_t size = 0;
  for (const auto& entry : entries) {
    std::string id = text_at(entry, "Id");
    if (id.size() > kLongestEntryId) throw refuse("InvalidBatchEntryId", "The Id of a batch entry in the batch request is too long: " + id);
    for (char c : id) {
      bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (!good) throw refuse("InvalidBatchEntryId", "The Id of a batch entry in the batch request contains an impermissible character: " + id);
    }
    if (!ids.insert(id).second) throw refuse("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
    size += message_size(entry);
  }
  if (size > kLargestMessage) throw refuse("BatchRequestTooLong", "The length of all the messages put together is more than the limit.");
}

}  // namespace

Message Topics::accept(const TopicRow& topic, const Json& input) const {
  Message out = read_message(input);
  out.group = text_at(input, "MessageGroupId");
  out.dedup = text_at(input, "MessageDeduplicationId");
  check_fifo_id(out.group, "MessageGroupId");
  check_fifo_id(out.dedup, "MessageDeduplicationId");
  if (!topic.fifo()) {
    if (has(input, "MessageDeduplicationId"))
      throw invalid_parameter("MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type");
  } else {
    if (out.group.empty()) throw invalid_parameter("The MessageGroupId parameter is required for FIFO topics");
    if (out.dedup.empty() && !topic.is("ContentBasedDeduplication"))
      throw invalid_parameter("The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
    if (out.dedup.empty()) out.dedup = hex_encode(sha256(out.text));
  }
  out.id = aws_.ids().uuid();
  out.at_ms = aws_.clock().now_ms();
  return out;
}

Json Topics::send(const Call& call, const std::string& key, Message message) {
  TopicRow topic = *topics_.find(key);
  auto answer = [&](const std::string& id, const std::string& sequence) {
    Json out = object({{"MessageId", id}});
    if (topic.fifo()) set_text(out, "SequenceNumber", sequence);
    return out;
  };
  if (topic.fifo()) {
    if (const SentRow* before = find_duplicate(topic, message)) return answer(before->message_id, before->sequence);
    number(key, message);
    remember(topic, message);
  }
  note(call, topic, message);
  fan_out(call, topic, message);
  return answer(message.id, message.sequence);
}

// For test cases and views: what was put into the topic.
void Topics::note(const Call& call, const TopicRow& topic, const Message& message) {
  MessageEntry entry;
  entry.kind = "topic";
  entry.id = message.id;
  entry.from = call.caller.arn;
  entry.to = {topic.name};
  entry.subject = message.subject.value_or("");
  entry.text = message.text;
  entry.data = object({{"topic", topic.arn()}, {"attributes", shown_attributes(message.attributes)}});
  if (!message.group.empty()) set_text(entry.data, "group", message.group);
  if (!message.dedup.empty()) set_text(entry.data, "dedup", message.dedup);
  aws_.journal().add(call.span, call.trace, std::move(entry));
}

void Topics::check_room(const std::string& key, size_t messages, size_t bytes) const {
  const size_t subscribers = index_.of_topic(key).confirmed;
  if (deliveries_.full(messages * subscribers, subscribers * (messages * kEnvelopeBytes + 2 * bytes))) throw AwsError("Throttled", 429, "Rate exceeded");
}

Json Topics::publish(const Call& call, const std::string& arn, const char* member) {
  const TopicRow& topic = get_topic(call, arn, member);
  Message message = accept(topic, call.input);
  if (auto refused = protection_.verdict(call, topic.arn(), message.text, message.id)) throw *refused;
  const std::string key = topic_key(topic);
  if (!topic.fifo() || !find_duplicate(topic, message)) check_room(key, 1, message_size(call.input));
  return send(call, key, std::move(message));
}

// A fault in one entry is one of the whole request.
Json Topics::publish_batch(const Call& call) {
  const Json& entries = *find(call.input, "PublishBatchRequestEntries");
  check_entries(entries);
  const TopicRow& topic = topic_of(call);
  std::vector<Message> messages;
  size_t bytes = 0;
  for (const auto& entry : entries) {
    messages.push_back(accept(topic, entry));
    bytes += message_size(entry);
    if (auto refused = protection_.verdict(call, topic.arn(), messages.back().text, messages.back().id)) throw *refused;
  }
  std::string key = topic_key(topic);
  check_room(key, messages.size(), bytes);
  Json successful = Json::array();
  for (size_t i = 0; i < messages.size(); ++i) {
    Json one = object({{"Id", text_at(entries[i], "Id")}});
    Json sent = send(call, key, std::move(messages[i]));
    for (const auto& [name, value] : sent.items()) one[name] = value;
    successful.push_back(std::move(one));
  }
  return object({{"Successful", successful}, {"Failed", Json::array()}});
}

}  // namespace lambent::sns
