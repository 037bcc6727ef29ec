// What an expression reads from outside: found on the tree, by the rules of scope the evaluator follows.
#include <algorithm>
#include <set>

#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/jsonata/document_names.h"
#include "mocks/states/jsonata/references.h"
#include "mocks/states/jsonata/resolve.h"

namespace lambent::states::jsonata {
namespace {

enum class Context { document, item };  // what $ and bare names read

class Walker {
 public:
  explicit Walker(const Program& program) : program_(program) {}

  void walk(const Node& node, Context context) {
    switch (node.type) {
      case NodeType::variable: variable(node, context); break;
      case NodeType::name:
      case NodeType::wildcard:
      case NodeType::descendant:
        if (context == Context::document) document(node.type == NodeType::name ? node.text : node.type == NodeType::wildcard ? "*" : "**");
        break;
      case NodeType::path: path(node, context); break;
      case NodeType::block: {
        const auto outer = bound_;
        all(node.items, context);
        bound_ = outer;
        break;
      }
      case NodeType::bind:
        // A function may call itself; any other value is made before its name is known.
        if (node.right->type == NodeType::lambda) bound_.insert(node.atom);
        walk(*node.right, context);
        bound_.insert(node.atom);
        break;
      case NodeType::lambda: {
        const auto outer = bound_;
        bound_.insert(node.parameters.begin(), node.parameters.end());
        walk(*node.right, context);
        bound_ = outer;
        break;
      }
      case NodeType::call:
      case NodeType::partial:
        if (!is_function(*node.left)) walk(*node.left, context);
        all(node.items, context);
        break;
      case NodeType::transform:
        for (const NodePtr* part : {&node.left, &node.right, &node.third})
          if (*part) walk(**part, Context::item);
        break;
      default:
        for (const NodePtr* part : {&node.left, &node.right, &node.third})
          if (*part) walk(**part, context);
        all(node.items, context);
        pairs(node.pairs, context);
        for (const auto& term : node.terms) walk(*term.expression, Context::item);
    }
    stages(node.predicates);
    stages(node.stages);
    if (node.grouping) pairs(node.grouping->pairs, Context::item);
  }

  References found;
  std::vector<std::string> names;  // read from the document, as they come

 private:
  void all(const std::vector<NodePtr>& nodes, Context context) {
    for (const auto& one : nodes) walk(*one, context);
  }
  void pairs(const std::vector<Pair>& list, Context context) {
    for (const auto& [key, value] : list) walk(*key, context), walk(*value, context);
  }
  void stages(const std::vector<Stage>& list) {
    for (const auto& stage : list) {
      if (stage.filter) walk(*stage.filter, Context::item);
      else bound_.insert(stage.index_atom);
    }
  }

  void path(const Node& node, Context context) {
    const Node& first = *node.items[0];
    const bool states = is_states(first);
    size_t begin = 0;
    if (states && node.items.size() > 1 && node.items[1]->type == NodeType::name && first.stages.empty()) {
      found.states_members.insert(node.items[1]->text);
      begin = 1;
    }
    for (size_t i = begin; i < node.items.size(); ++i) {
      const Node& step = *node.items[i];
      walk(step, i == 0 ? context : Context::item);
      for (int atom : {step.focus_atom, step.index_atom})
        if (atom >= 0) bound_.insert(atom);
    }
  }

  void document(const std::string& name) {
    found.context = true;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }

  bool is_states(const Node& node) const { return node.type == NodeType::variable && node.text == "states" && !bound_.contains(node.atom); }

  bool is_function(const Node& node) const {
    return node.type == NodeType::variable && !bound_.contains(node.atom) && program_.functions->find(node.text);
  }

  void variable(const Node& node, Context context) {
    if (node.atom < 0) {
      if (context == Context::document) document("$");
    } else if (node.text == "$") {
      found.root = true;
    } else if (is_states(node)) {
      found.whole_states = true;
    } else if (!bound_.contains(node.atom)) {
      (is_function(node) ? found.shadowing : found.variables).insert(node.text);
    }
  }

  const Program& program_;
  std::set<int> bound_;
};

}  // namespace

std::vector<std::string> document_names(std::string_view text) {
  Program program;
  program.text = text;
  program.functions = &step_functions_library();
  program.root = Resolver(program.atoms).run(Parser(program.text, program.heap, program.atoms).run());
  Walker walker(program);
  walker.walk(*program.root, Context::document);
  return std::move(walker.names);
}

References references_of(const Program& program) {
  Walker walker(program);
  walker.walk(*program.root, Context::document);
  return std::move(walker.found);
}

}  // namespace lambent::states::jsonata
