#include <gtest/gtest.h>

#include "delivery/retry_plan.h"

namespace lambent {
namespace {

std::vector<std::int64_t> seconds(const RetryPlan& plan) {
  std::vector<std::int64_t> out;
  for (int i = 1; auto delay = plan.delay_ms(i); ++i) out.push_back(*delay / 1000);
  return out;
}

TEST(RetryPlan, GoesThroughItsPhases) {
  RetryPlan plan{1, 2, 3, 2, 10'000, 30'000, Backoff::linear};
  EXPECT_EQ(seconds(plan), (std::vector<std::int64_t>{0, 10, 10, 10, 20, 30, 30, 30}));
  EXPECT_EQ(plan.retries(), 8);
  EXPECT_FALSE(RetryPlan::never().delay_ms(1));
}

TEST(RetryPlan, GrowsByItsFunction) {
  auto with = [](Backoff function) { return seconds({0, 0, 5, 0, 1'000, 17'000, function}); };
  EXPECT_EQ(with(Backoff::linear), (std::vector<std::int64_t>{1, 5, 9, 13, 17}));
  EXPECT_EQ(with(Backoff::arithmetic), (std::vector<std::int64_t>{1, 2, 5, 10, 17}));
  EXPECT_EQ(with(Backoff::geometric), (std::vector<std::int64_t>{1, 2, 4, 8, 17}));
  EXPECT_EQ(with(Backoff::exponential), (std::vector<std::int64_t>{1, 2, 4, 8, 17}));
  for (Backoff f : {Backoff::linear, Backoff::arithmetic, Backoff::geometric, Backoff::exponential}) {
    EXPECT_EQ(seconds({0, 0, 1, 0, 5'000, 20'000, f}), std::vector<std::int64_t>{5});
    EXPECT_EQ(seconds({0, 0, 100, 0, 5'000, 20'000, f}).back(), 20);
    EXPECT_EQ(backoff_named(name_of(f)), f);
  }
}

TEST(RetryPlan, AwsTriesItsOwnEndpointsForDays) {
  RetryPlan plan = RetryPlan::aws_endpoint();
  EXPECT_EQ(plan.retries(), 100'015);
  EXPECT_FALSE(plan.patient(15));
  EXPECT_TRUE(plan.patient(16));
  std::int64_t total = 0;
  for (int i = 1; i <= plan.retries(); ++i) total += *plan.delay_ms(i);
  EXPECT_EQ(total / (24 * 3'600'000), 23);
  EXPECT_EQ(RetryPlan::customer_endpoint().retries(), 50);
  EXPECT_EQ(dump(RetryPlan::from_json(plan.to_json()).to_json()), dump(plan.to_json()));
}

}  // namespace
}  // namespace lambent
