#include "mocks/states/path/template.h"

#include <set>

#include "mocks/states/path/intrinsics.h"

namespace lambent::states::path {

bool is_path_or_call(std::string_view text) { return is_path(text) || is_call(text); }

std::vector<std::string> wrong_members(const Json& form) {
  std::vector<std::string> out;
  if (form.is_structured() && !form.empty()) {
    for (const auto& [name, value] : form.items()) {
      if (form.is_object() && name.ends_with(".$")) {
        if (!value.is_string() || !is_path_or_call(value.get_ref<const std::string&>())) out.push_back(name);
        continue;
      }
      for (auto& below : wrong_members(value)) out.push_back(std::move(below));
    }
  }
  return out;
}

std::optional<std::string> repeated_member(const Json& form) {
  if (!form.is_structured()) return std::nullopt;
  std::set<std::string> seen;
  for (const auto& [name, value] : form.items()) {
    std::string bare = name.ends_with(".$") ? name.substr(0, name.size() - 2) : name;
    if (form.is_object() && !seen.insert(bare).second) return bare;
    if (auto below = repeated_member(value)) return below;
  }
  return std::nullopt;
}

}  // namespace lambent::states::path
