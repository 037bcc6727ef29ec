// Compression over zlib. The same bytes give the same result: no time, no name in the header.
#pragma once
#include <string>
#include <string_view>

namespace lambent {

std::string gzip(std::string_view bytes);

}  // namespace lambent
