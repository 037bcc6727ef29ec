#include "mocks/iam/positions.h"

namespace lambent::iam {
namespace {

// Walks over JSON that is known to be good.
class Walker {
 public:
  explicit Walker(const std::string& text) : text_(text) {}

  std::vector<Span> statements() {
    std::vector<Span> out;
    skip_blanks();
    if (peek() != '{') return out;
    next();
    while (skip_blanks(), at_ < text_.size() && peek() != '}') {
      std::string name = string();
      skip_blanks();
      next();  // the colon
      skip_blanks();
      if (name == "Statement")
        read_statements(out);
      else
        value();
      skip_blanks();
      if (peek() == ',') next();
    }
    return out;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void next() {
    if (at_ >= text_.size()) return;
    if (text_[at_++] == '\n') {
      ++here_.line;
      here_.column = 1;
    } else {
      ++here_.column;
    }
  }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') next();
  }
  std::string string() {
    std::string out;
    next();
    while (at_ < text_.size() && peek() != '"') {
      if (peek() == '\\') next();
      out.push_back(peek());
      next();
    }
    next();
    return out;
  }
  // Any value; brackets are balanced outside strings.
  void value() {
    size_t depth = 0;
    do {
      char c = peek();
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        ++depth;
        next();
      } else if (c == '}' || c == ']') {
        --depth;
        next();
      } else {
        if (depth == 0)  // a number or a word
          while (at_ < text_.size() && std::string_view(",}] \n\r\t").find(peek()) == std::string_view::npos) next();
        else
          next();
      }
    } while (depth > 0 && at_ < text_.size());
  }
  void read_statements(std::vector<Span>& out) {
    bool many = peek() == '[';
    if (many) next();
    do {
      skip_blanks();
      if (peek() != '{') break;
      Span span;
      span.start = here_;
      value();
      span.end = here_;
      out.push_back(span);
      skip_blanks();
      if (many && peek() == ',') next();
    } while (many && at_ < text_.size());
    if (many && peek() == ']') next();
  }

  const std::string& text_;
  size_t at_ = 0;
  Position here_;
};

}  // namespace

std::vector<Span> statement_spans(const std::string& text) { return Walker(text).statements(); }

}  // namespace lambent::iam
