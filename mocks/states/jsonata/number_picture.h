// The parts of a picture of $formatNumber (XPath functions, section 4.7).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mocks/states/jsonata/value.h"

namespace lambent::states::jsonata {

std::u32string to_points(std::string_view text);
std::string from_points(const std::u32string& points);

// The characters with a meaning, by code points.
struct Characters {
  explicit Characters(const Value& options);
  std::u32string decimal = U".", grouping = U",", exponent = U"e", infinity = U"Infinity", minus = U"-", not_a_number = U"NaN", percent = U"%",
                 per_mille = U"\u2030", zero = U"0", digit = U"#", separator = U";";
  bool is_digit(char32_t c) const { return c >= zero[0] && c < zero[0] + 10; }
  bool is_active(char32_t c) const;
};

struct SubPicture {
  std::u32string prefix, suffix, whole;
  std::vector<size_t> integer_groups, fraction_groups;
  size_t regular_group = 0;  // distance of grouping separators if it is always the same
  size_t least_integer = 0, least_fraction = 0, most_fraction = 0, least_exponent = 0, scaling = 0;

  static SubPicture parse(const std::u32string& text, const Characters& characters);  // throws Fault
};

std::vector<SubPicture> parse_number_picture(std::string_view picture, const Characters& characters);  // one or two

}  // namespace lambent::states::jsonata
