#include "ipo/match/schema_keywords.h"

#include <cmath>

namespace lambent::ipo {
namespace {

using namespace schema_keyword;

constexpr SchemaWord kWords[] = {
    {"type", type},
    {"enum", enumeration},
    {"const", constant},
    {"minimum", minimum},
    {"maximum", maximum},
    {"exclusiveMinimum", above},
    {"exclusiveMaximum", below},
    {"multipleOf", multiple_of},
    {"minLength", min_length},
    {"maxLength", max_length},
    {"pattern", pattern},
    {"format", format},
    {"properties", properties},
    {"patternProperties", pattern_properties},
    {"additionalProperties", additional_properties},
    {"propertyNames", property_names},
    {"required", required},
    {"minProperties", min_properties},
    {"maxProperties", max_properties},
    {"dependentRequired", dependent_required},
    {"dependentSchemas", dependent_schemas},
    {"prefixItems", prefix_items},
    {"items", items},
    {"contains", contains},
    {"minContains", contains_count},
    {"maxContains", contains_count},
    {"minItems", min_items},
    {"maxItems", max_items},
    {"uniqueItems", unique_items},
    {"allOf", all_of},
    {"anyOf", any_of},
    {"oneOf", one_of},
    {"not", none},
    {"if", condition},
    {"then", conclusion},
    {"else", conclusion},
    {"$ref", reference},
    {"$defs", definitions},
    {"definitions", definitions},
    {"$schema", nullptr},
    {"$id", nullptr},
    {"$comment", nullptr},
    {"title", nullptr},
    {"description", nullptr},
    {"default", nullptr},
    {"examples", nullptr},
    {"example", nullptr},
    {"deprecated", nullptr},
    {"readOnly", nullptr},
    {"writeOnly", nullptr},
};

}  // namespace

const SchemaWord* find_schema_word(std::string_view name) {
  for (const SchemaWord& word : kWords)
    if (word.name == name) return &word;
  return nullptr;
}
std::vector<std::string> schema_words() {
  std::vector<std::string> out;
  for (const SchemaWord& word : kWords) out.emplace_back(word.name);
  return out;
}

std::optional<size_t> schema_keyword::count(const SchemaKeyword& k) {
  double n = k.value.is_number() ? k.value.get<double>() : -1;
  if (n >= 0 && n < 1e15 && std::trunc(n) == n) return static_cast<size_t>(n);
  k.wrong("a whole number from 0 on is wanted");
  return std::nullopt;
}
std::string schema_keyword::counted(size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace lambent::ipo
