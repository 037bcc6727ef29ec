// A row of the simplest kind, for tests of tables.
#pragma once
#include <string>

#include "base/json.h"

namespace lambent {

struct Note {
  std::string text;
  Json to_json() const { return object({{"text", text}}); }
  static Note from_json(const Json& j) { return {text_at(j, "text")}; }
};

}  // namespace lambent
