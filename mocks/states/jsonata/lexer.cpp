#include "mocks/states/jsonata/lexer.h"

#include <cmath>

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/json_text.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

constexpr std::string_view kBlanks = " \t\n\r\v";
constexpr std::string_view kSingle = ".[]{}(),@#;:?+-*/%|=<>^&!~";
constexpr std::string_view kDouble[] = {"..", ":=", "!=", ">=", "<=", "**", "~>"};

bool blank(char c) { return kBlanks.find(c) != std::string_view::npos; }

}  // namespace

Token Lexer::token(Token::Type type, std::string text) const {
  Token t;
  t.type = type;
  t.text = std::move(text);
  t.position = static_cast<std::int64_t>(at_);
  return t;
}

void Lexer::skip_blanks() {
  for (;;) {
    while (at_ < text_.size() && blank(text_[at_])) ++at_;
    if (peek() != '/' || peek(1) != '*') return;
    const size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) throw Fault("S0106").at(static_cast<std::int64_t>(at_));
    at_ = end + 2;
  }
}

Token Lexer::next(Slash slash) {
  skip_blanks();
  const size_t from = at_;
  Token out;
  if (at_ >= text_.size()) {
    out = token(Token::Type::end, "(end)");
  } else if (text_[at_] == '/' && slash == Slash::begins_regex) {
    out = regex();
  } else {
    const char c = text_[at_];
    bool done = false;
    for (std::string_view two : kDouble)
      if (text_.substr(at_, 2) == two) {
        at_ += 2;
        out = token(Token::Type::operation, std::string(two));
        done = true;
        break;
      }
    if (done) {
    } else if (kSingle.find(c) != std::string_view::npos) {
      ++at_;
      out = token(Token::Type::operation, std::string(1, c));
    } else if (c == '"' || c == '\'') {
      out = string();
    } else if (auto n = number()) {
      out = std::move(*n);
    } else if (c == '`') {
      out = quoted_name();
    } else {
      out = word();
    }
  }
  out.from = from;
  return out;
}

// The end is the first '/' outside of brackets that an even number of backslashes precedes.
Token Lexer::regex() {
  const size_t start = ++at_;
  int depth = 0;
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '/' && depth == 0) {
      size_t slashes = 0;
      while (text_[at_ - slashes - 1] == '\\') ++slashes;
      if (slashes % 2 == 0) {
        std::string pattern(text_.substr(start, at_ - start));
        if (pattern.empty()) throw Fault("S0301").at(static_cast<std::int64_t>(at_));
        const size_t flags = ++at_;
        while (peek() == 'i' || peek() == 'm') ++at_;
        Token t = token(Token::Type::regex, std::move(pattern));
        t.flags = text_.substr(flags, at_ - flags);
        return t;
      }
    }
    if (text_[at_ - 1] == '\\') continue;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
  }
  throw Fault("S0302").at(static_cast<std::int64_t>(at_));
}

void Lexer::escape(std::string& out) {
  static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
  const char c = peek();
  if (const size_t known = kFrom.find(c); c != '\0' && known != std::string_view::npos) {
    out += kTo[known];
    ++at_;
    return;
  }
  if (c != 'u') throw Fault("S0103").at(static_cast<std::int64_t>(at_)).of(text_.substr(at_, sequence_length(text_, at_)));
  const auto unit = hex_unit(text_.substr(at_ + 1, 4));
  if (!unit) throw Fault("S0104").at(static_cast<std::int64_t>(at_));
  at_ += 5;
  append_unit(out, *unit);
}

Token Lexer::string() {
  const char quote = text_[at_++];
  std::string out;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == quote) return token(Token::Type::string, std::move(out));
    if (c == '\\') escape(out);
    else out += c;
  }
  throw Fault("S0101").at(static_cast<std::int64_t>(at_));
}

std::optional<Token> Lexer::number() {
  const auto digit = [&](size_t i) { return i < text_.size() && text_[i] >= '0' && text_[i] <= '9'; };
  size_t end = at_;
  if (!digit(end)) return std::nullopt;
  if (text_[end] == '0') ++end;
  else
    while (digit(end)) ++end;
  if (end < text_.size() && text_[end] == '.' && digit(end + 1))
    for (++end; digit(end);) ++end;
  if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
    size_t exponent = end + 1;
    if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
    if (digit(exponent)) {
      while (digit(exponent)) ++exponent;
      end = exponent;
    }
  }
  const std::string_view text = text_.substr(at_, end - at_);
  const auto value = parse_number(text);
  if (!value || !std::isfinite(*value)) throw Fault("S0102").at(static_cast<std::int64_t>(at_)).of(text);
  at_ = end;
  Token t = token(Token::Type::number, std::string(text));
  t.number = *value;
  return t;
}

Token Lexer::quoted_name() {
  const size_t end = text_.find('`', ++at_);
  if (end == std::string_view::npos) throw Fault("S0105").at(static_cast<std::int64_t>(text_.size()));
  std::string name(text_.substr(at_, end - at_));
  at_ = end + 1;
  return token(Token::Type::name, std::move(name));
}

Token Lexer::word() {
  const size_t from = at_;
  while (at_ < text_.size() && !blank(text_[at_]) && kSingle.find(text_[at_]) == std::string_view::npos) ++at_;
  std::string name(text_.substr(from, at_ - from));
  if (name[0] == '$') return token(Token::Type::variable, name.substr(1));
  if (name == "and" || name == "or" || name == "in") return token(Token::Type::operation, std::move(name));
  if (name == "true" || name == "false" || name == "null") return token(Token::Type::constant, std::move(name));
  return token(Token::Type::name, std::move(name));
}

}  // namespace lambent::states::jsonata
