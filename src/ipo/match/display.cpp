#include "ipo/match/display.h"

#include <algorithm>

#include "base/text.h"

namespace lambent::ipo {
namespace {

// Bytes of the sequence that begins with `first`; 1 for what cannot begin one.
size_t sequence_length(unsigned char first) { return first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xC2 && first < 0xE0 ? 2 : 1; }

std::uint32_t code_point(std::string_view character) {
  auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first;
  std::uint32_t code = first & (0x7Fu >> character.size());
  for (size_t i = 1; i < character.size(); ++i) code = code << 6 | (static_cast<unsigned char>(character[i]) & 0x3Fu);
  return code;
}

bool combining(std::uint32_t c) {
  return (c >= 0x300 && c < 0x370) || (c >= 0x483 && c < 0x48A) || (c >= 0x591 && c < 0x5BE) || (c >= 0x64B && c < 0x660) ||
         (c >= 0x1AB0 && c < 0x1B00) || (c >= 0x20D0 && c < 0x2100) || (c >= 0xFE00 && c < 0xFE10) || (c >= 0xFE20 && c < 0xFE30);
}
bool wide(std::uint32_t c) {
  return (c >= 0x1100 && c < 0x1160) || (c >= 0x2E80 && c < 0xA4D0 && c != 0x303F) || (c >= 0xAC00 && c < 0xD7A4) ||
         (c >= 0xF900 && c < 0xFB00) || (c >= 0xFE30 && c < 0xFE70) || (c >= 0xFF00 && c < 0xFF61) || (c >= 0xFFE0 && c < 0xFFE7) ||
         (c >= 0x1F300 && c < 0x1F650) || (c >= 0x1F680 && c < 0x1F700) || (c >= 0x1F900 && c < 0x1FB00) || (c >= 0x20000 && c < 0x3FFFE);
}

// Cuts at a character and says what was cut.
std::string clipped(std::string text, size_t most, size_t whole) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
  return text + "… (" + std::to_string(whole) + " bytes)";
}

}  // namespace

std::string shown(const Json& value, size_t most) {
  if (value.is_string()) return in_quotes(value.get_ref<const std::string&>(), most);
  std::string text = dump(value);
  const size_t whole = text.size();
  if (whole > most * 4) text.resize(most * 4);  // escaping never makes text shorter
  return clipped(printable(text), most, whole);
}

std::string in_quotes(std::string_view text, size_t most) {
  std::string out = "\"";
  for (std::string_view character : characters(text)) {
    if (out.size() > most) return out + "…\" (" + std::to_string(text.size()) + " bytes)";
    out += quoted_character(character);
  }
  return out + '"';
}

std::string quoted_character(std::string_view character) {
  if (character.size() == 1) {
    switch (character[0]) {
      case '"': return "\\\"";
      case '\\': return "\\\\";
      case '\n': return "\\n";
      case '\r': return "\\r";
      case '\t': return "\\t";
      default: break;
    }
  }
  return printable(character);
}

size_t columns(std::string_view shown_text) {
  size_t out = 0;
  for (std::string_view character : characters(shown_text)) {
    auto code = code_point(character);
    out += combining(code) ? 0 : wide(code) ? 2 : 1;
  }
  return out;
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    size_t n = sequence_length(static_cast<unsigned char>(text[at]));
    if (n > 1 && (at + n > text.size() || !valid_utf8(text.substr(at, n)))) n = 1;
    out.push_back(text.substr(at, n));
    at += n;
  }
  return out;
}

std::string key_path(std::string_view key) {
  const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return plain ? "." + std::string(key) : "[" + in_quotes(key, 200) + "]";
}

std::string pointer_key(std::string_view key) {
  return "/" + replace_all(replace_all(std::string(key), "~", "~0"), "/", "~1");
}

}  // namespace lambent::ipo
