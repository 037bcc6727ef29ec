#include "ipo/property/values_of.h"

#include <algorithm>
#include <cmath>

#include "ipo/match/display.h"
#include "ipo/match/regex.h"
#include "ipo/match/values.h"
#include "ipo/property/pattern_texts.h"
#include "ipo/property/texts.h"

namespace lambent::ipo {
namespace {

constexpr int kDeep = 4;           // from here on no more than must be
constexpr size_t kMostItems = 20;  // of a list without a limit

const SchemaPart kAnything = [] {
  static const Json anything = true;
  static const SchemaFile nowhere;
  return SchemaPart{&anything, &nowhere};
}();

// The whole numbers from `least` to `most` in the order of their simplicity: 0 first, or what is nearest to it.
class Whole {
 public:
  Whole(std::int64_t least, std::int64_t most) : least_(least), most_(most), simplest_(std::clamp<std::int64_t>(0, least, most)) {}

  std::uint64_t count_but_one() const { return distance(least_, most_); }
  std::int64_t at(std::uint64_t n) const {
    const std::uint64_t above = distance(simplest_, most_), below = distance(least_, simplest_), both = std::min(above, below);
    if (n / 2 < both || n == 2 * both) return n % 2 ? shifted(n / 2 + 1) : simplest_ - static_cast<std::int64_t>(n / 2);
    return above > below ? shifted(n - both) : static_cast<std::int64_t>(static_cast<std::uint64_t>(simplest_) - (n - both));
  }
  std::uint64_t place_of(std::int64_t value) const {
    const std::uint64_t above = distance(simplest_, most_), below = distance(least_, simplest_), both = std::min(above, below);
    const std::uint64_t far = value >= simplest_ ? distance(simplest_, value) : distance(value, simplest_);
    if (far > both) return far + both;
    return value > simplest_ ? far * 2 - 1 : far * 2;
  }
  bool has(std::int64_t value) const { return least_ <= value && value <= most_; }

 private:
  static std::uint64_t distance(std::int64_t from, std::int64_t to) { return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from); }
  std::int64_t shifted(std::uint64_t by) const { return static_cast<std::int64_t>(static_cast<std::uint64_t>(simplest_) + by); }

  std::int64_t least_, most_, simplest_;
};

std::int64_t whole_of(const Json& limit, double (*rounded)(double)) {
  if (limit.is_number_unsigned() && limit.get<std::uint64_t>() > INT64_MAX) return INT64_MAX;
  if (limit.is_number_integer()) return limit.get<std::int64_t>();
  const double value = rounded(limit.get<double>());
  if (value >= 9.2e18) return INT64_MAX;
  if (value <= -9.2e18) return INT64_MIN;
  return static_cast<std::int64_t>(value);
}
double up(double x) { return std::ceil(x); }
double down(double x) { return std::floor(x); }

std::int64_t any_of(Choices& choices, const Whole& whole, std::vector<std::int64_t> edges) {
  for (std::int64_t one : std::initializer_list<std::int64_t>{0, 1, -1, 2, 10, 100, 255, 256, 65535, 65536, INT32_MAX, INT64_C(1) << 31, INT32_MIN, (INT64_C(1) << 53) - 1, INT64_C(1) << 53,
                                                              (INT64_C(1) << 53) + 1, -(INT64_C(1) << 53), INT64_MAX, INT64_MIN})
    edges.push_back(one);
  std::vector<std::uint64_t> likely;
  for (auto one : edges)
    if (whole.has(one)) likely.push_back(whole.place_of(one));
  for (std::uint64_t n = 0; n < 20; ++n) likely.push_back(n);
  return whole.at(choices.upto(whole.count_but_one(), likely));
}

}  // namespace

std::optional<Json> ValueMaker::make(const std::vector<SchemaPart>& parts, int depth) {
  Choices::Part part(choices_);
  SchemaView view;
  for (const auto& one : parts) view.add(one, files_, choices_, depth > kDeep);
  if (view.nothing || depth > 60) return std::nullopt;
  if (view.values) {
    if (view.values->empty()) return std::nullopt;
    return (*view.values)[choices_.upto(view.values->size() - 1)];
  }
  std::vector<std::string> types = view.possible_types();
  if (types.empty()) return std::nullopt;
  // null once in a while: the others have more to show.
  auto null = std::find(types.begin(), types.end(), "null");
  if (types.size() > 1 && null != types.end()) {
    if (choices_.one_in(5)) return Json();
    types.erase(null);
  }
  size_t n = choices_.upto(types.size() - 1);
  if (depth > kDeep && !view.types && types.size() > 4) n = 0;
  return of_type(types[n], view, depth);
}

std::optional<Json> ValueMaker::of_type(const std::string& type, const SchemaView& view, int depth) {
  if (type == "null") return Json();
  if (type == "boolean") return Json(choices_.upto(1) == 1);
  if (type == "integer") return integer(view);
  if (type == "number") return number(view);
  if (type == "string") return text(view);
  if (type == "array") return list(view, depth);
  return members(view, depth);
}

std::optional<Json> ValueMaker::integer(const SchemaView& view) {
  std::int64_t least = INT64_MIN, most = INT64_MAX;
  if (view.minimum) least = std::max(least, whole_of(*view.minimum, up));
  if (view.maximum) most = std::min(most, whole_of(*view.maximum, down));
  if (view.above) {
    std::int64_t next = whole_of(*view.above, down);
    if (next == INT64_MAX) return std::nullopt;
    least = std::max(least, next + 1);
  }
  if (view.below) {
    std::int64_t last = whole_of(*view.below, up);
    if (last == INT64_MIN) return std::nullopt;
    most = std::min(most, last - 1);
  }
  if (least > most) return std::nullopt;
  std::int64_t step = 1;
  if (view.multiple_of && view.multiple_of->get<double>() >= 1) step = whole_of(*view.multiple_of, up);
  if (step > 1) {
    const std::int64_t first = least / step + (least % step > 0), last = most / step - (most % step < 0);
    if (first > last) return std::nullopt;
    return Json(any_of(choices_, Whole(first, last), {first, last}) * step);
  }
  std::vector<std::int64_t> edges{least, most};
  if (least < most) edges.insert(edges.end(), {least + 1, most - 1});
  return Json(any_of(choices_, Whole(least, most), edges));
}

std::optional<Json> ValueMaker::number(const SchemaView& view) {
  const std::uint64_t kind = view.multiple_of ? 1 : choices_.upto(3);
  if (kind == 0) return integer(view);
  double least = view.minimum ? view.minimum->get<double>() : -1e308, most = view.maximum ? view.maximum->get<double>() : 1e308;
  if (view.above && view.above->get<double>() >= least) least = std::nextafter(view.above->get<double>(), INFINITY);
  if (view.below && view.below->get<double>() <= most) most = std::nextafter(view.below->get<double>(), -INFINITY);
  if (least > most) return std::nullopt;
  if (view.multiple_of) {
    const double step = view.multiple_of->get<double>(), inverse = std::round(1 / step);
    const bool by_inverse = step < 1 && std::abs(1 / step - inverse) < 1e-9 * inverse;
    const double first = std::max(std::ceil(least / step), -1e15), last = std::min(std::floor(most / step), 1e15);
    if (first > last) return std::nullopt;
    const Whole whole(static_cast<std::int64_t>(first), static_cast<std::int64_t>(last));
    const auto n = static_cast<double>(any_of(choices_, whole, {static_cast<std::int64_t>(first), static_cast<std::int64_t>(last)}));
    const double out = by_inverse ? n / inverse : n * step;
    if (std::trunc(out) == out && std::abs(out) < 9e15) return Json(static_cast<std::int64_t>(out));
    return Json(out);
  }
  if (kind == 1) {
    static constexpr double edges[] = {0.5, 0.1, -0.5, 1.0000000000000002, 0.30000000000000004, 1e-7, 1e21, -0.0, 5e-324, 9007199254740993.0, 1e308, -1e308};
    std::vector<double> fitting;
    for (double one : edges)
      if (one >= least && one <= most) fitting.push_back(one);
    for (double one : {least, most})
      if (std::abs(one) < 1e307) fitting.push_back(one);
    if (!fitting.empty()) return Json(fitting[choices_.upto(fitting.size() - 1)]);
  }
  const double low = std::max(least, -1e6), high = std::max(low, std::min(most, 1e6));
  return Json(std::clamp(low + (high - low) * (static_cast<double>(choices_.upto(1'000'000)) / 1e6), least, most));
}

std::optional<Json> ValueMaker::text(const SchemaView& view) {
  const size_t least = view.min_length, most = view.max_length.value_or(SIZE_MAX);
  if (least > most) return std::nullopt;
  if (view.pattern && !view.format) {
    std::string why;
    auto pattern = PatternTexts::parse(*view.pattern, why);
    return pattern ? std::optional<Json>(pattern->make(choices_, std::min<size_t>(most, std::max<size_t>(8, least)))) : std::nullopt;
  }
  if (view.format) return Json(text_of_format(choices_, *view.format));
  return Json(any_text(choices_, least, most));
}

std::optional<Json> ValueMaker::list(const SchemaView& view, int depth) {
  size_t most = view.max_items.value_or(SIZE_MAX);
  if (view.no_items) most = std::min(most, view.prefix.size());
  if (view.min_items > most) return std::nullopt;
  size_t least = view.min_items;
  if (!view.contains.empty()) least = std::max(least, std::min(most, view.min_contains));
  const size_t room = depth > kDeep ? 0 : std::min(most, std::max(least, kMostItems)) - least;
  std::vector<std::uint64_t> likely{0, 1, 2, 3};
  if (view.max_items && most - least <= kMostItems) likely.push_back(room);
  const size_t count = least + choices_.upto(room, likely);
  Json out = array();
  for (size_t i = 0; i < count; ++i) {
    std::vector<SchemaPart> parts = i < view.prefix.size() ? view.prefix[i] : view.items;
    if (i >= view.prefix.size() && i < view.prefix.size() + view.min_contains) parts.insert(parts.end(), view.contains.begin(), view.contains.end());
    if (parts.empty()) parts.push_back(kAnything);
    for (int attempt = 0;; ++attempt) {
      auto item = make(parts, depth + 1);
      if (!item) return std::nullopt;
      bool known = view.unique && std::any_of(out.begin(), out.end(), [&](const Json& other) { return equal_values(other, *item); });
      if (!known) {
        out.push_back(std::move(*item));
        break;
      }
      if (attempt == 5) return out.size() < least ? std::nullopt : std::optional(out);
    }
  }
  return out;
}

bool ValueMaker::add_member(Json& object, const std::string& name, const SchemaView& view, int depth) {
  std::vector<SchemaPart> parts;
  for (const auto& [known, schemas] : view.properties)
    if (known == name) parts = schemas;
  for (const auto& [pattern, schema] : view.pattern_properties) {
    std::string why;
    if (auto regex = Regex::compile(pattern, why); regex && regex->found_in(name)) parts.push_back(schema);
  }
  if (parts.empty()) parts = view.additional;
  if (parts.empty()) parts.push_back(kAnything);
  auto value = make(parts, depth + 1);
  if (value) set(object, name, std::move(*value));
  return value.has_value();
}

std::optional<Json> ValueMaker::members(const SchemaView& view, int depth) {
  static const std::vector<std::string> kUnknown = {"extra", "__proto__", "toString", "", "a b", "é"};
  const size_t most = view.max_properties.value_or(SIZE_MAX);
  Json out = Json::object();
  auto is_required = [&](const std::string& name) { return std::find(view.required.begin(), view.required.end(), name) != view.required.end(); };
  for (const auto& [name, parts] : view.properties) {
    if (!is_required(name)) {
      const bool there = choices_.one_in(2);
      if (!there || depth > kDeep || out.size() >= most) continue;
      if (!add_member(out, name, view, depth)) continue;  // false: it may not be there
    } else if (!add_member(out, name, view, depth)) {
      return std::nullopt;
    }
  }
  for (const auto& name : view.required)
    if (!out.contains(name) && !add_member(out, name, view, depth)) return std::nullopt;
  for (const auto& [name, wanted] : view.dependent)
    for (const auto& other : wanted)
      if (out.contains(name) && !out.contains(other) && !add_member(out, other, view, depth)) return std::nullopt;
  // Members that nobody named, where the schema lets them be.
  Choices::Part part(choices_);
  for (const auto& [pattern, schema] : view.pattern_properties) {
    std::string why;
    auto names = PatternTexts::parse(pattern, why);
    if (names && choices_.one_in(2) && out.size() < most) add_member(out, names->make(choices_), view, depth);
  }
  const bool named = !view.properties.empty() && view.additional.empty();
  size_t missing = view.min_properties > out.size() ? view.min_properties - out.size() : 0;
  if (!view.closed && depth <= kDeep && choices_.one_in(named ? 10 : 2)) missing += named ? 1 : choices_.upto(3);
  if (view.closed && view.pattern_properties.empty()) missing = 0;
  for (size_t i = 0; i < missing && out.size() < most; ++i) {
    std::string name = i < kUnknown.size() && choices_.upto(1) == 0 ? kUnknown[choices_.upto(kUnknown.size() - 1)] : any_text(choices_, 1, 12);
    if (out.contains(name)) name += std::to_string(i);
    add_member(out, name, view, depth);
  }
  return out;
}

}  // namespace lambent::ipo
