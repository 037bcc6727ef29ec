// The functions of JSONata, in tables by kind.
#pragma once
#include <vector>

#include "mocks/states/jsonata/evaluator.h"

namespace lambent::states::jsonata {

using Table = std::vector<Builtin>;
const Table& number_functions();
const Table& text_functions();
const Table& match_functions();
const Table& encoding_functions();
const Table& list_functions();
const Table& object_functions();
const Table& higher_order_functions();
const Table& time_functions();

// JSONata as documented, but for $eval.
const Library& standard_library();

inline bool given(const Value& v) { return !v.is_undefined(); }
double rounded(double n, double places);  // half to even, as $round

}  // namespace lambent::states::jsonata
