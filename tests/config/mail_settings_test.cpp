#include "config/mail_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lambent::config {
namespace {

std::string fault(const std::map<std::string, std::string>& given, const std::map<std::string, std::string>& environment = {}) {
  Diagnostics diagnostics;
  auto find = [&](const std::string& name) -> std::optional<std::string> {
    auto it = environment.find(name);
    if (it == environment.end()) return std::nullopt;
    return it->second;
  };
  read_mail_settings(given, find, diagnostics);
  return diagnostics.text();
}

TEST(MailSettings, TheRelayHasAHostAndAPort) {
  Diagnostics diagnostics;
  auto none = [](const std::string&) -> std::optional<std::string> { return std::nullopt; };
  const MailSettings settings = read_mail_settings({{"smtp-relay", "[::1]:1025"}, {"smtp-port", "2525"}}, none, diagnostics);
  EXPECT_EQ(settings.relay_host, "::1");
  EXPECT_EQ(settings.relay_port, 1025);
  EXPECT_EQ(settings.smtp_port, 2525);
  EXPECT_EQ(read_mail_settings({}, none, diagnostics).smtp_port, 0);
  EXPECT_FALSE(diagnostics.has_errors());
}

TEST(MailSettings, AWrongValueNamesItsSource) {
  EXPECT_THAT(fault({{"smtp-port", "x"}}), testing::HasSubstr("--smtp-port is 'x'; it must be a number from 0 to 65535"));
  EXPECT_THAT(fault({}, {{"LAMBENT_SMTP_RELAY", "localhost"}}), testing::HasSubstr("LAMBENT_SMTP_RELAY is 'localhost'; it must be HOST:PORT"));
  EXPECT_THAT(fault({{"smtp-relay", "localhost:0"}}), testing::HasSubstr("--smtp-relay is 'localhost:0'"));
}

}  // namespace
}  // namespace lambent::config
