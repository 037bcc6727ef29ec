// Payload templates: Parameters, ResultSelector, ItemSelector, Assign.
//
// A member whose name ends in ".$" is replaced by what its path or intrinsic call gives, and loses the suffix;
// everything else is copied. expand() throws RuntimeFailure when a path finds nothing, with AWS's words.
#pragma once
#include "base/ids.h"
#include "mocks/states/path/json_path.h"

namespace lambent::states::path {

Json expand(const Json& form, const Sources& sources, Ids& ids);

// A path or an intrinsic call, for members of templates, ErrorPath and CausePath. `field` names it in the failure.
Json expand_text(const std::string& text, const std::string& field, const Sources& sources, Ids& ids);

// The members whose value fits neither form ("parsed.$"), for validation.
std::vector<std::string> wrong_members(const Json& form);
// The first name that occurs twice once ".$" is stripped, if any.
std::optional<std::string> repeated_member(const Json& form);

bool is_path_or_call(std::string_view text);

}  // namespace lambent::states::path
