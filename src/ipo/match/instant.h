// Instants in the notations that AWS services, functions and mails use.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"

namespace lambent::ipo {

// ISO 8601 with Z, +01:00 or +0100; 20260102T030405Z; an HTTP date; epoch seconds or milliseconds (from 1e11 on, which
// as seconds would be the year 5138) as a number or as digits. Nothing for anything else.
std::optional<TimePoint> read_instant(const Json& value);
std::optional<TimePoint> read_epoch(const Json& value);
std::optional<TimePoint> read_iso(const Json& value);

// "now", "now-7d", "now+1h30m": the distance from now. Nothing for anything else.
std::optional<Duration> read_now_offset(std::string_view text);

}  // namespace lambent::ipo
