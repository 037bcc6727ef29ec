#include "mocks/states/jsonata/format_number.h"

#include <cmath>
#include <cstdio>

#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/number_picture.h"

namespace lambent::states::jsonata {
namespace {

using Text = std::u32string;

Text digits_of(double value, size_t places, const Characters& c) {
  const double n = std::abs(value);
  std::string plain(static_cast<size_t>(std::snprintf(nullptr, 0, "%.*f", static_cast<int>(places), n)), ' ');
  std::snprintf(plain.data(), plain.size() + 1, "%.*f", static_cast<int>(places), n);
  Text out;
  for (char d : plain) out += d == '.' ? U'.' : static_cast<char32_t>(c.zero[0] + static_cast<char32_t>(d - '0'));
  return out;
}

// mantissa × 10^exponent, the mantissa within the digits before the point.
int scale(double& mantissa, size_t scaling) {
  if (mantissa == 0 || !std::isfinite(mantissa)) return 0;
  const double most = std::pow(10, static_cast<double>(scaling)), least = std::pow(10, static_cast<double>(scaling) - 1);
  int exponent = 0;
  while (std::abs(mantissa) < least && exponent > -400) mantissa *= 10, --exponent;
  while (std::abs(mantissa) > most && exponent < 400) mantissa /= 10, ++exponent;
  return exponent;
}

void group_integer(Text& out, const SubPicture& picture, const Characters& c) {
  size_t point = out.find(c.decimal);
  if (picture.regular_group > 0) {
    const size_t groups = point == 0 ? 0 : (point - 1) / picture.regular_group;
    for (size_t g = 1; g <= groups; ++g) out.insert(point - g * picture.regular_group, c.grouping);
    return;
  }
  for (size_t place : picture.integer_groups) {
    // slice() counts a negative place from the end of the text.
    const auto at = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(place);
    out.insert(at >= 0 ? static_cast<size_t>(at) : static_cast<size_t>(std::max<std::int64_t>(0, static_cast<std::int64_t>(out.size()) + at)), c.grouping);
    ++point;
  }
}

}  // namespace

std::string format_number(double value, std::string_view picture_text, const Value& options) {
  const Characters c(options);
  auto pictures = parse_number_picture(picture_text, c);
  if (pictures.size() == 1) {
    pictures.push_back(pictures[0]);
    pictures[1].prefix = c.minus + pictures[1].prefix;
  }
  const SubPicture& picture = value >= 0 ? pictures[0] : pictures[1];
  if (!std::isfinite(value)) return from_points(std::isnan(value) ? c.not_a_number : picture.prefix + c.infinity + picture.suffix);
  double mantissa = value;
  if (picture.whole.find(c.percent) != Text::npos) mantissa *= 100;
  else if (picture.whole.find(c.per_mille) != Text::npos) mantissa *= 1000;
  const int exponent = picture.least_exponent > 0 ? scale(mantissa, picture.scaling) : 0;

  Text out = digits_of(rounded(mantissa, static_cast<double>(picture.most_fraction)), picture.most_fraction, c);
  if (const size_t point = out.find(U'.'); point == Text::npos) out += c.decimal;
  else out.replace(point, 1, c.decimal);
  out.erase(0, std::min(out.find_first_not_of(c.zero[0]), out.size()));
  while (!out.empty() && out.back() == c.zero[0]) out.pop_back();
  size_t point = out.find(c.decimal);
  if (point < picture.least_integer) out.insert(0, picture.least_integer - point, c.zero[0]);
  point = out.find(c.decimal);
  const size_t fraction = out.size() - point - 1;
  if (fraction < picture.least_fraction) out.append(picture.least_fraction - fraction, c.zero[0]);

  group_integer(out, picture, c);
  point = out.find(c.decimal);
  for (size_t place : picture.fraction_groups) out.insert(std::min(place + point + 1, out.size()), c.grouping);
  point = out.find(c.decimal);
  if (picture.whole.find(c.decimal) == Text::npos || point == out.size() - 1) out.pop_back();
  if (picture.least_exponent > 0) {
    Text digits = digits_of(exponent, 0, c);
    if (digits.size() < picture.least_exponent) digits.insert(0, picture.least_exponent - digits.size(), c.zero[0]);
    out += c.exponent + (exponent < 0 ? c.minus : Text()) + digits;
  }
  return from_points(picture.prefix + out + picture.suffix);
}

}  // namespace lambent::states::jsonata
