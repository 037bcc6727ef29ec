#include "base/utf8.h"

namespace lambent {

void append_utf8(std::string& out, char32_t point) {
  const auto follow = [&](int bits) { out += static_cast<char>(0x80 | ((point >> bits) & 0x3F)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
    return;
  }
  if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
  } else {
    if (point < 0x10000) {
      out += static_cast<char>(0xE0 | (point >> 12));
    } else {
      out += static_cast<char>(0xF0 | ((point >> 18) & 7));
      follow(12);
    }
    follow(6);
  }
  follow(0);
}

std::string_view first_characters(std::string_view text, size_t most) {
  size_t at = 0;
  for (; at < text.size(); ++at)
    if ((text[at] & 0xC0) != 0x80 && most-- == 0) break;
  return text.substr(0, at);
}

}  // namespace lambent
