#include "ipo/match/instant.h"

#include <charconv>
#include <cmath>

#include "base/time_text.h"
#include "ipo/match/duration.h"

namespace lambent::ipo {
namespace {

constexpr double kFirstMilliseconds = 1e11;
constexpr double kLastMilliseconds = 8.8e12;  // the year 2248: what 64-bit nanoseconds hold

std::optional<TimePoint> from_number(double number) {
  if (std::isnan(number) || number < 0) return std::nullopt;
  double milliseconds = number >= kFirstMilliseconds ? number : number * 1000;
  if (milliseconds > kLastMilliseconds) return std::nullopt;
  return TimePoint(std::chrono::microseconds(std::llround(milliseconds * 1000)));
}

std::optional<double> from_digits(const std::string& text) {
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  return number;
}

}  // namespace

std::optional<TimePoint> read_epoch(const Json& value) {
  std::optional<double> number;
  if (value.is_number())
    number = value.get<double>();
  else if (value.is_string())
    number = from_digits(value.get_ref<const std::string&>());
  return number ? from_number(*number) : std::nullopt;
}

std::optional<TimePoint> read_iso(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  std::string text = value.get<std::string>();
  const size_t n = text.size();
  if (n > 5 && (text[n - 5] == '+' || text[n - 5] == '-') && text.find('T') < n - 5) text.insert(n - 2, ":");
  return parse_iso(text);
}

std::optional<TimePoint> read_instant(const Json& value) {
  if (auto t = read_epoch(value)) return t;
  if (auto t = read_iso(value)) return t;
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (auto t = parse_amz_date(text)) return t;
  return parse_http_date(text);
}

std::optional<Duration> read_now_offset(std::string_view text) {
  if (!text.starts_with("now")) return std::nullopt;
  text.remove_prefix(3);
  if (text.empty()) return Duration(0);
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const bool back = text[0] == '-';
  auto milliseconds = text.size() > 1 && text[1] != '-' ? parse_duration(text.substr(1)) : std::nullopt;
  constexpr std::int64_t kMost = std::int64_t{100} * 365 * 86'400'000;
  if (!milliseconds || *milliseconds > kMost) return std::nullopt;
  return std::chrono::milliseconds(back ? -*milliseconds : *milliseconds);
}

}  // namespace lambent::ipo
