#include "mocks/states/asl/json_fault.h"

#include <cctype>

#include "base/json.h"

namespace lambent::states::asl {
namespace {

// Walks the text up to the first fault. Values inside strings and numbers are left to the real parser.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  std::optional<JsonFault> fault() {
    try {
      value();
      blanks();
      if (at_ < text_.size()) value();  // a second value: report its own fault, if it has one
    } catch (JsonFault& f) {
      return f;
    }
    return std::nullopt;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  [[noreturn]] void fail(std::string message, size_t at) const {
    JsonFault f;
    f.message = std::move(message);
    for (size_t i = 0; i < at && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++f.line;
        f.column = 1;
      } else {
        ++f.column;
      }
    }
    throw f;
  }
  [[noreturn]] void unexpected(const std::string& wanted) const {
    if (at_ >= text_.size()) fail("Unexpected end-of-input", at_);
    auto c = static_cast<unsigned char>(peek());
    fail("Unexpected character ('" + std::string(1, peek()) + "' (code " + std::to_string(c) + ")): " + wanted, at_ + 1);
  }
  void text() {
    size_t open = at_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '"') {
        ++at_;
        return;
      }
    }
    fail("Unexpected end-of-input: was expecting closing quote for a string value", open);
  }
  void word() {
    size_t start = at_;
    while (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '_' || peek() == '$') ++at_;
    std::string_view token = text_.substr(start, at_ - start);
    if (token == "true" || token == "false" || token == "null") return;
    fail("Unrecognized token '" + std::string(token) +
             "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
         at_);
  }
  void value() {
    if (++depth_ > 512) fail("Document nesting depth exceeds the maximum allowed", at_);
    blanks();
    char c = peek();
    if (c == '{') {
      object();
    } else if (c == '[') {
      array();
    } else if (c == '"') {
      text();
    } else if (c == '-' || std::isdigit(static_cast<unsigned char>(c))) {
      while (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '.' || peek() == '-' || peek() == '+') ++at_;
    } else if (std::isalpha(static_cast<unsigned char>(c)) || c == '_') {
      word();
    } else {
      unexpected("expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    }
    --depth_;
  }
  void object() {
    ++at_;
    blanks();
    if (peek() == '}') {
      ++at_;
      return;
    }
    for (;;) {
      blanks();
      if (peek() != '"') unexpected("was expecting double-quote to start field name");
      text();
      blanks();
      if (peek() != ':') unexpected("was expecting a colon to separate field name and value");
      ++at_;
      value();
      blanks();
      if (peek() == '}') break;
      if (peek() != ',') unexpected("was expecting comma to separate Object entries");
      ++at_;
    }
    ++at_;
  }
  void array() {
    ++at_;
    blanks();
    if (peek() == ']') {
      ++at_;
      return;
    }
    for (;;) {
      value();
      blanks();
      if (peek() == ']') break;
      if (peek() != ',') unexpected("was expecting comma to separate Array entries");
      ++at_;
    }
    ++at_;
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::optional<JsonFault> find_json_fault(std::string_view text) {
  if (auto fault = Walker(text).fault()) return fault;
  try {
    parse_json(text);
    return std::nullopt;
  } catch (const JsonError& e) {
    JsonFault f;
    f.message = e.what();
    f.line = static_cast<int>(e.line());
    f.column = static_cast<int>(e.column());
    return f;
  }
}

}  // namespace lambent::states::asl
