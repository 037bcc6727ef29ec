// One delivery of an event to a function, and what became of it. Plain values.
#pragma once
#include <cstdint>
#include <string>

#include "base/clock.h"

namespace lambent::lambda {

inline constexpr size_t kLargestEvent = 6 * 1024 * 1024;
inline constexpr size_t kLargestAsyncEvent = 1024 * 1024;
inline constexpr size_t kLargestResponse = 6'291'556;  // 6 MiB + 100 bytes

struct Invocation {
  std::string request_id, event, invoked_arn;
  std::string trace;           // Root=...;Parent=...;Sampled=0
  std::string client_context;  // decoded; empty if there is none
};

enum class Ending { success, error, timeout };  // as REPORT's Status tells: nothing, error, timeout

struct Answer {
  Ending ending = Ending::success;
  std::string payload;     // of the function, or Lambda's own words
  std::string error_type;  // cleaned, for the log; empty on success
};

struct Outcome {
  Answer answer;
  Duration duration{};        // real; a repeated initialisation counts
  Duration init{};            // real; zero unless this was the cold start and it succeeded
  std::int64_t peak_kib = 0;  // largest memory of the runtime so far
};

// {"errorType":T,"errorMessage":"RequestId: <id> Error: <text>"}, the body the platform writes itself.
std::string platform_error(const std::string& type, const std::string& request_id, const std::string& text);

}  // namespace lambent::lambda
