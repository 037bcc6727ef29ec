// Payload templates (Parameters, ResultSelector, ItemSelector, Assign): what is wrong with one.
//
// A member whose name ends in ".$" is replaced by what its path or intrinsic call gives, and loses the suffix;
// everything else is copied. Working them out is asl/form.h.
#pragma once
#include "base/ids.h"
#include "mocks/states/path/json_path.h"

namespace lambent::states::path {

// The members whose value fits neither form ("parsed.$"), for validation.
std::vector<std::string> wrong_members(const Json& form);
// The first name that occurs twice once ".$" is stripped, if any.
std::optional<std::string> repeated_member(const Json& form);

bool is_path_or_call(std::string_view text);

}  // namespace lambent::states::path
