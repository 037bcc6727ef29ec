// Which step a % means: the one its own step was selected from, found at the time of parsing by walking back.
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/resolve.h"

namespace lambent::states::jsonata {

void Resolver::seek(Node& node, const SlotPtr& slot) {
  switch (node.type) {
    case NodeType::name:
    case NodeType::wildcard:
      if (--slot->level == 0) {
        if (node.ancestor) slot->atom = node.ancestor->atom;  // two that mean the same share a name
        node.ancestor = slot;
        node.tuple = true;
      }
      return;
    case NodeType::parent: ++slot->level; return;
    case NodeType::block:
      if (node.items.empty()) return;
      node.tuple = true;
      seek(*node.items.back(), slot);
      return;
    case NodeType::path: {
      node.tuple = true;
      size_t i = node.items.size();
      seek(*node.items[--i], slot);
      while (slot->level > 0 && i > 0) seek(*node.items[--i], slot);
      return;
    }
    default: throw Fault("S0217").at(node.position).of(token_of(node));
  }
}

void Resolver::inherit(Node& node, const Node& child) {
  node.seeking.insert(node.seeking.end(), child.seeking.begin(), child.seeking.end());
  if (child.type == NodeType::parent) node.seeking.push_back(child.slot);
}

void Resolver::settle(Node& path) {
  Node& last = *path.items.back();
  std::vector<SlotPtr> slots = last.seeking;
  if (last.type == NodeType::parent) slots.push_back(last.slot);
  for (const auto& slot : slots) {
    size_t i = path.items.size() - 1;  // steps before this one are still to be asked
    while (slot->level > 0) {
      if (i == 0) {
        path.seeking.push_back(slot);
        break;
      }
      Node* step = path.items[--i].get();
      // Steps that bind a variable to the same context count as one.
      while (i > 0 && step->focus_atom >= 0 && path.items[i - 1]->focus_atom >= 0) step = path.items[--i].get();
      seek(*step, slot);
    }
  }
}

}  // namespace lambent::states::jsonata
