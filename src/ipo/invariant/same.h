// Values without what differs from run to run: ids, instants, request numbers. For telling whether two things are one.
#pragma once
#include <string>

#include "base/json.h"

namespace lambent::ipo {

// `text` with UUIDs, long hexadecimal numbers, ISO instants and epoch numbers replaced by what they are.
std::string without_ids(std::string text);
Json without_ids(const Json& value);  // of all texts and numbers in it

}  // namespace lambent::ipo
