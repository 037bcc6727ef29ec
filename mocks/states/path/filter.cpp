#include "mocks/states/path/filter.h"

#include <algorithm>

namespace lambent::states::path {
namespace {

bool contains(const Json& list, const Json& value) {
  return list.is_array() && std::find(list.begin(), list.end(), value) != list.end();
}

bool compare(const Json& a, const std::string& op, const Json& b) {
  if (op == "==") return a == b;
  if (op == "!=") return a != b;
  if (op == "in") return contains(b, a);
  if (op == "nin") return b.is_array() && !contains(b, a);
  if (op == "size") {
    if (!b.is_number_integer()) return false;
    if (a.is_array()) return static_cast<std::int64_t>(a.size()) == b.get<std::int64_t>();
    return a.is_string() && static_cast<std::int64_t>(a.get_ref<const std::string&>().size()) == b.get<std::int64_t>();
  }
  if (op == "empty") {
    bool empty = (a.is_array() && a.empty()) || (a.is_string() && a.get_ref<const std::string&>().empty());
    return b.is_boolean() && (a.is_array() || a.is_string()) && empty == b.get<bool>();
  }
  if (op == "subsetof" || op == "anyof" || op == "noneof") {
    if (!a.is_array() || !b.is_array()) return false;
    auto within = [&](const Json& item) { return contains(b, item); };
    if (op == "subsetof") return std::all_of(a.begin(), a.end(), within);
    bool any = std::any_of(a.begin(), a.end(), within);
    return op == "anyof" ? any : !any;
  }
  bool numbers = a.is_number() && b.is_number();
  bool texts = a.is_string() && b.is_string();
  if (!numbers && !texts) return false;
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return b < a;
  return op == ">=" && b <= a;
}

}  // namespace

std::optional<Json> Operand::value(const Json& item, const Json& root) const {
  if (literal) return literal;
  const JsonPath* path = item_path ? &*item_path : root_path ? &*root_path : nullptr;
  if (!path) return std::nullopt;
  try {
    return path->evaluate_in(item_path ? item : root);
  } catch (const PathMissing&) {
    return std::nullopt;
  }
}

bool Condition::holds(const Json& item, const Json& root) const {
  auto true_of = [&](const std::shared_ptr<const Condition>& part) { return part->holds(item, root); };
  switch (kind) {
    case Kind::all: return std::all_of(parts.begin(), parts.end(), true_of);
    case Kind::any: return std::any_of(parts.begin(), parts.end(), true_of);
    case Kind::negated: return !true_of(parts.front());
    case Kind::exists: {
      auto found = left.value(item, root);
      bool indefinite = left.item_path && !left.item_path->definite();
      return found && !(indefinite && found->empty());
    }
    case Kind::compare: break;
  }
  auto a = left.value(item, root);
  if (op == "=~") return a && a->is_string() && std::regex_match(a->get_ref<const std::string&>(), *right.pattern);
  auto b = right.value(item, root);
  if (!a || !b) return op == "!=" && a.has_value() != b.has_value();
  return compare(*a, op, *b);
}

}  // namespace lambent::states::path
