// The rules of message attributes, with SNS's own texts (SNS developer guide, message attributes).
#pragma once
#include <string>

#include "base/json.h"

namespace lambent::sns {

// Checks names, types and values of the MessageAttributes of one message. Throws AwsError ParameterValueInvalid.
void check_message_attributes(const Json& attributes);

// The attributes that say how an SMS is sent. Throws AwsError InvalidParameter for a value SNS does not take.
struct SmsSettings {
  std::string sender_id;            // AWS.SNS.SMS.SenderID
  std::string type;                 // AWS.SNS.SMS.SMSType: Promotional or Transactional; empty: not given
  std::string origination_number;   // AWS.MM.SMS.OriginationNumber
  std::optional<double> max_price;  // AWS.SNS.SMS.MaxPrice, USD for the whole message
};
SmsSettings read_sms_settings(const Json& attributes);

bool valid_sender_id(const std::string& id);   // 3 to 11 letters and digits, one letter at least
bool valid_sms_type(const std::string& type);

}  // namespace lambent::sns
