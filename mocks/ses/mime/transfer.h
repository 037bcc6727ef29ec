// The transfer codings of mail: quoted-printable and base64 (RFC 2045 section 6). Decoding takes any bytes: what is
// malformed stays as it is (quoted-printable) or is left out (base64). Pure functions.
#pragma once
#include <string>
#include <string_view>

namespace lambent::ses::mime {

std::string decode_quoted_printable(std::string_view text);
// Lines end in CRLF and have at most 76 characters; line ends of the text stay line ends.
std::string encode_quoted_printable(std::string_view text);

std::string decode_base64(std::string_view text);
std::string encode_base64_lines(std::string_view bytes);  // 76 characters a line, each ended by CRLF

// By the value of Content-Transfer-Encoding; 7bit, 8bit, binary and unknown ones stay as they are.
std::string decode_transfer(std::string_view body, std::string_view coding);

int hex_digit(char c);                                 // -1 if it is none
std::string crlf_lines(std::string_view text);         // every line end becomes CRLF
std::size_t longest_line(std::string_view text);       // in bytes, without its line end

}  // namespace lambent::ses::mime
