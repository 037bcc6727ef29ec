#include "ipo/case/duration.h"

#include <cmath>

namespace lambent::ipo {
namespace {

constexpr double kMost = 100.0 * 366 * 86400;  // seconds

// The unit at the head of `text` in seconds, cut off it; 0 if there is none.
double cut_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    double seconds;
  };
  static constexpr Unit units[] = {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
  for (const auto& unit : units)
    if (text.starts_with(unit.name)) {
      text.remove_prefix(unit.name.size());
      return unit.seconds;
    }
  return 0;
}

bool digit(std::string_view text) { return !text.empty() && text[0] >= '0' && text[0] <= '9'; }

}  // namespace

std::optional<Duration> read_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Duration out{};
  double all = 0;
  while (!text.empty()) {
    if (!digit(text)) return std::nullopt;
    double number = 0;
    for (; digit(text); text.remove_prefix(1)) number = number * 10 + (text[0] - '0');
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      if (!digit(text)) return std::nullopt;
      for (double part = 0.1; digit(text); text.remove_prefix(1), part /= 10) number += part * (text[0] - '0');
    }
    double unit = cut_unit(text);
    all += number * unit;
    if (unit == 0 || !(all <= kMost)) return std::nullopt;
    out += Duration(std::llround(number * unit * 1e9));
  }
  return out;
}

}  // namespace lambent::ipo
