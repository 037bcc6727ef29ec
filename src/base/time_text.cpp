#include "base/time_text.h"

#include <cstdio>
#include <cstring>

namespace lambent {
namespace {

constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Parts {
  int year, month, day, hour, minute, second, millis, weekday;
};

Parts parts(TimePoint t) {
  auto day = std::chrono::floor<std::chrono::days>(t);
  std::chrono::year_month_day ymd(day);
  std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(t - day));
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day())), static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count()), static_cast<int>(std::chrono::weekday(day).c_encoding())};
}

template <class... Args>
std::string print(const char* format, Args... args) {
  char buffer[64];
  int n = std::snprintf(buffer, sizeof buffer, format, args...);
  return {buffer, static_cast<size_t>(n)};
}

// Reads exactly `n` digits at `at`; -1 if there are not so many.
int digits(std::string_view s, size_t at, size_t n) {
  if (at + n > s.size()) return -1;
  int v = 0;
  for (size_t i = at; i < at + n; ++i) {
    if (s[i] < '0' || s[i] > '9') return -1;
    v = v * 10 + (s[i] - '0');
  }
  return v;
}

std::optional<TimePoint> make(int year, int month, int day, int hour, int minute, int second) {
  if (year < 0 || month < 1 || day < 1 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                  std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok() || year < 1700 || year > 2250) return std::nullopt;  // what fits 64-bit nanoseconds
  return TimePoint(std::chrono::sys_days(ymd)) + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

}  // namespace

std::string iso_seconds(TimePoint t) {
  auto p = parts(t);
  return print("%04d-%02d-%02dT%02d:%02d:%02dZ", p.year, p.month, p.day, p.hour, p.minute, p.second);
}
std::string iso_millis(TimePoint t) {
  auto p = parts(t);
  return print("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", p.year, p.month, p.day, p.hour, p.minute, p.second, p.millis);
}
std::string lambda_time(TimePoint t) {
  auto p = parts(t);
  return print("%04d-%02d-%02dT%02d:%02d:%02d.%03d+0000", p.year, p.month, p.day, p.hour, p.minute, p.second, p.millis);
}
std::string http_date(TimePoint t) {
  auto p = parts(t);
  return print("%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[p.weekday], p.day, kMonths[p.month - 1], p.year, p.hour, p.minute, p.second);
}
std::string amz_date(TimePoint t) {
  auto p = parts(t);
  return print("%04d%02d%02dT%02d%02d%02dZ", p.year, p.month, p.day, p.hour, p.minute, p.second);
}
std::string clf_time(TimePoint t) {
  auto p = parts(t);
  return print("%02d/%s/%04d:%02d:%02d:%02d +0000", p.day, kMonths[p.month - 1], p.year, p.hour, p.minute, p.second);
}
std::string log_stream_date(TimePoint t) {
  auto p = parts(t);
  return print("%04d/%02d/%02d", p.year, p.month, p.day);
}
double epoch_seconds(TimePoint t) {
  return static_cast<double>(std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count()) / 1000.0;
}
TimePoint from_epoch_ms(std::int64_t ms) { return TimePoint(std::chrono::milliseconds(ms)); }

std::optional<TimePoint> parse_iso(std::string_view s) {
  if (s.size() < 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':') return std::nullopt;
  auto t = make(digits(s, 0, 4), digits(s, 5, 2), digits(s, 8, 2), digits(s, 11, 2), digits(s, 14, 2), digits(s, 17, 2));
  if (!t) return std::nullopt;
  size_t at = 19;
  if (s[at] == '.') {
    std::int64_t unit = 1'000'000'000, fraction = 0;
    size_t from = ++at;
    while (at < s.size() && s[at] >= '0' && s[at] <= '9' && at - from < 9) {
      unit /= 10;
      fraction += (s[at++] - '0') * unit;
    }
    if (at == from) return std::nullopt;
    *t += Duration(fraction);
  }
  if (at + 1 == s.size() && s[at] == 'Z') return t;
  if (at + 6 != s.size() || (s[at] != '+' && s[at] != '-') || s[at + 3] != ':') return std::nullopt;
  int hours = digits(s, at + 1, 2), minutes = digits(s, at + 4, 2);
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return std::nullopt;
  auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return s[at] == '+' ? *t - offset : *t + offset;
}

std::optional<TimePoint> parse_amz_date(std::string_view s) {
  if (s.size() != 16 || s[8] != 'T' || s[15] != 'Z') return std::nullopt;
  return make(digits(s, 0, 4), digits(s, 4, 2), digits(s, 6, 2), digits(s, 9, 2), digits(s, 11, 2), digits(s, 13, 2));
}

std::optional<TimePoint> parse_http_date(std::string_view s) {
  if (s.size() != 29 || s.substr(3, 2) != ", " || s.substr(25) != " GMT") return std::nullopt;
  for (int m = 0; m < 12; ++m)
    if (s.substr(8, 3) == kMonths[m]) return make(digits(s, 12, 4), m + 1, digits(s, 5, 2), digits(s, 17, 2), digits(s, 20, 2), digits(s, 23, 2));
  return std::nullopt;
}

std::string seconds_text(Duration d, int decimals) {
  return print("%.*f", decimals, std::chrono::duration<double>(d).count());
}
std::string millis_text(Duration d) { return print("%.2f", std::chrono::duration<double, std::milli>(d).count()); }

}  // namespace lambent
