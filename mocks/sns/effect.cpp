// SMS, pushes, messages to topics and what topics send out of this machine, as test cases list them. What a topic puts into a
// queue is told by the queue's service, and a function it invokes is part of the way.
#include "http/client.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

// Attributes as {name: value}.
Json plain(const Json* attributes) {
  Json out = Json::object();
  if (attributes)
    for (const auto& [name, value] : attributes->items()) set_text(out, name, text_at(value, "StringValue", text_at(value, "BinaryValue")));
  return out;
}

SeenEffect push_effect(const MessageEntry& message) {
  SeenEffect out;
  out.kind = "push";
  set_text(out.fields, "to", message.to.empty() ? "" : message.to.front());
  set_text(out.fields, "text", message.text);
  if (!message.subject.empty()) set_text(out.fields, "subject", message.subject);
  Json attributes = plain(find(message.data, "MessageAttributes"));
  if (!attributes.empty()) set(out.fields, "attributes", std::move(attributes));
  return out;
}

// A body that is a JSON object or list is compared as one.
Json value_of(const std::string& text) {
  auto value = try_parse_json(text);
  return value && value->is_structured() ? std::move(*value) : Json(text);
}

SeenEffect sms(const MessageEntry& message) {
  SeenEffect out;
  out.kind = "sms";
  set_text(out.fields, "to", message.to.empty() ? "" : message.to.front());
  set_text(out.fields, "text", message.text);
  set(out.fields, "parts", static_cast<std::int64_t>(sms_parts(message.text)));
  if (!message.from.empty()) set_text(out.fields, "senderId", message.from);
  std::string type = "Promotional";
  if (const Json* given = find_path(message.data, {"MessageAttributes", "AWS.SNS.SMS.SMSType"})) type = text_at(*given, "StringValue", type);
  set_text(out.details, "type", type);
  return out;
}

SeenEffect to_topic(const MessageEntry& message) {
  SeenEffect out;
  out.kind = "message";
  set_text(out.fields, "topic", message.to.front());
  set(out.fields, "body", value_of(message.text));
  if (!message.subject.empty()) set_text(out.fields, "subject", message.subject);
  Json attributes = Json::object();
  if (const Json* given = find(message.data, "attributes"))
    for (const auto& [name, value] : given->items()) attributes[name] = text_at(value, "Value");
  if (!attributes.empty()) set(out.fields, "attributes", std::move(attributes));
  for (const char* id : {"group", "dedup"})
    if (auto value = find_text(message.data, id)) set_text(out.details, id, *value);
  return out;
}

SeenEffect to_host(const MessageEntry& message) {
  SeenEffect out;
  out.kind = "call";
  std::string url = message.to.front();
  auto parsed = parse_url(url);
  set_text(out.fields, "host", parsed ? parsed->host : url);
  set(out.fields, "port", parsed ? parsed->port : 0);
  set(out.details, "params", object({{"url", url}, {"body", value_of(message.text)}}));
  return out;
}

SeenEffect to_stream(const MessageEntry& message) {
  SeenEffect out;
  out.kind = "call";
  set_text(out.fields, "service", "firehose");
  set_text(out.fields, "operation", "PutRecord");
  std::string arn = message.to.front();
  set(out.details, "params", object({{"DeliveryStreamName", arn.substr(arn.rfind('/') + 1)}, {"Record", object({{"Data", value_of(message.text)}})}}));
  return out;
}

}  // namespace

std::optional<SeenEffect> Sns::effect(const Journal&, const JournalEntry& entry) const {
  const auto* message = std::get_if<MessageEntry>(&entry.data);
  if (!message) return std::nullopt;
  if (message->kind == "sms") return sms(*message);
  if (message->kind == "push") return push_effect(*message);
  if (message->kind == "topic") return to_topic(*message);
  if (message->kind == "http") return to_host(*message);
  if (message->kind == "firehose") return to_stream(*message);
  return std::nullopt;
}

Touch Sns::touch(std::string_view operation) const { return operation == "Publish" || operation == "PublishBatch" ? Touch::told : touch_by_verb(operation); }

}  // namespace lambent::sns
