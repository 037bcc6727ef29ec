#include "mocks/states/jsonata/resolve.h"

#include <algorithm>

#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {
namespace {

NodePtr path_of(NodePtr step) {
  auto path = std::make_unique<Node>(NodeType::path, step->position);
  path->items.push_back(std::move(step));
  return path;
}

Node& last_step(Node& node) { return node.type == NodeType::path ? *node.items.back() : node; }

}  // namespace

NodePtr Resolver::run(NodePtr root) {
  NodePtr out = resolve(std::move(root));
  if (out->type == NodeType::parent || !out->seeking.empty()) throw Fault("S0217").at(out->position).of(token_of(*out));
  return out;
}

NodePtr Resolver::resolve(NodePtr node) {
  const bool keep_array = node->keep_array;
  NodePtr out = resolve_kind(std::move(node));
  if (keep_array) out->keep_array = true;
  return out;
}

void Resolver::resolve_child(Node& parent, NodePtr& child) {
  if (!child) return;
  child = resolve(std::move(child));
  inherit(parent, *child);
}

NodePtr Resolver::resolve_kind(NodePtr node) {
  switch (node->type) {
    case NodeType::map: return map(std::move(node));
    case NodeType::filter: return filter(std::move(node));
    case NodeType::group: return group(std::move(node));
    case NodeType::order: return order(std::move(node));
    case NodeType::focus: return focus(std::move(node));
    case NodeType::index: return index(std::move(node));
    case NodeType::unary: return negate(std::move(node));
    case NodeType::block: return block(std::move(node));
    case NodeType::name: {
      const bool keep = node->keep_array;
      NodePtr path = path_of(std::move(node));
      path->keep_singleton = keep;
      return path;
    }
    case NodeType::parent:
      node->slot = std::make_shared<Slot>();
      node->slot->atom = atoms_.fresh();
      return node;
    case NodeType::apply:
      node->left = resolve(std::move(node->left));
      node->right = resolve(std::move(node->right));
      node->keep_array = node->left->keep_array || node->right->keep_array;
      return node;
    case NodeType::lambda:
      node->right = tail_calls(resolve(std::move(node->right)));
      return node;
    case NodeType::transform:
      for (NodePtr* part : {&node->left, &node->right, &node->third})
        if (*part) *part = resolve(std::move(*part));
      return node;
    case NodeType::call:
    case NodeType::partial:
      for (auto& argument : node->items) resolve_child(*node, argument);
      node->left = resolve(std::move(node->left));
      return node;
    case NodeType::array:
      for (auto& item : node->items) resolve_child(*node, item);
      return node;
    case NodeType::object:
      for (auto& [key, value] : node->pairs) {
        resolve_child(*node, key);
        resolve_child(*node, value);
      }
      return node;
    case NodeType::binary:
    case NodeType::bind:
    case NodeType::condition:
      resolve_child(*node, node->left);
      resolve_child(*node, node->right);
      resolve_child(*node, node->third);
      return node;
    case NodeType::end: throw Fault("S0207").at(node->position).of(node->text);
    default: return node;
  }
}

NodePtr Resolver::map(NodePtr node) {
  NodePtr first = resolve(std::move(node->left));
  const SlotPtr first_slot = first->type == NodeType::parent ? first->slot : nullptr;
  NodePtr path = first->type == NodeType::path ? std::move(first) : path_of(std::move(first));
  if (first_slot) path->seeking = {first_slot};
  NodePtr rest = resolve(std::move(node->right));
  if (rest->type == NodeType::path) {
    std::move(rest->items.begin(), rest->items.end(), std::back_inserter(path->items));
  } else {
    std::move(rest->predicates.begin(), rest->predicates.end(), std::back_inserter(rest->stages));
    rest->predicates.clear();
    path->items.push_back(std::move(rest));
  }
  for (auto& step : path->items) {
    if (step->type == NodeType::number || step->type == NodeType::constant) throw Fault("S0213").at(step->position).with("value", step->value);
    if (step->type == NodeType::string) step->type = NodeType::name;
    if (step->keep_array) path->keep_singleton = true;
  }
  // An array constructor at either end of a path is kept as it is.
  for (Node* step : {path->items.front().get(), path->items.back().get()})
    if (step->type == NodeType::array) step->constructed = true;
  settle(*path);
  return path;
}

NodePtr Resolver::filter(NodePtr node) {
  NodePtr out = resolve(std::move(node->left));
  Node& step = last_step(*out);
  if (step.grouping) throw Fault("S0209").at(node->position);
  NodePtr predicate = resolve(std::move(node->right));
  if (!predicate->seeking.empty()) {
    for (const auto& slot : predicate->seeking) {
      if (slot->level == 1) seek(step, slot);
      else --slot->level;
    }
    inherit(step, *predicate);
  }
  auto& list = out->type == NodeType::path ? step.stages : step.predicates;
  list.push_back({std::move(predicate), -1});
  return out;
}

NodePtr Resolver::group(NodePtr node) {
  NodePtr out = resolve(std::move(node->left));
  if (out->grouping) throw Fault("S0210").at(node->position);
  out->grouping = std::make_unique<Grouping>();
  out->grouping->position = node->position;
  for (auto& [key, value] : node->pairs) {
    NodePtr resolved_key = resolve(std::move(key));
    out->grouping->pairs.push_back({std::move(resolved_key), resolve(std::move(value))});
  }
  return out;
}

NodePtr Resolver::order(NodePtr node) {
  NodePtr out = resolve(std::move(node->left));
  if (out->type != NodeType::path) out = path_of(std::move(out));
  auto sort = std::make_unique<Node>(NodeType::sort, node->position);
  sort->terms = std::move(node->terms);
  for (auto& term : sort->terms) resolve_child(*sort, term.expression);
  out->items.push_back(std::move(sort));
  settle(*out);
  return out;
}

NodePtr Resolver::focus(NodePtr node) {
  NodePtr out = resolve(std::move(node->left));
  Node& step = last_step(*out);
  if (!step.stages.empty() || !step.predicates.empty()) throw Fault("S0215").at(node->position);
  if (step.type == NodeType::sort) throw Fault("S0216").at(node->position);
  if (node->keep_array) step.keep_array = true;
  step.focus_atom = node->atom;
  step.tuple = true;
  return out;
}

NodePtr Resolver::index(NodePtr node) {
  NodePtr out = resolve(std::move(node->left));
  if (out->type != NodeType::path) {
    out = path_of(std::move(out));
    Node& only = *out->items.front();
    std::move(only.predicates.begin(), only.predicates.end(), std::back_inserter(only.stages));
    only.predicates.clear();
  }
  Node& step = last_step(*out);
  if (step.stages.empty()) step.index_atom = node->atom;
  else step.stages.push_back({nullptr, node->atom});
  step.tuple = true;
  return out;
}

NodePtr Resolver::negate(NodePtr node) {
  node->left = resolve(std::move(node->left));
  if (node->left->type == NodeType::number) {
    node->left->value = Value::of(-node->left->value.number());
    return std::move(node->left);
  }
  inherit(*node, *node->left);
  return node;
}

NodePtr Resolver::block(NodePtr node) {
  for (auto& item : node->items) {
    resolve_child(*node, item);
    if (item->constructed || (item->type == NodeType::path && item->items.front()->constructed)) node->constructed = true;
  }
  return node;
}

// The call that ends a function is made by its caller, so that recursion there takes no room.
NodePtr Resolver::tail_calls(NodePtr body) {
  switch (body->type) {
    case NodeType::call: {
      if (!body->predicates.empty() || body->grouping || body->keep_array) return body;
      auto tail = std::make_unique<Node>(NodeType::tail_call, body->position);
      tail->left = std::move(body);
      return tail;
    }
    case NodeType::condition:
      if (!body->predicates.empty() || body->grouping || body->keep_array) return body;
      body->right = tail_calls(std::move(body->right));
      if (body->third) body->third = tail_calls(std::move(body->third));
      return body;
    case NodeType::block:
      if (!body->predicates.empty() || body->grouping || body->keep_array || body->items.empty()) return body;
      body->items.back() = tail_calls(std::move(body->items.back()));
      return body;
    default: return body;
  }
}

}  // namespace lambent::states::jsonata
