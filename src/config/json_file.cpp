#include "config/json_file.h"

#include <cstring>
#include <set>

#include "base/text.h"

namespace lambent::config {
namespace {

constexpr int kMaxDepth = 100;
constexpr size_t kMaxNodes = 200'000;

struct Abort {
  Place place;
  std::string message;
};

class Parser {
 public:
  Parser(const std::string& text, const std::string& file, Diagnostics& diagnostics) : text_(text), file_(file), diagnostics_(diagnostics) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = line_start_ = 3;
  }

  Node document() {
    Node out = value(0);
    blanks();
    if (at_ < text_.size()) fail("something stands after the value");
    return out;
  }

 private:
  Place here() const { return {file_, line_, static_cast<int>(at_ - line_start_) + 1}; }
  [[noreturn]] void fail(const std::string& what) const { throw Abort{here(), "this is not JSON: " + what}; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void blanks() {
    for (; at_ < text_.size() && std::strchr(" \t\r\n", text_[at_]) && text_[at_]; at_++)
      if (text_[at_] == '\n') {
        line_++;
        line_start_ = at_ + 1;
      }
  }

  Node value(int depth) {
    blanks();
    if (depth > kMaxDepth) throw Abort{here(), "values are nested deeper than " + std::to_string(kMaxDepth)};
    if (++nodes_ > kMaxNodes) throw Abort{here(), "the file holds more than " + std::to_string(kMaxNodes) + " values"};
    if (at_ >= text_.size()) fail("it ends too early");
    Place place = here();
    if (peek() == '{') return object(depth, std::move(place));
    if (peek() == '[') return list(depth, std::move(place));
    if (peek() == '"') return text_node(quoted(), std::move(place));
    return bare(std::move(place));
  }

  Node object(int depth, Place place) {
    Node out;
    out.kind = Node::Kind::map;
    out.place = std::move(place);
    std::set<std::string> seen;
    at_++;
    for (blanks(); peek() != '}'; blanks()) {
      if (!out.members.empty() || !seen.empty()) expect(',', "',' or '}'");
      blanks();
      Place key_place = here();
      if (peek() != '"') fail("a key in double quotes should stand here");
      std::string key = quoted();
      blanks();
      expect(':', "':'");
      Node inside = value(depth + 1);
      if (seen.insert(key).second)
        out.members.push_back({std::move(key), std::move(key_place), std::move(inside)});
      else
        diagnostics_.error(key_place, "'" + printable(key) + "' stands here twice");
    }
    at_++;
    return out;
  }

  Node list(int depth, Place place) {
    Node out;
    out.kind = Node::Kind::list;
    out.place = std::move(place);
    at_++;
    for (blanks(); peek() != ']'; blanks()) {
      if (!out.items.empty()) expect(',', "',' or ']'");
      out.items.push_back(value(depth + 1));
    }
    at_++;
    return out;
  }

  void expect(char c, const char* what) {
    if (peek() != c || at_ >= text_.size()) fail(std::string(what) + " should stand here");
    at_++;
  }

  // The string at the quote; decoding it, escapes and all, is left to the JSON parser.
  std::string quoted() {
    size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size() || text_[end] != '"') fail("a text without its end");
    auto decoded = try_parse_json(std::string_view(text_).substr(at_, end + 1 - at_));
    if (!decoded || !decoded->is_string()) fail("a text with a broken escape or a control character");
    at_ = end + 1;
    return decoded->get<std::string>();
  }

  Node bare(Place place) {
    size_t end = at_;
    while (end < text_.size() && !std::strchr(" \t\r\n,:]}[{\"", text_[end])) end++;
    std::string word = text_.substr(at_, end - at_);
    auto read = try_parse_json(word);
    if (!read || read->is_structured()) fail("'" + printable(word.substr(0, 40)) + "' is no value");
    at_ = end;
    Node out = text_node(std::move(word), std::move(place));
    out.plain = true;
    if (read->is_null()) out.kind = Node::Kind::null;
    return out;
  }

  const std::string& text_;
  const std::string& file_;
  Diagnostics& diagnostics_;
  size_t at_ = 0, line_start_ = 0, nodes_ = 0;
  int line_ = 1;
};

}  // namespace

std::optional<Node> read_json_file(const std::string& text, const std::string& file, Diagnostics& diagnostics) {
  if (!valid_utf8(text)) {
    diagnostics.error({file, 0, 0}, "the file is not UTF-8");
    return std::nullopt;
  }
  try {
    return Parser(text, file, diagnostics).document();
  } catch (const Abort& e) {
    diagnostics.error(e.place, e.message);
  }
  return std::nullopt;
}

}  // namespace lambent::config
