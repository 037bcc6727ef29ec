#include "ipo/property/pattern_texts.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "base/utf8.h"

namespace lambent::ipo {
namespace {

constexpr std::uint64_t kMostRepeats = 1000;  // RE2's own limit
constexpr int kMostNested = 100;
constexpr size_t kMostBytes = 64 << 10;  // ((x{1000}){1000}){1000} ends before that

using Piece = std::unique_ptr<const PatternTexts>;

struct Unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Range {
  char32_t first, last;
};

// One character out of ranges; those that people type come first.
class Letter : public PatternTexts {
 public:
  explicit Letter(const std::vector<Range>& ranges) {
    static constexpr Range orders[] = {{'a', 'z'}, {'0', '9'}, {'A', 'Z'}, {' ', '~'}, {0, 0x10FFFF}};
    std::vector<Range> taken;
    for (const Range& order : orders)
      for (const Range& range : ranges) put({std::max(order.first, range.first), std::min(order.last, range.last)}, taken);
    if (ranges_.empty()) throw Unsupported("a class without characters");
  }

  void make(Choices& choices, size_t, std::string& into) const override {
    std::uint64_t count = 0;
    std::vector<std::uint64_t> likely;
    for (const Range& range : ranges_) {
      likely.push_back(count);
      count += range.last - range.first + 1;
      likely.push_back(count - 1);
    }
    std::uint64_t n = count > 200 ? choices.upto(count - 1, likely) : choices.upto(count - 1);
    for (const Range& range : ranges_) {
      const std::uint64_t size = range.last - range.first + 1;
      if (n < size) return append_utf8(into, static_cast<char32_t>(range.first + n));
      n -= size;
    }
  }

 private:
  // What of `range` is not taken yet, and no surrogate.
  void put(Range range, std::vector<Range>& taken) {
    if (range.first > range.last) return;
    for (const Range other : taken) {  // by value: putting the rest grows the list
      if (range.last < other.first || range.first > other.last) continue;
      if (range.first < other.first) put({range.first, other.first - 1}, taken);
      if (range.last > other.last) put({other.last + 1, range.last}, taken);
      return;
    }
    if (range.first < 0xD800 && range.last >= 0xD800) {
      put({range.first, 0xD7FF}, taken);
      range.first = 0xD800;
    }
    if (range.first >= 0xD800 && range.first <= 0xDFFF) range.first = 0xE000;
    if (range.first > range.last) return;
    ranges_.push_back(range);
    taken.push_back(range);
  }

  std::vector<Range> ranges_;
};

class Sequence : public PatternTexts {
 public:
  explicit Sequence(std::vector<Piece> parts) : parts_(std::move(parts)) {}
  void make(Choices& choices, size_t most, std::string& into) const override {
    for (const auto& part : parts_) part->make(choices, most, into);
  }

 private:
  std::vector<Piece> parts_;
};

class Either : public PatternTexts {
 public:
  explicit Either(std::vector<Piece> parts) : parts_(std::move(parts)) {}
  void make(Choices& choices, size_t most, std::string& into) const override {
    Choices::Part part(choices);
    parts_[choices.upto(parts_.size() - 1)]->make(choices, most, into);
  }

 private:
  std::vector<Piece> parts_;
};

class Repeat : public PatternTexts {
 public:
  Repeat(Piece what, std::uint64_t least, std::optional<std::uint64_t> most) : what_(std::move(what)), least_(least), most_(most) {}
  void make(Choices& choices, size_t most, std::string& into) const override {
    const std::uint64_t room = std::min<std::uint64_t>(most_ ? *most_ - least_ : most, std::max<std::uint64_t>(most, 300));
    Choices::Part part(choices);
    std::uint64_t n = least_ + choices.upto(room, {0, 1, room});
    for (std::uint64_t i = 0; i < n && into.size() < kMostBytes; ++i) what_->make(choices, most, into);
  }

 private:
  Piece what_;
  std::uint64_t least_;
  std::optional<std::uint64_t> most_;
};

std::vector<Range> opposite(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> out;
  char32_t next = 0;
  for (const Range& range : ranges) {
    if (range.first > next) out.push_back({next, range.first - 1});
    next = std::max(next, static_cast<char32_t>(range.last + 1));
  }
  if (next <= 0x10FFFF) out.push_back({next, 0x10FFFF});
  return out;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Piece whole() {
    Piece out = either();
    if (!done()) throw Unsupported("an unmatched ')'");
    return out;
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  char32_t character() {
    auto byte = static_cast<unsigned char>(text_[at_++]);
    int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
    char32_t out = more == 3 ? byte & 7 : more == 2 ? byte & 15 : more == 1 ? byte & 31 : byte;
    for (; more > 0 && !done(); --more) out = out << 6 | (static_cast<unsigned char>(text_[at_++]) & 0x3F);
    return out;
  }

  Piece either() {
    if (++depth_ > kMostNested) throw Unsupported("groups nested too deeply");
    std::vector<Piece> parts;
    parts.push_back(sequence());
    while (take("|")) parts.push_back(sequence());
    --depth_;
    return parts.size() == 1 ? std::move(parts[0]) : Piece(std::make_unique<Either>(std::move(parts)));
  }

  Piece sequence() {
    std::vector<Piece> parts;
    bool ended = false;
    while (!done() && text_[at_] != '|' && text_[at_] != ')') {
      if (take("^") || take("\\A")) {
        if (!parts.empty()) throw Unsupported("'^' after the beginning");
        continue;
      }
      if (take("$") || take("\\z")) {
        ended = true;
        continue;
      }
      if (ended) throw Unsupported("'$' before the end");
      Piece one = atom();
      parts.push_back(quantified(std::move(one)));
    }
    return std::make_unique<Sequence>(std::move(parts));
  }

  Piece quantified(Piece one) {
    for (;;) {
      std::uint64_t least = 0;
      std::optional<std::uint64_t> most;
      if (take("*")) {
      } else if (take("+")) {
        least = 1;
      } else if (take("?")) {
        most = 1;
      } else if (!counts(least, most)) {
        return one;
      }
      take("?");  // lazy: the same texts
      one = std::make_unique<Repeat>(std::move(one), least, most);
    }
  }

  // {n}, {n,}, {n,m}; anything else in braces is text.
  bool counts(std::uint64_t& least, std::optional<std::uint64_t>& most) {
    size_t from = at_;
    auto number = [&]() -> std::optional<std::uint64_t> {
      size_t begin = at_;
      std::uint64_t n = 0;
      while (!done() && text_[at_] >= '0' && text_[at_] <= '9' && n <= kMostRepeats) n = n * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
      return at_ == begin ? std::nullopt : std::optional(n);
    };
    if (take("{")) {
      auto first = number();
      if (first && take("}")) {
        least = *first;
        most = first;
        return true;
      }
      if (first && take(",")) {
        auto second = number();
        if (take("}") && (!second || *second >= *first)) {
          least = *first;
          most = second;
          return true;
        }
      }
    }
    at_ = from;
    return false;
  }

  Piece atom() {
    if (take("(")) return group();
    if (take("[")) return std::make_unique<Letter>(klass());
    if (take(".")) return std::make_unique<Letter>(opposite({{'\n', '\n'}}));
    if (take("\\")) return std::make_unique<Letter>(escape());
    char32_t c = character();
    return std::make_unique<Letter>(std::vector<Range>{{c, c}});
  }

  Piece group() {
    if (take("?")) {
      if (take("P<") || take("<")) {
        auto close = text_.find('>', at_);
        if (close == std::string_view::npos) throw Unsupported("a group without its end");
        at_ = close + 1;
      } else if (!take(":")) {
        throw Unsupported("flags and look-around: (?" + printable(text_.substr(at_, 1)));
      }
    }
    Piece out = either();
    if (!take(")")) throw Unsupported("a '(' without its ')'");
    return out;
  }

  std::vector<Range> escape() {
    if (done()) throw Unsupported("a '\\' at the end");
    char c = text_[at_++];
    switch (c) {
      case 'd': return {{'0', '9'}};
      case 'D': return opposite({{'0', '9'}});
      case 'w': return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
      case 'W': return opposite({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
      case 's': return {{' ', ' '}, {'\t', '\n'}, {'\f', '\r'}};
      case 'S': return opposite({{' ', ' '}, {'\t', '\n'}, {'\f', '\r'}});
      case 'n': return {{'\n', '\n'}};
      case 't': return {{'\t', '\t'}};
      case 'r': return {{'\r', '\r'}};
      case 'f': return {{'\f', '\f'}};
      case 'v': return {{'\v', '\v'}};
      case 'x': return {hexadecimal()};
      default: break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) throw Unsupported(std::string("the escape \\") + c);
    --at_;
    char32_t letter = character();
    return {{letter, letter}};
  }

  Range hexadecimal() {
    bool braces = take("{");
    size_t end = braces ? text_.find('}', at_) : at_ + 2;
    if (end == std::string_view::npos || end > text_.size() || end == at_) throw Unsupported("an unfinished \\x");
    char32_t out = 0;
    for (; at_ < end; ++at_) {
      auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(text_[at_] | ('A' <= text_[at_] && text_[at_] <= 'F' ? 0x20 : 0)));
      if (digit == std::string_view::npos || out > 0x10FFFF) throw Unsupported("an unfinished \\x");
      out = out * 16 + static_cast<char32_t>(digit);
    }
    if (braces) take("}");
    return {out, out};
  }

  std::vector<Range> klass() {
    bool negated = take("^");
    std::vector<Range> out;
    for (bool first = true; first || !take("]"); first = false) {
      if (done()) throw Unsupported("a '[' without its ']'");
      auto begin = part_of_class();
      bool one = begin.size() == 1 && begin[0].first == begin[0].last;
      if (one && at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
        ++at_;
        auto end = part_of_class();
        begin[0].last = end.at(0).last;
      }
      out.insert(out.end(), begin.begin(), begin.end());
    }
    return negated ? opposite(std::move(out)) : out;
  }

  std::vector<Range> part_of_class() {
    struct Named {
      const char* name;
      std::vector<Range> ranges;
    };
    static const std::vector<Named> all = {{"[:digit:]", {{'0', '9'}}},
                                           {"[:alpha:]", {{'A', 'Z'}, {'a', 'z'}}},
                                           {"[:alnum:]", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
                                           {"[:lower:]", {{'a', 'z'}}},
                                           {"[:upper:]", {{'A', 'Z'}}},
                                           {"[:space:]", {{' ', ' '}, {'\t', '\r'}}},
                                           {"[:xdigit:]", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
                                           {"[:punct:]", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}}};
    for (const auto& one : all)
      if (take(one.name)) return one.ranges;
    if (text_.substr(at_).starts_with("[:")) throw Unsupported("the class " + printable(text_.substr(at_, 12)));
    if (take("\\")) return escape();
    char32_t c = character();
    return {{c, c}};
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::unique_ptr<const PatternTexts> PatternTexts::parse(std::string_view pattern, std::string& why) {
  try {
    return Parser(pattern).whole();
  } catch (const Unsupported& e) {
    why = e.what();
    return nullptr;
  }
}

}  // namespace lambent::ipo
