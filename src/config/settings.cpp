#include "config/settings.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "config/mail_settings.h"
#include "config/upstream_settings.h"
#include "http/client.h"

namespace lambent::config {
namespace {

constexpr Setting kTable[] = {
    {"host", "--host", "LAMBENT_HOST", "127.0.0.1", "address to listen on"},
    {"port", "--port", "LAMBENT_PORT", "4566", "port to listen on, 0 for a free one"},
    {"account", "--account", "LAMBENT_ACCOUNT", "000000000000", "account of callers without one, 12 digits"},
    {"region", "--region", "LAMBENT_REGION", "us-east-1", "region of callers without one"},
    {"data", "--data", "LAMBENT_DATA", "", "folder that keeps the state over restarts"},
    {"clock", "--clock", "LAMBENT_CLOCK", "real", "real, skipping (waits take no time) or frozen"},
    {"auth", "--auth", "LAMBENT_AUTH", "open", "open (unknown callers are the account's root), strict (they are refused) or off (no signature is checked)"},
    {"iam", "--iam", "LAMBENT_IAM", "enforce", "enforce, audit (what would be refused is done and told) or off"},
    {"jwks", "--jwks", "LAMBENT_JWKS", "", "file of the keys that web identity tokens must be signed by; without it they are not verified"},
    {"allowed-host", "--allowed-host", "LAMBENT_ALLOWED_HOSTS", "", "further names the emulator may be called by, separated by commas"},
    {"allowed-origin", "--allowed-origin", "LAMBENT_ALLOWED_ORIGINS", "", "web pages that may call the AWS API, such as http://localhost:3000, separated by commas"},
    {"upstream", "--upstream", "LAMBENT_UPSTREAM", "", "SERVICE=URL of what answers for a service lambent has not: dynamodb or events, separated by commas"},
    {"smtp-port", "--smtp-port", "LAMBENT_SMTP_PORT", "0", "port for mail by SMTP, 0 for none: received without AUTH, sent with SES SMTP credentials"},
    {"smtp-relay", "--smtp-relay", "LAMBENT_SMTP_RELAY", "", "HOST:PORT of an SMTP server that sent mail is handed on to"},
    {"sfn-mock-config", "--sfn-mock-config", "SFN_MOCK_CONFIG", "", "mock file of Step Functions Local: executions of MACHINE#TESTCASE get their tasks' results from it"},
    {"log-level", "--log-level", "LAMBENT_LOG_LEVEL", "warn", "debug, info, warn, error or off: the emulator's own log"},
};

// The values of one reading, and where each came from.
class Values {
 public:
  Values(const std::map<std::string, std::string>& given, const Environment& environment, Diagnostics& diagnostics)
      : given_(given), environment_(environment), diagnostics_(diagnostics) {}

  std::string get(const std::string& name) {
    const Setting& s = *std::find_if(std::begin(kTable), std::end(kTable), [&](const Setting& one) { return name == one.name; });
    if (auto it = given_.find(name); it != given_.end()) {
      source_ = s.flag;
      return it->second;
    }
    if (auto value = environment_(s.variable)) {
      source_ = s.variable;
      return *value;
    }
    source_ = s.flag;
    return s.fallback;
  }
  void wrong(const std::string& value, const std::string& wanted) {
    diagnostics_.error({}, source_ + " is '" + printable(value) + "'; it must be " + wanted);
  }
  // The number of the word chosen.
  size_t choice(const std::string& name, const std::vector<std::string>& words) {
    std::string value = get(name);
    auto it = std::find(words.begin(), words.end(), value);
    if (it != words.end()) return static_cast<size_t>(it - words.begin());
    wrong(value, "one of " + join(words, ", "));
    return 0;
  }

 private:
  const std::map<std::string, std::string>& given_;
  const Environment& environment_;
  Diagnostics& diagnostics_;
  std::string source_;  // of the value got last
};

bool digits(const std::string& s) { return !s.empty() && s.find_first_not_of("0123456789") == std::string::npos; }

bool read_port(const std::string& text, std::uint16_t& port) {
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
  return ec == std::errc() && end == text.data() + text.size();
}

bool is_region(const std::string& s) {
  return !s.empty() && s.size() <= 32 && s.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos && s.find('-') != std::string::npos;
}

}  // namespace

std::span<const Setting> settings_table() { return kTable; }

Settings read_settings(const std::map<std::string, std::string>& given, const Environment& environment, Diagnostics& diagnostics) {
  Values values(given, environment, diagnostics);
  Settings out;
  out.host = values.get("host");
  if (out.host.empty()) values.wrong(out.host, "an address");
  std::string port = values.get("port");
  if (!read_port(port, out.port)) values.wrong(port, "a number from 0 to 65535");
  out.account = values.get("account");
  if (out.account.size() != 12 || !digits(out.account)) values.wrong(out.account, "12 digits");
  out.region = values.get("region");
  if (!is_region(out.region)) values.wrong(out.region, "a region such as us-east-1");
  out.data = values.get("data");
  constexpr ClockMode kClocks[] = {ClockMode::real, ClockMode::skipping, ClockMode::frozen};
  out.clock = kClocks[values.choice("clock", {"real", "skipping", "frozen"})];
  constexpr Auth kAuths[] = {Auth::open, Auth::strict, Auth::off};
  out.auth = kAuths[values.choice("auth", {"open", "strict", "off"})];
  constexpr Iam kIams[] = {Iam::enforce, Iam::audit, Iam::off};
  out.iam = kIams[values.choice("iam", {"enforce", "audit", "off"})];
  out.jwks = values.get("jwks");
  for (const auto& host : split(values.get("allowed-host"), ','))
    if (!trim(host).empty()) out.allowed_hosts.emplace_back(trim(host));
  for (const auto& origin : split(values.get("allowed-origin"), ','))
    if (!trim(origin).empty()) out.allowed_origins.emplace_back(trim(origin));
  out.sfn_mock_config = values.get("sfn-mock-config");
  constexpr LogLevel kLevels[] = {LogLevel::debug, LogLevel::info, LogLevel::warn, LogLevel::error, LogLevel::off};
  out.log_level = kLevels[values.choice("log-level", {"debug", "info", "warn", "error", "off"})];
  return out;
}

MailSettings read_mail_settings(const std::map<std::string, std::string>& given, const Environment& environment, Diagnostics& diagnostics) {
  Values values(given, environment, diagnostics);
  MailSettings out;
  const std::string port = values.get("smtp-port");
  if (!read_port(port, out.smtp_port)) values.wrong(port, "a number from 0 to 65535");
  const std::string relay = values.get("smtp-relay");
  if (relay.empty()) return out;
  const size_t colon = relay.rfind(':');
  const bool good = colon != std::string::npos && colon > 0 && read_port(relay.substr(colon + 1), out.relay_port) && out.relay_port != 0;
  if (!good) values.wrong(relay, "HOST:PORT");
  out.relay_host = relay.substr(0, colon);
  if (out.relay_host.starts_with('[') && out.relay_host.ends_with(']')) out.relay_host = out.relay_host.substr(1, out.relay_host.size() - 2);  // [::1]:25
  return out;
}

Upstreams read_upstreams(const std::map<std::string, std::string>& given, const Environment& environment, Diagnostics& diagnostics) {
  Values values(given, environment, diagnostics);
  Upstreams out;
  for (const auto& one : split(values.get("upstream"), ',')) {
    if (trim(one).empty()) continue;
    std::string text(trim(one));
    size_t equals = text.find('=');
    std::string service = text.substr(0, equals), url = equals == std::string::npos ? "" : text.substr(equals + 1);
    if ((service == "dynamodb" || service == "events") && parse_url(url))
      out[service] = url;
    else
      values.wrong(text, "dynamodb=http[s]://HOST:PORT or events=…");
  }
  return out;
}

}  // namespace lambent::config
