#include "ipo/match/duration.h"

#include <gtest/gtest.h>

namespace lambent::ipo {
namespace {

TEST(Duration, ReadsWhatPeopleWrite) {
  EXPECT_EQ(parse_duration("7d"), 604'800'000);
  EXPECT_EQ(parse_duration("1h30m"), 5'400'000);
  EXPECT_EQ(parse_duration("412ms"), 412);
  EXPECT_EQ(parse_duration("60s"), 60'000);
  EXPECT_EQ(parse_duration("2.5s"), 2'500);
  EXPECT_EQ(parse_duration("1h0.001s"), 3'600'001);
  EXPECT_EQ(parse_duration("-1d"), -86'400'000);
  EXPECT_EQ(parse_duration("0s"), 0);
  EXPECT_EQ(parse_duration("1.50ms"), std::nullopt);
  EXPECT_EQ(parse_duration("106751991167d7h12m55s807ms"), INT64_MAX);
}

TEST(Duration, RefusesWhatIsNone) {
  for (const char* text : {"", "-", "5", "s", "7 days", "7days", "30m1h", "1s1s", "1.5h30m", "0.5ms", "1e3s", "+1s", "--1s", "1.s", ".5s", "1s ", " 1s", "1D", "1w",
                           "106751991167d7h12m55s808ms", "9999999999999999999d", "999999999999999999d", "0.0000000000001d"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Duration, FormatsTheShortestTextThatReadsBack) {
  EXPECT_EQ(format_duration(0), "0s");
  EXPECT_EQ(format_duration(60'500), "1m500ms");
  EXPECT_EQ(format_duration(-5'400'000), "-1h30m");
  for (std::int64_t n : {std::int64_t{1}, std::int64_t{999}, std::int64_t{86'400'001}, INT64_MAX, -INT64_MAX}) EXPECT_EQ(parse_duration(format_duration(n)), n);
  EXPECT_EQ(format_duration(INT64_MIN), "-106751991167d7h12m55s808ms");
}

}  // namespace
}  // namespace lambent::ipo
