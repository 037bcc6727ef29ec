#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/regex.h"
#include "ipo/match/schema_keywords.h"
#include "ipo/match/values.h"

namespace lambent::ipo::schema_keyword {
namespace {

const std::vector<std::string> kTypes{"string", "number", "integer", "boolean", "null", "array", "object"};

bool is_integer(const Json& value) {
  return value.is_number_integer() || (value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>());
}
bool has_type(const Json& value, const std::string& name) { return name == "integer" ? value.is_number() && is_integer(value) : type_name(value) == name; }
std::string article(const std::string& name) { return name == "null" ? name : (std::string("aio").find(name[0]) != std::string::npos ? "an " : "a ") + name; }

template <class Holds>
SchemaCheck number_limit(const SchemaKeyword& k, std::string_view says, Holds holds) {
  if (!k.value.is_number()) return k.wrong("a number is wanted");
  return [limit = k.value, text = std::string(says) + shown(k.value), holds](const Json& value, SchemaVisit& visit) {
    if (value.is_number() && !holds(value, limit)) visit.violated(text, value);
  };
}

template <class Holds>
SchemaCheck length_limit(const SchemaKeyword& k, std::string_view says, Holds holds) {
  auto limit = count(k);
  if (!limit) return nullptr;
  return [limit = *limit, text = "text of " + std::string(says) + counted(*limit, "character", "characters"), holds](const Json& value, SchemaVisit& visit) {
    if (value.is_string() && !holds(characters(value.get_ref<const std::string&>()).size(), limit)) visit.violated(text, value);
  };
}

}  // namespace

SchemaCheck type(const SchemaKeyword& k) {
  std::vector<std::string> names;
  for (const Json& name : k.value.is_array() ? k.value : Json::array({k.value})) {
    if (!name.is_string() || std::find(kTypes.begin(), kTypes.end(), name.get_ref<const std::string&>()) == kTypes.end()) {
      auto near = name.is_string() ? nearest(name.get_ref<const std::string&>(), kTypes) : "";
      return k.wrong("no type: " + shown(name, 80), near.empty() ? "" : "did you mean " + near + "?");
    }
    names.push_back(name.get<std::string>());
  }
  std::vector<std::string> texts;
  for (const auto& name : names) texts.push_back(article(name));
  return [names, text = join(texts, " or ")](const Json& value, SchemaVisit& visit) {
    if (std::none_of(names.begin(), names.end(), [&](const auto& name) { return has_type(value, name); })) visit.violated(text, value);
  };
}

SchemaCheck enumeration(const SchemaKeyword& k) {
  if (!k.value.is_array()) return k.wrong("a list is wanted");
  return [choices = k.value, text = "one of " + shown(k.value, 200)](const Json& value, SchemaVisit& visit) {
    if (visit.spend(choices.size()) && std::none_of(choices.begin(), choices.end(), [&](const Json& choice) { return equal_values(choice, value); }))
      visit.violated(text, value);
  };
}
SchemaCheck constant(const SchemaKeyword& k) {
  return [wanted = k.value](const Json& value, SchemaVisit& visit) {
    if (!equal_values(wanted, value)) visit.violated(shown(wanted, 200), value);
  };
}

SchemaCheck minimum(const SchemaKeyword& k) { return number_limit(k, "at least ", [](const Json& a, const Json& b) { return !number_less(a, b); }); }
SchemaCheck maximum(const SchemaKeyword& k) { return number_limit(k, "at most ", [](const Json& a, const Json& b) { return !number_less(b, a); }); }
SchemaCheck above(const SchemaKeyword& k) { return number_limit(k, "more than ", [](const Json& a, const Json& b) { return number_less(b, a); }); }
SchemaCheck below(const SchemaKeyword& k) { return number_limit(k, "less than ", [](const Json& a, const Json& b) { return number_less(a, b); }); }

SchemaCheck multiple_of(const SchemaKeyword& k) {
  if (!k.value.is_number() || k.value.get<double>() <= 0) return k.wrong("a number above 0 is wanted");
  return number_limit(k, "a multiple of ", [](const Json& a, const Json& b) {
    if (a.is_number_integer() && b.is_number_integer() && !a.is_number_unsigned()) return a.get<std::int64_t>() % b.get<std::int64_t>() == 0;
    if (a.is_number_unsigned() && b.is_number_integer()) return a.get<std::uint64_t>() % b.get<std::uint64_t>() == 0;
    // In binary 0.3 is not three times 0.1; a quotient that is whole but for rounding counts.
    const double quotient = a.get<double>() / b.get<double>(), inverse = 1 / b.get<double>();
    if (a.is_number_integer() && std::abs(inverse - std::round(inverse)) <= 1e-9 * inverse) return true;  // whole numbers by 0.01
    if (std::isinf(quotient)) return std::fmod(a.get<double>(), b.get<double>()) == 0;
    return std::abs(quotient - std::round(quotient)) <= 1e-9 * std::max(1.0, std::abs(quotient)) && std::abs(quotient) < 1e15;
  });
}

SchemaCheck min_length(const SchemaKeyword& k) { return length_limit(k, "at least ", std::greater_equal<size_t>()); }
SchemaCheck max_length(const SchemaKeyword& k) { return length_limit(k, "at most ", std::less_equal<size_t>()); }

SchemaCheck pattern(const SchemaKeyword& k) {
  if (!k.value.is_string()) return k.wrong("a regular expression is wanted");
  std::string why;
  auto regex = Regex::compile(k.value.get_ref<const std::string&>(), why);
  if (!regex) return k.wrong("no regular expression: " + printable(why), "the syntax is RE2's: no look-around, no back references");
  return [regex, text = "text that matches " + shown(k.value)](const Json& value, SchemaVisit& visit) {
    if (value.is_string() && !regex->found_in(value.get_ref<const std::string&>())) visit.violated(text, value);
  };
}

SchemaCheck format(const SchemaKeyword& k) {
  const auto& known = known_formats();
  if (!k.value.is_string() || std::find(known.begin(), known.end(), k.value.get_ref<const std::string&>()) == known.end())
    return k.wrong("format " + shown(k.value, 80) + " cannot be checked", "known are " + join(known, ", "));
  return [name = k.value.get<std::string>()](const Json& value, SchemaVisit& visit) {
    if (value.is_string() && !valid_format(name, value.get_ref<const std::string&>())) visit.violated("text of the format " + name, value);
  };
}

}  // namespace lambent::ipo::schema_keyword
