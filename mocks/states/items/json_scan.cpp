#include "mocks/states/items/json_scan.h"

namespace lambent::states::items {
namespace {

size_t skip_string(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at + 1;
}

}  // namespace

size_t skip_blanks(std::string_view text, size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
  return at;
}

size_t skip_value(std::string_view text, size_t at) {
  if (at >= text.size()) return at;
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] != '[' && text[at] != '{') {
    size_t end = text.find_first_of(",]} \t\r\n", at);
    return end == std::string_view::npos ? text.size() : end;
  }
  size_t depth = 0;
  while (at < text.size()) {
    char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      continue;
    }
    ++at;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && --depth == 0) break;
  }
  return at;
}

Elements::Elements(std::string_view text, size_t at) : text_(text), at_(at + 1), object_(text[at] == '{') {}

bool Elements::next() {
  at_ = skip_blanks(text_, at_);
  if (at_ < text_.size() && text_[at_] == ',') at_ = skip_blanks(text_, at_ + 1);
  if (at_ >= text_.size() || text_[at_] == ']' || text_[at_] == '}') return false;
  if (object_) {
    size_t end = skip_value(text_, at_);
    key_ = text_.substr(at_, end - at_);
    at_ = skip_blanks(text_, skip_blanks(text_, end) + 1);  // behind the colon
  }
  begin_ = at_;
  at_ = skip_value(text_, at_);
  value_ = text_.substr(begin_, at_ - begin_);
  return true;
}

}  // namespace lambent::states::items
