// Reads the text of a path. A fault anywhere makes the whole text "not a path": the caller names the field.
#include <re2/re2.h>

#include <cstdlib>

#include "mocks/states/path/filter.h"

namespace lambent::states::path {

namespace {
struct NotAPath {};
constexpr std::int64_t kPatternMemory = 4 << 20;  // bytes a compiled pattern and its automaton may take
constexpr int kDeepest = 64;

bool name_byte(char c) {
  auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || std::isalnum(u) || c == '_' || c == '-';
}
}  // namespace

class PathReader {
 public:
  // Blanks after a path are none of it, as Jayway's reader has it.
  explicit PathReader(std::string_view text) : text_(text.substr(0, text.find_last_not_of(' ') + 1)) {}

  JsonPath whole() {
    JsonPath path = from_dollar();
    if (at_ != text_.size()) throw NotAPath();
    return path;
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void expect(char c) {
    if (peek() != c) throw NotAPath();
    ++at_;
  }
  void blanks() {
    while (peek() == ' ') ++at_;
  }

  JsonPath from_dollar() {
    expect('$');
    JsonPath path;
    if (take("$")) {
      path.root_ = JsonPath::Root::context;
    } else if (name_byte(peek()) && peek() != '-' && !std::isdigit(static_cast<unsigned char>(peek()))) {
      path.root_ = JsonPath::Root::variable;
      path.variable_ = name();
    }
    steps(path);
    return path;
  }

  void steps(JsonPath& path) {
    for (;;) {
      if (take("..")) {
        Step s = peek() == '[' ? bracket() : dotted();
        s.deep = true;
        path.steps_.push_back(std::move(s));
      } else if (take(".")) {
        path.steps_.push_back(peek() == '[' ? bracket() : dotted());  // $.abc.['def ghi'] is AWS's own example
      } else if (peek() == '[') {
        path.steps_.push_back(bracket());
      } else {
        return;
      }
    }
  }

  std::string name() {
    std::string out;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        out += text_[++at_];
      } else if (name_byte(c) || c == '@' || c == '#' || c == '/') {
        out += c;
      } else {
        break;
      }
    }
    if (out.empty()) throw NotAPath();
    return out;
  }

  Step dotted() {
    Step s;
    if (take("*")) {
      s.kind = Step::Kind::wildcard;
      return s;
    }
    s.names.push_back(name());
    if (peek() == '(') throw NotAPath();  // path functions
    return s;
  }

  std::string quoted() {
    char quote = peek();
    if (quote != '\'' && quote != '"') throw NotAPath();
    std::string out;
    for (++at_; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '\\' && (peek(1) == quote || peek(1) == '\\')) {
        out += text_[++at_];
      } else if (c == quote) {
        ++at_;
        return out;
      } else {
        out += c;
      }
    }
    throw NotAPath();
  }

  std::optional<std::int64_t> whole_number() {
    size_t start = at_;
    if (peek() == '-') ++at_;
    while (std::isdigit(static_cast<unsigned char>(peek()))) ++at_;
    std::string digits(text_.substr(start, at_ - start));
    if (digits.empty()) return std::nullopt;
    if (digits == "-" || digits.size() > 15) throw NotAPath();
    return std::strtoll(digits.c_str(), nullptr, 10);
  }

  Step bracket() {
    expect('[');
    blanks();
    Step s;
    if (take("?")) {
      blanks();
      expect('(');
      s.kind = Step::Kind::filter;
      s.condition = any_of();
      blanks();
      expect(')');
    } else if (take("*")) {
      s.kind = Step::Kind::wildcard;
    } else if (peek() == '(') {
      from_length(s);
    } else if (peek() == '\'' || peek() == '"') {
      do {
        blanks();
        s.names.push_back(quoted());
        blanks();
      } while (take(","));
      s.kind = s.names.size() > 1 ? Step::Kind::names : Step::Kind::name;
    } else {
      numbers(s);
    }
    blanks();
    expect(']');
    return s;
  }

  // [(@.length-1)]: the only script that Jayway ever knew.
  void from_length(Step& s) {
    if (!take("(@.length")) throw NotAPath();
    blanks();
    expect('-');
    blanks();
    auto back = whole_number();
    if (!back || *back <= 0) throw NotAPath();
    blanks();
    expect(')');
    s.kind = Step::Kind::index;
    s.indexes.push_back(-*back);
  }

  void numbers(Step& s) {
    auto first = whole_number();
    blanks();
    if (take(":")) {
      s.kind = Step::Kind::slice;
      s.from = first;
      blanks();
      s.to = whole_number();
      if (!s.from && !s.to) throw NotAPath();
      return;
    }
    if (!first) throw NotAPath();
    s.indexes.push_back(*first);
    while (take(",")) {
      blanks();
      auto next = whole_number();
      if (!next) throw NotAPath();
      s.indexes.push_back(*next);
      blanks();
    }
    s.kind = s.indexes.size() > 1 ? Step::Kind::indexes : Step::Kind::index;
  }

  using ConditionPtr = std::shared_ptr<const Condition>;

  ConditionPtr joined(std::string_view word, Condition::Kind kind, ConditionPtr (PathReader::*part)()) {
    ConditionPtr first = (this->*part)();
    Condition all;
    all.kind = kind;
    all.parts.push_back(first);
    for (blanks(); take(word); blanks()) all.parts.push_back((this->*part)());
    if (all.parts.size() == 1) return first;
    return std::make_shared<const Condition>(std::move(all));
  }
  ConditionPtr any_of() { return joined("||", Condition::Kind::any, &PathReader::all_of); }
  ConditionPtr all_of() { return joined("&&", Condition::Kind::all, &PathReader::one); }

  ConditionPtr one() {
    if (++depth_ > kDeepest) throw NotAPath();
    blanks();
    Condition c;
    if (peek() == '!' && peek(1) != '=') {
      ++at_;
      c.kind = Condition::Kind::negated;
      c.parts.push_back(one());
    } else if (take("(")) {
      ConditionPtr inner = any_of();
      blanks();
      expect(')');
      --depth_;
      return inner;
    } else {
      comparison(c);
    }
    --depth_;
    return std::make_shared<const Condition>(std::move(c));
  }

  void comparison(Condition& c) {
    c.left = operand();
    blanks();
    for (std::string_view op : {"==", "!=", "<=", ">=", "=~", "<", ">", "in ", "in[", "nin ", "subsetof ", "anyof ", "noneof ", "size ", "empty "}) {
      if (text_.substr(at_, op.size()) != op) continue;
      if (op.back() == '[') op.remove_suffix(1);
      at_ += op.size();
      if (op.back() == ' ') op.remove_suffix(1);
      c.op = op;
      break;
    }
    if (c.op.empty()) {
      if (c.left.literal) throw NotAPath();
      c.kind = Condition::Kind::exists;
      return;
    }
    c.kind = Condition::Kind::compare;
    blanks();
    c.right = c.op == "=~" ? pattern() : operand();
  }

  Operand pattern() {
    expect('/');
    std::string source;
    for (; at_ < text_.size() && peek() != '/'; ++at_) {
      if (peek() == '\\' && peek(1) == '/') ++at_;
      source += peek();
    }
    expect('/');
    std::string flags;
    while (peek() == 'i' || peek() == 'm' || peek() == 's') flags += text_[at_++];
    if (!flags.empty()) source.insert(0, "(?" + flags + ")");
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemory);
    auto program = std::make_shared<const re2::RE2>(source, options);
    if (!program->ok()) throw NotAPath();
    Operand out;
    out.pattern = std::move(program);
    return out;
  }

  Operand operand() {
    blanks();
    Operand out;
    if (take("@")) {
      out.item_path.emplace();
      steps(*out.item_path);
    } else if (peek() == '$') {
      out.root_path = from_dollar();
      if (out.root_path->root() != JsonPath::Root::data) throw NotAPath();
    } else {
      out.literal = literal();
    }
    return out;
  }

  Json literal() {
    if (peek() == '\'' || peek() == '"') return quoted();
    if (take("[")) {
      if (++depth_ > kDeepest) throw NotAPath();
      Json list = Json::array();
      blanks();
      if (take("]")) {
        --depth_;
        return list;
      }
      do {
        blanks();
        list.push_back(literal());
        blanks();
      } while (take(","));
      expect(']');
      --depth_;
      return list;
    }
    size_t start = at_;
    while (name_byte(peek()) || peek() == '.' || peek() == '+') ++at_;
    std::string_view word = text_.substr(start, at_ - start);
    if (word.empty()) throw NotAPath();
    auto value = try_parse_json(word);
    return value ? std::move(*value) : Json(std::string(word));  // AWS takes a bare word for text: [?(@.Name==Receipt)]
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
};

std::optional<JsonPath> JsonPath::parse(std::string_view text) {
  try {
    return PathReader(text).whole();
  } catch (const NotAPath&) {
    return std::nullopt;
  }
}

}  // namespace lambent::states::path
