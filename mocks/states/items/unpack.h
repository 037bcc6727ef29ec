// gzip'd objects, as inventories and Athena write them.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace lambent::states::items {

bool packed(std::string_view bytes);
// What the objects of one reader may unpack to together.
inline constexpr size_t kMostUnpacked = size_t{1} << 30;

// Takes the size of what it gives off `room`. Throws ReadFault if the bytes are broken or there is no room for them.
std::string unpack(std::string_view bytes, size_t& room);

}  // namespace lambent::states::items
