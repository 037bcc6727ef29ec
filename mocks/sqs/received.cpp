#include "mocks/sqs/received.h"

#include <algorithm>

#include "mocks/sqs/message_rules.h"

namespace lambent::sqs {
namespace {

bool asked_for(const std::vector<std::string>& names, const std::string& attribute) {
  for (const auto& name : names) {
    if (name == "All" || name == "*" || name == attribute) return true;
    if (name.ends_with(".*") && attribute.starts_with(name.substr(0, name.size() - 2))) return true;
  }
  return false;
}

}  // namespace

Json received(const MessageRow& message, const DeliveryRow& delivery, const std::string& handle, const Wanted& wanted) {
  Json out = object({{"MessageId", message.id}, {"ReceiptHandle", handle}, {"MD5OfBody", body_digest(message.body)}, {"Body", message.body}});
  Json system = Json::object();
  auto show = [&](const char* name, const std::string& value) {
    bool all = std::find(wanted.system.begin(), wanted.system.end(), "All") != wanted.system.end();
    if (!value.empty() && (all || std::find(wanted.system.begin(), wanted.system.end(), name) != wanted.system.end())) set_text(system, name, value);
  };
  show("SenderId", message.sender);
  show("SentTimestamp", std::to_string(delivery.sent_ms));
  show("ApproximateReceiveCount", std::to_string(delivery.receives));
  show("ApproximateFirstReceiveTimestamp", std::to_string(delivery.first_received_ms));
  show("SequenceNumber", message.sequence);
  show("MessageDeduplicationId", message.dedup);
  show("MessageGroupId", message.group);
  show("AWSTraceHeader", message.trace);
  show("DeadLetterQueueSourceArn", message.dead_letter_source);
  if (!system.empty()) set(out, "Attributes", std::move(system));

  Json attributes = Json::object();
  for (const auto& [name, value] : message.attributes.items())
    if (asked_for(wanted.attributes, name)) set(attributes, name, value);
  if (attributes.empty()) return out;
  set_text(out, "MD5OfMessageAttributes", attributes_digest(attributes));
  set(out, "MessageAttributes", std::move(attributes));
  return out;
}

}  // namespace lambent::sqs
