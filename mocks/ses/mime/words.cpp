#include "mocks/ses/mime/words.h"

#include <utility>

#include "base/text.h"
#include "mocks/ses/mime/charset.h"
#include "mocks/ses/mime/transfer.h"

namespace lambent::ses::mime {
namespace {

constexpr size_t kLongestWord = 75;
constexpr size_t kLongestLine = 78;

std::string blanks_for_underscores(std::string_view text) { return replace_all(std::string(text), "_", " "); }

// The length of the UTF-8 sequence that starts with this byte.
size_t sequence(unsigned char first) { return first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1; }

bool plain_in_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '!' || c == '*' || c == '-' || c == '/'; }

size_t plain_count(std::string_view text) {
  size_t out = 0;
  for (char c : text) out += plain_in_word(c) || c == ' ';
  return out;
}

std::string q_word(std::string_view bytes) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : bytes) {
    if (c == ' ') {
      out += '_';
    } else if (plain_in_word(c)) {
      out += c;
    } else {
      out += '=';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

}  // namespace

std::string decode_words(std::string_view value) {
  std::string out;
  bool after_word = false;
  while (!value.empty()) {
    size_t open = value.find("=?");
    size_t charset_end = open == std::string_view::npos ? open : value.find('?', open + 2);
    size_t coding_end = charset_end == std::string_view::npos ? charset_end : value.find('?', charset_end + 1);
    size_t close = coding_end == std::string_view::npos ? coding_end : value.find("?=", coding_end + 1);
    if (close == std::string_view::npos) return out.append(value);
    std::string_view between = value.substr(0, open);
    std::string_view charset = value.substr(open + 2, charset_end - open - 2);
    std::string_view coding = value.substr(charset_end + 1, coding_end - charset_end - 1);
    std::string_view text = value.substr(coding_end + 1, close - coding_end - 1);
    const bool base64 = iequals(coding, "B");
    if (!base64 && !iequals(coding, "Q")) {
      out.append(value.substr(0, open + 2));  // a word may still begin within what looked like one
      value.remove_prefix(open + 2);
      after_word = false;
      continue;
    }
    if (!after_word || !trim(between).empty()) out.append(between);  // blanks between two words are not text
    charset = charset.substr(0, charset.find('*'));  // RFC 2231: a language may follow
    out += to_utf8(base64 ? decode_base64(text) : decode_quoted_printable(blanks_for_underscores(text)), charset);
    after_word = true;
    value.remove_prefix(close + 2);
  }
  return out;
}

std::string encode_words(std::string_view utf8, std::string_view charset) {
  if (is_ascii(utf8) && utf8.find("=?") == std::string_view::npos) return std::string(utf8);  // what looks encoded must be
  std::string bytes(utf8);
  std::string name(charset);
  auto latin = iequals(charset, "iso-8859-1") || iequals(charset, "latin1") ? to_latin1(utf8) : std::nullopt;
  if (latin)
    bytes = *latin;
  else
    name = "UTF-8";
  const bool q = plain_count(bytes) * 2 > bytes.size();
  const std::string open = "=?" + name + (q ? "?Q?" : "?B?");
  const size_t room = kLongestWord - open.size() - 2;
  std::vector<std::string> words;
  std::string piece;
  auto width = [&](const std::string& text) { return q ? q_word(text).size() : (text.size() + 2) / 3 * 4; };
  for (size_t i = 0; i < bytes.size();) {
    const size_t length = latin ? 1 : std::min(sequence(static_cast<unsigned char>(bytes[i])), bytes.size() - i);
    const std::string one = bytes.substr(i, length);
    if (!piece.empty() && width(piece + one) > room) words.push_back(std::exchange(piece, ""));
    piece += one;
    i += length;
  }
  words.push_back(piece);
  for (auto& word : words) word = open + (q ? q_word(word) : base64_encode(word)) + "?=";
  return join(words, " ");
}

std::string encode_address(std::string_view address) {
  if (is_ascii(address)) return std::string(address);
  size_t open = address.rfind('<');
  if (open == std::string_view::npos || open == 0) return std::string(address);
  std::string_view display = trim(address.substr(0, open));
  if (display.size() >= 2 && display.front() == '"' && display.back() == '"') display = display.substr(1, display.size() - 2);
  return encode_words(display) + " " + std::string(address.substr(open));
}

std::string field_line(std::string_view name, std::string_view value) {
  std::string out(name);
  out += ':';
  size_t column = out.size();
  bool first = true;
  while (!value.empty()) {
    size_t end = value.find(' ', 1);
    std::string_view word = value.substr(0, end);
    if (first) out += ' ', ++column;
    if (!first && column + word.size() > kLongestLine) {
      out += "\r\n";
      column = 0;
    }
    for (char c : word) out += c == '\r' || c == '\n' ? ' ' : c;  // a field must not become two
    column += word.size();
    first = false;
    if (end == std::string_view::npos) break;
    value.remove_prefix(end);
  }
  return out + "\r\n";
}

}  // namespace lambent::ses::mime
