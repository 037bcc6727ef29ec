#include "mocks/states/jsonata/calendar.h"

#include <algorithm>

namespace lambent::states::jsonata {
namespace {

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
std::int64_t floor_modulo(std::int64_t a, std::int64_t b) { return a - floor_divide(a, b) * b; }

// The first week is the one with the first Thursday; weeks begin on Monday.
std::int64_t first_week(std::int64_t year, std::int64_t month) {
  const std::int64_t first = day_ms(year, month, 1);
  const int weekday = date_of(first).weekday;
  return weekday > 4 ? first + (8 - weekday) * kDayMs : first - (weekday - 1) * kDayMs;
}

std::int64_t weeks_between(std::int64_t start, std::int64_t day) { return floor_divide(day - start, kDayMs * 7) + 1; }

// The week of a day in a year (step 12 months) or a month (step 1).
std::int64_t week_in(std::int64_t today, std::int64_t year, std::int64_t month, std::int64_t step, std::int64_t usual) {
  const std::int64_t week = weeks_between(first_week(year, month), today);
  if (week > usual) return today >= first_week(year, month + step) ? 1 : week;
  if (week < 1) return weeks_between(first_week(year, month - step), today);
  return week;
}

}  // namespace

std::int64_t day_ms(std::int64_t year, std::int64_t month, std::int64_t day) {
  year += floor_divide(month, 12);
  month = floor_modulo(month, 12) + 1;
  // Years begin in March, so that the leap day is the last; eras of 400 years are all alike.
  const std::int64_t y = month <= 2 ? year - 1 : year, era = floor_divide(y, 400), of_era = y - era * 400;
  const std::int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
  return (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 + day - 1) * kDayMs;
}

Date date_of(std::int64_t ms) {
  const std::int64_t days = floor_divide(ms, kDayMs), in_day = ms - days * kDayMs;
  const std::int64_t shifted = days + 719468, era = floor_divide(shifted, 146097), of_era = shifted - era * 146097;
  const std::int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t m = (5 * of_year + 2) / 153;
  Date out{};
  out.day = static_cast<int>(of_year - (153 * m + 2) / 5 + 1);
  out.month = static_cast<int>(m < 10 ? m + 3 : m - 9);
  out.year = year_of_era + era * 400 + (out.month <= 2 ? 1 : 0);
  out.hour = static_cast<int>(in_day / 3'600'000);
  out.minute = static_cast<int>(in_day / 60'000 % 60);
  out.second = static_cast<int>(in_day / 1000 % 60);
  out.milli = static_cast<int>(in_day % 1000);
  out.weekday = static_cast<int>(floor_modulo(days + 3, 7)) + 1;  // 1970 began on a Thursday
  return out;
}

std::int64_t component_of(std::int64_t ms, char letter) {
  const Date d = date_of(ms);
  const std::int64_t today = day_ms(d.year, d.month - 1, d.day), month = d.month - 1;
  switch (letter) {
    case 'Y': return d.year;
    case 'M': return d.month;
    case 'D': return d.day;
    case 'd': return (today - day_ms(d.year, 0, 1)) / kDayMs + 1;
    case 'F': return d.weekday;
    case 'W': return week_in(today, d.year, 0, 12, 52);
    case 'w': return week_in(today, d.year, month, 1, 4);
    case 'X': return d.year + (ms < first_week(d.year, 0) ? -1 : ms >= first_week(d.year + 1, 0) ? 1 : 0);
    case 'x': {
      const std::int64_t by = ms < first_week(d.year, month) ? -1 : ms >= first_week(d.year, month + 1) ? 1 : 0;
      return floor_modulo(month + by, 12) + 1;
    }
    case 'H': return d.hour;
    case 'h': return d.hour % 12 == 0 ? 12 : d.hour % 12;
    case 'm': return d.minute;
    case 's': return d.second;
    case 'f': return d.milli;
    default: return 0;
  }
}

}  // namespace lambent::states::jsonata
