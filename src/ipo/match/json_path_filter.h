// Filter expressions of JSONPath: [?@.price < 10 && !search(@.name, "x")]. Internal: others use JsonPath.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "ipo/match/json_path.h"
#include "ipo/match/regex.h"

namespace lambent::ipo {

struct PathQuery {
  bool from_root = false;  // $ instead of @
  PathSegments segments;
};

struct PathCall;

// Something with a value, or with nothing (RFC 9535 2.4.1).
struct PathOperand {
  enum class Kind { literal, query, call };
  Kind kind = Kind::literal;
  Json literal;
  PathQuery query;
  std::shared_ptr<const PathCall> call;
};

struct PathCall {
  enum class Function { length, count, match, search, value };
  Function function = Function::length;
  std::vector<PathOperand> arguments;
  std::shared_ptr<const Regex> pattern;  // compiled, if the second argument of match or search is a literal
};
// Whether a call is a condition by itself (match, search) rather than a value.
bool is_condition(PathCall::Function function);

struct PathFilter {
  enum class Kind { any_of, all_of, negated, exists, call, compare };
  enum class Compare { equal, unequal, less, at_most, more, at_least };
  Kind kind = Kind::exists;
  std::vector<std::shared_ptr<const PathFilter>> parts;
  PathQuery query;                       // exists
  std::shared_ptr<const PathCall> call;  // call
  PathOperand left, right;               // compare
  Compare compare = Compare::equal;

  bool holds(const Json& item, const Json& root, PathBudget& budget) const;
};

// A pattern of match() or search() for RE2; null if it is none.
std::shared_ptr<const Regex> compile_path_pattern(std::string_view pattern);

}  // namespace lambent::ipo
