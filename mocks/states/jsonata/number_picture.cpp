#include "mocks/states/jsonata/number_picture.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

using Text = std::u32string;
constexpr size_t kNone = Text::npos;

struct Parts {
  Text prefix, suffix, active, mantissa, integer, fraction, whole;
  std::optional<Text> exponent;
};

bool is(const Text& symbol, char32_t c) { return symbol.size() == 1 && symbol[0] == c; }

Parts split_parts(const Text& text, const Characters& c) {
  Parts out;
  out.whole = text;
  const auto shapes = [&](char32_t x) { return c.is_active(x) && !is(c.exponent, x); };
  const auto first = std::find_if(text.begin(), text.end(), shapes);
  const bool passive = std::any_of(text.begin(), text.end(), [&](char32_t x) { return !c.is_active(x); });
  if (first == text.end()) throw Fault(passive ? "D3086" : "D3085");  // AWS's answer to "x"; the reference has none
  const auto last = std::find_if(text.rbegin(), text.rend(), shapes);
  out.prefix = Text(text.begin(), first);
  out.suffix = Text(last.base(), text.end());
  out.active = text.substr(out.prefix.size(), text.size() - out.prefix.size() - out.suffix.size());
  const size_t exponent = text.find(c.exponent, out.prefix.size());
  if (exponent == kNone || exponent > text.size() - out.suffix.size()) {
    out.mantissa = out.active;
  } else {
    const size_t at = std::min(exponent, out.active.size());
    out.mantissa = out.active.substr(0, at);
    out.exponent = at < out.active.size() ? out.active.substr(at + 1) : Text();
  }
  const size_t point = out.mantissa.find(c.decimal);
  out.integer = out.mantissa.substr(0, point);
  out.fraction = point == kNone ? out.suffix : out.mantissa.substr(point + 1);
  return out;
}

// The last rule that is broken is the one reported, as the reference does.
void check(const Parts& p, const Characters& c) {
  const char* code = nullptr;
  const auto twice = [&](const Text& symbol) { return p.whole.find(symbol) != p.whole.rfind(symbol); };
  const auto has = [&](const Text& symbol) { return p.whole.find(symbol) != kNone; };
  const auto digits = [&](const Text& part) { return std::any_of(part.begin(), part.end(), [&](char32_t x) { return c.is_digit(x); }); };
  const size_t point = p.whole.find(c.decimal);
  if (twice(c.decimal)) code = "D3081";
  if (twice(c.percent)) code = "D3082";
  if (twice(c.per_mille)) code = "D3083";
  if (has(c.percent) && has(c.per_mille)) code = "D3084";
  if (!digits(p.mantissa) && std::none_of(p.mantissa.begin(), p.mantissa.end(), [&](char32_t x) { return is(c.digit, x); })) code = "D3085";
  if (std::any_of(p.active.begin(), p.active.end(), [&](char32_t x) { return !c.is_active(x); })) code = "D3086";
  if (point != kNone) {
    if ((point > 0 && is(c.grouping, p.whole[point - 1])) || (point + 1 < p.whole.size() && is(c.grouping, p.whole[point + 1]))) code = "D3087";
  } else if (!p.integer.empty() && is(c.grouping, p.integer.back())) {
    code = "D3088";
  }
  if (has(c.grouping + c.grouping)) code = "D3089";
  if (const size_t at = p.integer.find(c.digit); at != kNone && digits(p.integer.substr(0, at))) code = "D3090";
  if (const size_t at = p.fraction.rfind(c.digit); at != kNone && digits(p.fraction.substr(at))) code = "D3091";
  if (p.exponent) {
    if (!p.exponent->empty() && (has(c.percent) || has(c.per_mille))) code = "D3092";
    if (p.exponent->empty() || !std::all_of(p.exponent->begin(), p.exponent->end(), [&](char32_t x) { return c.is_digit(x); })) code = "D3093";
  }
  if (code) throw Fault(code);
}

size_t count_digits(const Text& part, const Characters& c, bool optional_too) {
  return static_cast<size_t>(std::count_if(part.begin(), part.end(), [&](char32_t x) { return c.is_digit(x) || (optional_too && is(c.digit, x)); }));
}

std::vector<size_t> group_places(const Text& part, const Parts& parts, const Characters& c, bool left) {
  std::vector<size_t> out;
  for (size_t at = part.find(c.grouping); at != kNone; at = parts.integer.find(c.grouping, at + 1))
    out.push_back(count_digits(left ? part.substr(0, at) : at < part.size() ? part.substr(at) : Text(), c, true));
  return out;
}

// The one distance between separators, 0 if they are uneven.
size_t regular(const std::vector<size_t>& places) {
  if (places.empty()) return 0;
  size_t factor = places[0];
  for (size_t p : places) factor = std::gcd(factor, p);
  for (size_t i = 1; i <= places.size(); ++i)
    if (std::find(places.begin(), places.end(), i * factor) == places.end()) return 0;
  return factor;
}

}  // namespace

std::u32string to_points(std::string_view text) {
  std::u32string out;
  for (size_t i = 0; i < text.size(); i += sequence_length(text, i)) out += code_point(text, i);
  return out;
}

std::string from_points(const std::u32string& points) {
  std::string out;
  for (char32_t c : points) append_utf8(out, c);
  return out;
}

Characters::Characters(const Value& options) {
  if (!options.is_object()) return;
  const std::pair<const char*, Text*> names[] = {
      {"decimal-separator", &decimal}, {"grouping-separator", &grouping}, {"exponent-separator", &exponent}, {"infinity", &infinity},
      {"minus-sign", &minus}, {"NaN", &not_a_number}, {"percent", &percent}, {"per-mille", &per_mille}, {"zero-digit", &zero},
      {"digit", &digit}, {"pattern-separator", &separator}};
  for (const auto& [name, place] : names) {
    const Value* found = options.object().find(name);
    if (found && found->is_string() && !found->text().empty()) *place = to_points(found->text());
  }
}

bool Characters::is_active(char32_t c) const {
  return is_digit(c) || is(decimal, c) || is(exponent, c) || is(grouping, c) || is(digit, c) || is(separator, c);
}

SubPicture SubPicture::parse(const std::u32string& text, const Characters& c) {
  const Parts p = split_parts(text, c);
  check(p, c);
  SubPicture out;
  out.prefix = p.prefix;
  out.suffix = p.suffix;
  out.whole = p.whole;
  out.integer_groups = group_places(p.integer, p, c, false);
  out.regular_group = regular(out.integer_groups);
  out.fraction_groups = group_places(p.fraction, p, c, true);
  out.least_integer = out.scaling = count_digits(p.integer, c, false);
  out.least_fraction = count_digits(p.fraction, c, false);
  out.most_fraction = count_digits(p.fraction, c, true);
  if (out.least_integer == 0 && out.most_fraction == 0) {
    if (p.exponent) out.least_fraction = out.most_fraction = 1;
    else out.least_integer = 1;
  }
  if (p.exponent && out.least_integer == 0 && p.integer.find(c.digit) != kNone) out.least_integer = 1;
  if (out.least_integer == 0 && out.least_fraction == 0) out.least_fraction = 1;
  if (p.exponent) out.least_exponent = count_digits(*p.exponent, c, false);
  return out;
}

std::vector<SubPicture> parse_number_picture(std::string_view picture, const Characters& characters) {
  const Text text = to_points(picture);
  std::vector<Text> pieces;
  size_t at = 0;
  for (size_t found; (found = text.find(characters.separator, at)) != kNone; at = found + characters.separator.size()) pieces.push_back(text.substr(at, found - at));
  pieces.push_back(text.substr(at));
  if (pieces.size() > 2) throw Fault("D3080");
  std::vector<SubPicture> out;
  for (const auto& piece : pieces) out.push_back(SubPicture::parse(piece, characters));
  return out;
}

}  // namespace lambent::states::jsonata
