#include "client/wire.h"

namespace lambent::client {

namespace {

// The members that are maps on the wire (a map looks like a structure in JSON), and how their entries are called.
struct MapMember {
  std::string_view name, key, value;
};
constexpr MapMember kMaps[] = {{"MessageAttributes", "Name", "Value"}, {"Attributes", "key", "value"}};

const MapMember* find_map(std::string_view path) {
  const auto last = path.substr(path.rfind('.') + 1);
  for (const auto& map : kMaps)
    if (map.name == last) return &map;
  return nullptr;
}

void add(std::string& form, const std::string& name, std::string_view value) {
  form.append("&").append(percent_encoded(name)).append("=").append(percent_encoded(value));
}

void flatten(std::string& form, const std::string& path, const Json& value) {
  if (value.is_object()) {
    const MapMember* map = path.empty() ? nullptr : find_map(path);
    int n = 0;
    for (const auto& [name, inner] : value.items()) {
      if (map) {
        const std::string entry = path + ".entry." + std::to_string(++n) + ".";
        add(form, entry + std::string(map->key), name);
        flatten(form, entry + std::string(map->value), inner);
      } else {
        flatten(form, path.empty() ? name : path + "." + name, inner);
      }
    }
  } else if (value.is_array()) {
    if (value.empty()) add(form, path, "");  // an empty list is said, a missing one is not
    for (size_t i = 0; i < value.size(); ++i) flatten(form, path + ".member." + std::to_string(i + 1), value[i]);
  } else if (value.is_string()) {
    add(form, path, value.get_ref<const std::string&>());
  } else if (!value.is_null()) {
    add(form, path, value.dump());
  }
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string to;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    const bool plain = (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u == '-' || u == '_' || u == '.' || u == '~';
    if (plain)
      to += c;
    else
      to.append("%").append(1, hex[u >> 4]).append(1, hex[u & 15]);
  }
  return to;
}

std::string query_form(std::string_view operation, std::string_view version, const Json& parameters) {
  std::string form = "Action=" + percent_encoded(operation) + "&Version=" + percent_encoded(version);
  flatten(form, "", parameters);
  return form;
}

}  // namespace lambent::client
