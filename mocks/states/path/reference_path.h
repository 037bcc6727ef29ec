// Puts a result into a state's input where ResultPath says. Missing objects on the way are made, members that
// exist are replaced, an array index must exist. Throws StateFailure States.ResultPathMatchFailure if the input
// has something on the way that cannot hold the result.
#pragma once
#include "mocks/states/path/json_path.h"

namespace lambent::states::path {

Json put_at(Json input, const JsonPath& reference, Json result, std::string_view text);

}  // namespace lambent::states::path
