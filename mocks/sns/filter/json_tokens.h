// A JSON text token by token, with places and in the words of Jackson, the parser whose messages SNS passes on.
//
//   JsonTokens tokens(text);
//   while (tokens.next() != Token::end) use(tokens.text());   // throws JsonFault
//
// The grammar is checked on the way: commas, colons, what may stand where. Nothing is kept but the current token and the
// open brackets (512 at most). Borrows the text.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::sns {

enum class Token { begin_object, end_object, begin_array, end_array, name, string, number, yes, no, null, end };

// The place is 1-based; columns count bytes.
class JsonFault : public std::runtime_error {
 public:
  JsonFault(const std::string& what, size_t line, size_t column) : std::runtime_error(what), line_(line), column_(column) {}
  size_t line() const { return line_; }
  size_t column() const { return column_; }
  // What SNS says of it: "failed to parse JSON. <what>\n at [Source: REDACTED (...); line: 1, column: 2]"
  std::string told() const;

 private:
  size_t line_, column_;
};

class JsonTokens {
 public:
  explicit JsonTokens(std::string_view text) : all_(text) {}

  Token next();
  Token token() const { return token_; }
  const std::string& text() const { return text_; }  // of names and strings decoded, of others as written
  double number() const { return number_; }
  size_t line() const;    // of the place just behind the token
  size_t column() const;
  size_t depth() const { return open_.size(); }

 private:
  enum class Awaits { value, first_name, name, colon, first_item, comma };
  Token value();
  Token word(Token kind, std::string_view spelled);
  Token read_number();
  Token close(char bracket);
  void read_string();
  void read_escape();
  unsigned read_hex();
  void skip_blanks();
  [[noreturn]] void fail(const std::string& what, size_t at) const;
  [[noreturn]] void unexpected(const std::string& expected) const;

  std::string_view all_;
  size_t at_ = 0;
  std::string open_;  // '{' and '['
  Awaits awaits_ = Awaits::value;
  bool done_ = false;
  Token token_ = Token::end;
  std::string text_;
  double number_ = 0;
};

// The text is JSON, or JsonFault.
void check_json(std::string_view text);

}  // namespace lambent::sns
