// Whether a message fits a filter policy.
#include <algorithm>
#include <charconv>
#include <functional>

#include "base/text.h"
#include "mocks/sns/filter/filter_policy.h"
#include "mocks/sns/filter/numbers.h"

namespace lambent::sns {
namespace {

// The values of a key in the message; empty: it is not there.
using Values = std::vector<Scalar>;
using Look = std::function<Values(const std::string& path)>;

std::optional<Scalar> scalar_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.get<double>();
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_null()) return nullptr;
  return std::nullopt;
}

bool equal(const Scalar& a, const Scalar& b) {
  const auto *x = std::get_if<double>(&a), *y = std::get_if<double>(&b);
  return x && y ? same(*x, *y) : a == b;
}

struct Fits {
  const Scalar& value;
  const std::string* text = std::get_if<std::string>(&value);

  bool operator()(const Equals& c) const { return equal(c.value, value); }
  bool operator()(const Prefix& c) const { return text && text->starts_with(c.text); }
  bool operator()(const Suffix& c) const { return text && text->ends_with(c.text); }
  bool operator()(const EqualsIgnoreCase& c) const { return text && iequals(*text, c.text); }
  bool operator()(const AnythingBut& c) const {
    return std::none_of(c.values.begin(), c.values.end(), [&](const Scalar& other) { return equal(other, value); });
  }
  bool operator()(const AnythingButPrefix& c) const { return text && !text->starts_with(c.text); }
  bool operator()(const Exists& c) const { return c.wanted; }
  bool operator()(const NumberRange& c) const {
    const auto* n = std::get_if<double>(&value);
    if (!n || !comparable(*n)) return false;
    bool above = !c.bottom || less(*c.bottom, *n) || (c.with_bottom && same(*c.bottom, *n));
    bool below = !c.top || less(*n, *c.top) || (c.with_top && same(*c.top, *n));
    return above && below;
  }
  bool operator()(const IpRange& c) const { return text && c.contains(*text); }
};

bool key_matches(const FilterKey& key, const Values& values) {
  for (const auto& condition : key.any) {
    const auto* exists = std::get_if<Exists>(&condition);
    if (exists && !exists->wanted && values.empty()) return true;
    if (exists && !exists->wanted) continue;
    for (const auto& value : values)
      if (std::visit(Fits{value}, condition)) return true;
  }
  return false;
}

bool group_matches(const FilterPolicy& policy, const Look& look) {
  for (const auto& key : policy.all)
    if (!key_matches(key, look(key.path))) return false;
  for (const auto& branches : policy.ors)
    if (std::none_of(branches.begin(), branches.end(), [&](const FilterPolicy& one) { return group_matches(one, look); })) return false;
  return true;
}

Values attribute_values(const Json& attributes, const std::string& name) {
  Values out;
  const Json* attribute = find(attributes, name);
  if (!attribute) return out;
  std::string type = text_at(*attribute, "DataType"), text = text_at(*attribute, "StringValue");
  if (type == "String.Array") {
    auto list = try_parse_json(text);
    if (list && list->is_array()) {
      for (const auto& item : *list)
        if (auto one = scalar_of(item)) out.push_back(std::move(*one));
    }
  } else if (type == "Number" || type.starts_with("Number.")) {
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size())
      out.emplace_back(number);
    else
      out.emplace_back(text);
  } else if (type == "String" || type.starts_with("String.")) {
    out.emplace_back(text);
  }
  return out;
}

// The leaves at a path. Keys of the message may hold dots themselves, so each way to cut the path is tried; arrays are
// looked through.
void collect(const Json& value, std::string_view path, Values& out) {
  if (value.is_array()) {
    for (const auto& item : value) collect(item, path, out);
  } else if (path.empty()) {
    if (auto one = scalar_of(value)) out.push_back(std::move(*one));
  } else if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      if (!path.starts_with(key)) continue;
      std::string_view rest = path.substr(key.size());
      if (rest.empty())
        collect(inner, rest, out);
      else if (rest.front() == '.' && rest.size() > 1)
        collect(inner, rest.substr(1), out);
    }
  }
}

}  // namespace

bool matches_attributes(const FilterPolicy& policy, const Json& attributes) {
  Look look = [&](const std::string& path) { return attribute_values(attributes, path); };
  return group_matches(policy, look);
}

bool matches_body(const FilterPolicy& policy, const std::string& body) {
  auto parsed = try_parse_json(body);
  if (!parsed || !parsed->is_object()) return false;
  Look look = [&](const std::string& path) {
    Values out;
    collect(*parsed, path, out);
    return out;
  };
  return group_matches(policy, look);
}

}  // namespace lambent::sns
