#include "mocks/sns/filter/json_tokens.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/utf8.h"

namespace lambent::sns {
namespace {

constexpr size_t kDeepest = 512;
constexpr const char* kValue = "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

bool of_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$'; }

}  // namespace

std::string JsonFault::told() const {
  return "failed to parse JSON. " + std::string(what()) + "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: " +
         std::to_string(line_) + ", column: " + std::to_string(column_) + "]";
}

size_t JsonTokens::line() const { return 1 + static_cast<size_t>(std::count(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(at_), '\n')); }

size_t JsonTokens::column() const {
  auto feed = all_.substr(0, at_).rfind('\n');
  return at_ - (feed == std::string_view::npos ? 0 : feed + 1) + 1;
}

void JsonTokens::fail(const std::string& what, size_t at) const {
  JsonTokens here(all_);
  here.at_ = std::min(at, all_.size());
  throw JsonFault(what, here.line(), here.column());
}

void JsonTokens::unexpected(const std::string& expected) const {
  if (at_ >= all_.size()) {
    if (open_.empty()) fail("No content to map due to end-of-input", at_);
    fail(std::string("Unexpected end-of-input: expected close marker for ") + (open_.back() == '{' ? "Object" : "Array"), at_);
  }
  char c = all_[at_];
  std::string shown(1, c);
  fail("Unexpected character ('" + shown + "' (code " + std::to_string(static_cast<unsigned char>(c)) + ")): " + expected, at_);
}

void JsonTokens::skip_blanks() {
  while (at_ < all_.size() && (all_[at_] == ' ' || all_[at_] == '\t' || all_[at_] == '\n' || all_[at_] == '\r')) ++at_;
}

Token JsonTokens::next() {
  skip_blanks();
  if (done_) {
    if (at_ < all_.size()) unexpected("was expecting the end of the text");
    return token_ = Token::end;
  }
  if (awaits_ == Awaits::comma) {
    char c = at_ < all_.size() ? all_[at_] : '\0';
    if (c == '}' || c == ']') return close(c);
    bool in_object = open_.back() == '{';
    if (c != ',') unexpected(std::string("was expecting comma to separate ") + (in_object ? "Object" : "Array") + " entries");
    ++at_;
    skip_blanks();
    awaits_ = in_object ? Awaits::name : Awaits::value;
  }
  if (awaits_ == Awaits::first_name || awaits_ == Awaits::name) {
    if (awaits_ == Awaits::first_name && at_ < all_.size() && all_[at_] == '}') return close('}');
    if (at_ >= all_.size() || all_[at_] != '"') unexpected("was expecting double-quote to start field name");
    read_string();
    awaits_ = Awaits::colon;
    return token_ = Token::name;
  }
  if (awaits_ == Awaits::colon) {
    if (at_ >= all_.size() || all_[at_] != ':') unexpected("was expecting a colon to separate field name and value");
    ++at_;
    skip_blanks();
  }
  if (awaits_ == Awaits::first_item && at_ < all_.size() && all_[at_] == ']') return close(']');
  return value();
}

Token JsonTokens::close(char bracket) {
  if ((open_.back() == '{') != (bracket == '}')) fail(std::string("Unexpected close marker '") + bracket + "': expected '" + (open_.back() == '{' ? '}' : ']') + "'", at_);
  ++at_;
  open_.pop_back();
  done_ = open_.empty();
  awaits_ = Awaits::comma;
  text_ = std::string(1, bracket);
  return token_ = bracket == '}' ? Token::end_object : Token::end_array;
}

Token JsonTokens::value() {
  if (at_ >= all_.size()) unexpected(kValue);
  char c = all_[at_];
  if (c == '{' || c == '[') {
    if (open_.size() >= kDeepest) fail("Document nesting depth exceeds the maximum allowed (" + std::to_string(kDeepest) + ")", at_);
    ++at_;
    open_ += c;
    awaits_ = c == '{' ? Awaits::first_name : Awaits::first_item;
    text_ = std::string(1, c);
    return token_ = c == '{' ? Token::begin_object : Token::begin_array;
  }
  Token out;
  if (c == '"') {
    read_string();
    out = Token::string;
  } else if (c == '-' || (c >= '0' && c <= '9')) {
    out = read_number();
  } else if (c == 't') {
    out = word(Token::yes, "true");
  } else if (c == 'f') {
    out = word(Token::no, "false");
  } else if (of_word(c)) {
    out = word(Token::null, "null");
  } else {
    unexpected(kValue);
  }
  awaits_ = Awaits::comma;
  done_ = open_.empty();
  return token_ = out;
}

Token JsonTokens::word(Token kind, std::string_view spelled) {
  size_t end = at_;
  while (end < all_.size() && of_word(all_[end])) ++end;
  text_ = all_.substr(at_, end - at_);
  if (text_ != spelled)
    fail("Unrecognized token '" + text_ + "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", end);
  at_ = end;
  return kind;
}

Token JsonTokens::read_number() {
  size_t end = at_;
  while (end < all_.size() && (of_word(all_[end]) || all_[end] == '-' || all_[end] == '+' || all_[end] == '.')) ++end;
  text_ = all_.substr(at_, end - at_);
  auto [stop, error] = std::from_chars(text_.data(), text_.data() + text_.size(), number_);
  std::string_view digits = std::string_view(text_).substr(text_[0] == '-' ? 1 : 0);
  bool leading_zero = digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
  bool bare_dot = digits.empty() || digits[0] < '0' || digits[0] > '9' || digits.ends_with('.') || digits.find(".e") != digits.npos || digits.find(".E") != digits.npos;
  if (leading_zero) fail("Invalid numeric value: Leading zeroes not allowed", at_ + 1);
  if (error == std::errc::result_out_of_range) number_ = text_.find('-', 1) == text_.npos ? HUGE_VAL : 0;
  bool broken = stop != text_.data() + text_.size() || (error != std::errc() && error != std::errc::result_out_of_range) || bare_dot;
  if (broken) fail("Unexpected character in a numeric value: '" + text_ + "'", end);
  at_ = end;
  return Token::number;
}

void JsonTokens::read_string() {
  text_.clear();
  for (++at_;;) {
    if (at_ >= all_.size()) fail("Unexpected end-of-input: was expecting closing quote for a string value", at_);
    char c = all_[at_++];
    if (c == '"') return;
    if (static_cast<unsigned char>(c) < 0x20)
      fail("Illegal unquoted character ((CTRL-CHAR, code " + std::to_string(c) + ")): has to be escaped using backslash to be included in string value", at_);
    if (c == '\\')
      read_escape();
    else
      text_ += c;
  }
}

unsigned JsonTokens::read_hex() {
  unsigned out = 0;
  std::string_view digits = all_.substr(at_, 4);
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
  if (digits.size() < 4 || error != std::errc() || end != digits.data() + 4) fail("Unexpected character: expected a hex-digit for character escape sequence", at_);
  at_ += 4;
  return out;
}

void JsonTokens::read_escape() {
  if (at_ >= all_.size()) fail("Unexpected end-of-input in character escape sequence", at_);
  char c = all_[at_++];
  static constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
  if (auto i = from.find(c); i != from.npos) {
    text_ += to[i];
    return;
  }
  if (c != 'u') fail(std::string("Unrecognized character escape '") + c + "' (code " + std::to_string(static_cast<unsigned char>(c)) + ")", at_);
  unsigned first = read_hex();
  if (first >= 0xD800 && first < 0xDC00 && all_.substr(at_, 2) == "\\u") {
    at_ += 2;
    unsigned second = read_hex();
    first = second >= 0xDC00 && second < 0xE000 ? 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00) : 0xFFFD;
  } else if (first >= 0xD800 && first < 0xE000) {
    first = 0xFFFD;
  }
  append_utf8(text_, first);
}

void check_json(std::string_view text) {
  JsonTokens tokens(text);
  while (tokens.next() != Token::end) {
  }
}

}  // namespace lambent::sns
