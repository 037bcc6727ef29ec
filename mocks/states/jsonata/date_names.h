// English names of months and days, for date pictures.
#pragma once
#include <string>
#include <vector>

namespace lambent::states::jsonata {

const std::vector<std::string>& month_names();
const std::vector<std::string>& day_names();  // from Monday

}  // namespace lambent::states::jsonata
