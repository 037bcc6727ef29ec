#include "mocks/states/path/template.h"

#include <set>

#include "mocks/states/failure.h"
#include "mocks/states/path/intrinsics.h"

namespace lambent::states::path {

bool is_path_or_call(std::string_view text) { return is_path(text) || is_call(text); }

Json expand_text(const std::string& text, const std::string& field, const Sources& sources, Ids& ids) {
  auto path = JsonPath::parse(text);
  if (!path) return run_call(text, sources, ids);
  try {
    return path->evaluate(sources);
  } catch (const PathMissing&) {
    throw RuntimeFailure("The JSONPath '" + text + "' specified for the field '" + field + "' could not be found in the input '" +
                         dump(*sources.data) + "'");
  }
}

Json expand(const Json& form, const Sources& sources, Ids& ids) {
  if (form.is_array()) {
    Json out = Json::array();
    for (const auto& item : form) out.push_back(expand(item, sources, ids));
    return out;
  }
  if (!form.is_object()) return form;
  Json out = Json::object();
  for (const auto& [name, value] : form.items()) {
    if (name.ends_with(".$") && value.is_string())
      out[name.substr(0, name.size() - 2)] = expand_text(value.get_ref<const std::string&>(), name, sources, ids);
    else
      out[name] = expand(value, sources, ids);
  }
  return out;
}

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
