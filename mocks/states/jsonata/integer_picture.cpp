#include "mocks/states/jsonata/integer_picture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/json_text.h"
#include "mocks/states/jsonata/number_picture.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

// The zeros of the decimal digit families of Unicode's basic plane.
constexpr char32_t kZeros[] = {0x30,   0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
                               0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
                               0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10};
constexpr std::pair<int, std::string_view> kRoman[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                                                       {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
constexpr double kMostRoman = 1e6;  // a thousand letters

size_t regular_distance(const std::vector<IntegerPicture::Separator>& separators) {
  if (separators.empty()) return 0;
  size_t factor = 0;
  for (const auto& s : separators) {
    if (s.character != separators[0].character) return 0;
    factor = std::gcd(factor, s.position);
  }
  if (factor == 0) return 0;
  for (size_t i = 1; i <= separators.size(); ++i)
    if (std::none_of(separators.begin(), separators.end(), [&](const auto& s) { return s.position == i * factor; })) return 0;
  return factor;
}

void read_digits(IntegerPicture& out, std::string_view form) {
  const std::u32string points = to_points(form);
  size_t position = 0;
  bool known = false;
  for (size_t i = points.size(); i-- > 0;) {
    const char32_t c = points[i];
    const auto* zero = std::find_if(std::begin(kZeros), std::end(kZeros), [&](char32_t z) { return c >= z && c <= z + 9; });
    if (zero != std::end(kZeros)) {
      if (known && out.zero != *zero) throw Fault("D3131");
      known = true;
      out.zero = *zero;
      ++out.mandatory;
      ++position;
    } else if (c == U'#') {
      ++out.optional;
      ++position;
    } else {
      out.separators.push_back({position, from_points(std::u32string(1, c))});
    }
  }
  if (out.mandatory == 0) {
    out.form = IntegerPicture::Form::sequence;
    out.token = form;
    return;
  }
  if (const size_t distance = regular_distance(out.separators)) {
    out.regular = true;
    out.separators = {{distance, out.separators[0].character}};
  }
}

std::string roman(double n) {
  std::string out;
  if (n > kMostRoman) return out;
  for (const auto& [value, letters] : kRoman)
    for (; n >= value; n -= value) out += letters;
  return out;
}

std::string letters_of(double n, char a) {
  std::string out;
  for (; n > 0; n = std::floor((n - 1) / 26)) out.insert(out.begin(), static_cast<char>(a + static_cast<int>(std::fmod(n - 1, 26))));
  return out;
}

std::string digits_of(const IntegerPicture& picture, double n) {
  std::u32string out = to_points(number_text(n));
  if (out.size() < picture.mandatory) out.insert(0, picture.mandatory - out.size(), U'0');
  if (picture.zero != U'0')
    for (char32_t& c : out) c += picture.zero - U'0';
  if (picture.regular) {
    const size_t distance = picture.separators[0].position;
    for (size_t i = (out.size() - 1) / distance; i > 0; --i) out.insert(out.size() - i * distance, to_points(picture.separators[0].character));
  } else {
    for (size_t i = picture.separators.size(); i-- > 0;) {
      const auto& s = picture.separators[i];
      out.insert(s.position <= out.size() ? out.size() - s.position : 0, to_points(s.character));
    }
  }
  if (picture.ordinal) {
    const char32_t last = out.back();
    const bool teen = out.size() > 1 && out[out.size() - 2] == U'1';
    out += teen ? U"th" : last == U'1' ? U"st" : last == U'2' ? U"nd" : last == U'3' ? U"rd" : U"th";
  }
  return from_points(out);
}

}  // namespace

IntegerPicture IntegerPicture::parse(std::string_view picture) {
  IntegerPicture out;
  const size_t semicolon = picture.rfind(';');
  const std::string_view form = picture.substr(0, semicolon);
  out.ordinal = semicolon != std::string_view::npos && picture.substr(semicolon + 1).starts_with('o');
  static constexpr struct {
    std::string_view token;
    Form form;
    LetterCase letters;
  } kForms[] = {{"A", Form::letters, LetterCase::upper}, {"a", Form::letters, LetterCase::lower}, {"I", Form::roman, LetterCase::upper},
                {"i", Form::roman, LetterCase::lower},   {"W", Form::words, LetterCase::upper},   {"Ww", Form::words, LetterCase::title},
                {"w", Form::words, LetterCase::lower}};
  for (const auto& known : kForms)
    if (known.token == form) {
      out.form = known.form;
      out.letters = known.letters;
      return out;
    }
  read_digits(out, form);
  return out;
}

std::string IntegerPicture::format(double n) const {
  const std::string sign = n < 0 ? "-" : "";
  n = std::abs(n);
  switch (form) {
    case Form::letters: return sign + letters_of(n, letters == LetterCase::upper ? 'A' : 'a');
    case Form::roman: return sign + (letters == LetterCase::upper ? upper(roman(n)) : roman(n));
    case Form::words: {
      const std::string words = number_in_words(n, ordinal);
      return sign + (letters == LetterCase::upper ? upper(words) : letters == LetterCase::lower ? lower(words) : words);
    }
    case Form::decimal: return sign + digits_of(*this, n);
    case Form::sequence: break;
  }
  throw Fault("D3130").with_text("value", token);
}

double IntegerPicture::read(std::string_view text) const {
  switch (form) {
    case Form::letters: {
      double out = 0;
      for (char c : text) out = out * 26 + (c - (letters == LetterCase::upper ? 'A' : 'a') + 1);
      return out;
    }
    case Form::roman: {
      double out = 0, most = 1;
      for (size_t i = text.size(); i-- > 0;) {
        static constexpr std::string_view kLetters = "IVXLCDM";
        static constexpr double kValues[] = {1, 5, 10, 50, 100, 500, 1000};
        const size_t at = kLetters.find(letters == LetterCase::upper ? text[i] : static_cast<char>(text[i] & ~0x20));
        if (at == std::string_view::npos) return std::nan("");
        if (kValues[at] < most) out -= kValues[at];
        else out += most = kValues[at];
      }
      return out;
    }
    case Form::words: return words_to_number(lower(text));
    case Form::decimal: {
      std::string digits(text);
      if (ordinal) digits.resize(digits.size() - std::min<size_t>(2, digits.size()));
      if (regular) digits = replace_all(digits, ",", "");
      else
        for (const auto& s : separators) digits = replace_all(digits, s.character, "");
      std::string plain;
      for (char32_t c : to_points(digits)) append_utf8(plain, c >= zero && c <= zero + 9 ? c - zero + U'0' : c);
      size_t end = plain.starts_with('-') ? 1 : 0;
      while (end < plain.size() && plain[end] >= '0' && plain[end] <= '9') ++end;
      return parse_number(std::string_view(plain).substr(0, end)).value_or(std::nan(""));
    }
    case Form::sequence: break;
  }
  throw Fault("D3130").with_text("value", token);
}

std::string IntegerPicture::pattern() const {
  switch (form) {
    case Form::letters: return letters == LetterCase::upper ? "[A-Z]+" : "[a-z]+";
    case Form::roman: return letters == LetterCase::upper ? "[MDCLXVI]+" : "[mdclxvi]+";
    case Form::words: return "(?:" + join(number_words(), "|") + "|and|[\\-, ])+";
    case Form::decimal: {
      std::string out = "[0-9]";
      if (width > 0 && width <= 1000) {
        const int least = std::max(0, width - static_cast<int>(std::min<size_t>(optional, 1000)));
        out += optional == 0 ? "{" + std::to_string(width) + "}" : "{" + std::to_string(least) + "," + std::to_string(width) + "}";
      } else {
        out += "+";
      }
      return ordinal ? out + "(?:th|st|nd|rd)" : out;
    }
    case Form::sequence: break;
  }
  throw Fault("D3130").with_text("value", token);
}

}  // namespace lambent::states::jsonata
