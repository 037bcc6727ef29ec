// Values that differ from a valid one in one thing.
#pragma once
#include <vector>

#include "base/json.h"

namespace lambent::ipo {

// Each with one part of another type, gone, too much, too long, beside a limit (`limits`: the numbers a schema names).
// Which of them a schema refuses, its checker knows. In an order that depends on the value alone.
std::vector<Json> broken_in_one_way(const Json& value, const std::vector<double>& limits);

}  // namespace lambent::ipo
