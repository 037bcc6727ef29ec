// Reading a date by its picture.
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "mocks/states/jsonata/calendar.h"
#include "mocks/states/jsonata/date_names.h"
#include "mocks/states/jsonata/date_picture.h"
#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {
namespace {

using Components = std::map<char, double>;

// Which of the ways to name a day or a time the components that are not zero make up: all of them must belong to it.
bool made_of(const Components& components, std::string_view all, std::string_view way) {
  bool some = false;
  for (char letter : all) {
    const auto it = components.find(letter);
    if (it == components.end() || it->second == 0) continue;
    if (way.find(letter) == std::string_view::npos) return false;
    some = true;
  }
  return some;
}

double value_of(const Components& components, char letter) {
  const auto it = components.find(letter);
  return it == components.end() ? 0 : it->second;
}

// Parts left of those given come from now, parts right of them are the least; a gap in between is refused.
void complete(Components& components, std::string_view order, std::int64_t now) {
  bool started = false, ended = false;
  for (char letter : order) {
    if (components.contains(letter)) {
      started = true;
      if (ended) throw Fault("D3136");
    } else if (started) {
      components[letter] = std::string_view("MDd").find(letter) != std::string_view::npos ? 1 : 0;
      ended = true;
    } else {
      components[letter] = letter == 'P' ? (date_of(now).hour >= 12 ? 2 : 0) : static_cast<double>(component_of(now, letter));
    }
  }
}

std::optional<std::int64_t> instant_of(Components& components, std::int64_t now) {
  constexpr std::string_view kDays = "YXMxWwdD", kTimes = "PHhmsf";
  const bool by_day_of_year = !made_of(components, kDays, "YMD") && made_of(components, kDays, "Yd");
  const bool by_month_week = made_of(components, kDays, "Xxw");
  const bool by_week = !by_month_week && made_of(components, kDays, "XW");
  const bool twelve_hours = !made_of(components, kTimes, "Hmsf") && made_of(components, kTimes, "Phmsf");
  std::string order = by_day_of_year ? "YD" : by_month_week ? "XxwF" : by_week ? "XWF" : "YMD";
  complete(components, order += twelve_hours ? "Phmsf" : "Hmsf", now);
  if (by_month_week || by_week) throw Fault("D3136");  // week dates cannot be read
  double month = value_of(components, 'M'), day = value_of(components, 'D');
  month = month > 0 ? month - 1 : 0;
  if (by_day_of_year) {
    month = 0;
    day = value_of(components, 'd');
  }
  double hour = value_of(components, 'H');
  if (twelve_hours) {
    hour = value_of(components, 'h') == 12 ? 0 : value_of(components, 'h');
    if (value_of(components, 'P') == 1) hour += 12;
  }
  double year = value_of(components, 'Y');
  if (year >= 0 && year <= 99) year += 1900;  // as Date.UTC
  for (double part : {year, month, day, hour, value_of(components, 'm'), value_of(components, 's'), value_of(components, 'f')})
    if (!(std::abs(part) < 1e7)) return std::nullopt;
  const double zone = value_of(components, components.contains('Z') && value_of(components, 'Z') != 0 ? 'Z' : 'z');
  const double time = hour * 3'600'000 + value_of(components, 'm') * 60'000 + value_of(components, 's') * 1000 + value_of(components, 'f') - zone * 60'000;
  const double out = static_cast<double>(day_ms(static_cast<std::int64_t>(year), static_cast<std::int64_t>(month), static_cast<std::int64_t>(day))) + time;
  if (!(std::abs(out) <= kLatestMs)) return std::nullopt;
  return static_cast<std::int64_t>(out);
}

double zone_minutes(std::string_view text, const IntegerPicture& number) {
  const auto integer = [](std::string_view t) { return std::strtod(std::string(t.substr(0, 9)).c_str(), nullptr); };
  if (number.regular) {
    const size_t at = text.find(number.separators[0].character);
    return integer(text.substr(0, at)) * 60 + (at == std::string_view::npos ? 0 : integer(text.substr(at + number.separators[0].character.size())));
  }
  if (text.size() <= 3) return integer(text) * 60;
  return integer(text.substr(0, 3)) * 60 + integer(text.substr(3));
}

}  // namespace

std::string DatePicture::pattern_of(const Part& part) {
  if (!part.component) return RE2::QuoteMeta(part.literal);
  if (part.component == 'Z' || part.component == 'z') {
    std::string out = part.component == 'z' ? "GMT[-+][0-9]+" : "[-+][0-9]+";
    if (part.number->regular) out += RE2::QuoteMeta(part.number->separators[0].character) + "[0-9]+";
    return out;
  }
  if (part.number) return part.number->pattern();
  if (std::string_view("MxFP").find(part.component) == std::string_view::npos) throw Fault("D3133").with_text("value", std::string(1, part.component));
  return "[a-zA-Z]+";
}

std::optional<double> DatePicture::read_part(const Part& part, std::string_view text) {
  if (part.component == 'Z' || part.component == 'z') return zone_minutes(part.component == 'z' ? text.substr(3) : text, *part.number);
  if (part.number) return part.number->read(text);
  if (part.component == 'P') {
    if (text == "am" || text == "AM") return 0;
    if (text == "pm" || text == "PM") return 1;
    return std::nullopt;
  }
  const auto& names = part.component == 'F' ? day_names() : month_names();
  for (size_t i = 0; i < names.size(); ++i)
    if (names[i].substr(0, part.most && *part.most > 0 ? *part.most : std::string::npos) == text) return static_cast<double>(i + 1);
  return std::nullopt;
}

std::optional<std::int64_t> DatePicture::read(std::string_view text, std::int64_t now) const {
  std::string pattern;
  for (const auto& part : parts_) pattern += "(" + pattern_of(part) + ")";
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(false);
  const RE2 program(pattern, options);
  if (!program.ok()) return std::nullopt;
  std::vector<re2::StringPiece> found(parts_.size() + 1);
  if (!program.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::ANCHOR_BOTH, found.data(), static_cast<int>(found.size()))) return std::nullopt;
  Components components;
  bool any = false;
  for (size_t i = 0; i < parts_.size(); ++i) {
    if (!parts_[i].component) continue;
    any = true;
    if (const auto value = read_part(parts_[i], std::string_view(found[i + 1].data(), found[i + 1].size()))) {
      if (std::isnan(*value)) return std::nullopt;
      components[parts_[i].component] = *value;
    }
  }
  if (!any) return std::nullopt;
  return instant_of(components, now);
}

}  // namespace lambent::states::jsonata
