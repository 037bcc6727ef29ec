// What Step Functions adds to JSONata: $partition, $range, $hash, $random with a seed, $uuid, $parse; and its words for
// expressions that fail. $eval does not exist there (nor here): calling it is T1006. Numbers where whole ones are
// wanted lose their fraction. Source: the developer guide, "Transforming data with JSONata".
#pragma once
#include <string>
#include <string_view>

#include "mocks/states/jsonata/function.h"
#include "mocks/states/jsonata/jsonata.h"

namespace lambent::states::jsonata {

const Library& step_functions_library();

// The expression in a string of a definition, without its {% %} and outer blanks; nothing if it is a plain string.
std::optional<std::string_view> expression_in(std::string_view text);

// Causes of States.QueryEvaluationError, for an expression and the field it stands in ("Output/result").
std::string cause_of_error(std::string_view expression, std::string_view field, const JsonataError& error);
std::string cause_of_nothing(std::string_view expression, std::string_view field);
std::string cause_of_unsupported(std::string_view expression, std::string_view field);
std::string cause_of_type(std::string_view expression, std::string_view field, std::string_view expected, const Json& was);
std::string_view type_name(const Json& value);  // number, string, boolean, array, object, null

}  // namespace lambent::states::jsonata
