// Choice rules: comparisons of JSONPath states and their And, Or and Not; conditions of JSONata states.
//
// holds() is pure, and of JSONPath rules only; a condition is worked out by the engine. Values of different types never
// compare equal, less or greater. A path that finds nothing throws RuntimeFailure, except under IsPresent.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mocks/states/asl/form.h"

namespace lambent::states::asl {

struct Rule {
  enum class Kind { all, any, negated, compare, condition };
  Kind kind = Kind::compare;
  std::vector<Rule> parts;
  std::string variable;                      // as written, and read
  std::optional<path::JsonPath> variable_path;
  std::string op;                            // "NumericEquals", "StringMatches", "IsPresent" …; without the "Path" suffix
  Json operand;                              // the literal, or the path's text if there is an operand_path
  std::optional<path::JsonPath> operand_path;
  std::optional<Form> condition;             // JSONata
  std::string next;                          // the rest: top rules only
  std::optional<Form> assign, output;
};

enum class OperandType { text, number, boolean, timestamp };
struct Operator {
  std::string_view name;
  OperandType operand;
  bool has_path_form;
};
// The operator of a field name ("NumericEqualsPath" too), or null.
const Operator* find_operator(std::string_view field);
std::vector<std::string> operator_fields();  // all names, with their Path forms

bool holds(const Rule& rule, const path::Sources& sources);

}  // namespace lambent::states::asl
