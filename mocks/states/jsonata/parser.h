// Reads an expression into a tree by operator precedence. resolve.h makes what the evaluator runs of it.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mocks/states/jsonata/lexer.h"
#include "mocks/states/jsonata/syntax.h"

namespace lambent::states::jsonata {

// How tall a tree may be: everything that walks it does so by the stack.
constexpr std::uint32_t kTallest = 1000;
constexpr size_t kMostRegexes = 100;  // each may take megabytes

// The names of variables, numbered.
class Atoms {
 public:
  int of(std::string_view name);
  int fresh();  // one that no name reaches
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, int> numbers_;
};

class Parser {
 public:
  Parser(std::string_view text, Heap& heap, Atoms& atoms) : lexer_(text), heap_(heap), atoms_(atoms) {}
  NodePtr run();  // throws Fault

 private:
  using Slash = Lexer::Slash;
  void advance(Slash slash);
  void expect(std::string_view id, Slash slash = Slash::begins_regex);
  bool at(std::string_view id) const;
  [[noreturn]] void fail(const char* code, std::string_view wanted = "") const;  // at this token
  NodePtr node(NodeType type) const;
  NodePtr grown(NodePtr node) const;  // its height set; refused when too tall

  NodePtr expression(int power);
  NodePtr prefix(Token token);
  NodePtr prefix_operator(NodePtr out, const std::string& id);
  NodePtr infix(const Token& token, NodePtr left);
  NodePtr infix_operator(NodePtr out, const std::string& id, NodePtr left);
  NodePtr terminal(Token& token, NodePtr out);
  NodePtr call(NodePtr out, NodePtr left);
  NodePtr lambda(NodePtr out);
  NodePtr block(NodePtr out);
  NodePtr array(NodePtr out);
  NodePtr filter(NodePtr out, NodePtr left);
  NodePtr order(NodePtr out, NodePtr left);
  NodePtr object(NodePtr out, NodePtr left);
  NodePtr transform(NodePtr out);
  NodePtr bind(NodePtr out, NodePtr left);
  NodePtr bind_step(NodePtr out, const std::string& id, NodePtr left);

  Lexer lexer_;
  Heap& heap_;
  Atoms& atoms_;
  Token token_;
  size_t nesting_ = 0, regexes_ = 0;
  bool* binds_ = nullptr;  // of the block being read
};

}  // namespace lambent::states::jsonata
