#include "mocks/sns/message.h"

#include "mocks/sns/message_attributes.h"
#include "mocks/sns/topic_arn.h"

namespace lambent::sns {

std::string Message::text_for(const std::string& protocol) const {
  if (parts.is_null()) return text;
  const Json* own = find(parts, protocol);
  return own && own->is_string() ? own->get<std::string>() : text_at(parts, "default");
}

void check_subject(const std::string& subject) {
  bool good = !subject.empty() && subject.size() <= 100;
  for (char c : subject) good &= c >= ' ' && c <= '~';
  if (!good) throw invalid_parameter("Subject");
}

size_t message_size(const Json& input) {
  size_t size = text_at(input, "Message").size();
  if (const Json* attributes = find(input, "MessageAttributes"))
    for (const auto& [name, value] : attributes->items())
      size += name.size() + text_at(value, "DataType").size() + text_at(value, "StringValue").size() + text_at(value, "BinaryValue").size();
  return size;
}

Message read_message(const Json& input) {
  Message out;
  out.subject = find_text(input, "Subject");
  if (out.subject) check_subject(*out.subject);
  out.text = text_at(input, "Message");
  if (out.text.empty()) throw invalid_parameter("Empty message");
  if (const Json* attributes = find(input, "MessageAttributes")) out.attributes = *attributes;
  check_message_attributes(out.attributes);
  auto structure = find_text(input, "MessageStructure");
  if (structure && *structure != "json") throw invalid_parameter("MessageStructure");
  if (message_size(input) > kLargestMessage) throw invalid_parameter("Message too long");
  if (structure) {
    auto parsed = try_parse_json(out.text);
    if (!parsed || !parsed->is_object()) throw invalid_parameter("Message Structure - JSON message body failed to parse");
    if (!find_text(*parsed, "default")) throw invalid_parameter("Message Structure - No default entry in JSON message body");
    out.parts = std::move(*parsed);
  }
  return out;
}

}  // namespace lambent::sns
