#include "ipo/case/expand.h"

#include "base/text.h"
#include "ipo/case/path.h"
#include "ipo/case/placeholders.h"

namespace lambent::ipo {
namespace {

constexpr std::int64_t kMaxRepeat = 16 << 20;
constexpr size_t kMaxMembers = 10'000;

void put_at(Node& node, const Place& place) {
  node.place = place;
  for (auto& item : node.items) put_at(item, place);
  for (auto& member : node.members) {
    member.place = place;
    put_at(member.value, place);
  }
}

size_t size_of(const Node& node) {
  size_t out = 1;
  for (const auto& item : node.items) out += size_of(item);
  for (const auto& member : node.members) out += size_of(member.value);
  return out;
}

bool holds_names(const Node& node) {
  if (node.text.find("${") != std::string::npos) return true;
  for (const auto& item : node.items)
    if (holds_names(item)) return true;
  for (const auto& member : node.members)
    if (member.key.find("${") != std::string::npos || holds_names(member.value)) return true;
  return false;
}

// Text put beside other text: a dollar at its end must not join what follows.
void append(std::string& out, std::string_view written) {
  out += written;
  size_t dollars = 0;
  while (dollars < written.size() && written[written.size() - 1 - dollars] == '$') dollars++;
  if (dollars % 2) out += '$';
}

class Expander {
 public:
  Expander(const Names& names, Context& context) : names_(names), context_(context) {}

  Node node(const Node& from) {
    if (!context_.room_for_values(1, from.place)) return broken_node(from.place);
    switch (from.kind) {
      case Node::Kind::text: return text(from);
      case Node::Kind::list: {
        Node out = bare(from);
        for (const auto& item : from.items) out.items.push_back(node(item));
        return out;
      }
      case Node::Kind::map:
        if (from.members.size() == 1 && from.members[0].key == "$repeat") return repeated(from);
        return map(from);
      default: return from;
    }
  }

 private:
  static Node bare(const Node& from) {
    Node out;
    out.kind = from.kind;
    out.place = from.place;
    return out;
  }

  Node map(const Node& from) {
    if (from.members.size() > kMaxMembers) {
      context_.error(from.place, "a map of more than 10000 members", "put it into a file: {file: …}");
      return broken_node(from.place);
    }
    Node out = bare(from);
    for (const auto& member : from.members) {
      Node key = config::text_node(member.key, member.place);
      if (member.key.find('$') != std::string::npos) key = text(key);
      Node value = node(member.value);
      if (key.is(Node::Kind::broken)) continue;
      if (!key.is(Node::Kind::text)) {
        context_.error(member.place, std::string("a key must be text, not ") + key.kind_name());
      } else if (key.text != member.key && (out.find(key.text) || from.find(key.text))) {
        context_.error(member.place, "'" + printable(key.text) + "' stands here twice");
      } else {
        out.members.push_back({std::move(key.text), member.place, std::move(value)});
      }
    }
    return out;
  }

  Node text(const Node& from) {
    if (from.text.find("${") == std::string::npos) return from;
    Pieces pieces = pieces_of(from.text);
    if (pieces.open) {
      context_.error(from.place, "a '${' without its '}'", "write $${ for the text ${");
      return broken_node(from.place);
    }
    if (pieces.whole()) {
      Node out = named(pieces.list[0].text, from.place);
      put_at(out, from.place);
      return out;
    }
    std::string out;
    bool broken = false;
    for (const auto& piece : pieces.list) {
      if (!piece.name) {
        out += piece.text;
        continue;
      }
      Node value = named(piece.text, from.place);
      broken |= value.is(Node::Kind::broken);
      if (value.is(Node::Kind::text))
        append(out, value.text);
      else
        append(out, dump(config::to_json(value, config::Scalars::typed)));
    }
    if (broken || !context_.room_for_bytes(out.size(), from.place)) return broken_node(from.place);
    return config::text_node(std::move(out), from.place);
  }

  // What `name` stands for, as written; itself if it is filled in later.
  Node named(const std::string& name, const Place& place) {
    std::optional<Path> path = parse_path(name);
    if (!path || path->empty() || path->front().element) {
      context_.error(place, "'${" + printable(name) + "}' is not a name",
                     "names are ${row.x}, ${env.X}, ${steps.id.path} and what a step saved; $$ is one dollar");
      return broken_node(place);
    }
    const std::string& first = path->front().member;
    if (first == "row") return of_row(name, *path, place);
    if (first == "env") return of_environment(name, *path, place);
    return later(name, *path, place);
  }

  Node of_row(const std::string& name, const Path& path, const Place& place) {
    if (names_.table == Names::Table::unknown) return broken_node(place);
    if (names_.table == Names::Table::none) {
      context_.error(place, "${" + printable(name) + "} stands where no row of a table is");
      return broken_node(place);
    }
    if (path.size() == 2 && path[1].member == "index" && !names_.row->find("index")) {
      Node out = config::text_node(std::to_string(names_.index), place);
      out.plain = true;
      return out;
    }
    const Node* at = names_.row;
    for (size_t i = 1; at && i < path.size(); i++) {
      const Node* next = nullptr;
      if (path[i].element) {
        if (at->is(Node::Kind::list) && path[i].index < at->items.size()) next = &at->items[path[i].index];
      } else {
        next = at->find(path[i].member);
      }
      if (!next) {
        std::vector<std::string> known;
        for (const auto& member : at->members) known.push_back(member.key);
        context_.error(place, "row " + std::to_string(names_.index) + " (" + lambent::text(names_.row->place) + ") has no ${" + printable(name) + "}",
                       path[i].element ? "" : Context::hint(path[i].member, known));
        return broken_node(place);
      }
      at = next;
    }
    if (path.size() < 2) {
      context_.error(place, "${row} is not a value", "name one of its members: ${row.x}");
      return broken_node(place);
    }
    if (!context_.room_for_values(size_of(*at), place)) return broken_node(place);
    if (!holds_names(*at)) return *at;
    Names outside = names_;
    outside.table = Names::Table::none;
    Node out = *at;
    put_at(out, place);
    return expand(out, outside, context_);
  }

  Node of_environment(const std::string& name, const Path& path, const Place& place) {
    if (path.size() != 2 || path[1].element) {
      context_.error(place, "'${" + printable(name) + "}' is not a name", "write ${env.X}");
      return broken_node(place);
    }
    auto value = context_.environment(path[1].member);
    if (!value) {
      context_.error(place, "the environment has no " + printable(path[1].member));
      return broken_node(place);
    }
    return config::text_node(as_written(*value), place);
  }

  Node later(const std::string& name, const Path& path, const Place& place) {
    const std::string& first = path.front().member;
    std::string says, hint;
    if (names_.any_later) return config::text_node("${" + name + "}", place);
    if (!names_.while_running) {
      says = "${" + printable(name) + "} cannot be known here, before a step has run";
    } else if (first == "steps") {
      if (path.size() > 1 && !path[1].element && names_.steps.count(path[1].member)) return config::text_node("${" + name + "}", place);
      says = "no step before this has the id '" + printable(path.size() > 1 ? path[1].member : "") + "'";
      if (path.size() > 1) hint = Context::hint(path[1].member, {names_.steps.begin(), names_.steps.end()});
    } else {
      if (names_.saved.count(first)) return config::text_node("${" + name + "}", place);
      says = "nothing before this saves '" + printable(first) + "'";
      std::vector<std::string> known(names_.saved.begin(), names_.saved.end());
      if (names_.table == Names::Table::row)
        for (const auto& member : names_.row->members) known.push_back("row." + member.key);
      if (names_.table == Names::Table::row && names_.row->find(first))
        hint = "did you mean row." + first + "?";
      else
        hint = Context::hint(first, known);
    }
    context_.error(place, says, hint);
    return broken_node(place);
  }

  Node repeated(const Node& from) {
    Node given = node(from.members[0].value);
    if (given.is(Node::Kind::broken)) return given;
    const Node* what = given.is(Node::Kind::list) && given.items.size() == 2 ? &given.items[0] : nullptr;
    std::optional<Json> count;
    if (what) count = config::to_json(given.items[1], config::Scalars::typed);
    if (what && (what->is(Node::Kind::broken) || given.items[1].is(Node::Kind::broken))) return broken_node(from.place);
    if (!what || !(what->is(Node::Kind::text) || what->is(Node::Kind::list)) || !count->is_number_integer() || *count < 0 || *count > kMaxRepeat) {
      context_.error(from.members[0].place, "$repeat takes [what, how often]: text or a list, and a number from 0 to 16777216");
      return broken_node(from.place);
    }
    auto n = count->get<size_t>();
    Node out = bare(*what);
    out.place = from.place;
    bool room = what->is(Node::Kind::text) ? context_.room_for_bytes(n * (what->text.size() + 1), from.place)
                                           : context_.room_for_values(n * size_of(*what), from.place);
    if (!room) return broken_node(from.place);
    for (size_t i = 0; i < n; i++) {
      if (what->is(Node::Kind::text))
        append(out.text, what->text);
      else
        out.items.insert(out.items.end(), what->items.begin(), what->items.end());
    }
    return out;
  }

  const Names& names_;
  Context& context_;
};

}  // namespace

Node expand(const Node& node, const Names& names, Context& context) { return Expander(names, context).node(node); }

}  // namespace lambent::ipo
