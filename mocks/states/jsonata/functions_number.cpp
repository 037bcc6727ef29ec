#include <algorithm>
#include <cmath>
#include <limits>

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/format_number.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/integer_picture.h"
#include "mocks/states/jsonata/json_text.h"

namespace lambent::states::jsonata {
namespace {

template <class Add>
void each_number(Evaluator& evaluator, const ArrayCell& items, const Add& add) {
  evaluator.step(items.size() / 4);
  for (size_t i = 0; i < items.size(); ++i) add(items.at(i).number());
}

double total(Evaluator& evaluator, const ArrayCell& items) {
  double out = 0;
  each_number(evaluator, items, [&](double n) { out += n; });
  return out;
}

Value sum(Evaluator& evaluator, Arguments& a) { return given(a[0]) ? Value::of(total(evaluator, a[0].array())) : Value(); }

Value average(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || a[0].array().size() == 0) return {};
  return Value::of(total(evaluator, a[0].array()) / static_cast<double>(a[0].array().size()));
}

Value largest(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || a[0].array().size() == 0) return {};
  double out = -std::numeric_limits<double>::infinity();
  each_number(evaluator, a[0].array(), [&](double n) { out = std::max(out, n); });
  return Value::of(out);
}

Value smallest(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || a[0].array().size() == 0) return {};
  double out = std::numeric_limits<double>::infinity();
  each_number(evaluator, a[0].array(), [&](double n) { out = std::min(out, n); });
  return Value::of(out);
}

// Hexadecimal, octal and binary integers with their prefix.
std::optional<double> prefixed_number(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return std::nullopt;
  const char kind = static_cast<char>(text[1] | 0x20);
  const int base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
  if (base == 0) return std::nullopt;
  double out = 0;
  for (char c : text.substr(2)) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 99;
    if (digit >= base) return std::nullopt;
    out = out * base + digit;
  }
  return out;
}

std::optional<double> decimal_number(std::string_view text) {
  size_t i = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const size_t from = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i > from;
  };
  if (!digits()) return std::nullopt;
  if (i < text.size() && text[i] == '.' && (++i, !digits())) return std::nullopt;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return std::nullopt;
  }
  if (i != text.size()) return std::nullopt;
  const auto out = parse_number(text);
  return out && std::isfinite(*out) ? out : std::nullopt;
}

Value number(Evaluator&, Arguments& a) {
  const Value& v = a[0];
  if (!given(v) || v.is_number()) return v;
  if (v.kind() == Kind::boolean) return Value::of(v.boolean() ? 1.0 : 0.0);
  if (v.is_string()) {
    if (const auto n = decimal_number(v.text())) return Value::of(*n);
    if (const auto n = prefixed_number(v.text())) return Value::of(*n);
  }
  throw Fault("D3030").with("value", v).with("index", 1.0);
}

Value absolute(Evaluator&, Arguments& a) { return given(a[0]) ? Value::of(std::abs(a[0].number())) : Value(); }
Value floor_of(Evaluator&, Arguments& a) { return given(a[0]) ? Value::of(std::floor(a[0].number())) : Value(); }
Value ceiling(Evaluator&, Arguments& a) { return given(a[0]) ? Value::of(std::ceil(a[0].number())) : Value(); }

Value round_of(Evaluator&, Arguments& a) {
  if (!given(a[0])) return {};
  return Value::of(rounded(a[0].number(), given(a[1]) ? a[1].number() : 0));
}

Value root(Evaluator&, Arguments& a) {
  if (!given(a[0])) return {};
  if (a[0].number() < 0) throw Fault("D3060").with("value", a[0]).with("index", 1.0);
  return Value::of(std::sqrt(a[0].number()));
}

Value power(Evaluator&, Arguments& a) {
  if (!given(a[0])) return {};
  const double out = given(a[1]) ? std::pow(a[0].number(), a[1].number()) : std::nan("");
  if (!std::isfinite(out)) throw Fault("D3061").with("value", a[0]).with("exp", a[1]).with("index", 1.0);
  return Value::of(out);
}

Value random(Evaluator& evaluator, Arguments&) { return Value::of(evaluator.world().chance.fraction()); }

// As JavaScript writes an integer in another base; what is beyond 2^53 ends in zeros.
Value format_base(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const double radix = given(a[1]) ? rounded(a[1].number(), 0) : 10;
  if (!(radix >= 2 && radix <= 36)) throw Fault("D3100").with("value", radix);
  double n = rounded(a[0].number(), 0);
  if (!std::isfinite(n)) return evaluator.string(n < 0 ? "-Infinity" : std::isnan(n) ? "NaN" : "Infinity");
  if (radix == 10) return evaluator.string(number_text(n));
  const bool negative = n < 0;
  n = std::abs(n);
  std::string out;
  while (n >= 9007199254740992.0) {
    n /= radix;
    out += '0';
  }
  n = std::floor(n);
  do {
    out += "0123456789abcdefghijklmnopqrstuvwxyz"[static_cast<int>(std::fmod(n, radix))];
    n = std::floor(n / radix);
  } while (n > 0);
  if (negative) out += '-';
  std::reverse(out.begin(), out.end());
  return evaluator.string(std::move(out));
}

const std::string& picture_of(const Value& v) {
  if (!given(v)) throw Fault("T0410").with("value", v).with("index", 2.0);
  return v.text();
}

Value format_number_of(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  return evaluator.string(format_number(a[0].number(), picture_of(a[1]), a[2]));
}

Value format_integer(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  return evaluator.string(IntegerPicture::parse(picture_of(a[1])).format(std::floor(a[0].number())));
}

Value parse_integer(Evaluator&, Arguments& a) {
  if (!given(a[0])) return {};
  const double out = IntegerPicture::parse(picture_of(a[1])).read(a[0].text());
  return std::isnan(out) ? Value() : Value::of(out);
}

}  // namespace

// The decimal point is moved in the text of the number, not by arithmetic: 1.005 to two places is 1, not 1.01.
double rounded(double n, double places) {
  if (!std::isfinite(n)) return n;
  const auto shifted = [](double value, double by) {
    const std::string text = number_text(value);
    const size_t e = text.find('e');
    double exponent = by;
    if (e != std::string::npos) exponent += std::stod(text.substr(e + 1));
    if (exponent != std::floor(exponent) || std::abs(exponent) > 100000) return std::nan("");
    return parse_number(text.substr(0, e) + "e" + number_text(exponent)).value_or(std::nan(""));
  };
  const bool moved = places != 0;
  double arg = moved ? shifted(n, places) : n;
  if (!std::isfinite(arg)) return arg;
  double out = std::floor(arg);
  if (arg - out >= 0.5) out += 1;
  if (std::abs(out - arg) == 0.5 && std::abs(std::fmod(out, 2)) == 1) out -= 1;
  if (moved) out = shifted(out, -places);
  return out == 0 ? 0 : out;
}

const Table& number_functions() {
  static const Table table = {
      {"sum", "<a<n>:n>", 1, 1, sum},
      {"max", "<a<n>:n>", 1, 1, largest},
      {"min", "<a<n>:n>", 1, 1, smallest},
      {"average", "<a<n>:n>", 1, 1, average},
      {"number", "<(nsb)-:n>", 1, 1, number},
      {"floor", "<n-:n>", 1, 1, floor_of},
      {"ceil", "<n-:n>", 1, 1, ceiling},
      {"round", "<n-n?:n>", 2, 2, round_of},
      {"abs", "<n-:n>", 1, 1, absolute},
      {"sqrt", "<n-:n>", 1, 1, root},
      {"power", "<n-n:n>", 2, 2, power},
      {"random", "<:n>", 0, 0, random},
      {"formatNumber", "<n-so?:s>", 3, 3, format_number_of},
      {"formatBase", "<n-n?:s>", 2, 2, format_base},
      {"formatInteger", "<n-s:s>", 2, 2, format_integer},
      {"parseInteger", "<s-s:n>", 2, 2, parse_integer},
  };
  return table;
}

}  // namespace lambent::states::jsonata
