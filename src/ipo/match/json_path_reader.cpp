#include "ipo/match/json_path_reader.h"

#include "base/text.h"
#include "base/utf8.h"

namespace lambent::ipo {
namespace {

constexpr std::int64_t kMostExact = 9'007'199'254'740'991;  // RFC 9535: what a double holds exactly

bool digit(char c) { return c >= '0' && c <= '9'; }
bool name_first(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

}  // namespace

std::optional<JsonPath> JsonPath::parse(std::string_view text, std::string& why) {
  JsonPath path;
  if (!valid_utf8(text)) {
    why = "not UTF-8";
    return std::nullopt;
  }
  try {
    path.segments_ = PathReader(text).read_all();
  } catch (const PathSyntaxError& e) {
    why = e.what + " at character " + std::to_string(e.at + 1);
    return std::nullopt;
  }
  return path;
}

bool PathReader::take(std::string_view token) {
  if (!text_.substr(at_).starts_with(token)) return false;
  at_ += token.size();
  return true;
}
void PathReader::want(std::string_view token) {
  if (!take(token)) fail("'" + std::string(token) + "' is wanted");
}
void PathReader::blanks() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
}

PathSegments PathReader::read_all() {
  if (!take("$")) fail("a path begins with $");
  auto out = segments();
  if (!at_end()) fail("nothing more is wanted");
  return out;
}

PathSegments PathReader::segments() {
  PathSegments out;
  for (;;) {
    const size_t before = at_;
    blanks();
    PathSegment segment;
    if (take("..")) {
      segment.descendant = true;
      if (peek() == '[') {
        segment = bracketed();
        segment.descendant = true;
      } else if (take("*")) {
        segment.selectors.push_back({.kind = PathSelector::Kind::wildcard});
      } else {
        segment.selectors.push_back({.name = shorthand()});
      }
    } else if (take(".")) {
      if (take("*"))
        segment.selectors.push_back({.kind = PathSelector::Kind::wildcard});
      else
        segment.selectors.push_back({.name = shorthand()});
    } else if (peek() == '[') {
      segment = bracketed();
    } else {
      at_ = before;  // blanks belong to what follows
      return out;
    }
    out.push_back(std::move(segment));
  }
}

std::string PathReader::shorthand() {
  const size_t from = at_;
  if (!name_first(peek())) fail("a name is wanted");
  while (name_first(peek()) || digit(peek())) ++at_;
  return std::string(text_.substr(from, at_ - from));
}

PathSegment PathReader::bracketed() {
  Deeper deeper(*this);
  PathSegment out;
  want("[");
  do {
    blanks();
    out.selectors.push_back(selector());
    blanks();
  } while (take(","));
  want("]");
  return out;
}

PathSelector PathReader::selector() {
  if (peek() == '\'' || peek() == '"') return {.name = quoted_text()};
  if (take("*")) return {.kind = PathSelector::Kind::wildcard};
  if (take("?")) {
    blanks();
    return {.kind = PathSelector::Kind::filter, .filter = any_of()};
  }
  if (digit(peek()) || peek() == '-' || peek() == ':') return index_or_slice();
  fail("a name in quotes, an index, a slice, * or a filter is wanted");
}

PathSelector PathReader::index_or_slice() {
  PathSelector out;
  out.kind = PathSelector::Kind::index;
  if (peek() != ':') out.start = integer();
  const size_t after_start = at_;
  blanks();
  if (!take(":")) {
    at_ = after_start;
    return out;
  }
  out.kind = PathSelector::Kind::slice;
  blanks();
  if (digit(peek()) || peek() == '-') {
    out.end = integer();
    blanks();
  }
  if (take(":")) {
    blanks();
    if (digit(peek()) || peek() == '-') out.step = integer();
  }
  return out;
}

std::int64_t PathReader::integer() {
  const bool negative = take("-");
  if (!digit(peek())) fail("a digit is wanted");
  if (peek() == '0') {
    if (negative) fail("-0 is no index");
    ++at_;
    if (digit(peek())) fail("an index has no leading zero");
    return 0;
  }
  std::int64_t value = 0;
  while (digit(peek())) {
    value = value * 10 + (text_[at_++] - '0');
    if (value > kMostExact) fail("the number is too large");
  }
  return negative ? -value : value;
}

std::string PathReader::quoted_text() {
  const char quote = text_[at_++];
  std::string out;
  while (peek() != quote || at_end()) {
    if (at_end()) fail("the text has no end");
    const char c = text_[at_++];
    if (static_cast<unsigned char>(c) < 0x20) fail("a control character in a text");
    if (c == '\\')
      escape(out, quote);
    else
      out += c;
  }
  ++at_;
  return out;
}

void PathReader::escape(std::string& out, char quote) {
  const char c = peek();
  ++at_;
  if (c == quote || c == '/' || c == '\\') {
    out += c;
    return;
  }
  switch (c) {
    case 'b': out += '\b'; return;
    case 'f': out += '\f'; return;
    case 'n': out += '\n'; return;
    case 'r': out += '\r'; return;
    case 't': out += '\t'; return;
    case 'u': break;
    default: fail("no such escape");
  }
  std::uint32_t code = hex4();
  if (code >= 0xDC00 && code < 0xE000) fail("half a surrogate pair");
  if (code >= 0xD800 && code < 0xDC00) {
    if (!take("\\u")) fail("half a surrogate pair");
    const std::uint32_t low = hex4();
    if (low < 0xDC00 || low >= 0xE000) fail("half a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  append_utf8(out, code);
}

std::uint32_t PathReader::hex4() {
  std::uint32_t out = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = peek();
    if (digit(c))
      out = out * 16 + static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      out = out * 16 + static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      out = out * 16 + static_cast<std::uint32_t>(c - 'A' + 10);
    else
      fail("four hexadecimal digits are wanted");
    ++at_;
  }
  return out;
}

}  // namespace lambent::ipo
