// When a delivery that failed is tried again: four phases one after another, as in SNS's delivery policies.
//
//   at once `no_delay` times, after `min_delay` `pre_backoff` times, after delays that grow from min_delay to max_delay
//   `backoff` times, after `max_delay` `post_backoff` times; then it is given up.
//
// AWS source: SNS developer guide, "Amazon SNS message delivery retries". It shows the growth of the four functions in a
// picture and gives no formulas; those here have its ends and its order (exponential stays low longest, linear is highest).
#pragma once
#include <optional>

#include "base/clock.h"
#include "base/json.h"

namespace lambent {

enum class Backoff { linear, arithmetic, geometric, exponential };
const char* name_of(Backoff function);
std::optional<Backoff> backoff_named(std::string_view name);

struct RetryPlan {
  int no_delay = 0, pre_backoff = 0, backoff = 0, post_backoff = 0;
  std::int64_t min_delay_ms = 0, max_delay_ms = 0;
  Backoff function = Backoff::linear;

  int retries() const { return no_delay + pre_backoff + backoff + post_backoff; }
  // Before the retry of that number, from 1; nothing: no more.
  std::optional<std::int64_t> delay_ms(int retry) const;
  // The long last phase of AWS's own endpoints: days of tries, for which nobody waits.
  bool patient(int retry) const;

  static RetryPlan never() { return {}; }
  static RetryPlan aws_endpoint();     // SQS, Lambda, Firehose: 100,015 retries over 23 days
  static RetryPlan customer_endpoint();  // SMTP, SMS, mobile push: 50 retries over 6 hours

  Json to_json() const;
  static RetryPlan from_json(const Json& j);
};

}  // namespace lambent
