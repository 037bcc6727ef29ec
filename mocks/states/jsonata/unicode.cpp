#include "mocks/states/jsonata/unicode.h"

#include <re2/re2.h>

#include <algorithm>
#include <clocale>
#include <cwctype>

namespace lambent::states::jsonata {
namespace {

bool follows(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The simple mappings of the C library; C.UTF-8 is built into glibc.
locale_t unicode_locale() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

bool letter(char32_t c) { return unicode_locale() && iswalpha_l(static_cast<wint_t>(c), unicode_locale()); }

// Letters whose capitals are several.
std::string_view special_upper(char32_t c) {
  switch (c) {
    case 0xDF: return "SS";
    case 0x149: return "\xCA\xBC" "N";
    case 0x1F0: return "J\xCC\x8C";
    case 0xFB00: return "FF";
    case 0xFB01: return "FI";
    case 0xFB02: return "FL";
    case 0xFB03: return "FFI";
    case 0xFB04: return "FFL";
    case 0xFB05:
    case 0xFB06: return "ST";
    default: return {};
  }
}

}  // namespace

size_t sequence_length(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  const unsigned char c = static_cast<unsigned char>(text[at]);
  const size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
  if (n > text.size() - at) return 1;
  for (size_t i = 1; i < n; ++i)
    if (!follows(text[at + i])) return 1;
  return n;
}

char32_t code_point(std::string_view text, size_t at) {
  const size_t n = sequence_length(text, at);
  const auto bits = [&](size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]) & 0x3F); };
  const char32_t c = static_cast<unsigned char>(text[at]);
  if (n == 2) return ((c & 0x1F) << 6) | bits(1);
  if (n == 3) return ((c & 0x0F) << 12) | (bits(1) << 6) | bits(2);
  if (n == 4) return ((c & 0x07) << 18) | (bits(1) << 12) | (bits(2) << 6) | bits(3);
  return c;
}

size_t count_points(std::string_view text) {
  size_t n = 0;
  for (size_t i = 0; i < text.size(); i += sequence_length(text, i)) ++n;
  return n;
}

size_t skip_points(std::string_view text, size_t points, size_t from) {
  while (points > 0 && from < text.size()) {
    from += sequence_length(text, from);
    --points;
  }
  return std::min(from, text.size());
}

void append_unit(std::string& out, std::uint16_t unit) {
  if (unit >= 0xDC00 && unit <= 0xDFFF && out.size() >= 3 && sequence_length(out, out.size() - 3) == 3) {
    const char32_t high = code_point(out, out.size() - 3);
    if (high >= 0xD800 && high <= 0xDBFF) {
      out.resize(out.size() - 3);
      append_utf8(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00u));
      return;
    }
  }
  append_utf8(out, unit);
}

std::optional<std::uint16_t> hex_unit(std::string_view four) {
  if (four.size() != 4) return std::nullopt;
  unsigned out = 0;
  for (char c : four) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return std::nullopt;
    out = out * 16 + static_cast<unsigned>(digit);
  }
  return static_cast<std::uint16_t>(out);
}

size_t units_before(std::string_view text, size_t byte) {
  size_t n = 0;
  for (size_t i = 0; i < std::min(byte, text.size());) {
    const size_t length = sequence_length(text, i);
    n += length == 4 ? 2 : 1;
    i += length;
  }
  return n;
}

size_t byte_of_unit(std::string_view text, double unit) {
  if (!(unit > 0)) return 0;
  size_t at = 0;
  for (double n = 0; n < unit && at < text.size();) {
    const size_t length = sequence_length(text, at);
    n += length == 4 ? 2 : 1;
    at += length;
  }
  return std::min(at, text.size());
}

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_letter = false;
  for (size_t i = 0; i < text.size();) {
    const size_t n = sequence_length(text, i);
    const char32_t c = code_point(text, i);
    if (c < 0x80) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (c == 0x130) {
      out += "i\xCC\x87";
    } else if (c == 0x3A3 && after_letter && !(i + n < text.size() && letter(code_point(text, i + n)))) {
      out += "\xCF\x82";  // sigma at the end of a word
    } else if (n > 1 && unicode_locale()) {
      append_utf8(out, static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), unicode_locale())));
    } else {
      out += text.substr(i, n);
    }
    after_letter = letter(c);
    i += n;
  }
  return out;
}

std::string to_upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t n = sequence_length(text, i);
    const char32_t c = code_point(text, i);
    if (c < 0x80) out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    else if (const auto several = special_upper(c); !several.empty()) out += several;
    else if (n > 1 && unicode_locale()) append_utf8(out, static_cast<char32_t>(towupper_l(static_cast<wint_t>(c), unicode_locale())));
    else out += text.substr(i, n);
    i += n;
  }
  return out;
}

// ID_Start and ID_Continue of Unicode by their definition: general categories, and the few characters added to them.
bool is_identifier(std::string_view text) {
  static const re2::RE2 form(
      R"([\p{L}\p{Nl}\x{1885}\x{1886}\x{2118}\x{212E}\x{309B}\x{309C}])"
      R"([\p{L}\p{Nl}\x{1885}\x{1886}\x{2118}\x{212E}\x{309B}\x{309C}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\x{B7}\x{387}\x{1369}-\x{1371}\x{19DA}]*)",
      re2::RE2::Quiet);
  constexpr std::string_view kVerticalTilde = "\xE2\xB8\xAF";  // a letter by its category, but syntax
  return text.find(kVerticalTilde) == text.npos && re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form);
}

}  // namespace lambent::states::jsonata
