#include "config/intrinsics.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"

namespace lambent::config {
namespace {

Node broken(const Place& place) {
  Node out;
  out.kind = Node::Kind::broken;
  out.place = place;
  return out;
}

// A map of one member whose key names a function.
bool is_function(const Node& node) {
  if (!node.is(Node::Kind::map) || node.members.size() != 1) return false;
  const std::string& key = node.members[0].key;
  return key == "Ref" || key.starts_with("Fn::");
}

// The pieces of "a${X}b": text before, name, text before, name, …, text at the end.
struct Piece {
  std::string before;
  std::optional<std::string> name;
};
std::vector<Piece> pieces_of(const std::string& text) {
  std::vector<Piece> out(1);
  for (size_t i = 0; i < text.size();) {
    size_t end = text.compare(i, 2, "${") == 0 ? text.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      out.back().before += text[i++];
      continue;
    }
    std::string name(trim(std::string_view(text).substr(i + 2, end - i - 2)));
    if (name.starts_with('!'))
      out.back().before += "${" + name.substr(1) + "}";
    else {
      out.back().name = name;
      out.emplace_back();
    }
    i = end + 1;
  }
  return out;
}

class Resolver {
 public:
  Resolver(Names& names, Diagnostics& diagnostics) : names_(names), diagnostics_(diagnostics) {}

  Node resolve(const Node& node) {
    if (is_function(node)) return compute(node.members[0]);
    Node out = node;
    if (node.is(Node::Kind::list)) {
      out.items.clear();
      for (const auto& item : node.items) {
        Node value = resolve(item);
        if (!value.is(Node::Kind::absent)) out.items.push_back(std::move(value));
      }
    }
    if (node.is(Node::Kind::map)) {
      out.members.clear();
      for (const auto& m : node.members) {
        if (m.key.starts_with("Fn::")) return wrong(m.place, m.key + " must stand alone, without other members beside it");
        Node value = resolve(m.value);
        if (!value.is(Node::Kind::absent)) out.members.push_back({m.key, m.place, std::move(value)});
      }
    }
    return out;
  }

 private:
  Node wrong(const Place& place, const std::string& message, const std::string& hint = "") {
    diagnostics_.error(place, message, hint);
    return broken(place);
  }

  Node compute(const Node::Member& function) {
    const std::string& name = function.key;
    const Node& given = function.value;
    if (given.is(Node::Kind::broken)) return given;
    if (name == "Ref") {
      if (!given.is(Node::Kind::text)) return wrong(given.place, std::string("Ref wants a name, not ") + given.kind_name());
      return names_.ref(given.text, given.place);
    }
    if (name == "Fn::GetAtt") return get_att(given);
    if (name == "Fn::Sub") return sub(given);
    if (name == "Fn::Join") return join_items(given);
    const auto& known = intrinsic_names();
    if (std::find(known.begin(), known.end(), name) != known.end())
      return wrong(function.place, name + " is not emulated", "Ref, Fn::GetAtt, Fn::Sub and Fn::Join are");
    std::string near = nearest(name, known);
    return wrong(function.place, "there is no function " + printable(name), near.empty() ? "" : "did you mean " + near + "?");
  }

  Node attribute(const std::string& dotted, const Place& place) {
    auto dot = dotted.find('.');
    return names_.attribute(dotted.substr(0, dot), dotted.substr(dot + 1), place);
  }

  Node get_att(const Node& given) {
    if (given.is(Node::Kind::text)) {
      if (given.text.find('.') == std::string::npos) return wrong(given.place, "Fn::GetAtt wants Resource.Attribute, not '" + printable(given.text) + "'");
      return attribute(given.text, given.place);
    }
    if (!given.is(Node::Kind::list) || given.items.size() != 2) return wrong(given.place, "Fn::GetAtt wants a resource and an attribute");
    Node resource = given.items[0], which = resolve(given.items[1]);
    if (which.is(Node::Kind::broken)) return which;
    if (!resource.is(Node::Kind::text) || !which.is(Node::Kind::text)) return wrong(given.place, "Fn::GetAtt wants a resource and an attribute");
    return names_.attribute(resource.text, which.text, resource.place);
  }

  // What ${name} stands for; nothing if it has been reported.
  std::optional<std::string> substitute(const std::string& name, const Node* own, const Place& place) {
    Node value;
    if (own && own->find(name))
      value = *own->find(name);
    else if (name.find('.') != std::string::npos)
      value = attribute(name, place);
    else
      value = names_.ref(name, place);
    if (value.is(Node::Kind::broken)) return std::nullopt;
    if (value.is(Node::Kind::text)) return value.text;
    wrong(place, "${" + printable(name) + "} is " + value.kind_name() + ", not text");
    return std::nullopt;
  }

  Node sub(const Node& given) {
    const Node* text = &given;
    Node own;
    if (given.is(Node::Kind::list) && given.items.size() == 2 && given.items[1].is(Node::Kind::map)) {
      text = &given.items[0];
      own = resolve(given.items[1]);
    }
    if (!text->is(Node::Kind::text)) return wrong(given.place, "Fn::Sub wants a text, or a list of a text and a map of values");
    bool bad = own.is(Node::Kind::broken);
    std::vector<std::string> used;
    std::string out;
    for (const auto& piece : pieces_of(text->text)) {
      out += piece.before;
      if (!piece.name) continue;
      used.push_back(*piece.name);
      auto value = substitute(*piece.name, &own, text->place);
      bad |= !value;
      if (value) out += *value;
    }
    for (const auto& m : own.members)
      if (std::find(used.begin(), used.end(), m.key) == used.end()) wrong(m.place, "the text of Fn::Sub has no ${" + printable(m.key) + "}");
    return bad ? broken(given.place) : text_node(std::move(out), given.place);
  }

  Node join_items(const Node& given) {
    bool shaped = given.is(Node::Kind::list) && given.items.size() == 2 && given.items[0].is(Node::Kind::text);
    if (!shaped) return wrong(given.place, "Fn::Join wants a separator and a list");
    Node list = resolve(given.items[1]);
    if (list.is(Node::Kind::broken)) return list;
    if (!list.is(Node::Kind::list)) return wrong(list.place, std::string("Fn::Join wants a list to join, not ") + list.kind_name());
    std::vector<std::string> texts;
    for (const auto& item : list.items) {
      if (item.is(Node::Kind::broken)) return item;
      if (!item.is(Node::Kind::text)) return wrong(item.place, std::string("Fn::Join joins texts, not ") + item.kind_name());
      texts.push_back(item.text);
    }
    return text_node(join(texts, given.items[0].text), given.place);
  }

  Names& names_;
  Diagnostics& diagnostics_;
};

}  // namespace

const std::vector<std::string>& intrinsic_names() {
  static const std::vector<std::string> names = {
      "Ref",        "Fn::GetAtt", "Fn::Sub",    "Fn::Join",      "Fn::If",           "Fn::Equals",   "Fn::And",         "Fn::Or",
      "Fn::Not",    "Fn::Select", "Fn::Split",  "Fn::Base64",    "Fn::Cidr",         "Fn::GetAZs",   "Fn::FindInMap",   "Fn::ImportValue",
      "Fn::Length", "Fn::ToJsonString", "Fn::Transform", "Fn::ForEach", "Fn::Contains", "Fn::ValueOf", "Fn::ValueOfAll", "Condition"};
  return names;
}

Node resolve(const Node& node, Names& names, Diagnostics& diagnostics) { return Resolver(names, diagnostics).resolve(node); }

std::vector<std::string> placeholders(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& piece : pieces_of(text))
    if (piece.name) out.push_back(*piece.name);
  return out;
}

void each_reference(const Node& node, const std::function<void(const std::string&, const Place&)>& found) {
  auto upto_dot = [](const std::string& s) { return s.substr(0, s.find('.')); };
  if (is_function(node)) {
    const auto& [key, place, given] = node.members[0];
    if (key == "Ref" && given.is(Node::Kind::text)) return found(given.text, given.place);
    if (key == "Fn::GetAtt" && given.is(Node::Kind::text)) return found(upto_dot(given.text), given.place);
    if (key == "Fn::GetAtt" && !given.items.empty() && given.items[0].is(Node::Kind::text)) return found(given.items[0].text, given.place);
    if (key == "Fn::Sub") {
      const Node& text = given.is(Node::Kind::list) && !given.items.empty() ? given.items[0] : given;
      const Node* own = given.items.size() == 2 ? &given.items[1] : nullptr;
      for (const auto& name : placeholders(text.text))
        if (!own || !own->find(name)) found(upto_dot(name), text.place);
      if (own) each_reference(*own, found);
      return;
    }
  }
  for (const auto& item : node.items) each_reference(item, found);
  for (const auto& m : node.members) each_reference(m.value, found);
}

}  // namespace lambent::config
