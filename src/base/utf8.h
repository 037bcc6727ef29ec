// Characters as UTF-8. Reading it is in text.h (valid_utf8, characters).
#pragma once
#include <string>

namespace lambent {

// Up to U+10FFFF; a surrogate is written like any other code point, what is beyond with its lower 21 bits.
void append_utf8(std::string& out, char32_t point);

}  // namespace lambent
