// Writing JSON without a JSON library: the plugin host is also a small program of its own.
#pragma once
#include <string>
#include <string_view>

namespace lambent::plugin {

// Appends `text` as a JSON string with its quotes. What is not UTF-8 becomes U+FFFD, so the result is always valid.
void append_json_string(std::string& to, std::string_view text);

}  // namespace lambent::plugin
