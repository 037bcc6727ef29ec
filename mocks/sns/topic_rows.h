// What SNS keeps of topics, one row type per table.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "aws/call.h"
#include "base/json.h"

namespace lambent::sns {

using Attributes = std::map<std::string, std::string>;

// Key: scope, name.
struct TopicRow {
  std::string name;
  Scope scope;
  Attributes attributes;         // as set; what has a default and was never set is not here
  Json tags = Json::array();     // [{"Key", "Value"}] in the order they came
  std::int64_t deleted = 0;      // subscriptions that ended
  std::uint64_t sequence = 0;    // of the last message of a FIFO topic

  std::string arn() const;
  bool fifo() const { return is("FifoTopic"); }
  bool is(const std::string& attribute) const { return get(attribute) == "true"; }
  std::string get(const std::string& attribute, const std::string& fallback = "") const;
  std::string policy() const;    // the attribute Policy, or what a fresh topic has

  Json to_json() const;
  static TopicRow from_json(const Json& j);
};

// Key: scope of the topic, its name, ':', a uuid: so the topic's come together.
struct SubscriptionRow {
  std::string topic, id;
  Scope scope;                   // of the topic
  std::string protocol, endpoint;
  std::string owner, principal;  // account and ARN of whoever subscribed
  Attributes attributes;
  std::string token;             // 288 hex digits
  std::int64_t token_until_ms = 0;
  bool confirmed = false;
  bool authenticated = false;    // ConfirmationWasAuthenticated
  bool guarded = false;          // AuthenticateOnUnsubscribe

  std::string topic_arn() const;
  std::string arn() const { return topic_arn() + ":" + id; }
  std::string key() const { return scope_key(scope, topic + ":" + id); }
  bool raw() const { return get("RawMessageDelivery") == "true"; }
  std::string get(const std::string& attribute) const;

  Json to_json() const;
  static SubscriptionRow from_json(const Json& j);
};

// A deduplication id a FIFO topic has seen. Key: scope, topic, id.
struct SentRow {
  std::string message_id, sequence;
  std::int64_t until_ms = 0;

  Json to_json() const;
  static SentRow from_json(const Json& j);
};

// The key messages are signed with. One row, key "".
struct SigningKeyRow {
  std::string private_pem, certificate_pem;

  Json to_json() const;
  static SigningKeyRow from_json(const Json& j);
};

}  // namespace lambent::sns
