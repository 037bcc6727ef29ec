// Numbers of filter policies: from -10^9 to 10^9, compared to five decimals.
#pragma once
#include <cmath>

namespace lambent::sns {

inline bool comparable(double n) { return n >= -1e9 && n <= 1e9; }
inline long long five_decimals(double n) { return std::llround(n * 1e5); }
inline bool same(double a, double b) { return comparable(a) && comparable(b) && five_decimals(a) == five_decimals(b); }
inline bool less(double a, double b) { return comparable(a) && comparable(b) && five_decimals(a) < five_decimals(b); }

}  // namespace lambent::sns
