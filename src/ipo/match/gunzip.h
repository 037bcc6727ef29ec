// gzip data (RFC 1952) unpacked, with a limit on what comes out.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lambent::ipo {

// Nothing, and the reason in `why`, for what is no gzip data, is cut off, is followed by something else, or would be larger
// than `most` bytes. Several members after each other are read as one.
std::optional<std::string> gunzip(std::string_view bytes, size_t most, std::string& why);

}  // namespace lambent::ipo
