#include "mocks/ses/mime/transfer.h"

#include <algorithm>

#include "base/text.h"

namespace lambent::ses::mime {
namespace {

constexpr size_t kLine = 76;
constexpr char kHex[] = "0123456789ABCDEF";

bool in_alphabet(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

void append_escaped(std::string& out, char c) {
  out += '=';
  out += kHex[static_cast<unsigned char>(c) >> 4];
  out += kHex[static_cast<unsigned char>(c) & 15];
}

// One line, without its end, in pieces of at most 76 characters.
void append_encoded_line(std::string& out, std::string_view line) {
  size_t column = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    const bool blank = c == ' ' || c == '\t';
    const bool plain = blank ? !last : c > ' ' && c < 127 && c != '=';
    const size_t width = plain ? 1 : 3;
    if (column + width > (last ? kLine : kLine - 1)) {
      out += "=\r\n";
      column = 0;
    }
    if (plain)
      out += c;
    else
      append_escaped(out, c);
    column += width;
  }
}

}  // namespace

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string decode_quoted_printable(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '=') {
      out += s[i];
      continue;
    }
    if (i + 2 < s.size() && hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
      i += 2;
      continue;
    }
    size_t end = i + 1;  // a soft line break may be followed by blanks
    while (end < s.size() && (s[end] == ' ' || s[end] == '\t')) ++end;
    if (s.substr(end).starts_with("\r\n"))
      i = end + 1;
    else if (s.substr(end).starts_with("\n"))
      i = end;
    else
      out += '=';
  }
  return out;
}

std::string encode_quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
    append_encoded_line(out, line);
    if (end == std::string_view::npos) break;
    out += "\r\n";
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string decode_base64(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (char c : text) {
    if (c == '=' && clean.size() % 4 >= 2) break;
    if (in_alphabet(c)) clean += c;
  }
  if (clean.size() % 4 == 1) clean.pop_back();
  return base64_decode(clean).value_or("");
}

std::string encode_base64_lines(std::string_view bytes) {
  constexpr size_t kBytesALine = kLine / 4 * 3;
  std::string out;
  out.reserve(bytes.size() / 3 * 4 + bytes.size() / kBytesALine * 2 + 8);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(kBytesALine, bytes.size()))) out += base64_encode(bytes.substr(0, kBytesALine)) + "\r\n";
  return out;
}

std::string decode_transfer(std::string_view body, std::string_view coding) {
  if (iequals(coding, "base64")) return decode_base64(body);
  if (iequals(coding, "quoted-printable")) return decode_quoted_printable(body);
  return std::string(body);
}

std::string crlf_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 64);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
    if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) out += '\n';
  }
  return out;
}

std::size_t longest_line(std::string_view text) {
  size_t longest = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    longest = std::max(longest, line.size());
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return longest;
}

}  // namespace lambent::ses::mime
