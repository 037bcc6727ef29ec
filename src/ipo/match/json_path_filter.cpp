#include "ipo/match/json_path_filter.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/match/values.h"

namespace lambent::ipo {
namespace {

using Value = std::optional<Json>;  // nothing is a value of its own

struct Evaluation {
  const Json& item;
  const Json& root;
  PathBudget& budget;

  std::vector<const Json*> nodes(const PathQuery& query) const {
    return select_from(query.segments, query.from_root ? root : item, root, budget);
  }

  Value value(const PathOperand& operand) const {
    if (operand.kind == PathOperand::Kind::literal) return operand.literal;
    if (operand.kind == PathOperand::Kind::call) return value(*operand.call);
    auto found = nodes(operand.query);
    return found.size() == 1 ? Value(*found[0]) : std::nullopt;
  }

  Value value(const PathCall& call) const {
    if (call.function == PathCall::Function::count) return Json(nodes(call.arguments[0].query).size());
    Value argument = value(call.arguments[0]);
    if (call.function == PathCall::Function::value || !argument) return argument;
    if (argument->is_string()) return Json(characters(argument->get_ref<const std::string&>()).size());
    if (argument->is_structured()) return Json(argument->size());
    return std::nullopt;
  }

  bool condition(const PathCall& call) const {
    Value text = value(call.arguments[0]), pattern = value(call.arguments[1]);
    if (!text || !text->is_string() || !pattern || !pattern->is_string()) return false;
    auto regex = call.pattern ? call.pattern : compile_path_pattern(pattern->get_ref<const std::string&>());
    if (!regex) return false;
    const auto& subject = text->get_ref<const std::string&>();
    return call.function == PathCall::Function::match ? regex->matches(subject) : regex->found_in(subject);
  }
};

bool less(const Value& a, const Value& b) {
  if (!a || !b) return false;
  if (a->is_number() && b->is_number()) return number_less(*a, *b);
  return a->is_string() && b->is_string() && a->get_ref<const std::string&>() < b->get_ref<const std::string&>();
}
bool equal(const Value& a, const Value& b) { return a && b ? equal_values(*a, *b) : !a && !b; }

bool compared(PathFilter::Compare compare, const Value& a, const Value& b) {
  switch (compare) {
    case PathFilter::Compare::equal: return equal(a, b);
    case PathFilter::Compare::unequal: return !equal(a, b);
    case PathFilter::Compare::less: return less(a, b);
    case PathFilter::Compare::at_most: return less(a, b) || equal(a, b);
    case PathFilter::Compare::more: return less(b, a);
    case PathFilter::Compare::at_least: return less(b, a) || equal(a, b);
  }
  return false;
}

}  // namespace

bool is_condition(PathCall::Function function) { return function == PathCall::Function::match || function == PathCall::Function::search; }

// RFC 9485: '.' is any character but the two line ends; RE2's is any but the line feed.
std::shared_ptr<const Regex> compile_path_pattern(std::string_view pattern) {
  std::string out;
  bool in_class = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      out += pattern.substr(i++, 2);
      continue;
    }
    if (pattern[i] == '[') in_class = true;
    if (pattern[i] == ']') in_class = false;
    if (pattern[i] == '.' && !in_class)
      out += "[^\\n\\r]";
    else
      out += pattern[i];
  }
  std::string why;
  return Regex::compile(out, why);
}

bool PathFilter::holds(const Json& item, const Json& root, PathBudget& budget) const {
  budget.spend();
  const Evaluation here{item, root, budget};
  auto part_holds = [&](const auto& part) { return part->holds(item, root, budget); };
  switch (kind) {
    case Kind::any_of: return std::any_of(parts.begin(), parts.end(), part_holds);
    case Kind::all_of: return std::all_of(parts.begin(), parts.end(), part_holds);
    case Kind::negated: return !part_holds(parts[0]);
    case Kind::exists: return !here.nodes(query).empty();
    case Kind::call: return here.condition(*call);
    case Kind::compare: return compared(compare, here.value(left), here.value(right));
  }
  return false;
}

}  // namespace lambent::ipo
