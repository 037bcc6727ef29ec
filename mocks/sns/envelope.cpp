#include "mocks/sns/envelope.h"

#include "base/text.h"
#include "base/time_text.h"

namespace lambent::sns {

Json shown_attributes(const Json& attributes) {
  Json out = Json::object();
  for (const auto& [name, value] : attributes.items()) {
    auto bytes = find_text(value, "BinaryValue");
    out[name] = object({{"Type", text_at(value, "DataType")}, {"Value", bytes ? base64_encode(*bytes) : text_at(value, "StringValue")}});
  }
  return out;
}

Json notification(const SubscriptionRow& row, const Message& message, const std::string& text, const std::string& home) {
  Json out = object({{"Type", "Notification"}, {"MessageId", message.id}});
  if (!message.sequence.empty()) set_text(out, "SequenceNumber", message.sequence);
  set_text(out, "TopicArn", row.topic_arn());
  set_if(out, "Subject", message.subject);
  set_text(out, "Message", text);
  set_text(out, "Timestamp", iso_millis(from_epoch_ms(message.at_ms)));
  set_text(out, "UnsubscribeURL", home + "/?Action=Unsubscribe&SubscriptionArn=" + row.arn());
  if (!message.attributes.empty()) out["MessageAttributes"] = shown_attributes(message.attributes);
  return out;
}

Json token_envelope(const SubscriptionRow& row, const char* type, const std::string& text, const std::string& link, const std::string& id, const std::string& time) {
  return object({{"Type", type}, {"MessageId", id}, {"Token", row.token}, {"TopicArn", row.topic_arn()}, {"Message", text}, {"SubscribeURL", link}, {"Timestamp", time}});
}

void put_signature(Json& envelope, const std::string& version, const std::string& signature, const std::string& certificate_url) {
  Json out = Json::object();
  for (const auto& [name, value] : envelope.items()) {
    out[name] = value;
    if (name != "Timestamp") continue;
    out["SignatureVersion"] = version;
    out["Signature"] = signature;
    out["SigningCertURL"] = certificate_url;
  }
  envelope = std::move(out);
}

std::string envelope_text(const Json& envelope) {
  std::string out = "{";
  const char* before = "\n";
  for (const auto& [name, value] : envelope.items()) {
    out += before + ("  " + dump(name) + " : ");
    before = ",\n";
    if (!value.is_object()) {
      out += dump(value);
      continue;
    }
    const char* inside = "{\n";
    for (const auto& [key, inner] : value.items()) {
      out += inside + ("    " + dump(key) + " : " + dump(inner));
      inside = ",\n";
    }
    out += value.empty() ? "{}" : "\n  }";
  }
  return out + "\n}";
}

Json lambda_event(const Json& envelope, const SubscriptionRow& row) {
  Json sns = Json::object();
  for (const char* name : {"Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp"}) {
    const Json* value = find(envelope, name);
    sns[name] = value ? *value : Json();
  }
  sns["SignatureVersion"] = "1";  // whatever the version is
  sns["Signature"] = text_at(envelope, "Signature");
  sns["SigningCertUrl"] = text_at(envelope, "SigningCertURL");
  sns["UnsubscribeUrl"] = text_at(envelope, "UnsubscribeURL");
  const Json* attributes = find(envelope, "MessageAttributes");
  sns["MessageAttributes"] = attributes ? *attributes : Json::object();
  Json record = object({{"EventSource", "aws:sns"}, {"EventVersion", "1.0"}, {"EventSubscriptionArn", row.arn()}, {"Sns", std::move(sns)}});
  Json records = Json::array();
  records.push_back(std::move(record));
  return object({{"Records", std::move(records)}});
}

HttpFields post_headers(const SubscriptionRow& row, const std::string& type, const std::string& message_id, const std::string& content_type) {
  HttpFields out;
  out.add("x-amz-sns-message-type", type);
  out.add("x-amz-sns-message-id", message_id);
  out.add("x-amz-sns-topic-arn", row.topic_arn());
  if (type != "SubscriptionConfirmation") out.add("x-amz-sns-subscription-arn", row.arn());
  if (type == "Notification" && row.raw()) out.add("x-amz-sns-rawdelivery", "true");
  out.add("Content-Type", content_type);
  out.add("User-Agent", "Amazon Simple Notification Service Agent");
  out.add("Accept-Encoding", "gzip,deflate");
  return out;
}

}  // namespace lambent::sns
