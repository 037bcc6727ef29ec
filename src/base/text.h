// Small text work used everywhere: cases, splitting, encodings, patterns, and making foreign text safe to show.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent {

std::string lower(std::string_view s);  // ASCII only
std::string upper(std::string_view s);
bool iequals(std::string_view a, std::string_view b);
bool istarts_with(std::string_view s, std::string_view prefix);
std::string_view trim(std::string_view s);  // blanks, tabs, CR, LF
std::vector<std::string> split(std::string_view s, char separator);          // keeps empty pieces
std::vector<std::string> split(std::string_view s, char separator, size_t most);  // at most so many pieces
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string s, std::string_view from, std::string_view to);

// Percent encoding. encode keeps A-Za-z0-9-._~ and the characters of `keep`; decode leaves a broken escape as it is.
std::string percent_encode(std::string_view s, std::string_view keep = "");
std::string percent_decode(std::string_view s);
std::string form_decode(std::string_view s);  // percent_decode, and '+' is a blank

std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);  // white space allowed, padding optional
std::string hex_encode(std::string_view bytes);

// '*' any run, '?' one character; linear in practice (backtracks to the last star only).
bool wildcard_match(std::string_view pattern, std::string_view text);
bool wildcard_match_nocase(std::string_view pattern, std::string_view text);

bool valid_utf8(std::string_view s);
// Foreign text made safe for a terminal: control characters, escapes, bidi controls and zero-width characters
// become visible escapes (\u001b); line feeds and tabs stay.
std::string printable(std::string_view s);

// The word nearest to `wrong` among `known` by edit distance, if near enough to be a slip; empty if none.
std::string nearest(std::string_view wrong, const std::vector<std::string>& known);

}  // namespace lambent
