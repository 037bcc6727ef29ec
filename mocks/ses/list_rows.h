// Contact lists, contacts, suppressed addresses and templates of verification mails as they are kept.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "mocks/ses/row_json.h"

namespace lambent::ses {

struct Topic {
  std::string name, display_name, description;
  bool opted_in = false;  // of those who have said nothing

  Json to_json() const;
  static Topic from_json(const Json& j);
};

// Key: scope, name.
struct ContactListRow {
  std::string name, description;
  std::vector<Topic> topics;
  std::int64_t created_ms = 0, updated_ms = 0;
  TextMap tags;

  const Topic* find_topic(std::string_view name) const;
  Json to_json() const;
  static ContactListRow from_json(const Json& j);
};

// Key: scope, list, canonical address.
struct ContactRow {
  std::string address;
  TextMap preferences;  // topic: OPT_IN or OPT_OUT
  bool unsubscribed_from_all = false;
  std::string attributes;
  std::int64_t created_ms = 0, updated_ms = 0;

  Json to_json() const;
  static ContactRow from_json(const Json& j);
};

// Key: scope, canonical address.
struct SuppressedRow {
  std::string address, reason;  // BOUNCE or COMPLAINT
  std::int64_t updated_ms = 0;
  std::string message_id, feedback_id;  // empty if somebody put it there

  Json to_json() const;
  static SuppressedRow from_json(const Json& j);
};

// Key: scope, name.
struct VerificationTemplateRow {
  std::string name, from, subject, content, success_url, failure_url;
  TextMap tags;

  Json to_json() const;
  static VerificationTemplateRow from_json(const Json& j);
};

}  // namespace lambent::ses
