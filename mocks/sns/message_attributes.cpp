#include "mocks/sns/message_attributes.h"

#include <charconv>

#include "aws/error.h"

namespace lambent::sns {
namespace {

bool alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool letter(char c) { return alphanumeric(c) && c > '9'; }

[[noreturn]] void refuse(const std::string& message) { throw AwsError("ParameterValueInvalid", 400, message); }

std::string hex_of(char c) {
  char digits[8];
  auto [end, error] = std::to_chars(digits, digits + sizeof digits, static_cast<unsigned char>(c), 16);
  std::string out(digits, end);
  for (char& d : out)
    if (d >= 'a') d = static_cast<char>(d - 32);
  return "#x" + (out.size() < 2 ? "0" + out : out);
}

void check_name(const std::string& name) {
  if (name.size() > 256) refuse("Length of message attribute name must be less than 256 bytes.");
  for (char c : name)
    if (!alphanumeric(c) && c != '-' && c != '_' && c != '.')
      refuse("Invalid non-alphanumeric character '" + hex_of(c) +
             "' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.");
  if (name.starts_with('.')) refuse("Invalid message attribute name starting with character '.' was found.");
  if (name.ends_with('.')) refuse("Invalid message attribute name ending with character '.' was found.");
  if (name.find("..") != std::string::npos) refuse("Message attribute name can not have successive '.' character.");
}

void check_value(const std::string& name, const Json& value) {
  std::string type = text_at(value, "DataType");
  std::string prefix = type.substr(0, type.find('.'));
  if (prefix != "String" && prefix != "Number" && prefix != "Binary")
    refuse("The message attribute '" + name +
           "' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
  const char* field = prefix == "Binary" ? "BinaryValue" : "StringValue";
  const char* other = prefix == "Binary" ? "StringValue" : "BinaryValue";
  if (has(value, other) && !has(value, field))
    refuse("The message attribute '" + name + "' with type '" + type + "' must use field '" + (prefix == "Binary" ? "Binary" : "String") + "'.");
  if (text_at(value, field).empty())
    refuse("The message attribute '" + name + "' must contain non-empty message attribute value for message attribute type '" + type + "'.");
}

[[noreturn]] void refuse_setting(const std::string& name, const std::string& value) {
  throw AwsError("InvalidParameter", 400, "Invalid parameter: MessageAttributes Reason: " + value + " is not a valid value of " + name);
}

std::string string_value(const Json& attributes, const char* name) {
  const Json* one = find(attributes, name);
  return one ? text_at(*one, "StringValue") : "";
}

}  // namespace

void check_message_attributes(const Json& attributes) {
  for (const auto& [name, value] : attributes.items()) {
    check_name(name);
    check_value(name, value);
  }
}

bool valid_sender_id(const std::string& id) {
  bool any_letter = false;
  for (char c : id) {
    if (!alphanumeric(c)) return false;
    any_letter |= letter(c);
  }
  return any_letter && id.size() >= 3 && id.size() <= 11;
}

bool valid_sms_type(const std::string& type) { return type == "Promotional" || type == "Transactional"; }

SmsSettings read_sms_settings(const Json& attributes) {
  static constexpr char kSender[] = "AWS.SNS.SMS.SenderID", kType[] = "AWS.SNS.SMS.SMSType", kPrice[] = "AWS.SNS.SMS.MaxPrice",
                        kOrigin[] = "AWS.MM.SMS.OriginationNumber";
  SmsSettings out;
  if (has(attributes, kSender)) {
    out.sender_id = string_value(attributes, kSender);
    if (!valid_sender_id(out.sender_id)) refuse_setting(kSender, out.sender_id);
  }
  if (has(attributes, kType)) {
    out.type = string_value(attributes, kType);
    if (!valid_sms_type(out.type)) refuse_setting(kType, out.type);
  }
  if (has(attributes, kPrice)) {
    std::string text = string_value(attributes, kPrice);
    double price = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), price);
    if (error != std::errc() || end != text.data() + text.size() || !(price >= 0)) refuse_setting(kPrice, text);
    out.max_price = price;
  }
  if (has(attributes, kOrigin)) {
    out.origination_number = string_value(attributes, kOrigin);
    std::string digits = out.origination_number.starts_with('+') ? out.origination_number.substr(1) : out.origination_number;
    bool good = digits.size() >= 5 && digits.size() <= 14 && digits.find_first_not_of("0123456789") == std::string::npos;
    if (!good) refuse_setting(kOrigin, out.origination_number);
  }
  return out;
}

}  // namespace lambent::sns
