// Choice rules of JSONPath machines: comparisons and their And, Or and Not.
//
// holds() is pure. Values of different types never compare equal, less or greater. A path that finds nothing throws
// RuntimeFailure, except under IsPresent.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mocks/states/path/json_path.h"

namespace lambent::states::asl {

struct Rule {
  enum class Kind { all, any, negated, compare };
  Kind kind = Kind::compare;
  std::vector<Rule> parts;
  std::string variable;
  std::string op;  // "NumericEquals", "StringMatches", "IsPresent" …; without the "Path" suffix
  Json operand;    // the literal, or the path's text if operand_is_path
  bool operand_is_path = false;
  std::string next;            // top rules only
  std::optional<Json> assign;  // top rules only
};

enum class OperandType { text, number, boolean, timestamp };
struct Operator {
  std::string_view name;
  OperandType operand;
  bool has_path_form;
};
// The operator of a field name ("NumericEqualsPath" too), or null.
const Operator* find_operator(std::string_view field);

bool holds(const Rule& rule, const path::Sources& sources);

}  // namespace lambent::states::asl
