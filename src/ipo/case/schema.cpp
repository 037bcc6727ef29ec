#include "ipo/case/schema.h"

#include <map>

#include "base/embedded.h"
#include "ipo/case/effect_kinds.h"
#include "ipo/case/reader.h"

LAMBENT_EMBEDDED(ipo_schema)

namespace lambent::ipo {
namespace {

struct Definition {
  std::vector<std::string> keys, required;
};

// Parsed once; constant from then on.
struct Parsed {
  Parsed() : json(parse_json(embedded_ipo_schema())), defs(json.at("$defs")) {
    for (const auto& [name, def] : defs.items()) {
      Definition& one = definitions[name];
      if (const Json* properties = find(def, "properties"))
        for (const auto& [key, inside] : properties->items()) one.keys.push_back(key);
      one.required = texts_at(def, "required");
    }
    for (const auto& one : defs.at("step").at("oneOf")) {
      std::string def = text_at(one, "$ref").substr(std::string("#/$defs/").size());
      steps.push_back(def.substr(0, def.size() - std::string("Step").size()));
    }
    for (const auto& one : defs.at("effect").at("oneOf")) {
      EffectKind kind;
      kind.name = one.at("required").at(0).get<std::string>();
      const Definition& fields = definitions.at(kind.name + "Effect");
      // One of: these fields, or an open entry.
      if (const Json* either = find(defs.at(kind.name + "Effect"), "anyOf")) kind.required = texts_at(either->at(0), "required");
      for (const auto& key : fields.keys)
        if (key != "$rest") kind.fields.push_back(key);
      effects.push_back(std::move(kind));
    }
  }
  const Json json;
  const Json& defs;
  std::map<std::string, Definition> definitions;
  std::vector<std::string> steps;
  std::vector<EffectKind> effects;
};

const Parsed& parsed() {
  static const Parsed one;
  return one;
}

const Definition& parsed_definition(const std::string& name) {
  auto it = parsed().definitions.find(name);
  if (it == parsed().definitions.end()) throw std::logic_error("the schema of cases has no definition '" + name + "'");
  return it->second;
}

}  // namespace

const Json& definition(const std::string& name) {
  parsed_definition(name);
  return parsed().defs.at(name);
}
const std::vector<std::string>& keys_of(const std::string& definition) { return parsed_definition(definition).keys; }
const std::vector<std::string>& required_of(const std::string& definition) { return parsed_definition(definition).required; }

std::vector<std::string> words_of(const std::string& name, const std::string& key) {
  const Json* property = find_path(definition(name), {"properties", key});
  if (property && find(*property, "items")) property = find(*property, "items");
  return property ? texts_at(*property, "enum") : std::vector<std::string>();
}

const std::vector<std::string>& step_words() { return parsed().steps; }

const std::vector<EffectKind>& effect_kinds() { return parsed().effects; }

const EffectKind* find_effect_kind(const std::string& name) {
  for (const auto& kind : effect_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

std::string_view case_schema() { return embedded_ipo_schema(); }

}  // namespace lambent::ipo
