// Makes of the parsed tree what is evaluated: chains of a.b become paths of steps with their predicates, % is tied to
// the step it refers to, calls in tail position are marked.
#pragma once
#include "mocks/states/jsonata/parser.h"

namespace lambent::states::jsonata {

class Resolver {
 public:
  explicit Resolver(Atoms& atoms) : atoms_(atoms) {}
  NodePtr run(NodePtr root);  // throws Fault

 private:
  NodePtr resolve(NodePtr node);
  NodePtr resolve_kind(NodePtr node);
  NodePtr map(NodePtr node);
  NodePtr filter(NodePtr node);
  NodePtr group(NodePtr node);
  NodePtr order(NodePtr node);
  NodePtr focus(NodePtr node);
  NodePtr index(NodePtr node);
  NodePtr negate(NodePtr node);
  NodePtr block(NodePtr node);
  void resolve_child(Node& parent, NodePtr& child);

  NodePtr tail_calls(NodePtr body);

  // Parents (ancestry.cpp).
  void seek(Node& step, const SlotPtr& slot);
  void inherit(Node& node, const Node& child);  // what the child still seeks
  void settle(Node& path);                      // what its last step seeks, among the steps before

  Atoms& atoms_;
};

}  // namespace lambent::states::jsonata
