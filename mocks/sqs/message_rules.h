// What a message may hold, with SQS's own texts, and the digests clients check. Sources: SQS developer guide ("Amazon SQS
// message metadata", "Calculating the MD5 message digest for message attributes"), recorded answers.
#pragma once
#include <string>

#include "base/json.h"

namespace lambent::sqs {

enum class Batch { no, yes };  // whether the message is an entry of one: some texts differ

// Body and attributes against the size, characters and attribute rules. Throws AwsError.
void check_message(const Json& entry, std::int64_t largest, Batch batch);

// MessageGroupId, MessageDeduplicationId, ReceiveRequestAttemptId. Throws AwsError.
void check_fifo_id(const std::string& value, const char* member);

// Bytes that count: the body; names, types and values of the attributes.
size_t message_size(const Json& entry);

// Hexadecimal. The attributes as given: {"name": {"DataType", "StringValue" or "BinaryValue"}}.
std::string body_digest(const std::string& body);
std::string attributes_digest(const Json& attributes);

}  // namespace lambent::sqs
