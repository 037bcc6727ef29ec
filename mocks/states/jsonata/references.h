// The free variables of an expression and how it uses $states and the input document; see References.
#pragma once
#include "mocks/states/jsonata/evaluator.h"

namespace lambent::states::jsonata {

References references_of(const Program& program);

}  // namespace lambent::states::jsonata
