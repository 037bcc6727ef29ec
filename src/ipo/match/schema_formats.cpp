#include <arpa/inet.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "base/text.h"
#include "ipo/match/regex.h"
#include "ipo/match/schema_node.h"

namespace lambent::ipo {
namespace {

// `pattern` is a literal: its address tells it from the others.
bool matches(const char* pattern, const std::string& text) {
  thread_local std::map<const char*, std::shared_ptr<const Regex>> compiled;
  auto& regex = compiled[pattern];
  std::string why;
  if (!regex) regex = Regex::compile(pattern, why);
  return regex && regex->matches(text);
}

bool uuid(const std::string& text) { return matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text); }

// RFC 3339; parse_iso() of base is narrower: it wants years that a TimePoint holds.
bool date(const std::string& text) {
  if (!matches("[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) return false;
  const std::chrono::year_month_day day{std::chrono::year(std::stoi(text.substr(0, 4))), std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
                                        std::chrono::day(static_cast<unsigned>(std::stoi(text.substr(8, 2))))};
  return day.ok();
}
bool time_of_day(const std::string& text) {
  if (!matches(R"([0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))", text)) return false;
  auto two = [](const std::string& s, size_t at) { return std::stoi(s.substr(at, 2)); };
  const int hour = two(text, 0), minute = two(text, 3), second = two(text, 6);
  int offset = 0;
  if (text.back() != 'Z' && text.back() != 'z') {
    const size_t sign = text.size() - 6;
    const int hours = two(text, sign + 1), minutes = two(text, sign + 4);
    if (hours > 23 || minutes > 59) return false;
    offset = (text[sign] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  constexpr int kDay = 24 * 60;
  const int utc = ((hour * 60 + minute - offset) % kDay + kDay) % kDay;
  return hour <= 23 && minute <= 59 && (second <= 59 || (second == 60 && utc == kDay - 1));  // a leap second ends a day of UTC
}
bool date_time(const std::string& text) {
  return text.size() > 11 && (text[10] == 'T' || text[10] == 't') && date(text.substr(0, 10)) && time_of_day(text.substr(11));
}

bool hostname(const std::string& text) {
  if (text.empty() || text.size() > 253) return false;
  const auto labels = split(text, '.');
  return std::all_of(labels.begin(), labels.end(), [](const std::string& label) { return matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", label); });
}
bool ipv4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 && text.find('\0') == std::string::npos;
}
bool ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1 && text.find('\0') == std::string::npos;
}

bool email(const std::string& text) {
  const auto at = text.rfind('@');
  if (at == std::string::npos || at == 0 || at > 64) return false;
  const std::string local = text.substr(0, at), domain = text.substr(at + 1);
  if (!matches(R"([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|"([^"\\\x00-\x1f]|\\[\x20-\x7e])*")", local)) return false;
  if (domain.starts_with('[') && domain.ends_with(']')) {
    const std::string literal = domain.substr(1, domain.size() - 2);
    return literal.starts_with("IPv6:") ? ipv6(literal.substr(5)) : ipv4(literal);
  }
  return hostname(domain);
}

// RFC 3986: the characters and the parts, not what a scheme makes of them.
#define LAMBENT_URI_CHARACTERS "[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}"
bool valid_parts(std::string_view rest) {
  std::string text(rest);
  if (text.starts_with("//")) {
    const size_t end = std::min(text.find_first_of("/?#", 2), text.size());
    std::string authority = text.substr(2, end - 2);
    text.erase(0, end);
    if (const auto at = authority.rfind('@'); at != std::string::npos) {
      if (!matches("(" LAMBENT_URI_CHARACTERS "|:)*", authority.substr(0, at))) return false;
      authority.erase(0, at + 1);
    }
    if (authority.starts_with('[')) {
      const auto close = authority.find(']');
      if (close == std::string::npos || !ipv6(authority.substr(1, close - 1))) return false;
      authority.erase(0, close + 1);
    }
    if (!matches("(" LAMBENT_URI_CHARACTERS ")*(:[0-9]*)?", authority)) return false;
  }
  return matches("(" LAMBENT_URI_CHARACTERS "|[:@/])*(\\?(" LAMBENT_URI_CHARACTERS "|[:@/?])*)?(#(" LAMBENT_URI_CHARACTERS "|[:@/?])*)?", text);
}
#undef LAMBENT_URI_CHARACTERS
bool uri(const std::string& text) {
  const auto colon = text.find(':');
  return colon != std::string::npos && matches("[A-Za-z][A-Za-z0-9+.-]*", text.substr(0, colon)) && valid_parts(std::string_view(text).substr(colon + 1));
}
bool uri_reference(const std::string& text) {
  const std::string first = text.substr(0, text.find_first_of("/?#"));  // with a colon it would be a scheme
  return uri(text) || (first.find(':') == std::string::npos && valid_parts(text));
}

struct Format {
  const char* name;
  bool (*valid)(const std::string&);
};
constexpr Format kFormats[] = {
    {"uuid", uuid}, {"date-time", date_time}, {"date", date}, {"time", time_of_day}, {"email", email},
    {"uri", uri},   {"uri-reference", uri_reference}, {"hostname", hostname}, {"ipv4", ipv4}, {"ipv6", ipv6},
};

}  // namespace

const std::vector<std::string>& known_formats() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Format& format : kFormats) out.emplace_back(format.name);
    return out;
  }();
  return names;
}

bool valid_format(const std::string& name, const std::string& text) {
  for (const Format& format : kFormats)
    if (name == format.name) return format.valid(text);
  return true;
}

}  // namespace lambent::ipo
