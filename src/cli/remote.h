// `lambent invoke --endpoint`: the same report from an emulator that runs elsewhere, by its HTTP doors.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::cli {

// Throws Stop if the emulator cannot be reached or is none.
Json invoke_remote(const std::string& endpoint, const std::string& function, const std::string& event);

// An emulator that runs elsewhere, as it is now: what it is (GET /_lambent/api/v1/info) and its whole journal.
struct Elsewhere {
  Json info;
  std::vector<Json> entries;
};
// Throws Stop as above.
Elsewhere look_at(const std::string& endpoint);

}  // namespace lambent::cli
