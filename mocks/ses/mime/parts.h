// How header fields are read; shared by mime.cpp and parts.cpp.
#pragma once
#include <string_view>
#include <vector>

#include "mocks/ses/mime.h"

namespace lambent::ses::mime {

// Appends the fields of a header; returns what follows it.
std::string_view read_header(std::string_view bytes, std::vector<HeaderField>& headers);
std::string_view field(const std::vector<HeaderField>& headers, std::string_view name);  // the first; "" if absent

}  // namespace lambent::ses::mime
