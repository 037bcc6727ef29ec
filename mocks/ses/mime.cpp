#include "mocks/ses/mime.h"

#include <algorithm>

#include "base/text.h"

namespace lambent::ses {
namespace {

constexpr int kDeepest = 20;

std::string latin1_to_utf8(const std::string& bytes) {
  std::string out;
  for (unsigned char c : bytes) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

std::string to_utf8(std::string bytes, std::string_view charset) {
  bool latin = iequals(charset, "iso-8859-1") || iequals(charset, "latin1") || iequals(charset, "windows-1252");
  return latin ? latin1_to_utf8(bytes) : bytes;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

enum class Underscore { blank, itself };

std::string decode_quoted_printable(std::string_view s, Underscore underscore) {
  std::string out;
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '_' && underscore == Underscore::blank) {
      out += ' ';
    } else if (s[i] != '=') {
      out += s[i];
    } else if (i + 2 < s.size() && hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
      i += 2;
    } else if (s.substr(i + 1).starts_with("\r\n")) {  // a soft line break
      i += 2;
    } else if (s.substr(i + 1).starts_with("\n")) {
      i += 1;
    } else {
      out += '=';
    }
  }
  return out;
}

// The value of a parameter such as boundary or charset; "" if absent.
std::string parameter(std::string_view value, std::string_view name) {
  for (size_t at = value.find(';'); at != std::string_view::npos; at = value.find(';', at + 1)) {
    std::string_view rest = trim(value.substr(at + 1));
    auto equals = rest.find('=');
    if (equals == std::string_view::npos || !iequals(trim(rest.substr(0, equals)), name)) continue;
    rest = trim(rest.substr(equals + 1));
    if (!rest.starts_with('"')) return std::string(trim(rest.substr(0, rest.find(';'))));
    std::string out;
    for (size_t i = 1; i < rest.size() && rest[i] != '"'; ++i) {
      if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
      out += rest[i];
    }
    return out;
  }
  return "";
}

std::vector<std::string_view> parts_of(std::string_view body, const std::string& boundary) {
  std::vector<std::string_view> out;
  std::string mark = "--" + boundary;
  size_t begin = std::string_view::npos;
  for (size_t at = body.find(mark); at != std::string_view::npos; at = body.find(mark, at + mark.size())) {
    if (at > 0 && body[at - 1] != '\n') continue;
    if (begin != std::string_view::npos && at > begin) {
      std::string_view part = body.substr(begin, at - begin);
      if (part.ends_with('\n')) part.remove_suffix(1);
      if (part.ends_with('\r')) part.remove_suffix(1);
      out.push_back(part);
    }
    if (body.substr(at + mark.size()).starts_with("--")) break;
    size_t line = body.find('\n', at);
    if (line == std::string_view::npos) break;
    begin = line + 1;
  }
  return out;
}

void collect(const MimeMessage& message, Texts& out, int depth) {
  std::string_view type = message.get("Content-Type");
  if (istarts_with(trim(type), "multipart/") && depth < kDeepest) {
    std::string boundary = parameter(type, "boundary");
    if (boundary.empty()) return;
    for (std::string_view part : parts_of(message.body, boundary)) collect(parse_mime(part), out, depth + 1);
    return;
  }
  bool html = istarts_with(trim(type), "text/html");
  bool plain = trim(type).empty() || istarts_with(trim(type), "text/plain");
  if ((!html && !plain) || istarts_with(trim(message.get("Content-Disposition")), "attachment")) return;
  std::string& place = html ? out.html : out.plain;
  if (!place.empty()) return;
  std::string_view coding = trim(message.get("Content-Transfer-Encoding"));
  std::string bytes = message.body;
  if (iequals(coding, "base64")) bytes = base64_decode(message.body).value_or("");
  if (iequals(coding, "quoted-printable")) bytes = decode_quoted_printable(message.body, Underscore::itself);
  place = to_utf8(std::move(bytes), parameter(type, "charset"));
}

}  // namespace

std::string_view MimeMessage::get(std::string_view name) const {
  for (const auto& field : headers)
    if (iequals(field.name, name)) return field.value;
  return "";
}

bool MimeMessage::has(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(), [&](const HeaderField& f) { return iequals(f.name, name); });
}

void MimeMessage::remove(std::string_view name) {
  std::erase_if(headers, [&](const HeaderField& f) { return iequals(f.name, name); });
}

void MimeMessage::set(std::string_view name, std::string value) {
  remove(name);
  headers.push_back({std::string(name), std::move(value)});
}

std::string MimeMessage::text() const {
  std::string out;
  for (const auto& field : headers) out += field.name + ": " + field.value + "\r\n";
  return out + "\r\n" + body;
}

MimeMessage parse_mime(std::string_view bytes) {
  MimeMessage out;
  while (!bytes.empty()) {
    size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    std::string_view rest = end == std::string_view::npos ? std::string_view() : bytes.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    bool folded = (line.starts_with(' ') || line.starts_with('\t')) && !out.headers.empty();
    size_t colon = line.find(':');
    if (line.empty()) {
      out.body = rest;
      return out;
    }
    if (folded) {
      (out.headers.back().value += ' ') += trim(line);
    } else if (colon == std::string_view::npos || colon == 0 || line.substr(0, colon).find(' ') != std::string_view::npos) {
      out.body = bytes;  // no header field: the message has none, or they end here without an empty line
      return out;
    } else {
      out.headers.push_back({std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
    }
    bytes = rest;
  }
  return out;
}

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
    if (!after_word || !trim(between).empty()) out.append(between);  // blanks between two words are not text
    std::string_view charset = value.substr(open + 2, charset_end - open - 2);
    std::string_view coding = value.substr(charset_end + 1, coding_end - charset_end - 1);
    std::string_view text = value.substr(coding_end + 1, close - coding_end - 1);
    if (iequals(coding, "B")) {
      out += to_utf8(base64_decode(text).value_or(std::string(text)), charset);
    } else if (iequals(coding, "Q")) {
      out += to_utf8(decode_quoted_printable(text, Underscore::blank), charset);
    } else {
      out.append(value.substr(open, close + 2 - open));
    }
    after_word = true;
    value.remove_prefix(close + 2);
  }
  return out;
}

Texts texts_of(const MimeMessage& message) {
  Texts out;
  collect(message, out, 0);
  return out;
}

}  // namespace lambent::ses
