#include "plugin_host/json_text.h"

namespace lambent::plugin {

namespace {

// The length of the well-formed UTF-8 sequence at the start of `s`; 0 if there is none.
size_t sequence(std::string_view s) {
  const auto at = [&](size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
  const auto tail = [&](size_t i) { return (at(i) & 0xC0) == 0x80; };
  const unsigned a = at(0), b = at(1);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return tail(1) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    const bool overlong = a == 0xE0 && b < 0xA0, surrogate = a == 0xED && b > 0x9F;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    const bool overlong = a == 0xF0 && b < 0x90, beyond = a == 0xF4 && b > 0x8F;
    return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

}  // namespace

void append_json_string(std::string& to, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  to += '"';
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    const size_t n = sequence(text);
    if (n == 0) {
      to += "\xEF\xBF\xBD";
    } else if (n > 1) {
      to += text.substr(0, n);
    } else if (c == '"' || c == '\\') {
      to += '\\';
      to += text[0];
    } else if (c == '\n') {
      to += "\\n";
    } else if (c == '\r') {
      to += "\\r";
    } else if (c == '\t') {
      to += "\\t";
    } else if (c < 0x20 || c == 0x7F) {
      to += "\\u00";
      to += hex[c >> 4];
      to += hex[c & 15];
    } else {
      to += text[0];
    }
    text.remove_prefix(n ? n : 1);
  }
  to += '"';
}

}  // namespace lambent::plugin
