#include "ipo/match/values.h"

#include <algorithm>
#include <cmath>

namespace lambent::ipo {
namespace {

bool same_number(double a, std::int64_t b) {
  return std::trunc(a) == a && a >= -9.2e18 && a <= 9.2e18 && static_cast<std::int64_t>(a) == b;
}

// nlohmann compares these with negative numbers modulo 2^64.
bool beyond_signed(const Json& value) { return value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX); }

}  // namespace

bool same_scalar(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    if (a.is_number_float() == b.is_number_float()) return beyond_signed(a) == beyond_signed(b) && a == b;
    const Json& fraction = a.is_number_float() ? a : b;
    const Json& whole = a.is_number_float() ? b : a;
    if (beyond_signed(whole)) return a == b;
    return same_number(fraction.get<double>(), whole.get<std::int64_t>());
  }
  return !a.is_structured() && a.type() == b.type() && a == b;
}

bool equal_values(const Json& a, const Json& b) {
  if (a.is_array() && b.is_array()) return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal_values);
  if (a.is_object() && b.is_object()) {
    if (a.size() != b.size()) return false;
    return std::all_of(a.get_ref<const Json::object_t&>().begin(), a.get_ref<const Json::object_t&>().end(), [&](const auto& member) {
      auto at = b.find(member.first);
      return at != b.end() && equal_values(member.second, *at);
    });
  }
  return same_scalar(a, b);
}

bool number_less(const Json& a, const Json& b) {
  const bool far = beyond_signed(a) != beyond_signed(b) && a.is_number_integer() && b.is_number_integer();
  return far ? beyond_signed(b) : a < b;
}

const char* type_name(const Json& value) {
  if (value.is_boolean()) return "boolean";
  return value.type_name();
}

}  // namespace lambent::ipo
