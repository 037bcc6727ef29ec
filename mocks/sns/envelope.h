// The forms a message has at a subscriber's. Pure. AWS source: SNS developer guide, "Parsing Amazon SNS message formats".
#pragma once
#include "http/message.h"
#include "mocks/sns/message.h"
#include "mocks/sns/topic_rows.h"

namespace lambent::sns {

// Type, MessageId, TopicArn, …, MessageAttributes, without signature: it is the same for all subscriptions but for
// UnsubscribeURL. `home` is where the links lead to.
Json notification(const SubscriptionRow& row, const Message& message, const std::string& text, const std::string& home);
// SubscriptionConfirmation and UnsubscribeConfirmation.
Json token_envelope(const SubscriptionRow& row, const char* type, const std::string& text, const std::string& link, const std::string& id, const std::string& time);

// After Timestamp, as SNS has it.
void put_signature(Json& envelope, const std::string& version, const std::string& signature, const std::string& certificate_url);

// As SNS writes it: two blanks before each member, blanks around colons.
std::string envelope_text(const Json& envelope);
// The event of a function: one record.
Json lambda_event(const Json& envelope, const SubscriptionRow& row);

HttpFields post_headers(const SubscriptionRow& row, const std::string& type, const std::string& message_id, const std::string& content_type);

// {"name": {"Type", "Value"}}, bytes in base64.
Json shown_attributes(const Json& attributes);

}  // namespace lambent::sns
