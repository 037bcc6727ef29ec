// Pictures of dates (XPath format-dateTime): "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]".
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mocks/states/jsonata/integer_picture.h"

namespace lambent::states::jsonata {

class DatePicture {
 public:
  static DatePicture parse(std::string_view picture);  // throws Fault D3132, D3135, D3131

  // `offset` is hhmm as a number, as $fromMillis reads its time zone. Throws Fault D3133, D3134, D3130.
  std::string format(std::int64_t ms, int offset) const;
  // Milliseconds; nothing if the text does not fit. What is missing to the left is taken from `now`, to the right it
  // is the least there is. Throws Fault D3136 for gaps, D3133.
  std::optional<std::int64_t> read(std::string_view text, std::int64_t now) const;

 private:
  struct Part {
    std::string literal;
    char component = '\0';  // none: a literal
    std::optional<LetterCase> names;
    std::optional<IntegerPicture> number;
    std::optional<size_t> least, most;  // width
    char modifier = '\0';               // a t c o
    int year_digits = -1;
  };
  static Part marker(std::string_view text);
  static std::string format_part(const Part& part, std::int64_t ms, int hours, int minutes);
  static std::string format_zone(const Part& part, int hours, int minutes);
  static std::string pattern_of(const Part& part);
  static std::optional<double> read_part(const Part& part, std::string_view text);

  std::vector<Part> parts_;
};

}  // namespace lambent::states::jsonata
