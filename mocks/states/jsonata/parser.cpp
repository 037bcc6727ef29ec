#include "mocks/states/jsonata/parser.h"

#include <algorithm>
#include <iterator>

#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {
namespace {

struct Infix {
  std::string_view id;
  int power;
  Operation operation;  // of a plain binary operator
};
constexpr Infix kInfix[] = {
    {".", 75, Operation::none}, {"[", 80, Operation::none}, {"{", 70, Operation::none}, {"(", 80, Operation::none},
    {"@", 80, Operation::none}, {"#", 80, Operation::none}, {"?", 20, Operation::none}, {"^", 40, Operation::none},
    {":=", 10, Operation::none}, {"~>", 40, Operation::none},
    {"+", 50, Operation::add}, {"-", 50, Operation::subtract}, {"*", 60, Operation::multiply}, {"/", 60, Operation::divide},
    {"%", 60, Operation::modulo}, {"=", 40, Operation::equal}, {"<", 40, Operation::less}, {">", 40, Operation::greater},
    {"!=", 40, Operation::unequal}, {"<=", 40, Operation::less_equal}, {">=", 40, Operation::greater_equal},
    {"&", 50, Operation::concat}, {"and", 30, Operation::both}, {"or", 25, Operation::either}, {"in", 40, Operation::in},
};

const Infix* find_infix(const Token& token) {
  if (token.type != Token::Type::operation) return nullptr;
  const auto* it = std::find_if(std::begin(kInfix), std::end(kInfix), [&](const Infix& i) { return i.id == token.text; });
  return it == std::end(kInfix) ? nullptr : it;
}

int power_of(const Token& token) {
  const Infix* infix = find_infix(token);
  return infix ? infix->power : 0;
}

}  // namespace

int Atoms::of(std::string_view name) {
  const auto [it, added] = numbers_.emplace(std::string(name), static_cast<int>(names_.size()));
  if (added) names_.emplace_back(name);
  return it->second;
}

int Atoms::fresh() {
  names_.emplace_back();
  return static_cast<int>(names_.size()) - 1;
}

NodePtr Parser::run() {
  bool binds = false;
  binds_ = &binds;
  advance(Slash::begins_regex);
  NodePtr out = expression(0);
  if (token_.type != Token::Type::end) fail("S0201");
  return out;
}

bool Parser::at(std::string_view id) const { return token_.type == Token::Type::operation && token_.text == id; }

void Parser::advance(Slash slash) {
  token_ = lexer_.next(slash);
  if (token_.type == Token::Type::operation && (token_.text == "!" || token_.text == "~")) throw Fault("S0204").at(token_.position).of(token_.text);
}

void Parser::expect(std::string_view id, Slash slash) {
  if (!at(id)) fail(token_.type == Token::Type::end ? "S0203" : "S0202", id);
  advance(slash);
}

void Parser::fail(const char* code, std::string_view wanted) const {
  Fault fault(code);
  fault.bare_token = token_.type == Token::Type::number || token_.type == Token::Type::constant;
  throw std::move(fault).at(token_.position).of(token_.text).with_text("value", wanted);
}

NodePtr Parser::node(NodeType type) const {
  auto out = std::make_unique<Node>(type, token_.position);
  out->text = token_.text;
  return out;
}

NodePtr Parser::grown(NodePtr node) const {
  std::uint32_t tallest = 0;
  const auto see = [&](const NodePtr& child) {
    if (child) tallest = std::max(tallest, child->height);
  };
  for (const NodePtr* child : {&node->left, &node->right, &node->third}) see(*child);
  for (const auto& item : node->items) see(item);
  for (const auto& term : node->terms) see(term.expression);
  for (const auto& [key, value] : node->pairs) see(key), see(value);
  node->height = tallest + 1;
  if (node->height > kTallest) throw Fault("S0304").at(node->position);
  return node;
}

NodePtr Parser::expression(int power) {
  if (++nesting_ > kTallest / 2) throw Fault("S0304").at(token_.position);
  Token first = std::move(token_);
  advance(Slash::divides);
  NodePtr left = grown(prefix(std::move(first)));
  while (power < power_of(token_)) {
    const Token operation = token_;
    advance(Slash::begins_regex);
    left = grown(infix(operation, std::move(left)));
  }
  --nesting_;
  return left;
}

NodePtr Parser::terminal(Token& token, NodePtr out) {
  switch (token.type) {
    case Token::Type::name:
      out->type = NodeType::name;
      out->value = make_string(heap_, out->text);
      break;
    case Token::Type::variable:
      out->type = NodeType::variable;
      if (!out->text.empty()) out->atom = atoms_.of(out->text);
      break;
    case Token::Type::string:
      out->type = NodeType::string;
      out->value = make_string(heap_, out->text);
      break;
    case Token::Type::number:
      out->type = NodeType::number;
      out->value = Value::of(token.number);
      break;
    case Token::Type::constant:
      out->type = NodeType::constant;
      out->value = token.text == "null" ? Value::null() : Value::of(token.text == "true");
      break;
    case Token::Type::regex:
      out->type = NodeType::regex;
      if (++regexes_ > kMostRegexes) throw Fault("S0303").at(token.position).raw("reason", "the expression has too many");
      try {
        out->regex = std::make_shared<const Regex>(token.text, token.flags);
      } catch (Fault& fault) {
        fault.position = token.position;
        throw;
      }
      break;
    default: out->type = NodeType::end; break;
  }
  return out;
}

NodePtr Parser::prefix(Token token) {
  auto out = std::make_unique<Node>(NodeType::name, token.position);
  out->text = token.text;
  if (token.type != Token::Type::operation) return terminal(token, std::move(out));
  return prefix_operator(std::move(out), token.text);
}

NodePtr Parser::prefix_operator(NodePtr out, const std::string& id) {
  if (id == "and" || id == "or" || id == "in") {  // names of members
    out->value = make_string(heap_, id);
    return out;
  }
  if (id == "(") return block(std::move(out));
  if (id == "[") return array(std::move(out));
  if (id == "{") return object(std::move(out), nullptr);
  if (id == "|") return transform(std::move(out));
  if (id == "*") out->type = NodeType::wildcard;
  else if (id == "**") out->type = NodeType::descendant;
  else if (id == "%") out->type = NodeType::parent;
  else if (id == "-") {
    out->type = NodeType::unary;
    out->operation = Operation::negate;
    out->left = expression(70);
  } else {
    throw Fault("S0211").at(out->position).of(id);
  }
  return out;
}

NodePtr Parser::infix(const Token& token, NodePtr left) {
  auto out = std::make_unique<Node>(NodeType::binary, token.position);
  out->text = token.text;
  return infix_operator(std::move(out), token.text, std::move(left));
}

NodePtr Parser::infix_operator(NodePtr out, const std::string& id, NodePtr left) {
  if (id == "(") return call(std::move(out), std::move(left));
  if (id == "[") return filter(std::move(out), std::move(left));
  if (id == "{") return object(std::move(out), std::move(left));
  if (id == "^") return order(std::move(out), std::move(left));
  if (id == ":=") return bind(std::move(out), std::move(left));
  if (id == "@" || id == "#") return bind_step(std::move(out), id, std::move(left));
  if (id == "?") {
    out->type = NodeType::condition;
    out->left = std::move(left);
    out->right = expression(0);
    if (at(":")) {
      advance(Slash::begins_regex);
      out->third = expression(0);
    }
    return out;
  }
  const Infix* infix = std::find_if(std::begin(kInfix), std::end(kInfix), [&](const Infix& i) { return i.id == id; });
  if (id == ".") out->type = NodeType::map;
  if (id == "~>") out->type = NodeType::apply;
  out->operation = infix->operation;
  out->left = std::move(left);
  out->right = expression(infix->power);
  return out;
}

}  // namespace lambent::states::jsonata
