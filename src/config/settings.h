// The settings of the emulator: one table, from which come the flags of the commands, the environment variables and
// the help.
//
//   Settings s = read_settings(given_flags, environment, diagnostics);   // flag before variable before default
//
// A wrong value is a diagnostic that names where it came from (the flag or the variable) and what is possible.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diagnostics.h"
#include "base/log.h"

namespace lambent::config {

struct Setting {
  const char* name;
  const char* flag;
  const char* variable;
  const char* fallback;
  const char* help;
};

std::span<const Setting> settings_table();

enum class Auth { open, strict, off };    // strict: callers that are not known are refused; off: no signature is checked
enum class Iam { enforce, audit, off };   // audit: what would be refused is done, and told

struct Settings {
  std::string host;
  std::uint16_t port = 0;  // 0 takes a free one
  std::string account, region;
  std::string data;        // folder; empty: memory only
  ClockMode clock = ClockMode::real;
  Auth auth = Auth::open;
  Iam iam = Iam::enforce;
  std::string jwks;  // file; empty: none
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> allowed_origins;
  LogLevel log_level = LogLevel::warn;
};

// `given` holds the flags' values by setting name; `environment` finds a variable.
using Environment = std::function<std::optional<std::string>(const std::string&)>;
Settings read_settings(const std::map<std::string, std::string>& given, const Environment& environment, Diagnostics& diagnostics);

}  // namespace lambent::config
