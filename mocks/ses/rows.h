// What SES keeps, one row type per table. Keys begin with account and region.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mocks/ses/row_json.h"
#include "mocks/ses/set_rows.h"

namespace lambent::ses {

// An address or a domain that may send. Key: scope, canonical name.
struct IdentityRow {
  std::string name;                // as given
  bool verified = false;
  std::string token;               // of the verification link; for domains also the text of the DNS record
  std::vector<std::string> dkim;   // three tokens of Easy DKIM; empty until DKIM is asked for
  std::int64_t asked_ms = 0;       // when verification was asked for
  std::string configuration_set;   // used by sends that name none
  TextMap tags;

  bool signing = false;            // DKIM
  std::string signing_selector;    // of a key of one's own; empty: Easy DKIM
  std::string key_length = "RSA_2048_BIT";
  std::int64_t key_made_ms = 0;
  std::string mail_from;           // MAIL FROM domain
  bool mail_from_verified = false, mail_from_required = false;  // required: a send is refused while it is not verified
  std::int64_t mail_from_asked_ms = 0;
  bool forwarding = true;          // bounces and complaints by mail
  TextMap topics;                  // Bounce, Complaint, Delivery: topic ARN
  std::vector<std::string> with_headers;  // of these, the types that are told with headers
  TextMap policies;                // sending authorization: name, document
  std::string success_url, failure_url;   // where the link of a custom verification mail leads

  bool is_domain() const { return name.find('@') == std::string::npos; }
  Json to_json() const;
  static IdentityRow from_json(const Json& j);
};

// Settings of an account in a region. Key: scope.
struct AccountRow {
  bool sandbox = true;
  bool auto_verify = false;
  bool sending = true;
  std::optional<double> max_24_hours, max_rate;  // instead of AWS's figures
  std::vector<std::string> suppressed_reasons{"BOUNCE", "COMPLAINT"};
  Json details;                // of PutAccountDetails, as given; null before
  bool dedicated_warmup = false;

  double daily() const { return max_24_hours.value_or(sandbox ? 200 : 50'000); }
  double rate() const { return max_rate.value_or(sandbox ? 1 : 14); }
  Json to_json() const;
  static AccountRow from_json(const Json& j);
};

// A link that leads through lambent, and where to.
struct TrackedLink {
  std::string url;
  Json tags;  // {"name": ["value"]}; null if it has none

  Json to_json() const;
  static TrackedLink from_json(const Json& j);
};

// One message in the outbox. Key: scope, then a growing number.
struct MailRow {
  std::string id, region, source;
  std::int64_t at_ms = 0;
  std::vector<std::string> to, cc, bcc;          // as given; a raw message has all in `to`
  std::vector<std::string> reply_to;
  std::string return_path, configuration_set;
  std::optional<std::string> subject, text, html;
  std::string subject_charset, text_charset, html_charset;  // to be written in; empty: UTF-8
  std::optional<std::string> raw;                // bytes
  std::string template_name, template_data;      // what it was rendered from
  Json tags = Json::array();                     // [{"Name", "Value"}]
  Json headers = Json::array();                  // [{"Name", "Value"}]
  Json attachments = Json::array();              // [{"FileName", "ContentType", …, "RawContent" in base64}]
  bool own = false;                              // AWS's own: sent by no identity
  std::string operation, source_ip, caller;      // who sent it how; caller: name of the user or role
  std::string source_arn;                        // the identity it was sent by
  std::vector<TrackedLink> links;                // of tracked clicks, in the order of the HTML
  std::string contact_list, topic;               // of ListManagementOptions
  TextMap undelivered;                           // recipient: why (Bounce, Suppressed, Unsubscribed, Reject)

  Json to_json() const;
  static MailRow from_json(const Json& j);
};

std::size_t weight(const MailRow& row);  // bytes it takes in memory, with its places in the outbox

// What was sent within one second. Key: scope, time. Kept for two weeks.
struct CountRow {
  std::int64_t at_ms = 0;
  std::int64_t recipients = 0;  // without those of the simulator
  std::int64_t attempts = 0, bounces = 0, complaints = 0, rejects = 0;

  void add(const CountRow& other);

  Json to_json() const;
  static CountRow from_json(const Json& j);
};

}  // namespace lambent::ses
