// Values as one safe line of a report. Control characters are escaped, so that nothing a function sent can drive the
// terminal; long values are cut and say how long they were.
#pragma once
#include <string>
#include <string_view>

#include "base/json.h"

namespace lambent::ipo {

constexpr size_t kShownBytes = 2000;

std::string shown(const Json& value, size_t most = kShownBytes);       // as JSON
std::string in_quotes(std::string_view text, size_t most = kShownBytes);  // as a JSON string, in its quotes

// How one character (a whole UTF-8 sequence, or a stray byte) stands inside in_quotes(), and how many columns of a
// terminal that takes.
std::string quoted_character(std::string_view character);
size_t columns(std::string_view shown_text);

// Characters (UTF-8 sequences; a stray byte is one).
std::vector<std::string_view> characters(std::string_view text);

// "headers" + "content-type" = headers.content-type; an odd key is written ["a b"].
std::string key_path(std::string_view key);
// Escapes '~' and '/' of a key for a JSON Pointer, with the '/' before it.
std::string pointer_key(std::string_view key);

}  // namespace lambent::ipo
