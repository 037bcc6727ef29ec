// Nodes of a case file as Values. Internal to the reader.
#pragma once
#include "ipo/case/context.h"
#include "ipo/case/value.h"

namespace lambent::ipo {

// as_written: names and `$$` stay in it, for Interpolator::fill(). The others are finished (placeholders.h).
enum class Finish { as_written, value, matcher };

// `place` is that of the key or element the node stands at.
Value make_value(const Node& node, const Place& place, Finish finish);
std::string finished(const std::string& written, Finish finish);

}  // namespace lambent::ipo
