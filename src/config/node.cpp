#include "config/node.h"

namespace lambent::config {

const Node::Member* Node::member(std::string_view key) const {
  if (kind != Kind::map) return nullptr;
  for (const auto& m : members)
    if (m.key == key) return &m;
  return nullptr;
}

const Node* Node::find(std::string_view key) const {
  const Member* m = member(key);
  return m ? &m->value : nullptr;
}

const char* Node::kind_name() const {
  switch (kind) {
    case Kind::absent: return "nothing";
    case Kind::broken: return "a mistake";
    case Kind::null: return "null";
    case Kind::text: return "text";
    case Kind::list: return "a list";
    case Kind::map: return "a map";
  }
  return "";
}

Node text_node(std::string text, Place place) {
  Node out;
  out.kind = Node::Kind::text;
  out.text = std::move(text);
  out.place = std::move(place);
  return out;
}

Node map_node(std::string key, Place key_place, Node value) {
  Node out;
  out.kind = Node::Kind::map;
  out.place = key_place;
  out.members.push_back({std::move(key), std::move(key_place), std::move(value)});
  return out;
}

namespace {

Json scalar(const Node& node, Scalars scalars) {
  bool typed = scalars == Scalars::typed && node.plain && !node.text.empty();
  if (typed && (node.text == "true" || node.text == "false")) return node.text == "true";
  bool number = typed && (node.text[0] == '-' || (node.text[0] >= '0' && node.text[0] <= '9'));
  if (number)
    if (auto value = try_parse_json(node.text); value && value->is_number()) return *value;
  return node.text;
}

}  // namespace

Json to_json(const Node& node, Scalars scalars) {
  switch (node.kind) {
    case Node::Kind::text: return scalar(node, scalars);
    case Node::Kind::list: {
      Json out = array();
      for (const auto& item : node.items) out.push_back(to_json(item, scalars));
      return out;
    }
    case Node::Kind::map: {
      Json out = Json::object();
      for (const auto& m : node.members) set(out, m.key, to_json(m.value, scalars));
      return out;
    }
    default: return nullptr;
  }
}

}  // namespace lambent::config
