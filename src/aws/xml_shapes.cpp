#include "aws/xml_shapes.h"

#include "aws/json_values.h"
#include "base/text.h"

namespace lambent {
namespace {

using model::Member;
using model::Place;
using model::Shape;
using model::TimeFormat;
using model::Type;

bool is_scalar(const Shape& shape) { return shape.type != Type::structure && shape.type != Type::list && shape.type != Type::map; }

std::string scalar(const Shape& shape, const Json& value, TimeFormat time) {
  if (shape.type == Type::blob) return base64_encode(value.get_ref<const std::string&>());
  if (shape.type == Type::timestamp) {
    TimeFormat format = time != TimeFormat::unset ? time : shape.time;
    if (format == TimeFormat::epoch) return dump(json_time(value, format));
    return text_time(value, format);
  }
  return value.is_string() ? value.get<std::string>() : dump(value);
}

XmlText::Attributes attributes_of(const Shape& shape, const Json& value) {
  XmlText::Attributes out;
  for (const Member& m : shape.members)
    if (const Json* item = m.xml_attribute ? find(value, m.name) : nullptr) out.emplace_back(m.wire, scalar(*m.shape, *item, m.time));
  return out;
}

void write(XmlText& xml, const Shape& shape, const Json& value, const std::string& name, const std::string& ns, bool flattened, TimeFormat time, FlatList lists) {
  const auto item_of = [&](const Json& item, const std::string& item_name, const Member& m) {
    write(xml, *m.shape, item, item_name, m.xml_namespace, m.shape->flattened, m.time, lists);
  };
  const auto entries = [&](const std::string& entry) {
    for (const auto& [key, item] : value.items()) {
      xml.open(entry);
      xml.element(shape.key->wire, key, shape.key->xml_namespace);
      item_of(item, shape.value->wire, *shape.value);
      xml.close(entry);
    }
  };
  if (is_scalar(shape)) {
    xml.element(name, scalar(shape, value, time), ns);
    return;
  }
  if (shape.type == Type::list && flattened) {
    const bool own = lists == FlatList::by_element && shape.item->wire != "member";
    for (const auto& item : value) item_of(item, own ? shape.item->wire : name, *shape.item);
    return;
  }
  if (shape.type == Type::map && flattened) return entries(name);
  xml.open(name, ns, shape.type == Type::structure ? attributes_of(shape, value) : XmlText::Attributes{});
  if (shape.type == Type::structure) write_xml_members(xml, shape, value, lists);
  if (shape.type == Type::list)
    for (const auto& item : value) item_of(item, shape.item->wire, *shape.item);
  if (shape.type == Type::map) entries("entry");
  xml.close(name);
}

}  // namespace

void write_xml_member(XmlText& xml, const Member& m, const Json& value, FlatList lists) {
  write(xml, *m.shape, value, m.wire, m.xml_namespace, m.flattened || m.shape->flattened, m.time, lists);
}

void write_xml_members(XmlText& xml, const Shape& shape, const Json& value, FlatList lists) {
  for (const auto& [key, item] : value.items()) {
    const Member* m = shape.find(key);
    // Of an answer only the status and headers stand outside; a path or query means nothing there.
    const bool outside = m && (m->place == Place::header || m->place == Place::headers || m->place == Place::status);
    if (m && !item.is_null() && !outside && !m->xml_attribute) write_xml_member(xml, *m, item, lists);
  }
}

void write_xml(XmlText& xml, const Shape& shape, const Json& value, const std::string& name, const std::string& ns, FlatList lists) {
  write(xml, shape, value, name, ns, shape.flattened, TimeFormat::unset, lists);
}

}  // namespace lambent
