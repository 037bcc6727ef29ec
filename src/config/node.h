// The values of a YAML or JSON file as a tree that knows where each came from.
//
// Scalars stay text: what a number or a truth value is, the reader of a property decides. `plain` tells the unquoted
// ones, which to_json() turns into numbers, true, false or null where they are spelled as JSON spells them; thus
// 000000000000 and +15556667788 stay text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"

namespace lambent::config {

struct Node {
  // absent: nothing there, or AWS::NoValue. broken: a mistake that has been reported.
  enum class Kind { absent, broken, null, text, list, map };
  struct Member;

  Kind kind = Kind::absent;
  std::string text;
  bool plain = false;
  std::vector<Node> items;
  std::vector<Member> members;  // in the order of the file, no key twice
  Place place;

  bool is(Kind k) const { return kind == k; }
  const Member* member(std::string_view key) const;
  const Node* find(std::string_view key) const;  // null if absent or not a map
  const char* kind_name() const;                 // "a list", "text"
};

struct Node::Member {
  std::string key;
  Place place;  // of the key
  Node value;
};

Node text_node(std::string text, Place place);
Node map_node(std::string key, Place key_place, Node value);  // of one member

// Further values are typed by their spelling, or all are text (policy documents: IAM compares text).
enum class Scalars { typed, text };
Json to_json(const Node& node, Scalars scalars);

}  // namespace lambent::config
