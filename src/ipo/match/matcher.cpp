#include "ipo/match/matcher.h"

#include "ipo/match/compiler.h"
#include "ipo/match/display.h"

namespace lambent::ipo {

Matcher::Matcher(std::unique_ptr<const Json> expected, std::unique_ptr<const Node> node) : expected_(std::move(expected)), node_(std::move(node)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

Matcher Matcher::compile(Json expected, Mistakes& mistakes, const CompileOptions& options) {
  auto owned = std::make_unique<const Json>(std::move(expected));
  NodePtr node = Compiler(mistakes, options).compile(*owned, "");
  return Matcher(std::move(owned), std::move(node));
}

std::vector<Difference> Matcher::differences(const Json* actual, Context& context) const {
  std::vector<Difference> out;
  Run run(context);
  Scope scope(run, out);
  try {
    node_->compare(actual, scope);
  } catch (const OutOfSteps&) {
    out.push_back({Difference::Kind::changed, "", node_->place, node_->describe(context), actual ? shown(*actual) : "(absent)",
                   "too much to compare: gave up after " + std::to_string(context.limits.steps) + " steps", {}, kWhole});
  }
  return out;
}

bool Matcher::matches(const Json& actual, Context& context) const {
  const size_t mark = context.bindings.mark();
  Run run(context);
  Scope scope(run, 0);
  try {
    if (scope.equal(*node_, &actual)) return true;
  } catch (const OutOfSteps&) {
  }
  context.bindings.undo_to(mark);
  return false;
}

std::uint32_t Matcher::cost(const Json& actual, Context& context, std::uint32_t limit) const {
  const size_t mark = context.bindings.mark();
  Run run(context);
  Scope scope(run, limit);
  try {
    return scope.cost_of(*node_, &actual, limit, Keep::nothing);
  } catch (const OutOfSteps&) {
    context.bindings.undo_to(mark);
    return limit + kWhole;
  }
}

Json literal(const Json& value) {
  auto escaped = [](const std::string& text) { return text.starts_with('$') ? "$" + text : text; };
  if (value.is_string()) return escaped(value.get_ref<const std::string&>());
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& item : value) out.push_back(literal(item));
    return out;
  }
  if (!value.is_object()) return value;
  Json out = Json::object();
  for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) out.emplace(escaped(key), literal(member));
  return out;
}

}  // namespace lambent::ipo
