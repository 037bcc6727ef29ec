// One choice of an EventBridge pattern: an exact value or {"prefix": "a"}. Internal to src/ipo/match.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/json.h"
#include "ipo/match/difference.h"

namespace lambent::ipo {

// Asked of a single value, or of null where the event has none.
using EventChoice = std::function<bool(const Json* value)>;

// Nothing, and a Mistake, if it is no choice.
std::optional<EventChoice> read_event_choice(const Json& choice, const std::string& place, Mistakes& mistakes);

}  // namespace lambent::ipo
