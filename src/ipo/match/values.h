// When JSON values are equal: by value, not by notation. 1 equals 1.0, keys may come in any order; nothing equals a value of
// another type, and integers beyond 2^53 are not rounded.
#pragma once
#include "base/json.h"

namespace lambent::ipo {

bool same_scalar(const Json& a, const Json& b);   // false for arrays and objects
bool equal_values(const Json& a, const Json& b);  // deep
bool number_less(const Json& a, const Json& b);   // of two numbers
const char* type_name(const Json& value);         // as $type names it: "number" for integers too

}  // namespace lambent::ipo
