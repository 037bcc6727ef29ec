#include "ipo/match/context.h"

namespace lambent::ipo {

const Json* Bindings::find(std::string_view name) const {
  for (const auto& [known, value] : kept_)
    if (known == name) return &value;
  return nullptr;
}

}  // namespace lambent::ipo
