// Paths into an event: Records[0].Sns.Message, headers["x-a.b"]. Pure functions.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lambent::events {

struct Step {
  std::string name;       // of a member; not used for an element
  size_t index = 0;
  bool element = false;   // of an array
};
using Path = std::vector<Step>;

Path parse_path(std::string_view text);  // throws OverrideError
std::string path_text(const Path& path, size_t steps);  // of the first so many

const Json* follow(const Json& root, const Path& path);  // null if something on the way is not there
Json* follow(Json& root, const Path& path);

}  // namespace lambent::events
