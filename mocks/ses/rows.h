// What SES keeps, one row type per table. Keys begin with account and region.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::ses {

// An address or a domain that may send. Key: scope, canonical name.
struct IdentityRow {
  std::string name;                // as given
  bool verified = false;
  std::string token;               // of the verification link; for domains also the text of the DNS record
  std::vector<std::string> dkim;   // domains: three tokens
  std::int64_t asked_ms = 0;       // when verification was asked for
  std::string configuration_set;   // used by sends that name none
  std::map<std::string, std::string> tags;

  bool is_domain() const { return name.find('@') == std::string::npos; }
  Json to_json() const;
  static IdentityRow from_json(const Json& j);
};

// Key: scope, name.
struct ConfigurationSetRow {
  std::string name;
  bool sending = true;
  std::map<std::string, std::string> tags;

  Json to_json() const;
  static ConfigurationSetRow from_json(const Json& j);
};

// Settings of an account in a region. Key: scope.
struct AccountRow {
  bool sandbox = true;
  bool auto_verify = false;
  bool sending = true;
  std::optional<double> max_24_hours, max_rate;  // instead of AWS's figures

  double daily() const { return max_24_hours.value_or(sandbox ? 200 : 50'000); }
  double rate() const { return max_rate.value_or(sandbox ? 1 : 14); }
  Json to_json() const;
  static AccountRow from_json(const Json& j);
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

  Json to_json() const;
  static MailRow from_json(const Json& j);
};

// What one send counts for. Key: scope, time, number. Kept for two weeks.
struct CountRow {
  std::int64_t at_ms = 0;
  std::int64_t recipients = 0;  // without those of the simulator
  std::int64_t attempts = 0, bounces = 0, complaints = 0;

  Json to_json() const;
  static CountRow from_json(const Json& j);
};

}  // namespace lambent::ses
