// The settings of mail by SMTP, which only `lambent serve` has: rows of the table of settings.h, read by themselves.
#pragma once
#include "config/settings.h"

namespace lambent::config {

struct MailSettings {
  std::uint16_t smtp_port = 0;   // 0: none
  std::string relay_host;        // empty: no relay
  std::uint16_t relay_port = 0;
};

MailSettings read_mail_settings(const std::map<std::string, std::string>& given, const Environment& environment, Diagnostics& diagnostics);

}  // namespace lambent::config
