// Makes a tree of choices small while what it makes still fails.
//
//   Shrunk small = shrink(made.choices, [&](const Json& tree) -> std::optional<Json> { … }, 300);
//
// The question answers with the choices that the tree really made (Made::choices) if the value they make fails in the
// same way, and with nothing if it does not fail or there is none. A tree is asked once.
#pragma once
#include <functional>
#include <optional>

#include "base/json.h"

namespace lambent::ipo {

using StillFails = std::function<std::optional<Json>(const Json& tree)>;

struct Shrunk {
  Json choices;
  int asked = 0, smaller = 0;  // how often; and how often something smaller failed
};

// At most `most` questions.
Shrunk shrink(const Json& choices, const StillFails& still_fails, int most);

}  // namespace lambent::ipo
