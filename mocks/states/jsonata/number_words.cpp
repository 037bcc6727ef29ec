// Numbers in English words, both ways.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/text.h"
#include "mocks/states/jsonata/integer_picture.h"

namespace lambent::states::jsonata {
namespace {

constexpr std::string_view kFew[] = {"Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
                                     "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"};
constexpr std::string_view kOrdinals[] = {"Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh",
                                          "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth"};
constexpr std::string_view kTens[] = {"Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety", "Hundred"};
constexpr std::string_view kMagnitudes[] = {"Thousand", "Million", "Billion", "Trillion"};

std::string words(double n, bool after, bool ordinal) {
  std::string out;
  if (n <= 19) {
    const auto i = static_cast<size_t>(n);
    return std::string(after ? " and " : "") + std::string(ordinal ? kOrdinals[i] : kFew[i]);
  }
  double rest;
  if (n < 100) {
    out = std::string(after ? " and " : "") + std::string(kTens[static_cast<size_t>(n / 10) - 2]);
    rest = std::fmod(n, 10);
    if (rest > 0) return out + "-" + words(rest, false, ordinal);
    if (ordinal) out = out.substr(0, out.size() - 1) + "ieth";
    return out;
  }
  if (n < 1000) {
    out = std::string(after ? ", " : "") + std::string(kFew[static_cast<size_t>(n / 100)]) + " Hundred";
    rest = std::fmod(n, 100);
  } else {
    const size_t magnitude = std::min<size_t>(4, static_cast<size_t>(std::log10(n) / 3));
    const double factor = std::pow(10, static_cast<double>(magnitude) * 3), head = std::floor(n / factor);
    out = std::string(after ? ", " : "") + words(head, false, false) + " " + std::string(kMagnitudes[magnitude - 1]);
    rest = n - head * factor;
  }
  if (rest > 0) return out + words(rest, true, ordinal);
  return ordinal ? out + "th" : out;
}

const std::unordered_map<std::string, double>& values() {
  static const auto made = [] {
    std::unordered_map<std::string, double> out;
    for (size_t i = 0; i < 20; ++i) out[lower(kFew[i])] = out[lower(kOrdinals[i])] = static_cast<double>(i);
    for (size_t i = 0; i < 9; ++i) {
      const std::string word = lower(kTens[i]);
      out[word] = out[word.substr(0, word.size() - 1) + "ieth"] = static_cast<double>(i + 2) * 10;
    }
    out["hundredth"] = 100;
    for (size_t i = 0; i < 4; ++i) out[lower(kMagnitudes[i])] = out[lower(kMagnitudes[i]) + "th"] = std::pow(10, static_cast<double>(i + 1) * 3);
    return out;
  }();
  return made;
}

}  // namespace

std::string number_in_words(double n, bool ordinal) { return std::isfinite(n) ? words(n, false, ordinal) : std::string(); }

// Words stand apart by blanks, hyphens, commas with a blank, or "and".
double words_to_number(std::string_view text) {
  std::string plain = replace_all(replace_all(std::string(text), ", ", " "), " and ", " ");
  for (char& c : plain)
    if (c == '-' || c == '\\' || c == '\t' || c == '\n') c = ' ';
  std::vector<double> parts{0};
  for (const auto& word : split(plain, ' ')) {
    const auto it = values().find(word);
    if (it == values().end()) return std::nan("");
    if (it->second >= 100) {
      parts.back() *= it->second;
    } else if (parts.back() >= 1000) {
      parts.push_back(it->second);
    } else {
      parts.back() += it->second;
    }
  }
  double out = 0;
  for (double part : parts) out += part;
  return out;
}

const std::vector<std::string>& number_words() {
  static const auto made = [] {
    std::vector<std::string> out;
    for (const auto& [word, value] : values()) out.push_back(word);
    // Longer words first: "sixteen" before "six".
    std::sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
    return out;
  }();
  return made;
}

}  // namespace lambent::states::jsonata
