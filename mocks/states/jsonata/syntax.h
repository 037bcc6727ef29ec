// The tree of an expression: first as the parser reads it, then resolved into paths with steps (resolve.h).
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mocks/states/jsonata/regex.h"
#include "mocks/states/jsonata/signature.h"
#include "mocks/states/jsonata/value.h"

namespace lambent::states::jsonata {

enum class NodeType : std::uint8_t {
  // terminals
  name, variable, string, number, constant, regex, wildcard, descendant, parent, open_argument,
  // made by operators; `operation` says which
  binary, unary, array, object,
  call, partial, lambda, condition, block, transform, bind, apply, end,
  // only while parsing: a.b  a[b]  a{b}  a^(b)  a@$b  a#$b
  map, filter, group, order, focus, index,
  // made by resolving
  path, sort, tail_call,
};

enum class Operation : std::uint8_t {
  none, add, subtract, multiply, divide, modulo, equal, unequal, less, less_equal, greater, greater_equal, concat, range, both, either, in, negate
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

// Where a % finds what it stands for: the number of a variable that a step fills.
struct Slot {
  int atom = -1;
  int level = 1;
};
using SlotPtr = std::shared_ptr<Slot>;

struct Stage {
  NodePtr filter;      // or, if null, the position is kept:
  int index_atom = -1;
};

struct Pair {
  NodePtr key, value;
};
struct Grouping {
  std::vector<Pair> pairs;
  std::int64_t position = 0;
};
struct Term {
  NodePtr expression;
  bool descending = false;
};

struct Node {
  explicit Node(NodeType t, std::int64_t at) : type(t), position(at) {}

  NodeType type;
  Operation operation = Operation::none;
  bool keep_array = false, keep_singleton = false, constructed = false, tuple = false;
  bool binds = false;               // block: something is bound directly in it
  std::uint32_t height = 1;         // of the tree below, while parsing
  int atom = -1;                    // variable, bind: its number
  int focus_atom = -1, index_atom = -1;
  std::int64_t position;            // bytes, after the token
  std::string text;                 // the token, or the name
  Value value;                      // string, number, constant; name: the same text as a value
  NodePtr left, right, third;       // operands; call: left is the procedure; condition: left ? right : third
  std::vector<NodePtr> items;       // steps, arguments, expressions
  std::vector<Pair> pairs;          // object, group
  std::vector<Term> terms;          // order, sort
  std::vector<int> parameters;      // lambda
  std::vector<Stage> predicates, stages;
  std::unique_ptr<Grouping> grouping;
  SlotPtr slot;                     // parent
  SlotPtr ancestor;                 // a step that a % refers to
  std::vector<SlotPtr> seeking;     // slots not found below
  Signature signature;
  std::shared_ptr<const Regex> regex;
};

// The token as messages show it.
std::string token_of(const Node& node);

}  // namespace lambent::states::jsonata
