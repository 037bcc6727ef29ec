// A message to a topic as it was asked to be published, checked in SNS's words.
#pragma once
#include <optional>
#include <string>

#include "base/json.h"

namespace lambent::sns {

constexpr size_t kLargestMessage = 262'144;  // body and attributes together, also of all messages of a batch

struct Message {
  std::string id, text;
  std::optional<std::string> subject;
  Json parts;                        // MessageStructure "json": the parsed message; else null
  Json attributes = Json::object();  // as given: {"name": {"DataType", "StringValue" or "BinaryValue"}}
  std::string group, dedup;          // dedup of a FIFO topic: given, or the SHA-256 of the text
  std::string sequence;              // of a FIFO topic
  std::int64_t at_ms = 0;

  std::string text_for(const std::string& protocol) const;
};

// Subject, Message, MessageStructure, MessageAttributes and the size, of the input of Publish or an entry of a batch.
// Throws AwsError. FIFO members are not looked at.
Message read_message(const Json& input);

void check_subject(const std::string& subject);
size_t message_size(const Json& input);  // bytes of the text and of names, types and values of attributes

}  // namespace lambent::sns
