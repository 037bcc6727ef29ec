// The text of each error code, as the reference implementation words them.
#pragma once
#include <string_view>

namespace lambent::states::jsonata {

std::string_view message_of(std::string_view code);  // "" for a code that is not known

}  // namespace lambent::states::jsonata
