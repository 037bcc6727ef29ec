// Links put into a raw mail. Pure.
//
// Parts of the type text/html (or text/plain too), at any depth and not attached, are decoded, given to `change` and, if it
// changed them, written back in base64; all other bytes stay. What is malformed stays as it is. (RFC 2045, 2046)
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace lambent::ses {

using TextChange = std::function<std::string(std::string)>;
std::string with_html_changed(std::string_view message, const TextChange& change);
std::string with_texts_changed(std::string_view message, const TextChange& change);  // HTML and plain text, in their order

}  // namespace lambent::ses
