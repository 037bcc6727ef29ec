// A template cut into text and tags: what stands between {{ and }}, as tokens.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mocks/ses/handlebars/template.h"

namespace lambent::ses::handlebars {

struct Token {
  enum class Kind { word, text, number, open, close, equals, bar } kind = Kind::word;
  std::string text;
};

struct Tag {
  enum class Kind { output, open, inverse, close, partial, inline_partial, end_of_template } kind = Kind::output;
  std::vector<Token> tokens;
  bool strip_before = false, strip_after = false;
  size_t line = 1;
};

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  // The text before the next tag, and that tag. Comments are passed over.
  Tag next(std::string& text_before);

 private:
  bool take_comment(Tag& tag);
  void read_tag(Tag& tag);
  Token read_token();
  std::string read_quoted(char quote);
  std::string read_word();
  void skip_blanks();
  [[noreturn]] void fail(const std::string& what) const;
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1, counted_ = 0;  // the line of counted_
};

}  // namespace lambent::ses::handlebars
