#include "ipo/match/display.h"
#include "ipo/match/pair_nodes.h"
#include "ipo/match/values.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

std::vector<const Node*> pointers(const std::vector<NodePtr>& nodes) {
  std::vector<const Node*> out;
  for (const auto& node : nodes) out.push_back(node.get());
  return out;
}
std::vector<const Json*> elements(const Json& array) {
  std::vector<const Json*> out;
  for (const Json& value : array) out.push_back(&value);
  return out;
}

// Elements in any order; with Further::free some of them.
class SomeOrderNode : public Node {
 public:
  SomeOrderNode(std::vector<NodePtr> items, Further further) : items_(std::move(items)), further_(further) {}
  size_t leaves() const override {
    size_t n = 0;
    for (const auto& item : items_) n += item->leaves();
    return std::max<size_t>(n, 1);
  }
  std::string describe(const Context& context) const override {
    return (further_ == Further::free ? "an array with " : "in any order ") + Node::describe(context);
  }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (!actual->is_array()) return scope.differs(*this, actual);
    auto nodes = pointers(items_);
    auto values = elements(*actual);
    auto pairing = pair_nodes(nodes, values, scope, Order::free);
    // Comparing the pairs once more would double the work at each level of nested lists; only bindings need it.
    if (!scope.reporting() && !binds) {
      const size_t alone = pairing.missing.size() + (further_ == Further::refused ? pairing.extra.size() : 0);
      return scope.add_cost(pairing.cost + alone * kWhole);
    }
    if (further_ == Further::refused) return report_pairs(pairing, nodes, values, *this, 0, scope);
    for (auto [e, a] : pairing.pairs) {
      if (scope.done()) return;
      if (scope.equal(*nodes[e], values[a])) continue;
      // The nearest element may have nothing to do with the wanted one, so the whole array is shown.
      scope.differs(*nodes[e], actual, "no element is " + nodes[e]->describe(scope.context()));
    }
    for (size_t e : pairing.missing) scope.differs(*nodes[e], actual, "no element is left that is " + nodes[e]->describe(scope.context()));
  }
  const std::vector<NodePtr> items_;
  const Further further_;
};

// {$contains: "x"}: part of a text, or an element of an array.
class ContainsNode : public Node {
 public:
  ContainsNode(std::optional<std::string> part, std::vector<NodePtr> element) : part_(std::move(part)), element_(std::move(element)) {}
  std::string describe(const Context& context) const override {
    return part_ ? "text that contains " + in_quotes(*part_) : "an array with " + element_.front()->describe(context);
  }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (actual->is_string() && part_) {
      if (actual->get_ref<const std::string&>().find(*part_) == std::string::npos) scope.differs(*this, actual);
      return;
    }
    if (actual->is_array())
      for (const Json& value : *actual)
        if (scope.equal(*element_.front(), &value)) return;
    scope.differs(*this, actual, actual->is_array() ? "no element is " + element_.front()->describe(scope.context()) : "");
  }
  const std::optional<std::string> part_;
  const std::vector<NodePtr> element_;
};

class EachNode : public Node {
 public:
  explicit EachNode(NodePtr item) : item_(std::move(item)) {}
  std::string describe(const Context& context) const override { return "an array of " + item_->describe(context); }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (!actual->is_array()) return scope.differs(*this, actual);
    for (size_t i = 0; i < actual->size() && !scope.done(); ++i) {
      auto here = scope.enter_index(i);
      item_->compare(&(*actual)[i], scope);
    }
  }
  const NodePtr item_;
};

class LengthNode : public Node {
 public:
  explicit LengthNode(NodePtr length) : length_(std::move(length)) {}
  std::string describe(const Context& context) const override { return "length " + length_->describe(context); }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (!actual->is_structured() && !actual->is_string()) return scope.differs(*this, actual, std::string(type_name(*actual)) + " has no length");
    Json length = actual->is_string() ? characters(actual->get_ref<const std::string&>()).size() : actual->size();
    auto here = scope.enter(".length");
    length_->compare(&length, scope);
  }
  const NodePtr length_;
};

}  // namespace

NodePtr make_contains(const Argument& argument, Compiler& compiler) {
  if (argument.value.is_array()) return compiler.make<SomeOrderNode>(argument, compiler.compile_all(argument.value, argument.place), Further::free);
  std::vector<NodePtr> element;
  element.push_back(compiler.compile(argument.value, argument.place));
  std::optional<std::string> part;
  if (argument.value.is_string() && element.front()->literal()) {
    part = argument.value.get<std::string>();
    if (part->starts_with("$$")) part->erase(0, 1);
  }
  return compiler.make<ContainsNode>(argument, std::move(part), std::move(element));
}

NodePtr make_unordered(const Argument& argument, Compiler& compiler) {
  if (!argument.value.is_array()) return compiler.wrong(argument, "a list");
  if (!argument.value.empty() && argument.value.back() == "$rest")
    return compiler.wrong(argument.place + "/" + std::to_string(argument.value.size() - 1), "$unordered is closed", "{$contains: [...]} leaves further elements free");
  return compiler.make<SomeOrderNode>(argument, compiler.compile_all(argument.value, argument.place), Further::refused);
}

NodePtr make_each(const Argument& argument, Compiler& compiler) { return compiler.make<EachNode>(argument, compiler.compile(argument.value, argument.place)); }

NodePtr make_len(const Argument& argument, Compiler& compiler) {
  const Json& value = argument.value;
  const bool number = value.is_number_integer() && value >= 0;
  if (!number && !value.is_object()) return compiler.wrong(argument, "a count, or a matcher for one");
  return compiler.make<LengthNode>(argument, compiler.compile(value, argument.place));
}

}  // namespace lambent::ipo
