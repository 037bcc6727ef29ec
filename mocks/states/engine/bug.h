// What is no failure of a state but a mistake of lambent's: it is logged, and ends what it has met as States.Runtime rather than
// leave it hanging. Cancellations and a broken disk are none: they are thrown on.
#pragma once
#include <exception>
#include <string>

#include "mocks/states/failure.h"

namespace lambent::states {

Failure failure_of_bug(const std::string& where, const std::exception& e);

}  // namespace lambent::states
