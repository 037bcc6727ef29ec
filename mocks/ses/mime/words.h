// Encoded words of header fields (RFC 2047), read and written. Pure functions.
#pragma once
#include <string>
#include <string_view>

namespace lambent::ses::mime {

// =?utf-8?B?…?= and =?iso-8859-1?Q?…?= to UTF-8; what is no encoded word stays as it is.
std::string decode_words(std::string_view value);

// A text as a field value in ASCII: itself if it is ASCII, else encoded words of at most 75 characters.
std::string encode_words(std::string_view utf8, std::string_view charset = "UTF-8");

// An address with its display name made fit for a field: encoded words for a name that is not ASCII.
std::string encode_address(std::string_view address);

// "Name: value" CRLF, folded at blanks so that lines have at most 78 characters where they can.
std::string field_line(std::string_view name, std::string_view value);

}  // namespace lambent::ses::mime
