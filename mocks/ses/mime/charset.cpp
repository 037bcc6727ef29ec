#include "mocks/ses/mime/charset.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

namespace lambent::ses::mime {
namespace {

// 0x80 to 0x9F of windows-1252; 0 where it has no character.
constexpr char16_t kWindows[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                   0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                   0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view one) { return iequals(name, one); });
}

}  // namespace

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string to_utf8(std::string bytes, std::string_view charset) {
  const bool windows = one_of(charset, {"windows-1252", "cp1252"});
  if (!windows && !one_of(charset, {"iso-8859-1", "latin1", "latin-1", "l1", "iso8859-1", "iso_8859-1"})) return bytes;
  if (is_ascii(bytes)) return bytes;
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 4);
  for (unsigned char c : bytes) {
    const bool special = windows && c >= 0x80 && c < 0xA0 && kWindows[c - 0x80] != 0;
    append_utf8(out, special ? kWindows[c - 0x80] : c);
  }
  return out;
}

std::optional<std::string> to_latin1(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c < 0x80) {
      out += utf8[i];
      continue;
    }
    const bool fits = (c == 0xC2 || c == 0xC3) && i + 1 < utf8.size() && (static_cast<unsigned char>(utf8[i + 1]) & 0xC0) == 0x80;
    if (!fits) return std::nullopt;
    out += static_cast<char>((c << 6) | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
  }
  return out;
}

}  // namespace lambent::ses::mime
