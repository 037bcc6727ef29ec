#include "ipo/property/schema_view.h"

#include <algorithm>

#include "ipo/match/values.h"

namespace lambent::ipo {
namespace {

constexpr int kMostNested = 50;

std::vector<Json> list_of(const Json& value) {
  std::vector<Json> out;
  for (const auto& one : value) out.push_back(one);
  return out;
}

void narrow(std::optional<std::vector<Json>>& values, std::vector<Json> to) {
  if (values)
    std::erase_if(to, [&](const Json& one) { return std::none_of(values->begin(), values->end(), [&](const Json& other) { return equal_values(one, other); }); });
  values = std::move(to);
}

void narrow_types(std::optional<std::vector<std::string>>& types, const Json& type) {
  std::vector<std::string> to;
  auto both = [&](const std::string& name) {
    if (!types || std::find(types->begin(), types->end(), name) != types->end()) return to.push_back(name);
    if (name == "number" && std::find(types->begin(), types->end(), "integer") != types->end()) to.push_back("integer");
    if (name == "integer" && std::find(types->begin(), types->end(), "number") != types->end()) to.push_back("integer");
  };
  if (type.is_string()) both(type.get<std::string>());
  if (type.is_array())
    for (const auto& one : type) both(one.get<std::string>());
  types = std::move(to);
}

void at_least(std::size_t& known, const Json& value) { known = std::max(known, static_cast<std::size_t>(value.get<double>())); }
void at_most(std::optional<std::size_t>& known, const Json& value) { known = std::min(known.value_or(SIZE_MAX), static_cast<std::size_t>(value.get<double>())); }
void larger(std::optional<Json>& known, const Json& value) {
  if (!known || value.get<double>() > known->get<double>()) known = value;
}
void smaller(std::optional<Json>& known, const Json& value) {
  if (!known || value.get<double>() < known->get<double>()) known = value;
}

}  // namespace

void SchemaView::add(const SchemaPart& part, const SchemaFiles& files, Choices& choices, bool simple, int depth) {
  if (!part.schema || depth > kMostNested) {
    nothing = true;
    return;
  }
  const Json& schema = *part.schema;
  if (schema.is_boolean()) {
    nothing |= !schema.get<bool>();
    return;
  }
  add_keywords(schema, *part.file);
  if (auto to = find_text(schema, "$ref")) add(files.find(*to, *part.file), files, choices, simple, depth + 1);
  if (const Json* all = find(schema, "allOf"))
    for (const Json& one : *all) add({&one, part.file}, files, choices, simple, depth + 1);
  for (const char* key : {"anyOf", "oneOf"})
    if (const Json* any = find(schema, key)) choose(*any, *part.file, files, choices, simple, depth);
  if (schema.contains("if")) {
    Choices::Part of_if(choices);
    bool yes = schema.contains("then") && choices.upto(1) == 0;
    if (yes) add({&schema["if"], part.file}, files, choices, simple, depth + 1);
    if (const char* next = yes ? "then" : "else"; schema.contains(next)) add({&schema[next], part.file}, files, choices, simple, depth + 1);
  }
}

void SchemaView::choose(const Json& alternatives, const SchemaFile& file, const SchemaFiles& files, Choices& choices, bool simple, int depth) {
  Choices::Part part(choices);
  size_t n = choices.upto(alternatives.size() - 1);
  if (simple) {
    // What refers to nothing ends; else the one that says least.
    auto weight = [&](size_t i) {
      std::string text = dump(alternatives[i]);
      return std::pair(text.find("\"$ref\"") != std::string::npos, text.size());
    };
    for (size_t i = 0; i < alternatives.size(); ++i)
      if (weight(i) < weight(n)) n = i;
  }
  add({&alternatives[n], &file}, files, choices, simple, depth + 1);
}

void SchemaView::add_keywords(const Json& schema, const SchemaFile& file) {
  for (const auto& [key, value] : schema.items()) {
    if (key == "type") narrow_types(types, value);
    else if (key == "enum") narrow(values, list_of(value));
    else if (key == "const") narrow(values, {value});
    else if (key == "minimum") larger(minimum, value);
    else if (key == "maximum") smaller(maximum, value);
    else if (key == "exclusiveMinimum") larger(above, value);
    else if (key == "exclusiveMaximum") smaller(below, value);
    else if (key == "multipleOf") larger(multiple_of, value);
    else if (key == "minLength") at_least(min_length, value);
    else if (key == "maxLength") at_most(max_length, value);
    else if (key == "pattern" && !pattern) pattern = value.get<std::string>();
    else if (key == "format") format = value.get<std::string>();
    else if (key == "minProperties") at_least(min_properties, value);
    else if (key == "maxProperties") at_most(max_properties, value);
    else if (key == "minItems") at_least(min_items, value);
    else if (key == "maxItems") at_most(max_items, value);
    else if (key == "uniqueItems") unique |= value == true;
    else if (key == "minContains") min_contains = static_cast<std::size_t>(value.get<double>());
    else if (key == "contains") contains.push_back({&value, &file});
    else if (key == "items") value == false ? void(no_items = true) : items.push_back({&value, &file});
    else if (key == "additionalProperties") value == false ? void(closed = true) : additional.push_back({&value, &file});
  }
  for (const auto& name : texts_at(schema, "required"))
    if (std::find(required.begin(), required.end(), name) == required.end()) required.push_back(name);
  if (const Json* all = find(schema, "properties"))
    for (const auto& [name, one] : all->items()) {
      auto known = std::find_if(properties.begin(), properties.end(), [&, &wanted = name](const auto& p) { return p.first == wanted; });
      if (known == properties.end()) known = properties.insert(properties.end(), {name, {}});
      known->second.push_back({&one, &file});
    }
  if (const Json* all = find(schema, "patternProperties"))
    for (const auto& [name, one] : all->items()) pattern_properties.push_back({name, {&one, &file}});
  if (const Json* all = find(schema, "dependentRequired"))
    for (const auto& [name, one] : all->items()) dependent.push_back({name, texts_at(*all, name)});
  if (const Json* all = find(schema, "prefixItems"))
    for (size_t i = 0; i < all->size(); ++i) {
      if (prefix.size() <= i) prefix.resize(i + 1);
      prefix[i].push_back({&(*all)[i], &file});
    }
}

std::vector<std::string> SchemaView::possible_types() const {
  if (types) return *types;
  std::vector<std::string> out;
  if (!properties.empty() || !required.empty() || !additional.empty() || closed || !pattern_properties.empty() || min_properties > 0 || max_properties) out.push_back("object");
  if (!prefix.empty() || !items.empty() || no_items || !contains.empty() || min_items > 0 || max_items || unique) out.push_back("array");
  if (min_length > 0 || max_length || pattern || format) out.push_back("string");
  if (minimum || maximum || above || below || multiple_of) out.push_back("number");
  if (out.empty()) out = {"string", "integer", "boolean", "null", "number", "array", "object"};
  return out;
}

}  // namespace lambent::ipo
