// Which field may stand in which type of state, and what its value must be: the tables of spec/states.md section 1.
#pragma once
#include <string_view>

#include "mocks/states/asl/machine.h"

namespace lambent::states::asl {

enum class Value { any, text, whole, boolean, object, array, template_form, path, selector, reference };

enum class Only { both, jsonpath, jsonata };

struct Field {
  std::string_view name;
  std::string_view types;  // letters of the state types: T P M s(pass) W C S F
  Value value;
  Only only = Only::both;
  bool dynamic = false;  // in JSONata the value may be an expression
};

const Field* find_field(std::string_view name);
bool allowed(const Field& field, Type type);

}  // namespace lambent::states::asl
