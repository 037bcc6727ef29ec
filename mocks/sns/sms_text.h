// What an SMS can carry: number forms, alphabets, sizes in parts. Pure functions.
#pragma once
#include <cstddef>
#include <string>

namespace lambent::sns {

// Publish takes +15551234567 and 15551234567: 7 to 15 digits, the first not 0.
bool is_phone_number(const std::string& text);
// With the '+', the form numbers are kept and compared in.
std::string with_plus(const std::string& phone);

constexpr size_t kLongestSms = 1600;           // characters of one Publish

size_t characters(const std::string& utf8);
// 160 GSM-7 characters or 70 UCS-2 units fit one part; of longer text 153 or 67 fit each.
size_t sms_parts(const std::string& utf8);
// "GSM-7", or "UCS-2" for a text with a character that is not in that alphabet.
const char* sms_encoding(const std::string& utf8);

// Whether an SMS from a phone is one of the words that ask for no more. AWS source: SNS developer guide, opting out.
bool asks_to_stop(const std::string& text);

// The message that brings a one-time code, in one of the languages of CreateSMSSandboxPhoneNumber; English for "".
std::string code_message(const std::string& code, const std::string& language);

}  // namespace lambent::sns
