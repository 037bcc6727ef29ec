// What SNS keeps, one row type per table. Keys begin with account and region; numbers are kept with their '+'.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/json.h"

namespace lambent::sns {

// One SMS that reached a phone. Key: scope, then a growing number, so rows come in the order of sending.
struct SmsRow {
  std::string id, phone, text, structure, type, from;
  std::optional<std::string> subject;
  Json attributes = Json::object();  // as given: {"name": {"DataType", "StringValue"}}
  std::int64_t at_ms = 0;
  std::int64_t parts = 1;

  Json to_json() const;
  static SmsRow from_json(const Json& j);
};

// A destination number of the SMS sandbox. Key: scope, number.
struct SandboxNumberRow {
  std::string phone, code;
  bool verified = false;
  std::int64_t last_attempt_ms = 0;  // when it was verified, or a code was last tried

  Json to_json() const;
  static SandboxNumberRow from_json(const Json& j);
};

// A number that opted out, or did once. Key: scope, number.
struct OptOutRow {
  std::string phone;
  bool opted_out = true;
  std::int64_t opted_in_ms = 0;  // last OptInPhoneNumber; 0 never

  Json to_json() const;
  static OptOutRow from_json(const Json& j);
};

// Settings of an account in a region. Key: scope.
struct SmsAccountRow {
  bool sandbox = true;
  std::map<std::string, std::string> attributes;  // SetSMSAttributes

  Json to_json() const;
  static SmsAccountRow from_json(const Json& j);
};

}  // namespace lambent::sns
