// Character sets of mail: what they say in UTF-8, and back. UTF-8, US-ASCII, ISO-8859-1 and windows-1252 are known; bytes
// of any other stay as they are. Pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lambent::ses::mime {

std::string to_utf8(std::string bytes, std::string_view charset);
bool is_ascii(std::string_view bytes);
// Nothing if the text has characters beyond U+00FF or is no UTF-8.
std::optional<std::string> to_latin1(std::string_view utf8);

}  // namespace lambent::ses::mime
