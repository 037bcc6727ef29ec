// Whether the conditions of a statement hold. AWS source: IAM User Guide, "IAM JSON policy elements: Condition operators".
#pragma once
#include "access/context.h"
#include "access/policy.h"

namespace lambent::access {

// All of them must. `variables`: whether ${...} in the values is replaced (Version 2012-10-17).
bool conditions_hold(const std::vector<Condition>& conditions, const Context& context, bool variables);

}  // namespace lambent::access
