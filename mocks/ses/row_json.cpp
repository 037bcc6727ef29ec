#include "mocks/ses/row_json.h"

namespace lambent::ses {

Json map_json(const TextMap& map) {
  Json out = Json::object();
  for (const auto& [key, value] : map) out[key] = value;
  return out;
}

TextMap map_at(const Json& j, std::string_view key) {
  TextMap out;
  if (const Json* given = find(j, key))
    for (const auto& [name, value] : given->items()) out[name] = value.get<std::string>();
  return out;
}

Json list_at(const Json& j, std::string_view key) {
  const Json* list = find(j, key);
  return list ? *list : Json::array();
}

std::optional<double> find_number(const Json& j, std::string_view key) {
  if (!has(j, key)) return std::nullopt;
  return number_at(j, key);
}

TextMap tags_at(const Json& input) {
  TextMap out;
  if (const Json* tags = find(input, "Tags"))
    for (const auto& tag : *tags) out[text_at(tag, "Key")] = text_at(tag, "Value");
  return out;
}

Json tags_json(const TextMap& tags) {
  Json out = array();
  for (const auto& [key, value] : tags) out.push_back(object({{"Key", key}, {"Value", value}}));
  return out;
}

}  // namespace lambent::ses
