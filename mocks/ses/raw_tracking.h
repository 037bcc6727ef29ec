// Tracking in the HTML of a raw mail. Pure.
//
// Parts of the type text/html, at any depth and not attached, are decoded, given to `change` and written back in base64;
// all other bytes stay. What is malformed stays as it is. (RFC 2045, 2046)
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace lambent::ses {

std::string with_html_changed(std::string_view message, const std::function<std::string(std::string)>& change);

}  // namespace lambent::ses
