// Durations as case files write them: 412ms, 2s, 1h30m, 7d, 1.5h. Each unit is one of ms, s, m, h, d.
#pragma once
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace lambent::ipo {

// Nothing for anything else, and for more than a hundred years.
std::optional<Duration> read_duration(std::string_view text);

}  // namespace lambent::ipo
