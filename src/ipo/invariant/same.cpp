#include "ipo/invariant/same.h"

#include <re2/re2.h>

namespace lambent::ipo {
namespace {

struct Pattern {
  RE2 what;
  const char* becomes;
};
const std::vector<std::unique_ptr<Pattern>>& patterns() {
  static const auto all = [] {
    std::vector<std::unique_ptr<Pattern>> out;
    auto add = [&](const char* what, const char* becomes) { out.push_back(std::unique_ptr<Pattern>(new Pattern{RE2(what), becomes})); };
    add("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}", "<id>");
    add("[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9](:[0-6][0-9](\\.[0-9]+)?)?(Z|[+-][0-2][0-9]:?[0-5][0-9])?", "<time>");
    add("\\b1[0-9]{9}(\\.[0-9]+|[0-9]{3})?\\b", "<time>");  // seconds or milliseconds since 1970, from 2001 to 2033
    add("\\b[0-9a-f]*[a-f][0-9a-f]*[0-9][0-9a-f]{14,}\\b|\\b[0-9a-f]*[0-9][0-9a-f]*[a-f][0-9a-f]{14,}\\b", "<id>");
    return out;
  }();
  return all;
}

}  // namespace

std::string without_ids(std::string text) {
  for (const auto& one : patterns()) RE2::GlobalReplace(&text, one->what, one->becomes);
  return text;
}

Json without_ids(const Json& value) {
  if (value.is_string()) return without_ids(value.get_ref<const std::string&>());
  if (value.is_number()) {
    std::string text = dump(value), same = without_ids(text);
    return same == text ? value : Json(std::move(same));
  }
  if (value.is_array()) {
    Json out = array();
    for (const auto& item : value) out.push_back(without_ids(item));
    return out;
  }
  if (!value.is_object()) return value;
  Json out = Json::object();
  for (const auto& [key, item] : value.items()) set(out, key, without_ids(item));
  return out;
}

}  // namespace lambent::ipo
