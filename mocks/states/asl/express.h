// What an Express machine may not have: tasks that wait for somebody else, and distributed Maps.
#pragma once
#include "mocks/states/asl/parse.h"

namespace lambent::states::asl {

std::vector<Finding> express_faults(const Machine& machine);

}  // namespace lambent::states::asl
