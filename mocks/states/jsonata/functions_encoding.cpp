// Base64 and URL encoding, as the reference's JavaScript does them.
#include "base/text.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

// Each UTF-16 unit becomes its low byte: text outside of Latin-1 does not come back.
std::string latin1(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i += sequence_length(text, i)) {
    const char32_t c = code_point(text, i);
    if (c >= 0x10000) {
      out += static_cast<char>((0xD800 + ((c - 0x10000) >> 10)) & 0xFF);
      out += static_cast<char>((0xDC00 + ((c - 0x10000) & 0x3FF)) & 0xFF);
    } else {
      out += static_cast<char>(c & 0xFF);
    }
  }
  return out;
}

Value base64_encoded(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  evaluator.step(a[0].text().size() / 32);
  return evaluator.string(base64_encode(latin1(a[0].text())));
}

// What is not of the alphabet is passed over, and an incomplete end gives what it can.
Value base64_decoded(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  evaluator.step(a[0].text().size() / 32);
  std::string out;
  unsigned held = 0;
  int bits = 0;
  for (char c : a[0].text()) {
    const int six = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    if (c == '=') break;
    if (six < 0) continue;
    held = (held << 6) | static_cast<unsigned>(six);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    append_utf8(out, (held >> bits) & 0xFF);
    held &= (1u << bits) - 1;
  }
  return evaluator.string(std::move(out));
}

constexpr std::string_view kComponentKept = "-_.!~*'()";
constexpr std::string_view kReserved = ";/?:@&=+$,#";

[[noreturn]] void malformed(const char* function, const Value& text) { throw Fault("D3140").with("value", text).raw("functionName", function); }

Value encode(Evaluator& evaluator, const Value& text, const char* function, bool whole) {
  if (!given(text)) return {};
  evaluator.step(text.text().size() / 32);
  for (size_t i = 0; i < text.text().size(); i += sequence_length(text.text(), i))
    if (const char32_t c = code_point(text.text(), i); c >= 0xD800 && c <= 0xDFFF) malformed(function, text);
  std::string kept(kComponentKept);
  if (whole) kept += kReserved;
  return evaluator.string(percent_encode(text.text(), kept));
}

int hex_byte(std::string_view text, size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') return -1;
  const auto unit = hex_unit("00" + std::string(text.substr(at + 1, 2)));
  return unit ? *unit : -1;
}

// decodeURI leaves the escapes of reserved characters as they are.
Value decode(Evaluator& evaluator, const Value& text, const char* function, bool whole) {
  if (!given(text)) return {};
  const std::string& in = text.text();
  evaluator.step(in.size() / 32);
  std::string out;
  for (size_t i = 0; i < in.size();) {
    if (in[i] != '%') {
      out += in[i++];
      continue;
    }
    const int first = hex_byte(in, i);
    if (first < 0) malformed(function, text);
    const size_t length = first < 0x80 ? 1 : first >= 0xF0 && first < 0xF8 ? 4 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xC2 && first < 0xE0 ? 2 : 0;
    if (length == 0) malformed(function, text);
    std::string bytes(1, static_cast<char>(first));
    for (size_t n = 1; n < length; ++n) {
      const int next = hex_byte(in, i + n * 3);
      if (next < 0x80 || next > 0xBF) malformed(function, text);
      bytes += static_cast<char>(next);
    }
    if (!valid_utf8(bytes)) malformed(function, text);
    if (whole && length == 1 && kReserved.find(bytes[0]) != std::string_view::npos) out += in.substr(i, 3);
    else out += bytes;
    i += length * 3;
  }
  return evaluator.string(std::move(out));
}

Value encode_component(Evaluator& e, Arguments& a) { return encode(e, a[0], "encodeUrlComponent", false); }
Value encode_url(Evaluator& e, Arguments& a) { return encode(e, a[0], "encodeUrl", true); }
Value decode_component(Evaluator& e, Arguments& a) { return decode(e, a[0], "decodeUrlComponent", false); }
Value decode_url(Evaluator& e, Arguments& a) { return decode(e, a[0], "decodeUrl", true); }

}  // namespace

const Table& encoding_functions() {
  static const Table table = {
      {"base64encode", "<s-:s>", 1, 1, base64_encoded},
      {"base64decode", "<s-:s>", 1, 1, base64_decoded},
      {"encodeUrlComponent", "<s-:s>", 1, 1, encode_component},
      {"encodeUrl", "<s-:s>", 1, 1, encode_url},
      {"decodeUrlComponent", "<s-:s>", 1, 1, decode_component},
      {"decodeUrl", "<s-:s>", 1, 1, decode_url},
  };
  return table;
}

}  // namespace lambent::states::jsonata
