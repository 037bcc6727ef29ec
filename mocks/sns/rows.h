// What SNS keeps, one row type per table. Keys begin with account and region; numbers are kept with their '+'.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/json.h"

namespace lambent::sns {

// One SMS: that reached a phone, that did not (`failure` says why, in the words of the delivery log), or that came from
// one (`reply`: `phone` is its sender, `from` whom it is to). Key: scope, then a growing number, so rows come in the order
// of sending.
struct SmsRow {
  std::string id, phone, text, structure, type, from;
  std::optional<std::string> subject;
  std::string topic, subscription;   // ARNs, of a message that came through a topic
  std::string failure;
  bool reply = false;
  Json attributes = Json::object();  // as given: {"name": {"DataType", "StringValue"}}
  std::int64_t at_ms = 0;
  std::int64_t parts = 1;
  double usd = 0;                    // for all parts, an estimate; 0 of what was not sent
  std::uint64_t span = 0;            // of the call that sent it, in this run's journal; not stored

  bool reached_phone() const { return failure.empty() && !reply; }
  Json to_json() const;
  static SmsRow from_json(const Json& j);
};

size_t weight_of(const SmsRow& row);  // bytes, roughly

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
  std::string month;                              // "2026-11", of the following
  double spent_usd = 0;

  Json to_json() const;
  static SmsAccountRow from_json(const Json& j);
};

// The data protection policy of a topic. Key: scope, the topic's name.
struct DataProtectionRow {
  std::string topic, text;  // ARN; the policy as it was given

  Json to_json() const;
  static DataProtectionRow from_json(const Json& j);
};

// A number that SMS can be sent from, besides those that carriers choose. Key: scope, number.
struct OriginationNumberRow {
  std::string phone, country, route;      // "+18335550100", "US", "Transactional"
  std::vector<std::string> capabilities;  // SMS, MMS, VOICE
  std::int64_t created_ms = 0;

  Json to_json() const;
  static OriginationNumberRow from_json(const Json& j);
};

}  // namespace lambent::sns
