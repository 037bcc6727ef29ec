// Texts that break things, and texts of the formats of JSON Schema.
#pragma once
#include <string>

#include "ipo/property/choices.h"

namespace lambent::ipo {

// A text of `least` to `most` characters: of plain letters, or with quotes, markup, line ends, emoji, letters written from
// right to left, characters outside the GSM alphabet; lean to the limits and to those of an SMS (70, 160).
std::string any_text(Choices& choices, size_t least, size_t most);

// A text of one of known_formats() (match/schema_node.h). Of the lengths the caller makes sure.
std::string text_of_format(Choices& choices, const std::string& format);

}  // namespace lambent::ipo
