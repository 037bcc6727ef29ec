// Pictures of whole numbers (XPath format-integer): "1", "0001", "#,##0", "A", "i", "Ww;o", in $formatInteger,
// $parseInteger and inside date pictures.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::states::jsonata {

enum class LetterCase { lower, upper, title };

struct IntegerPicture {
  enum class Form { decimal, letters, roman, words, sequence };
  struct Separator {
    size_t position;  // digits to its right
    std::string character;
  };
  Form form = Form::decimal;
  LetterCase letters = LetterCase::lower;
  bool ordinal = false;
  bool regular = false;                // one separator, every `separators[0].position` digits
  char32_t zero = U'0';
  size_t mandatory = 0, optional = 0;  // digits
  std::vector<Separator> separators;
  std::string token;                   // sequence: what it began with
  int width = 0;                       // in dates: how many digits are read, 0 any

  static IntegerPicture parse(std::string_view picture);  // throws Fault D3131
  std::string format(double n) const;                     // throws Fault D3130
  double read(std::string_view text) const;               // NaN if it cannot; throws Fault D3130
  std::string pattern() const;                            // a regular expression of what read() takes
};

std::string number_in_words(double n, bool ordinal);
double words_to_number(std::string_view lower_case);
const std::vector<std::string>& number_words();

}  // namespace lambent::states::jsonata
