// `lambent invoke --endpoint`: the same report from an emulator that runs elsewhere, by its HTTP doors.
#pragma once
#include <string>

#include "base/json.h"

namespace lambent::cli {

// Throws Stop if the emulator cannot be reached or is none.
Json invoke_remote(const std::string& endpoint, const std::string& function, const std::string& event);

}  // namespace lambent::cli
