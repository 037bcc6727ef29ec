#include "ipo/run/outcome.h"

namespace lambent::ipo {

const char* name_of(Verdict verdict) {
  static constexpr const char* names[] = {"passed", "failed", "skipped", "error", "timeout"};
  return names[static_cast<size_t>(verdict)];
}

const char* name_of(Problem::Kind kind) {
  static constexpr const char* names[] = {
      "effect_differs",   "effect_missing",   "effect_unexpected", "denied_differs", "denied_missing", "denied_unexpected", "response_differs",
      "error_differs",    "error_missing",    "error_unexpected",  "call_counter",   "log_line",       "state_differs",     "took",
      "snapshot",         "stub_unused",      "never_settled",     "never_happened", "invariant", "step_refused",   "world"};
  return names[static_cast<size_t>(kind)];
}

}  // namespace lambent::ipo
