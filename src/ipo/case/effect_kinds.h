// The kinds of effects a case can list, and their fields. Read from the schema, which is the one list of them.
#pragma once
#include <string>
#include <vector>

namespace lambent::ipo {

struct EffectKind {
  std::string name;                   // "email"
  std::vector<std::string> fields;    // what its object may hold, besides $rest
  std::vector<std::string> required;  // what it must, unless it is open
};

const std::vector<EffectKind>& effect_kinds();
const EffectKind* find_effect_kind(const std::string& name);

}  // namespace lambent::ipo
