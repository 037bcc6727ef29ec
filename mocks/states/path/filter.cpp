#include "mocks/states/path/filter.h"

#include <re2/re2.h>

#include <algorithm>

namespace lambent::states::path {
namespace {

bool contains(const Json& list, const Json& value, Effort& effort) {
  if (!list.is_array()) return false;
  effort.spend(list.size());
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool compare(const Json& a, const std::string& op, const Json& b, Effort& effort) {
  effort.spend(1);
  if (op == "==") return a == b;
  if (op == "!=") return a != b;
  if (op == "in") return contains(b, a, effort);
  if (op == "nin") return b.is_array() && !contains(b, a, effort);
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
    auto within = [&](const Json& item) { return contains(b, item, effort); };
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

const Json* Operand::value(const Json& item, const Json& root, Effort& effort, std::optional<Json>& made) const {
  if (literal) return &*literal;
  const JsonPath* path = item_path ? &*item_path : root_path ? &*root_path : nullptr;
  if (!path) return nullptr;
  const Json& from = item_path ? item : root;
  effort.spend(1);
  if (path->reference()) return path->place_in(from);
  try {
    made = path->evaluate_in(from, effort);
  } catch (const PathMissing&) {
    return nullptr;
  }
  return &*made;
}

bool Condition::holds(const Json& item, const Json& root, Effort& effort) const {
  auto true_of = [&](const std::shared_ptr<const Condition>& part) { return part->holds(item, root, effort); };
  std::optional<Json> made_left, made_right;
  switch (kind) {
    case Kind::all: return std::all_of(parts.begin(), parts.end(), true_of);
    case Kind::any: return std::any_of(parts.begin(), parts.end(), true_of);
    case Kind::negated: return !true_of(parts.front());
    case Kind::exists: {
      const Json* found = left.value(item, root, effort, made_left);
      bool indefinite = left.item_path && !left.item_path->definite();
      return found && !(indefinite && found->empty());
    }
    case Kind::compare: break;
  }
  const Json* a = left.value(item, root, effort, made_left);
  if (op == "=~") {
    if (!a || !a->is_string()) return false;
    const auto& text = a->get_ref<const std::string&>();
    effort.spend(1 + text.size());
    return re2::RE2::FullMatch(text, *right.pattern);
  }
  const Json* b = right.value(item, root, effort, made_right);
  if (!a || !b) return op == "!=" && (a != nullptr) != (b != nullptr);
  return compare(*a, op, *b, effort);
}

}  // namespace lambent::states::path
