#include "base/digest.h"
#include "base/text.h"
#include "mocks/sqs/batch.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/message_rules.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr std::int64_t kLongestDelay = 900;
constexpr size_t kLargestBatch = 1'048'576;

// What a message says of its order and its copies, against the sort of the queue.
void check_order(const Json& entry, const Settings& settings, Batch batch) {
  auto group = find_text(entry, "MessageGroupId"), dedup = find_text(entry, "MessageDeduplicationId");
  if (dedup) check_fifo_id(*dedup, "MessageDeduplicationId");
  if (group) check_fifo_id(*group, "MessageGroupId");
  auto delay = find_int(entry, "DelaySeconds");
  if (delay && (*delay < 0 || *delay > kLongestDelay))
    throw invalid_value("Value " + std::to_string(*delay) + " for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.");
  if (!settings.fifo) {
    if (dedup)
      throw invalid_value("Value " + *dedup + " for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.");
    return;
  }
  if (delay.value_or(0) > 0)
    throw invalid_value("Value " + std::to_string(*delay) + " for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.");
  if (!group && batch == Batch::yes) throw invalid_value("The request must contain the parameter MessageGroupId.");
  if (!group) throw missing("MessageGroupId");
  if (!dedup && !settings.content_dedup)
    throw invalid_value("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
}

// Who sent it: the id of a user or a session, else the account; of a service its name.
std::string sender_of(const Principal& caller) {
  if (!caller.user_id.empty()) return caller.user_id;
  return caller.account.empty() ? caller.arn : caller.account;
}

}  // namespace

Json Sqs::send_message(const Call& call) {
  QueueName name = asked_queue(call);
  get_queue(name);
  if (text_at(call.input, "MessageBody").empty()) throw missing("MessageBody");
  return send_one(call, name, call.input, Batch::no, Noted::yes);
}

Json Sqs::send_message_batch(const Call& call) {
  QueueName name = asked_queue(call);
  const QueueRow& queue = get_queue(name);
  const Json& entries = checked_batch(call, "SendMessageBatchRequestEntry");
  size_t size = 0;
  for (const auto& entry : entries) {
    size += message_size(entry);
    if (!queue.settings.fifo) continue;  // what a FIFO queue misses fails all of them, as recorded
    if (!queue.settings.content_dedup && !has(entry, "MessageDeduplicationId"))
      throw invalid_value("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
    if (!has(entry, "MessageGroupId")) throw invalid_value("The request must contain the parameter MessageGroupId.");
  }
  if (size > kLargestBatch)
    throw AwsError("BatchRequestTooLong", 400,
                   "Batch requests cannot be longer than " + std::to_string(kLargestBatch) + " bytes. You have sent " + std::to_string(size) + " bytes.");
  size_t n = 0;
  return run_batch(entries, [&](const Json& entry) {
    ++n;
    if (text_at(entry, "MessageBody").empty()) throw missing("SendMessageBatchRequestEntry." + std::to_string(n) + ".MessageBody");
    return send_one(call, name, entry, Batch::yes, Noted::yes);
  });
}

Json Sqs::send_one(const Call& call, const QueueName& name, const Json& entry, Batch batch, Noted noted) {
  const QueueRow& queue = get_queue(name);
  const Settings& settings = queue.settings;
  check_message(entry, settings.largest, batch);
  check_order(entry, settings, batch);
  settle(name, queue);

  MessageRow row;
  row.id = aws_.ids().uuid();
  row.body = text_at(entry, "MessageBody");
  row.sender = sender_of(call.caller);
  row.group = text_at(entry, "MessageGroupId");
  row.dedup = text_at(entry, "MessageDeduplicationId");
  if (settings.fifo && row.dedup.empty()) row.dedup = hex_encode(sha256(row.body));
  Json answer = object({{"MD5OfMessageBody", body_digest(row.body)}});
  if (const Json* attributes = find(entry, "MessageAttributes"); attributes && !attributes->empty()) {
    row.attributes = *attributes;
    set_text(answer, "MD5OfMessageAttributes", attributes_digest(*attributes));
  }
  if (const Json* system = find(entry, "MessageSystemAttributes"); system && !system->empty()) {
    if (const Json* trace = find(*system, "AWSTraceHeader")) row.trace = text_at(*trace, "StringValue");
    set_text(answer, "MD5OfMessageSystemAttributes", attributes_digest(*system));
  }

  std::int64_t now = aws_.clock().now_ms();
  std::string dedup_key;
  if (settings.fifo) {
    dedup_key = messages_prefix(name, queue) + (settings.dedup_scope == "messageGroup" ? row.group + "\n" : "") + row.dedup;
    if (const DedupRow* before = dedups_.find(dedup_key)) {
      set_text(answer, "MessageId", before->message_id);
      set_text(answer, "SequenceNumber", before->sequence);
      return answer;
    }
  }
  std::int64_t delay = settings.fifo ? settings.delay : int_at(entry, "DelaySeconds", settings.delay);
  set_text(answer, "MessageId", row.id);
  if (noted == Noted::yes) note_sent(call, name, row, entry);
  DeliveryRow delivery;
  delivery.sent_ms = now;
  delivery.due_ms = now + delay * 1000;
  std::string id = row.id;
  std::string sequence = put(name, queue, std::move(row), std::move(delivery));
  if (settings.fifo) {
    set_text(answer, "SequenceNumber", sequence);
    dedups_.put(dedup_key, DedupRow{id, sequence, now});
    live_of(name).dedups.emplace(now, dedup_key);
  }
  return answer;
}

// Into the journal, as what test cases list.
void Sqs::note_sent(const Call& call, const QueueName& name, const MessageRow& row, const Json& given) {
  MessageEntry entry;
  entry.kind = "message";
  entry.id = row.id;
  entry.to = {name.name};
  entry.text = row.body;
  entry.data = object({{"QueueArn", name.arn()}, {"MessageId", row.id}});
  if (!row.attributes.empty()) {
    Json shown = Json::object();
    for (const auto& [key, value] : row.attributes.items()) {
      auto bytes = find_text(value, "BinaryValue");
      set_text(shown, key, bytes ? base64_encode(*bytes) : text_at(value, "StringValue"));
    }
    set(entry.data, "Attributes", std::move(shown));
  }
  if (!row.group.empty()) set_text(entry.data, "MessageGroupId", row.group);
  set_if(entry.data, "MessageDeduplicationId", find_text(given, "MessageDeduplicationId"));
  if (auto delay = find_int(given, "DelaySeconds"); delay && *delay > 0) set(entry.data, "DelaySeconds", *delay);
  aws_.journal().add(call.span, call.trace, std::move(entry));
}

}  // namespace lambent::sqs
