// The path inside `${…}`: members after dots, elements in brackets, as in steps.create.json.items[0].id.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lambent::ipo {

struct PathPart {
  std::string member;
  bool element = false;
  size_t index = 0;
};
using Path = std::vector<PathPart>;

std::optional<Path> parse_path(std::string_view text);

// What stands at the parts of `path` from `first` on, or null.
const Json* find_at(const Json& root, const Path& path, size_t first);

}  // namespace lambent::ipo
