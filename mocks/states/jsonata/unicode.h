// Text by code points and by UTF-16 units. Strings are UTF-8; half a surrogate pair, which JavaScript allows, is kept
// as three bytes (ED A0..BF ..) until its other half follows.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace lambent::states::jsonata {

size_t sequence_length(std::string_view text, size_t at);     // bytes of the code point there, 1 if it is none
char32_t code_point(std::string_view text, size_t at);
size_t count_points(std::string_view text);
size_t skip_points(std::string_view text, size_t points, size_t from = 0);  // the byte so many code points further on
void append_unit(std::string& out, std::uint16_t unit);       // joins a low surrogate to the high one before it
std::optional<std::uint16_t> hex_unit(std::string_view four);  // four hex digits

size_t units_before(std::string_view text, size_t byte);  // UTF-16 units of the first bytes
size_t byte_of_unit(std::string_view text, double unit);  // the other way, within the text
bool is_ascii(std::string_view text);

// An identifier by UAX #31: a letter, then letters, digits, marks and connectors.
bool is_identifier(std::string_view text);

std::string to_lower(std::string_view text);  // as JavaScript: ß becomes SS, final sigma is told apart
std::string to_upper(std::string_view text);

}  // namespace lambent::states::jsonata
