// Retry and Catch: which entry handles an error, and how long to wait before the next attempt.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "mocks/states/asl/form.h"

namespace lambent::states::asl {

struct Retrier {
  std::vector<std::string> errors;
  std::int64_t interval = 1;
  std::int64_t max_attempts = 3;
  double backoff = 2.0;
  std::optional<std::int64_t> max_delay;
  bool full_jitter = false;
};

struct Catcher {
  std::vector<std::string> errors;
  std::string next;
  bool drops = false;                         // ResultPath: null
  std::optional<path::JsonPath> result_path;  // none: the whole
  std::string result_text = "$";
  std::optional<Form> assign, output;         // output: JSONata
};

// What kind of work failed decides what the wildcards match.
enum class Failed { task, fan_out, heartbeat };  // heartbeat: a task that missed one

// ErrorEquals against an error name (spec/states.md section 7): States.ALL matches all but States.Runtime,
// States.TaskFailed any task error but States.Timeout and States.DataLimitExceeded.
bool matches(const std::vector<std::string>& errors, const std::string& error, Failed kind);

// The delay before attempt number `attempt` (1 is the first retry).
Duration delay_before(const Retrier& retrier, std::int64_t attempt, Ids& ids);

}  // namespace lambent::states::asl
