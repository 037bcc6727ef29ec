#include "mocks/states/asl/retry.h"

#include <cmath>

namespace lambent::states::asl {

bool matches(const std::vector<std::string>& errors, const std::string& error, Failed kind) {
  if (error == "States.Runtime") return false;
  for (const auto& wanted : errors) {
    if (wanted == error) return true;
    if (wanted == "States.ALL") return true;  // States.DataLimitExceeded too: AWS does catch it, whatever its guide says
    if (kind == Failed::task && wanted == "States.TaskFailed" && error != "States.Timeout" && error != "States.DataLimitExceeded")
      return true;
    if (kind == Failed::heartbeat && wanted == "States.HeartbeatTimeout") return true;
    if (kind == Failed::fan_out && wanted == "States.BranchFailed") return true;
  }
  return false;
}

Duration delay_before(const Retrier& r, std::int64_t attempt, Ids& ids) {
  double seconds = static_cast<double>(r.interval) * std::pow(r.backoff, static_cast<double>(attempt - 1));
  double limit = r.max_delay ? static_cast<double>(*r.max_delay) : 99999999.0;
  seconds = std::min(seconds, limit);
  if (r.full_jitter) seconds *= ids.fraction();
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace lambent::states::asl
