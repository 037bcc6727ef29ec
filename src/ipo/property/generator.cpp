#include "ipo/property/generator.h"

#include <algorithm>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/property/breaks.h"
#include "ipo/property/pattern_texts.h"
#include "ipo/property/values_of.h"

namespace lambent::ipo {
namespace {

constexpr int kAttempts = 200;

// Every schema below a schema, with its pointer; `see` of a reference is told of the reference only.
void walk(const Json& schema, const std::string& pointer, const std::function<void(const Json&, const std::string&)>& see) {
  if (!schema.is_object()) return;
  see(schema, pointer);
  for (const auto& [key, value] : schema.items()) {
    const std::string here = pointer + pointer_key(key);
    for (const char* map : {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
      if (key == map)
        for (const auto& [name, one] : value.items()) walk(one, here + pointer_key(name), see);
    for (const char* list : {"allOf", "anyOf", "oneOf", "prefixItems"})
      if (key == list)
        for (size_t i = 0; i < value.size(); ++i) walk(value[i], here + "/" + std::to_string(i), see);
    for (const char* single : {"items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"})
      if (key == single) walk(value, here, see);
  }
}

void collect(const Json& schema, std::vector<double>& limits) {
  walk(schema, "", [&](const Json& one, const std::string&) {
    for (const char* key : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems"})
      if (const Json* limit = find(one, key); limit && limit->is_number() && std::find(limits.begin(), limits.end(), limit->get<double>()) == limits.end())
        limits.push_back(limit->get<double>());
  });
}

std::string in_words(const Schema::Violation& violation) {
  return (violation.path.empty() ? "the event" : violation.path) + " must be " + violation.expected + (violation.actual ? ", not " + shown(*violation.actual, 80) : "");
}

}  // namespace

std::unique_ptr<const Generator> Generator::read(const std::string& file, Diagnostics& diagnostics) {
  std::unique_ptr<Generator> out(new Generator());
  Diagnostics found;
  out->root_ = out->files_.read(file, found);
  if (out->root_) {
    Mistakes mistakes;
    auto files = [&](const std::string& name) {
      Diagnostics reading;
      const SchemaFile* one = out->files_.read(SchemaFiles::beside(name, file), reading);
      if (!one) throw std::runtime_error(reading.all().empty() ? "it cannot be read" : text(reading.all().front().place) + ": " + reading.all().front().message);
      return one->json;
    };
    out->checker_ = Schema::compile(out->root_->json, files, "", mistakes);
    for (const auto& mistake : mistakes) found.error(out->root_->place_of(mistake.place), mistake.message, mistake.hint);
    out->check_parts(out->root_->json, *out->root_, "", found);
    if (!found.has_errors() && out->can_make(found)) collect(out->root_->json, out->numbers_);
  }
  for (const auto& d : found.all()) diagnostics.error(d.place, d.message, d.hint);
  return found.has_errors() ? nullptr : std::move(out);
}

void Generator::check_parts(const Json& schema, const SchemaFile& file, const std::string& pointer, Diagnostics& diagnostics) const {
  walk(schema, pointer, [&](const Json& one, const std::string& at) {
    auto refuse = [&](const std::string& below, const std::string& pattern) {
      std::string why;
      if (!PatternTexts::parse(pattern, why))
        diagnostics.error(file.place_of(at + below), "no text can be made for this pattern: " + why, "write it with classes, groups and repeats, or name values with enum");
    };
    if (auto pattern = find_text(one, "pattern"); pattern && !has(one, "enum") && !has(one, "const")) refuse("/pattern", *pattern);
    if (const Json* patterns = find(one, "patternProperties"); patterns && patterns->is_object())
      for (const auto& [pattern, inside] : patterns->items()) refuse("/patternProperties" + pointer_key(pattern), pattern);
  });
}

bool Generator::can_make(Diagnostics& diagnostics) const {
  std::string last;
  for (std::uint64_t seed = 0; seed < kAttempts; ++seed) {
    Choices choices(seed);
    auto value = ValueMaker(files_, choices).make({{&root_->json, root_}});
    if (!value) {
      last = "its parts exclude each other";
      continue;
    }
    auto violations = checker_->violations(*value);
    if (violations.empty()) return true;
    last = in_words(violations.front());
  }
  diagnostics.error(root_->node.place, "no event that fits this schema could be made: " + last, "a schema for events says what may stand there, not what may not; enum and const help");
  return false;
}

std::string Generator::fault_of(const Json& value) const {
  auto violations = checker_->violations(value);
  return violations.empty() ? "" : in_words(violations.front());
}

std::optional<Made> Generator::make(Choices& choices, Fit fit) const {
  Made out;
  auto value = ValueMaker(files_, choices).make({{&root_->json, root_}});
  if (!value || !checker_->violations(*value).empty()) return std::nullopt;
  if (fit == Fit::valid) {
    out.value = std::move(*value);
  } else {
    std::vector<Json> broken = broken_in_one_way(*value, numbers_);
    // The first that does not fit, from the chosen one on.
    const size_t chosen = choices.upto(broken.size() - 1);
    for (size_t i = 0; i < broken.size() && out.broken.empty(); ++i) {
      out.value = broken[(chosen + i) % broken.size()];
      out.broken = fault_of(out.value);
    }
    if (out.broken.empty()) return std::nullopt;
  }
  out.choices = choices.taken();
  return out;
}

std::optional<Made> Generator::by_chance(std::uint64_t seed, Fit fit) const {
  for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
    Choices choices(seed * 0x9E3779B97F4A7C15ull + attempt);
    if (auto made = make(choices, fit)) return made;
  }
  return std::nullopt;
}

std::optional<Made> Generator::replay(const Json& tree, Fit fit) const {
  Choices choices = Choices::replay(tree);
  return make(choices, fit);
}

}  // namespace lambent::ipo
