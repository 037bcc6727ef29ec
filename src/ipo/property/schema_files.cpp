#include "ipo/property/schema_files.h"

#include "base/files.h"
#include "base/text.h"
#include "config/json_file.h"
#include "config/yaml.h"

namespace lambent::ipo {

Place SchemaFile::place_of(const std::string& pointer) const {
  const config::Node* at = &node;
  Place out = node.place;
  if (pointer.empty()) return out;
  for (const std::string& escaped : split(std::string_view(pointer).substr(1), '/')) {
    const std::string key = replace_all(replace_all(escaped, "~1", "/"), "~0", "~");
    if (const auto* member = at->member(key)) {
      out = member->place;
      at = &member->value;
    } else if (size_t index = key.empty() || key.find_first_not_of("0123456789") != std::string::npos ? at->items.size() : std::stoul(key.substr(0, 9)); index < at->items.size()) {
      at = &at->items[index];
      out = at->place;
    } else {
      break;  // made up of what is at `out`
    }
  }
  return out;
}

const SchemaFile* SchemaFiles::read(const std::string& name, Diagnostics& diagnostics) {
  if (auto known = files_.find(name); known != files_.end()) return known->second.get();
  std::optional<config::Node> node;
  try {
    const std::string text = read_file(name);
    bool yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    node = yaml ? config::read_yaml(text, name, config::Tags::none, diagnostics, config::Sharing::refused) : config::read_json_file(text, name, diagnostics);
  } catch (const FileError& e) {
    diagnostics.error({name, 0, 0}, printable(e.what()));
  }
  if (!node || diagnostics.has_errors()) return nullptr;
  auto file = std::make_unique<SchemaFile>();
  file->name = name;
  file->json = config::to_json(*node, config::Scalars::typed);
  file->node = std::move(*node);
  return files_.emplace(name, std::move(file)).first->second.get();
}

std::string SchemaFiles::beside(const std::string& reference, const std::string& from) {
  const std::string name = reference.substr(0, reference.find('#'));
  if (name.empty()) return from;
  auto slash = from.rfind('/');
  return slash == std::string::npos || name.starts_with('/') ? name : from.substr(0, slash + 1) + name;
}

SchemaPart SchemaFiles::find(const std::string& reference, const SchemaFile& from) const {
  auto known = files_.find(beside(reference, from.name));
  if (known == files_.end()) return {};
  SchemaPart out{&known->second->json, known->second.get()};
  auto hash = reference.find('#');
  const std::string pointer = hash == std::string::npos ? "" : percent_decode(std::string_view(reference).substr(hash + 1));
  if (pointer.empty()) return out;
  for (const std::string& escaped : split(std::string_view(pointer).substr(1), '/')) {
    const std::string key = replace_all(replace_all(escaped, "~1", "/"), "~0", "~");
    const Json& here = *out.schema;
    if (here.is_object() && here.contains(key))
      out.schema = &here[key];
    else if (here.is_array() && !key.empty() && key.find_first_not_of("0123456789") == std::string::npos && key.size() < 9 && std::stoul(key) < here.size())
      out.schema = &here[std::stoul(key)];
    else
      return {};
  }
  return out;
}

}  // namespace lambent::ipo
