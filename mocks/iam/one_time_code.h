// Time-based one-time passwords of six digits, as MFA devices show them. AWS source: RFC 6238 with SHA-1 and 30 seconds.
#pragma once
#include <string>

#include "base/clock.h"

namespace lambent::iam {

std::string base32_encode(std::string_view bytes);  // without padding

// The code a device with this secret (raw bytes) shows at an instant, `steps` half minutes later.
std::string one_time_code(const std::string& secret, TimePoint at, int steps = 0);

// Whether it is shown now, or was or will be within a step: clocks differ.
bool code_fits(const std::string& secret, TimePoint now, const std::string& code);
// Whether the two follow each other, near enough to now, as when a device is enabled.
bool codes_follow(const std::string& secret, TimePoint now, const std::string& first, const std::string& second);

}  // namespace lambent::iam
