#include <algorithm>
#include <cmath>

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/json_text.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

Value string_of(Evaluator& evaluator, Arguments& a) {
  const Value& v = a[0];
  if (!given(v) || v.is_string()) return v;
  if (v.is_function()) return evaluator.string("");
  if (v.is_number() && !std::isfinite(v.number())) throw Fault("D3001").with("value", v);
  const Value& shown_value = v.is_array() && v.array().wrapper ? v.array().at(0) : v;
  const bool pretty = given(a[1]) && a[1].boolean();
  return evaluator.string(stringify(evaluator.heap(), shown_value, pretty ? Layout::indented : Layout::compact));
}

// Array.slice over code points: negative places count from the end, fractions are cut off.
std::string slice(std::string_view text, double from, double to, double length) {
  const auto place = [&](double n) {
    n = std::trunc(n);
    if (std::isnan(n)) n = 0;
    return n < 0 ? std::max(0.0, length + n) : std::min(n, length);
  };
  from = place(from);
  to = place(to);
  if (from >= to) return "";
  const size_t begin = skip_points(text, static_cast<size_t>(from));
  return std::string(text.substr(begin, skip_points(text, static_cast<size_t>(to - from), begin) - begin));
}

Value substring(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const std::string& text = a[0].text();
  evaluator.step(text.size() / 64);
  const double length = static_cast<double>(count_points(text));
  double start = given(a[1]) ? a[1].number() : 0;
  if (length + start < 0) start = 0;
  if (!given(a[2])) return evaluator.string(slice(text, start, length, length));
  const double wanted = a[2].number();
  if (wanted <= 0) return evaluator.string("");
  return evaluator.string(slice(text, start, start >= 0 ? start + wanted : length + start + wanted, length));
}

Value substring_before(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const size_t at = a[0].text().find(given(a[1]) ? a[1].text() : "undefined");
  return at == std::string::npos ? a[0] : evaluator.string(a[0].text().substr(0, at));
}

Value substring_after(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  if (!given(a[1])) return a[0];
  const size_t at = a[0].text().find(a[1].text());
  return at == std::string::npos ? a[0] : evaluator.string(a[0].text().substr(at + a[1].text().size()));
}

Value lowercase(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  evaluator.step(a[0].text().size() / 32);
  return evaluator.string(to_lower(a[0].text()));
}

Value uppercase(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  evaluator.step(a[0].text().size() / 32);
  return evaluator.string(to_upper(a[0].text()));
}

Value length(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  evaluator.step(a[0].text().size() / 64);
  return Value::of(static_cast<double>(count_points(a[0].text())));
}

// Runs of blanks become one, those at the ends none.
Value trim_of(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  evaluator.step(a[0].text().size() / 64);
  std::string out;
  for (char c : a[0].text()) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return evaluator.string(std::move(out));
}

Value pad(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const std::string& text = a[0].text();
  const double width = given(a[1]) ? std::trunc(a[1].number()) : 0;
  const std::string with = given(a[2]) && !a[2].text().empty() ? a[2].text() : " ";
  const double missing = std::abs(width) - static_cast<double>(count_points(text));
  if (!(missing > 0)) return a[0];
  evaluator.heap().check_room(missing > 1e15 ? SIZE_MAX : static_cast<size_t>(missing) * 4 + text.size());
  evaluator.step(static_cast<size_t>(missing) / 16);
  std::string padding;
  const size_t points = count_points(with);
  double left = missing;
  for (; left >= static_cast<double>(points); left -= static_cast<double>(points)) padding += with;
  padding += with.substr(0, skip_points(with, static_cast<size_t>(left)));
  return evaluator.string(width > 0 ? text + padding : padding + text);
}

Value join(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const std::string between = given(a[1]) ? a[1].text() : "";
  const ArrayCell& items = a[0].array();
  evaluator.step(items.size());
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) {
    const Value item = items.at(i);
    evaluator.heap().check_room(out.size() + between.size() + item.text().size());
    if (i) out += between;
    out += item.text();
  }
  return evaluator.string(std::move(out));
}

}  // namespace

const Table& text_functions() {
  static const Table table = {
      {"string", "<x-b?:s>", 1, 2, string_of},
      {"substring", "<s-nn?:s>", 3, 3, substring},
      {"substringBefore", "<s-s:s>", 2, 2, substring_before},
      {"substringAfter", "<s-s:s>", 2, 2, substring_after},
      {"lowercase", "<s-:s>", 1, 1, lowercase},
      {"uppercase", "<s-:s>", 1, 1, uppercase},
      {"length", "<s-:n>", 1, 1, length},
      {"trim", "<s-:s>", 1, 1, trim_of},
      {"pad", "<s-ns?:s>", 3, 3, pad},
      {"join", "<a<s>s?:s>", 2, 2, join},
  };
  return table;
}

}  // namespace lambent::states::jsonata
