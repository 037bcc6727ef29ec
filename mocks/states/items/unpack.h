// gzip'd objects, as inventories and Athena write them.
#pragma once
#include <string>
#include <string_view>

namespace lambent::states::items {

bool packed(std::string_view bytes);
// Throws ReadFault if the bytes are broken or unpack to more than 1 GiB.
std::string unpack(std::string_view bytes);

}  // namespace lambent::states::items
