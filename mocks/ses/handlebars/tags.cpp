#include "mocks/ses/handlebars/tags.h"

#include <algorithm>

namespace lambent::ses::handlebars {
namespace {

constexpr size_t kMostTokens = 200;

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// What ends a word of a tag.
bool ends_word(char c) { return blank(c) || c == '\0' || std::string_view("}~()=|\"'{").find(c) != std::string_view::npos; }

void strip_end(std::string& text) {
  while (!text.empty() && blank(text.back())) text.pop_back();
}

bool is_number(std::string_view word) {
  if (word.starts_with('-')) word.remove_prefix(1);
  if (word.empty() || word.size() > 20 || word.front() == '.' || word.back() == '.') return false;
  if (std::count(word.begin(), word.end(), '.') > 1) return false;
  return word.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

void Cutter::fail(const std::string& what) const {
  const size_t lines = static_cast<size_t>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())), '\n'));
  throw SyntaxError(lines + 1, what);
}

void Cutter::skip_blanks() {
  while (blank(peek())) ++at_;
}

Tag Cutter::next(std::string& before) {
  before.clear();
  bool strip = false;  // blanks after the comment that came last
  for (;;) {
    const size_t open = std::min(text_.find("{{", at_), text_.size());
    std::string chunk(text_.substr(at_, open - at_));
    at_ = open;
    if (strip) chunk.erase(0, std::min(chunk.find_first_not_of(" \t\r\n"), chunk.size()));
    strip = false;
    before += chunk;
    line_ += static_cast<size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_), text_.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
    counted_ = open;
    Tag tag;
    tag.line = line_;
    if (open == text_.size()) {
      tag.kind = Tag::Kind::end_of_template;
      return tag;
    }
    if (before.ends_with('\\')) {
      before.pop_back();
      if (!before.ends_with('\\')) {  // \{{ is text; \\{{ is a backslash and a tag
        before += "{{";
        at_ += 2;
        continue;
      }
    }
    if (take_comment(tag)) {
      if (tag.strip_before) strip_end(before);
      strip = tag.strip_after;
      continue;
    }
    read_tag(tag);
    if (tag.strip_before) strip_end(before);
    return tag;
  }
}

bool Cutter::take_comment(Tag& tag) {
  size_t mark = at_ + 2;
  tag.strip_before = text_.substr(mark).starts_with('~');
  if (tag.strip_before) ++mark;
  if (!text_.substr(mark).starts_with('!')) return false;
  const bool dashes = text_.substr(mark).starts_with("!--");
  size_t end = dashes ? text_.find("--", mark + 3) : text_.find("}}", mark);
  while (dashes && end != std::string_view::npos && !text_.substr(end + 2).starts_with("}}") && !text_.substr(end + 2).starts_with("~}}"))
    end = text_.find("--", end + 1);
  if (end == std::string_view::npos) fail("a comment that does not end");
  if (dashes) end += 2;
  tag.strip_after = text_[end] == '~' || (!dashes && text_[end - 1] == '~');
  if (text_[end] == '~') ++end;
  at_ = end + 2;
  return true;
}

void Cutter::read_tag(Tag& tag) {
  if (at("{{{{")) fail("raw blocks are not supported");
  at_ += 2;
  const bool triple = peek() == '{';
  if (triple) ++at_;
  tag.strip_before = peek() == '~';
  if (tag.strip_before) ++at_;
  skip_blanks();
  if (peek() == '=') fail("other delimiters are not supported");
  if (at("#*")) {
    tag.kind = Tag::Kind::inline_partial;
    at_ += 2;
  } else if (at("#>")) {
    fail("partial blocks are not supported");
  } else if (!triple && std::string_view("#^/>&").find(peek()) != std::string_view::npos && peek() != '\0') {
    constexpr std::pair<char, Tag::Kind> kKinds[] = {{'#', Tag::Kind::open}, {'^', Tag::Kind::inverse}, {'/', Tag::Kind::close}, {'>', Tag::Kind::partial}, {'&', Tag::Kind::output}};
    for (const auto& [sign, kind] : kKinds)
      if (peek() == sign) tag.kind = kind;
    ++at_;
  }
  for (;;) {
    skip_blanks();
    if (at_ >= text_.size()) fail("a tag that does not end");
    if (at("~}}") || (triple && at("~}}}"))) {
      tag.strip_after = true;
      ++at_;
    }
    if (at("}}")) break;
    if (tag.tokens.size() >= kMostTokens) fail("a tag with more than 200 words");
    tag.tokens.push_back(read_token());
  }
  if (triple && !at("}}}")) fail("'{{{' is not closed by '}}}'");
  at_ += triple ? 3 : 2;
}

Token Cutter::read_token() {
  constexpr std::pair<char, Token::Kind> kSigns[] = {{'(', Token::Kind::open}, {')', Token::Kind::close}, {'=', Token::Kind::equals}, {'|', Token::Kind::bar}};
  for (const auto& [sign, kind] : kSigns) {
    if (peek() != sign) continue;
    ++at_;
    return {kind, std::string(1, sign)};
  }
  if (peek() == '"' || peek() == '\'') return {Token::Kind::text, read_quoted(peek())};
  std::string word = read_word();
  if (word.empty()) fail(std::string("unexpected '") + peek() + "'");
  return {is_number(word) ? Token::Kind::number : Token::Kind::word, word};
}

std::string Cutter::read_quoted(char quote) {
  std::string out;
  for (++at_; peek() != quote; ++at_) {
    if (at_ >= text_.size()) fail("a text that does not end");
    if (peek() == '\\' && peek(1) == quote) ++at_;
    out += peek();
  }
  ++at_;
  return out;
}

// A path may have segments in brackets, in which anything may stand: a.[b c].
std::string Cutter::read_word() {
  const size_t begin = at_;
  while (!ends_word(peek())) {
    if (peek() == '[') {
      const size_t end = text_.find(']', at_);
      if (end == std::string_view::npos) fail("'[' is not closed");
      at_ = end;
    }
    ++at_;
  }
  return std::string(text_.substr(begin, at_ - begin));
}

}  // namespace lambent::ses::handlebars
