// $formatNumber: a number by a picture of XPath (format-number): "#,##0.00", "0.0e0", "00%".
#pragma once
#include <string>
#include <string_view>

#include "mocks/states/jsonata/value.h"

namespace lambent::states::jsonata {

// `options` is undefined, or an object that renames the special characters. Throws Fault D3080 to D3093.
std::string format_number(double value, std::string_view picture, const Value& options);

}  // namespace lambent::states::jsonata
