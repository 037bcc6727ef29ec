// Characters as UTF-8. Reading it is in text.h (valid_utf8, characters).
#pragma once
#include <string>
#include <string_view>

namespace lambent {

// Up to U+10FFFF; a surrogate is written like any other code point, what is beyond with its lower 21 bits.
void append_utf8(std::string& out, char32_t point);

// At most so many characters of a text, none of them cut.
std::string_view first_characters(std::string_view text, size_t most);

}  // namespace lambent
