// The forms with brackets: calls and functions, blocks, arrays, objects, predicates, sorting, transforms.
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/parser.h"

namespace lambent::states::jsonata {

NodePtr Parser::call(NodePtr out, NodePtr left) {
  out->type = NodeType::call;
  out->left = std::move(left);
  if (!at(")")) {
    for (;;) {
      if (at("?")) {
        out->type = NodeType::partial;
        out->items.push_back(node(NodeType::open_argument));
        advance(Slash::begins_regex);
      } else {
        out->items.push_back(expression(0));
      }
      if (!at(",")) break;
      advance(Slash::begins_regex);
    }
  }
  expect(")", Slash::divides);
  if (out->left->type == NodeType::name && (out->left->text == "function" || out->left->text == "\xCE\xBB")) return lambda(std::move(out));
  return out;
}

NodePtr Parser::lambda(NodePtr out) {
  out->type = NodeType::lambda;
  out->left = nullptr;
  for (size_t i = 0; i < out->items.size(); ++i) {
    const Node& parameter = *out->items[i];
    if (parameter.type != NodeType::variable) throw Fault("S0208").at(parameter.position).of(token_of(parameter)).with("value", static_cast<double>(i + 1));
    out->parameters.push_back(parameter.atom >= 0 ? parameter.atom : atoms_.fresh());
  }
  out->items.clear();
  if (at("<")) {
    const std::int64_t from = token_.position;
    std::string text = "<";
    for (int depth = 1; depth > 0 && !at("{") && token_.type != Token::Type::end;) {
      advance(Slash::begins_regex);
      if (at(">")) --depth;
      if (at("<")) ++depth;
      text += token_.text;
    }
    expect(">");
    try {
      out->signature = Signature::parse(text);
    } catch (Fault& fault) {
      fault.position += from;
      throw;
    }
  }
  bool binds = false;
  bool* const outer = std::exchange(binds_, &binds);
  expect("{");
  out->right = expression(0);
  expect("}");
  binds_ = outer;
  return out;
}

NodePtr Parser::block(NodePtr out) {
  out->type = NodeType::block;
  bool binds = false;
  bool* const outer = std::exchange(binds_, &binds);
  while (!at(")")) {
    out->items.push_back(expression(0));
    if (!at(";")) break;
    advance(Slash::begins_regex);
  }
  expect(")", Slash::divides);
  out->binds = binds;
  binds_ = outer;
  return out;
}

NodePtr Parser::array(NodePtr out) {
  out->type = NodeType::array;
  if (!at("]")) {
    for (;;) {
      NodePtr item = expression(0);
      if (at("..")) {
        NodePtr range = node(NodeType::binary);
        range->operation = Operation::range;
        advance(Slash::begins_regex);
        range->left = std::move(item);
        range->right = expression(0);
        item = grown(std::move(range));
      }
      out->items.push_back(std::move(item));
      if (!at(",")) break;
      advance(Slash::begins_regex);
    }
  }
  expect("]", Slash::divides);
  return out;
}

// a[] keeps arrays of one as arrays; a[...] selects.
NodePtr Parser::filter(NodePtr out, NodePtr left) {
  if (at("]")) {
    Node* step = left.get();
    while (step->type == NodeType::filter) step = step->left.get();
    step->keep_array = true;
    advance(Slash::divides);
    return left;
  }
  out->type = NodeType::filter;
  out->left = std::move(left);
  out->right = expression(0);
  expect("]", Slash::divides);
  return out;
}

NodePtr Parser::order(NodePtr out, NodePtr left) {
  out->type = NodeType::order;
  out->left = std::move(left);
  expect("(");
  for (;;) {
    Term term;
    if (at("<") || at(">")) {
      term.descending = at(">");
      advance(Slash::begins_regex);
    }
    term.expression = expression(0);
    out->terms.push_back(std::move(term));
    if (!at(",")) break;
    advance(Slash::begins_regex);
  }
  expect(")", Slash::divides);
  return out;
}

NodePtr Parser::object(NodePtr out, NodePtr left) {
  out->type = left ? NodeType::group : NodeType::object;
  out->left = std::move(left);
  if (!at("}")) {
    for (;;) {
      Pair pair;
      pair.key = expression(0);
      expect(":");
      pair.value = expression(0);
      out->pairs.push_back(std::move(pair));
      if (!at(",")) break;
      advance(Slash::begins_regex);
    }
  }
  expect("}", Slash::divides);
  return out;
}

NodePtr Parser::transform(NodePtr out) {
  out->type = NodeType::transform;
  out->left = expression(0);
  expect("|");
  out->right = expression(0);
  if (at(",")) {
    advance(Slash::begins_regex);
    out->third = expression(0);
  }
  expect("|", Slash::divides);
  return out;
}

NodePtr Parser::bind(NodePtr out, NodePtr left) {
  if (left->type != NodeType::variable) throw Fault("S0212").at(left->position).of(token_of(*left));
  out->type = NodeType::bind;
  out->atom = left->atom >= 0 ? left->atom : atoms_.fresh();
  *binds_ = true;
  out->right = expression(9);
  return out;
}

NodePtr Parser::bind_step(NodePtr out, const std::string& id, NodePtr left) {
  out->type = id == "@" ? NodeType::focus : NodeType::index;
  out->left = std::move(left);
  const NodePtr variable = expression(80);
  if (variable->type != NodeType::variable) throw Fault("S0214").at(variable->position).of(id);
  out->atom = variable->atom >= 0 ? variable->atom : atoms_.fresh();
  return out;
}

std::string token_of(const Node& node) { return node.text; }

}  // namespace lambent::states::jsonata
