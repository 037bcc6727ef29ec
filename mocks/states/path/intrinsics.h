// Intrinsic functions of JSONPath machines: States.Format('{} of {}', $.n, $.total).
//
// Syntax is checked when a machine is made (is_call); what only values can show (a wrong type, an index out of
// range) throws StateFailure States.IntrinsicFailure. A path argument that finds nothing is States.Runtime.
#pragma once
#include "base/ids.h"
#include "mocks/states/path/json_path.h"

namespace lambent::states::path {

bool is_call(std::string_view text);
Json run_call(const std::string& text, const Sources& sources, Ids& ids);
std::vector<std::string> variables_of(const std::string& call);  // the variables its arguments name

// One function of the table in functions.cpp, null if there is none of that name.
using Function = Json (*)(const std::vector<Json>& arguments, Ids& ids);
Function find_function(std::string_view name, size_t arguments);
bool known_function(std::string_view name);

// Thrown by a function with what is wrong; run_call adds the call's text.
class WrongArgument : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace lambent::states::path
