// Days and milliseconds as JavaScript's Date counts them: the proleptic Gregorian calendar in UTC.
#pragma once
#include <cstdint>

namespace lambent::states::jsonata {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr double kLatestMs = 8.64e15;  // what a Date can hold, either side of 1970

struct Date {
  std::int64_t year;
  int month, day;        // from 1
  int hour, minute, second, milli;
  int weekday;           // Monday is 1
};
Date date_of(std::int64_t ms);
// Midnight of a day; months and days beyond their range carry over. `month` from 0.
std::int64_t day_ms(std::int64_t year, std::int64_t month, std::int64_t day);

// What a letter of a date picture stands for: Y M D d F W w X x H h m s f.
std::int64_t component_of(std::int64_t ms, char letter);

}  // namespace lambent::states::jsonata
