#include <charconv>

#include "aws/error.h"
#include "aws/json_values.h"
#include "aws/xml_shapes.h"
#include "base/text.h"

namespace lambent {
namespace {

using model::Member;
using model::Place;
using model::Shape;
using model::Type;

[[noreturn]] void malformed() {
  throw AwsError("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");
}

template <class Number>
Number number(std::string_view text) {
  Number out{};
  text = trim(text);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) malformed();
  return out;
}

Json scalar(const Shape& shape, const std::string& text) {
  switch (shape.type) {
    case Type::integer: return number<std::int64_t>(text);
    case Type::real: {
      const std::string name(trim(text));
      if (name == "NaN" || name == "Infinity" || name == "-Infinity") return name;
      return number<double>(text);
    }
    case Type::boolean:
      if (iequals(trim(text), "true")) return true;
      if (iequals(trim(text), "false")) return false;
      malformed();
    case Type::blob: {
      auto bytes = base64_decode(text);
      if (!bytes) malformed();
      return std::move(*bytes);
    }
    case Type::timestamp: {
      auto seconds = read_time(std::string(trim(text)));
      if (!seconds) malformed();
      return *seconds;
    }
    default: return text;
  }
}

// Names have lost their prefix when they were read.
std::string local(const std::string& name) { return name.substr(name.rfind(':') + 1); }

void read_entry(const Shape& map, const XmlElement& entry, Json& out) {
  const XmlElement* key = entry.find(local(map.key->wire));
  const XmlElement* value = entry.find(local(map.value->wire));
  if (!key || !value) malformed();
  out[key->text] = read_xml(*map.value->shape, *value);
}

// A flattened list or map: its elements stand beside the other members.
std::optional<Json> flat(const Member& m, const XmlElement& element) {
  const Shape& shape = *m.shape;
  std::optional<Json> out;
  for (const auto& child : element.children) {
    if (child.name != local(m.wire)) continue;
    if (!out) out = shape.type == Type::list ? Json::array() : Json::object();
    if (shape.type == Type::list)
      out->push_back(read_xml(*shape.item->shape, child));
    else
      read_entry(shape, child, *out);
  }
  return out;
}

}  // namespace

Json read_xml(const Shape& shape, const XmlElement& element) {
  Json out = Json::object();
  if (shape.type == Type::structure) {
    read_xml_members(shape, element, out);
    return out;
  }
  if (shape.type == Type::list) {
    out = Json::array();
    for (const auto& child : element.children)
      if (child.name == local(shape.item->wire)) out.push_back(read_xml(*shape.item->shape, child));
    return out;
  }
  if (shape.type == Type::map) {
    for (const auto& child : element.children)
      if (child.name == "entry") read_entry(shape, child, out);
    return out;
  }
  if (!element.children.empty()) malformed();
  return scalar(shape, element.text);
}

void read_xml_members(const Shape& shape, const XmlElement& element, Json& out) {
  for (const Member& m : shape.members) {
    if (m.place != Place::body) continue;
    if (m.xml_attribute) {
      auto it = element.attributes.find(local(m.wire));
      if (it != element.attributes.end()) out[m.name] = scalar(*m.shape, it->second);
      continue;
    }
    const bool flattened = (m.flattened || m.shape->flattened) && (m.shape->type == Type::list || m.shape->type == Type::map);
    if (flattened) {
      if (auto value = flat(m, element)) out[m.name] = std::move(*value);
    } else if (const XmlElement* child = element.find(local(m.wire))) {
      out[m.name] = read_xml(*m.shape, *child);
    }
  }
}

}  // namespace lambent
