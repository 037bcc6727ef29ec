#include "delivery/retry_plan.h"

#include <cmath>

namespace lambent {
namespace {

constexpr const char* kNames[] = {"linear", "arithmetic", "geometric", "exponential"};
constexpr int kPatientFrom = 1000;  // a last phase of more retries than this is one of days

// How far from the least to the greatest delay, 0 to 1, retry i of n is.
double growth(Backoff function, int i, int n, double least, double greatest) {
  if (n <= 1) return 0;
  double x = static_cast<double>(i) / (n - 1);
  switch (function) {
    case Backoff::linear: return x;
    case Backoff::arithmetic: return static_cast<double>(i) * (i + 1) / (static_cast<double>(n - 1) * n);
    case Backoff::geometric: {
      double from = std::max(least, 1.0);
      return greatest > from ? (from * std::pow(greatest / from, x) - from) / (greatest - from) : x;
    }
    case Backoff::exponential: return n > 60 ? (i == n - 1 ? 1 : std::pow(2.0, i - n + 1)) : (std::pow(2.0, i) - 1) / (std::pow(2.0, n - 1) - 1);
  }
  return x;
}

}  // namespace

const char* name_of(Backoff function) { return kNames[static_cast<size_t>(function)]; }

std::optional<Backoff> backoff_named(std::string_view name) {
  for (size_t i = 0; i < std::size(kNames); ++i)
    if (name == kNames[i]) return static_cast<Backoff>(i);
  return std::nullopt;
}

std::optional<std::int64_t> RetryPlan::delay_ms(int retry) const {
  int left = retry - 1;
  if (left < 0 || retry > retries()) return std::nullopt;
  if (left < no_delay) return 0;
  left -= no_delay;
  if (left < pre_backoff) return min_delay_ms;
  left -= pre_backoff;
  if (left >= backoff) return max_delay_ms;
  double least = static_cast<double>(min_delay_ms), greatest = static_cast<double>(max_delay_ms);
  return std::llround(least + (greatest - least) * growth(function, left, backoff, least, greatest));
}

bool RetryPlan::patient(int retry) const { return post_backoff > kPatientFrom && retry > no_delay + pre_backoff + backoff; }

RetryPlan RetryPlan::aws_endpoint() { return {3, 2, 10, 100'000, 1'000, 20'000, Backoff::exponential}; }

RetryPlan RetryPlan::customer_endpoint() { return {0, 2, 10, 38, 10'000, 600'000, Backoff::exponential}; }

Json RetryPlan::to_json() const {
  return object({{"noDelay", no_delay}, {"preBackoff", pre_backoff}, {"backoff", backoff}, {"postBackoff", post_backoff},
                 {"min", min_delay_ms}, {"max", max_delay_ms}, {"function", name_of(function)}});
}

RetryPlan RetryPlan::from_json(const Json& j) {
  auto count = [&](const char* name) { return static_cast<int>(int_at(j, name)); };
  return {count("noDelay"), count("preBackoff"), count("backoff"), count("postBackoff"), int_at(j, "min"), int_at(j, "max"),
          backoff_named(text_at(j, "function")).value_or(Backoff::linear)};
}

}  // namespace lambent
