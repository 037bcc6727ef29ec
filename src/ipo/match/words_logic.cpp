#include <algorithm>

#include "base/text.h"
#include "ipo/match/display.h"
#include "ipo/match/values.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

class OneOfNode : public Node {
 public:
  explicit OneOfNode(std::vector<NodePtr> choices) : choices_(std::move(choices)) {}
  bool takes_absence() const override {
    return std::any_of(choices_.begin(), choices_.end(), [](const NodePtr& choice) { return choice->takes_absence(); });
  }
  std::string describe(const Context& context) const override {
    std::vector<std::string> texts;
    for (const auto& choice : choices_) texts.push_back(choice->describe(context));
    return "one of " + join(texts, ", ");
  }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    for (const auto& choice : choices_)
      if ((actual || choice->takes_absence()) && scope.equal(*choice, actual)) return;
    scope.differs(*this, actual);
  }
  const std::vector<NodePtr> choices_;
};

class NotNode : public Node {
 public:
  explicit NotNode(NodePtr refused) : refused_(std::move(refused)) {}
  std::string describe(const Context& context) const override { return "not " + refused_->describe(context); }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    if (scope.cost_of(*refused_, actual, 0, Keep::nothing) == 0) scope.differs(*this, actual);
  }
  const NodePtr refused_;
};

class BindNode : public Node {
 public:
  explicit BindNode(std::string name) : name_(std::move(name)) {}
  std::string describe(const Context& context) const override {
    const Json* kept = context.bindings.find(name_);
    return kept ? "the same " + name_ + " as before, " + shown(*kept) : "any value, kept as " + name_;
  }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    auto& bindings = scope.context().bindings;
    const Json* kept = bindings.find(name_);
    if (!kept)
      bindings.keep(name_, *actual);
    else if (!equal_values(*kept, *actual))
      scope.differs(*this, actual);
  }
  const std::string name_;
};

}  // namespace

NodePtr make_one_of(const Argument& argument, Compiler& compiler) {
  if (!argument.value.is_array() || argument.value.empty()) return compiler.wrong(argument, "a list of at least one");
  return compiler.make<OneOfNode>(argument, compiler.compile_all(argument.value, argument.place));
}
NodePtr make_all(const Argument& argument, Compiler& compiler) {
  if (!argument.value.is_array() || argument.value.empty()) return compiler.wrong(argument, "a list of at least one");
  return compiler.make<AllNode>(argument, compiler.compile_all(argument.value, argument.place));
}
NodePtr make_not(const Argument& argument, Compiler& compiler) {
  return compiler.make<NotNode>(argument, compiler.compile(argument.value, argument.place));
}
NodePtr make_bind(const Argument& argument, Compiler& compiler) {
  if (!argument.value.is_string() || argument.value.get_ref<const std::string&>().empty()) return compiler.wrong(argument, "a name");
  compiler.note_binding();
  return compiler.make<BindNode>(argument, argument.value.get<std::string>());
}

}  // namespace lambent::ipo
