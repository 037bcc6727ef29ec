#include <cmath>
#include <optional>

#include "mocks/states/jsonata/calendar.h"
#include "mocks/states/jsonata/date_picture.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/json_text.h"

namespace lambent::states::jsonata {
namespace {

constexpr std::string_view kIso = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

// The number a text begins with, as parseInt reads it: "+0530" is 530.
std::optional<int> leading_integer(std::string_view text) {
  size_t i = text.find_first_not_of(" \t\n\r");
  if (i == std::string_view::npos) return std::nullopt;
  const bool negative = text[i] == '-';
  if (text[i] == '-' || text[i] == '+') ++i;
  int out = 0;
  const size_t from = i;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && i < from + 8; ++i) out = out * 10 + (text[i] - '0');
  if (i == from) return std::nullopt;
  return negative ? -out : out;
}

Value formatted(Evaluator& evaluator, double ms, const Value& picture, const Value& zone, double first) {
  if (!(std::abs(ms) <= kLatestMs)) throw Fault("T0410").with("value", ms).with("index", first);
  int offset = 0;
  if (given(zone)) {
    const auto n = leading_integer(zone.text());
    if (!n) throw Fault("T0410").with("value", zone).with("index", first + 2);
    offset = *n;
  }
  if (given(picture)) evaluator.step(picture.text().size() / 16);
  const DatePicture form = DatePicture::parse(given(picture) ? std::string_view(picture.text()) : kIso);
  return evaluator.string(form.format(static_cast<std::int64_t>(std::trunc(ms)), offset));
}

Value from_millis(Evaluator& evaluator, Arguments& a) { return given(a[0]) ? formatted(evaluator, a[0].number(), a[1], a[2], 1) : Value(); }
Value now(Evaluator& evaluator, Arguments& a) { return formatted(evaluator, static_cast<double>(evaluator.world().now_ms), a[0], a[1], 0); }
Value millis(Evaluator& evaluator, Arguments&) { return Value::of(static_cast<double>(evaluator.world().now_ms)); }

// ISO 8601 as the reference accepts it: a year, and as much of the rest as there is. Without an offset it is UTC.
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : text_(text) {}

  std::optional<double> run() {
    const auto year = digits(4);
    if (!year) return std::nullopt;
    int month = 1, day = 1, hour = 0, minute = 0, second = 0;
    double milli = 0;
    if (skip('-') && !(part(2, 1, 12, month) && (!skip('-') || part(2, 1, 31, day)))) return std::nullopt;
    if (skip('T') && !(part(2, 0, 24, hour) && skip(':') && part(2, 0, 59, minute) && skip(':') && part(2, 0, 59, second))) return std::nullopt;
    if (skip('.')) {
      double scale = 100;
      if (!digit()) return std::nullopt;
      for (; digit(); ++at_, scale = std::floor(scale / 10)) milli += (text_[at_] - '0') * scale;
    }
    int zone = 0;
    if (!skip('Z') && at_ < text_.size()) {
      const bool west = text_[at_] == '-';
      int hours = 0, minutes = 0;
      if (!west && text_[at_] != '+') return std::nullopt;
      ++at_;
      if (!part(2, 0, 29, hours)) return std::nullopt;
      skip(':');
      if (!part(2, 0, 59, minutes)) return std::nullopt;
      zone = (west ? -1 : 1) * (hours * 60 + minutes);
    }
    if (at_ != text_.size() || (hour == 24 && (minute || second || milli > 0))) return std::nullopt;
    return static_cast<double>(day_ms(*year, month - 1, day)) + hour * 3'600'000.0 + minute * 60'000.0 + second * 1000.0 + milli - zone * 60'000.0;
  }

 private:
  bool digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }
  bool skip(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::optional<int> digits(int count) {
    int out = 0;
    for (int i = 0; i < count; ++i, ++at_) {
      if (!digit()) return std::nullopt;
      out = out * 10 + (text_[at_] - '0');
    }
    return out;
  }
  bool part(int count, int least, int most, int& out) {
    const auto n = digits(count);
    if (!n || *n < least || *n > most) return false;
    out = *n;
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
};

Value to_millis(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  if (!given(a[1])) {
    const auto ms = IsoReader(a[0].text()).run();
    if (!ms) throw Fault("D3110").with("value", a[0]);
    return Value::of(*ms);
  }
  evaluator.step((a[0].text().size() + a[1].text().size()) / 16);
  const auto ms = DatePicture::parse(a[1].text()).read(a[0].text(), evaluator.world().now_ms);
  return ms ? Value::of(static_cast<double>(*ms)) : Value();
}

}  // namespace

const Table& time_functions() {
  static const Table table = {
      {"now", "<s?s?:s>", 2, 2, now},
      {"millis", "<:n>", 0, 0, millis},
      {"toMillis", "<s-s?:n>", 2, 2, to_millis},
      {"fromMillis", "<n-s?s?:s>", 3, 3, from_millis},
  };
  return table;
}

}  // namespace lambent::states::jsonata
