#include "ipo/case/path.h"

namespace lambent::ipo {

std::optional<Path> parse_path(std::string_view text) {
  Path out;
  size_t at = 0;
  while (at < text.size()) {
    PathPart part;
    if (text[at] == '[') {
      size_t end = text.find(']', at);
      if (end == std::string_view::npos || end == at + 1 || end > at + 7) return std::nullopt;
      for (size_t i = at + 1; i < end; i++) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        part.index = part.index * 10 + static_cast<size_t>(text[i] - '0');
      }
      part.element = true;
      at = end + 1;
    } else {
      if (!out.empty()) {
        if (text[at] != '.') return std::nullopt;
        at++;
      }
      size_t end = std::min(text.find_first_of(".[] {}$\t\n", at), text.size());
      if (end == at || (end < text.size() && text[end] != '.' && text[end] != '[')) return std::nullopt;
      part.member = text.substr(at, end - at);
      at = end;
    }
    out.push_back(std::move(part));
  }
  return out;
}

const Json* find_at(const Json& root, const Path& path, size_t first) {
  const Json* at = &root;
  for (size_t i = first; i < path.size(); i++) {
    if (path[i].element) {
      if (!at->is_array() || path[i].index >= at->size()) return nullptr;
      at = &(*at)[path[i].index];
    } else {
      if (!at->is_object()) return nullptr;
      auto it = at->find(path[i].member);
      if (it == at->end()) return nullptr;
      at = &*it;
    }
  }
  return at;
}

}  // namespace lambent::ipo
