#include "mocks/sqs/message_rules.h"

#include <algorithm>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/sqs/faults.h"

namespace lambent::sqs {
namespace {

constexpr size_t kMostAttributes = 10;
constexpr size_t kLongestName = 256;

constexpr const char* kCharacters =
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF";

bool alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// The characters of XML 1.0: no other controls than tab, line feed and carriage return, no U+FFFE and U+FFFF.
bool valid_characters(const std::string& s) {
  for (char c : s)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
  return s.find("\xEF\xBF\xBE") == std::string::npos && s.find("\xEF\xBF\xBF") == std::string::npos && valid_utf8(s);
}

// An optional sign, digits with at most one point among them, an optional exponent.
bool is_number(const std::string& s) {
  size_t at = s.starts_with('-') || s.starts_with('+') ? 1 : 0, digits = 0;
  bool point = false;
  for (; at < s.size() && ((s[at] >= '0' && s[at] <= '9') || (s[at] == '.' && !point)); ++at) {
    point |= s[at] == '.';
    digits += s[at] != '.';
  }
  if (digits == 0) return false;
  if (at == s.size()) return true;
  if (s[at] != 'e' && s[at] != 'E') return false;
  ++at;
  if (at < s.size() && (s[at] == '-' || s[at] == '+')) ++at;
  return at < s.size() && s.find_first_not_of("0123456789", at) == std::string::npos;
}

void check_name(const std::string& name) {
  if (name.empty()) throw invalid_value("The request must contain non-empty message (user) attribute names.");
  if (name.size() >= kLongestName) throw invalid_value("Message (user) attribute name must be shorter than 256 bytes.");
  for (char c : name)
    if (!alphanumeric(c) && c != '-' && c != '_' && c != '.')
      throw invalid_value("Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ");
  if (istarts_with(name, "AWS.") || istarts_with(name, "Amazon.") || name.starts_with('.') || name.ends_with('.') || name.find("..") != std::string::npos)
    throw invalid_value("You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.");
}

void check_value(const std::string& what, const Json& value) {
  for (const char* list : {"StringListValues", "BinaryListValues"})
    if (const Json* given = find(value, list); given && !given->empty())
      throw AwsError("UnsupportedOperation", 400, "Message attribute list values in SendMessage operation are not supported.");
  bool text = has(value, "StringValue"), bytes = has(value, "BinaryValue");
  std::string type = text_at(value, "DataType");
  if (type.empty() && !text && !bytes) throw invalid_value("The " + what + " must contain a non-empty message attribute value.");
  if (type.empty()) throw invalid_value("The " + what + " must contain a non-empty message attribute type.");
  if (type.size() >= kLongestName) throw invalid_value("Message (user) attribute type must be shorter than 256 bytes.");
  std::string prefix = type.substr(0, type.find('.'));
  if (prefix != "String" && prefix != "Number" && prefix != "Binary")
    throw invalid_value("The type of " + what + " is invalid. You must use only the following supported type prefixes: Binary, Number, String.");
  bool binary = prefix == "Binary";
  if (text && bytes) throw invalid_value("The " + what + " has multiple values.");
  if ((binary ? text : bytes)) throw invalid_value("The " + what + " with type '" + type + "' must use field '" + (binary ? "Binary" : "String") + "'.");
  std::string given = text_at(value, binary ? "BinaryValue" : "StringValue");
  std::string capital = what;
  capital[0] = 'M';
  if (given.empty()) throw invalid_value(capital + " must contain a non-empty value of type '" + prefix + "'.");
  if (!binary && !valid_characters(given)) throw invalid_value(kCharacters);
  if (prefix == "Number" && !is_number(given)) throw invalid_value("Can't cast the value of " + what + " to a number.");
}

void check_attributes(const Json& entry) {
  if (const Json* attributes = find(entry, "MessageAttributes")) {
    if (attributes->size() > kMostAttributes)
      throw invalid_value("Number of message attributes [" + std::to_string(attributes->size()) + "] exceeds the allowed maximum [10].");
    for (const auto& [name, value] : attributes->items()) {
      check_name(name);
      check_value("message (user) attribute '" + name + "'", value);
    }
  }
  if (const Json* system = find(entry, "MessageSystemAttributes"))
    for (const auto& [name, value] : system->items()) {
      if (name != "AWSTraceHeader") throw invalid_value("Message system attribute name '" + name + "' is invalid.");
      check_value("message system attribute '" + name + "'", value);
      if (text_at(value, "DataType") != "String")
        throw invalid_value("The type of message system attribute 'AWSTraceHeader' is invalid. You must use only the following supported type prefixes: String.");
    }
}

size_t attributes_size(const Json& entry, const char* member) {
  size_t out = 0;
  if (const Json* attributes = find(entry, member))
    for (const auto& [name, value] : attributes->items())
      out += name.size() + text_at(value, "DataType").size() + text_at(value, "StringValue").size() + text_at(value, "BinaryValue").size();
  return out;
}

void append_with_length(std::string& out, std::string_view bytes) {
  for (int shift : {24, 16, 8, 0}) out += static_cast<char>((bytes.size() >> shift) & 0xFF);
  out += bytes;
}

}  // namespace

// System attributes do not count, says the developer guide.
size_t message_size(const Json& entry) { return text_at(entry, "MessageBody").size() + attributes_size(entry, "MessageAttributes"); }

void check_message(const Json& entry, std::int64_t largest, Batch batch) {
  if (message_size(entry) > static_cast<size_t>(largest))
    throw invalid_value(std::string("One or more parameters ") + (batch == Batch::yes ? "cannot be validated" : "are invalid") +
                        ". Reason: Message must be shorter than " + std::to_string(largest) + " bytes.");
  if (!valid_characters(text_at(entry, "MessageBody"))) throw AwsError("InvalidMessageContents", 400, kCharacters);
  check_attributes(entry);
}

void check_fifo_id(const std::string& value, const char* member) {
  constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  bool good = !value.empty() && value.size() <= 128;
  for (char c : value) good &= alphanumeric(c) || kPunctuation.find(c) != std::string_view::npos;
  if (good) return;
  throw invalid_value("Value " + value + " for parameter " + member + " is invalid. Reason: " + member +
                      " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
}

std::string body_digest(const std::string& body) { return hex_encode(md5(body)); }

std::string attributes_digest(const Json& attributes) {
  std::vector<std::string> names;
  for (const auto& [name, value] : attributes.items()) names.push_back(name);
  std::sort(names.begin(), names.end());
  std::string all;
  for (const auto& name : names) {
    const Json& value = attributes.at(name);
    append_with_length(all, name);
    append_with_length(all, text_at(value, "DataType"));
    bool binary = has(value, "BinaryValue");
    all += binary ? '\2' : '\1';
    append_with_length(all, text_at(value, binary ? "BinaryValue" : "StringValue"));
  }
  return hex_encode(md5(all));
}

}  // namespace lambent::sqs
