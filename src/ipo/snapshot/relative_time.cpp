#include "ipo/snapshot/relative_time.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>

#include "base/text.h"
#include "base/time_text.h"
#include "ipo/match/duration.h"

namespace lambent::ipo {
namespace {

using namespace std::chrono_literals;
constexpr Duration kCreep = 5s;     // what a function's clock may have run on
constexpr Duration kCut = 1s;       // what a notation without fractions may have lost
constexpr Duration kFar = 24h * 400;

// 2026-11-23 09:00:00,123 and 2026-11-23T09:00:00+0000 as RFC 3339 has them; without a zone it is UTC.
std::optional<TimePoint> read_iso(std::string text) {
  text[10] = 'T';
  std::replace(text.begin(), text.end(), ',', '.');
  const size_t n = text.size();
  const bool zone = text.ends_with('Z') || text.find_first_of("+-", 11) != std::string::npos;
  if (!zone) text += 'Z';
  if (zone && !text.ends_with('Z') && text[n - 3] != ':') text.insert(n - 2, ":");
  return parse_iso(text);
}

// 23/Nov/2026:09:00:00 +0000 by way of an HTTP date, whose day of the week is not looked at in reading.
std::optional<TimePoint> read_clf(std::string text) {
  if (!text.ends_with("+0000")) return std::nullopt;
  return parse_http_date("Mon, " + text.substr(0, 2) + " " + text.substr(3, 3) + " " + text.substr(7, 4) + " " + text.substr(12, 8) + " GMT");
}

std::optional<TimePoint> read_http(std::string text) { return parse_http_date(text.substr(0, 26) + "GMT"); }
std::optional<TimePoint> read_amz(std::string text) { return parse_amz_date(text); }

std::optional<TimePoint> from_epoch(double number) {
  if (!(number >= 1e9 && number < 1e13)) return std::nullopt;
  return from_epoch_ms(std::llround(number >= 1e11 ? number : number * 1000));
}

std::optional<TimePoint> read_epoch(std::string text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return from_epoch(number);
}

struct Notation {
  std::unique_ptr<RE2> pattern;  // the group is the instant
  std::optional<TimePoint> (*read)(std::string);
};

const std::vector<Notation>& notations() {
  static const std::vector<Notation> all = [] {
    RE2::Options bytes(RE2::Latin1);
    bytes.set_log_errors(false);
    std::vector<Notation> out;
    auto add = [&](const char* pattern, std::optional<TimePoint> (*read)(std::string)) { out.push_back({std::make_unique<RE2>(pattern, bytes), read}); };
    add(R"re(\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?))re", read_iso);
    add(R"re(\b(\d{8}T\d{6}Z)\b)re", read_amz);
    add(R"re(\b((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]0000)))re", read_http);
    add(R"re(\b(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\b)re", read_clf);
    add(R"re((?:^|[^\w+.:-])(1\d{12}|1\d{9}(?:\.\d{1,9})?)(?:$|[^\w.-]))re", read_epoch);
    return out;
  }();
  return all;
}

}  // namespace

RelativeTime::RelativeTime(TimePoint began, std::vector<TimePoint> stood) : began_(began), stood_(std::move(stood)) {
  stood_.push_back(began);
  std::sort(stood_.begin(), stood_.end());
  stood_.erase(std::unique(stood_.begin(), stood_.end()), stood_.end());
}

bool RelativeTime::near(TimePoint t) const { return t > began_ - kFar && t < stood_.back() + kFar; }

std::string RelativeTime::text_of(TimePoint t) const {
  auto after = std::upper_bound(stood_.begin(), stood_.end(), t);
  Duration from_start{};
  if (after != stood_.end() && *after - t < kCut)
    from_start = *after - began_;
  else if (after != stood_.begin() && t - *std::prev(after) < kCreep)
    from_start = *std::prev(after) - began_;
  else
    from_start = std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<5>>>(t - began_ + kCut);
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(from_start).count();
  return ms == 0 ? "T+0" : (ms < 0 ? "T-" : "T+") + format_duration(std::abs(ms));
}

std::string RelativeTime::replaced(std::string text) const {
  for (const auto& notation : notations()) {
    std::string out;
    re2::StringPiece found[2];
    size_t at = 0;
    const re2::StringPiece all(text);
    while (at < text.size() && notation.pattern->Match(all, at, text.size(), RE2::UNANCHORED, found, 2)) {
      const auto from = static_cast<size_t>(found[1].data() - text.data());
      std::string written(found[1].data(), found[1].size());
      auto instant = notation.read(written);
      out.append(text, at, from - at);
      out += instant && near(*instant) ? text_of(*instant) : written;
      at = from + written.size();
    }
    if (at > 0) text = out + text.substr(at);
  }
  return text;
}

std::optional<std::string> RelativeTime::of_number(const Json& number) const {
  auto instant = number.is_number() ? from_epoch(number.get<double>()) : std::nullopt;
  if (!instant || !near(*instant)) return std::nullopt;
  return text_of(*instant);
}

}  // namespace lambent::ipo
