#include "ipo/case/placeholders.h"

#include <algorithm>

#include "base/text.h"

namespace lambent::ipo {
namespace {

template <class Change>  // of each text and key
Json changed(const Json& value, Change change) {
  if (value.is_string()) return change(value.get_ref<const std::string&>());
  if (value.is_array()) {
    Json out = array();
    for (const auto& item : value) out.push_back(changed(item, change));
    return out;
  }
  if (value.is_object()) {
    Json out = Json::object();
    for (const auto& [key, inside] : value.items()) set(out, change(key), changed(inside, change));
    return out;
  }
  return value;
}

}  // namespace

bool Pieces::any() const {
  return std::any_of(list.begin(), list.end(), [](const Piece& p) { return p.name; });
}

Pieces pieces_of(std::string_view written) {
  Pieces out;
  std::string text;
  size_t at = 0;
  while (at < written.size()) {
    if (written.substr(at, 2) == "$$") {
      text += "$$";
      at += 2;
    } else if (written.substr(at, 2) == "${") {
      size_t end = written.find('}', at);
      if (end == std::string_view::npos) {
        out.open = true;
        break;
      }
      if (!text.empty()) out.list.push_back({false, std::move(text)});
      text.clear();
      out.list.push_back({true, std::string(trim(written.substr(at + 2, end - at - 2)))});
      at = end + 1;
    } else {
      text += written[at++];
    }
  }
  text += written.substr(at);
  if (!text.empty()) out.list.push_back({false, std::move(text)});
  return out;
}

std::string value_text(std::string_view written) { return replace_all(std::string(written), "$$", "$"); }

std::string matcher_text(std::string_view written) {
  size_t head = written.starts_with("$$") ? 2 : 0;
  return std::string(written.substr(0, head)) + value_text(written.substr(head));
}

std::string as_written(std::string_view text) { return replace_all(std::string(text), "$", "$$"); }

std::string spelled(const Json& value) { return value.is_string() ? value.get<std::string>() : dump(value); }

Json json_as_written(const Json& value) {
  return changed(value, [](const std::string& text) { return as_written(text); });
}

Json json_as_matcher(const Json& value) {
  return changed(value, [](const std::string& text) { return text.starts_with('$') ? "$" + text : text; });
}

}  // namespace lambent::ipo
