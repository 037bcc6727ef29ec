// SMS and pushes as test cases list them.
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

}  // namespace

std::optional<SeenEffect> Sns::effect(const Journal&, const JournalEntry& entry) const {
  const auto* message = std::get_if<MessageEntry>(&entry.data);
  if (message && message->kind == "push") return push_effect(*message);
  if (!message || message->kind != "sms") return std::nullopt;
  SeenEffect out;
  out.kind = "sms";
  set_text(out.fields, "to", message->to.empty() ? "" : message->to.front());
  set_text(out.fields, "text", message->text);
  set(out.fields, "parts", static_cast<std::int64_t>(sms_parts(message->text)));
  if (!message->from.empty()) set_text(out.fields, "senderId", message->from);
  std::string type = "Promotional";
  if (const Json* given = find_path(message->data, {"MessageAttributes", "AWS.SNS.SMS.SMSType"})) type = text_at(*given, "StringValue", type);
  set_text(out.details, "type", type);
  return out;
}

Touch Sns::touch(std::string_view operation) const { return operation == "Publish" ? Touch::told : touch_by_verb(operation); }

}  // namespace lambent::sns
