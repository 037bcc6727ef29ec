#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "mocks/states/jsonata/json_text.h"

namespace lambent::states::jsonata {
namespace {

// Significant digits without a point, and the exponent of the first: 1.25e3 is "125", 3.
struct Digits {
  std::string text;
  int exponent;
};

Digits shortest(double n) {
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, n, std::chars_format::scientific).ptr;
  const char* e = static_cast<const char*>(std::memchr(buffer, 'e', static_cast<size_t>(end - buffer)));
  Digits out{"", 0};
  for (const char* c = buffer; c < e; ++c)
    if (*c != '.') out.text += *c;
  std::from_chars(e[1] == '+' ? e + 2 : e + 1, end, out.exponent);
  while (out.text.size() > 1 && out.text.back() == '0') out.text.pop_back();
  return out;
}

}  // namespace

std::string number_text(double n) {
  if (!std::isfinite(n)) return "null";
  if (n == 0) return "0";
  if (n == std::floor(n) && std::abs(n) < 1e15) {
    char buffer[24];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, static_cast<long long>(n)).ptr};
  }
  auto [digits, exponent] = shortest(std::abs(n));
  const std::string sign = n < 0 ? "-" : "";
  const int count = static_cast<int>(digits.size());
  if (exponent >= 21 || exponent < -6) {
    if (count > 1) digits.insert(1, ".");
    return sign + digits + "e" + (exponent < 0 ? "-" : "+") + std::to_string(std::abs(exponent));
  }
  if (exponent < 0) return sign + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1) return sign + digits + std::string(static_cast<size_t>(exponent + 1 - count), '0');
  return sign + digits.insert(static_cast<size_t>(exponent + 1), ".");
}

// As Number(n.toPrecision(15)): the exact value rounded to 15 digits, halves away from zero.
double to_15_digits(double n) {
  if (!std::isfinite(n) || n == 0 || (n == std::floor(n) && std::abs(n) < 1e15)) return n;
  if (shortest(std::abs(n)).text.size() <= 15) return n;
  char exact[64];
  std::snprintf(exact, sizeof exact, "%.40e", std::abs(n));  // more digits than a tie can have
  std::string digits;
  const char* at = exact;
  for (; *at != 'e'; ++at)
    if (*at != '.') digits += *at;
  int exponent = std::atoi(at + 1);
  const bool up = digits[15] >= '5';
  digits.resize(15);
  if (up) {
    size_t i = 15;
    while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
    if (i > 0) ++digits[i - 1];
    else {
      digits.insert(0, "1");
      ++exponent;
    }
  }
  digits.insert(1, ".");
  const double out = std::strtod((digits + "e" + std::to_string(exponent)).c_str(), nullptr);
  return n < 0 ? -out : out;
}

std::optional<double> parse_number(std::string_view text) {
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // Too large or too small to tell apart here: strtod gives infinity or zero.
    return std::strtod(std::string(text).c_str(), nullptr);
  }
  if (error != std::errc()) return std::nullopt;
  return out;
}

}  // namespace lambent::states::jsonata
