// Tokens of an expression, on demand: whether '/' begins a regular expression depends on where it stands.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lambent::states::jsonata {

struct Token {
  enum class Type { name, variable, operation, string, number, constant, regex, end };
  Type type = Type::end;
  std::string text;         // string: its contents; regex: the pattern
  double number = 0;
  std::string flags;        // regex
  std::int64_t position = 0;  // bytes, after the token; end: the length
  size_t from = 0;            // bytes, before it
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}
  enum class Slash { divides, begins_regex };
  Token next(Slash slash);  // throws Fault

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void skip_blanks();
  Token token(Token::Type type, std::string text) const;
  Token regex();
  Token string();
  std::optional<Token> number();
  Token quoted_name();
  Token word();
  void escape(std::string& out);

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace lambent::states::jsonata
