// Tags put together to a tree.
#include <algorithm>
#include <set>

#include "mocks/ses/handlebars/tags.h"

namespace lambent::ses::handlebars {
namespace {

constexpr size_t kDeepest = 100;

const std::set<std::string, std::less<>> kBlocks{"if", "unless", "each", "with"};

Path read_path(const std::string& word, size_t line) {
  Path out;
  out.text = word;
  std::string_view rest = word;
  if (rest.starts_with('@')) {
    out.data = true;
    rest.remove_prefix(1);
  }
  while (rest == ".." || rest.starts_with("../")) {
    ++out.up;
    rest.remove_prefix(std::min<size_t>(3, rest.size()));
  }
  if (rest == "." || rest == "this" || rest.starts_with("./") || rest.starts_with("this.") || rest.starts_with("this/")) {
    out.own = true;
    rest.remove_prefix(std::min(rest.starts_with('.') ? size_t{2} : size_t{5}, rest.size()));
  }
  if (out.up > 0) out.own = true;
  while (!rest.empty()) {
    size_t end = 0;
    if (rest.front() == '[') {
      end = rest.find(']');
      if (end == std::string_view::npos) throw SyntaxError(line, "'[' is not closed in " + word);
      out.names.emplace_back(rest.substr(1, end - 1));
      ++end;
    } else {
      end = std::min(rest.find_first_of("./"), rest.size());
      if (end == 0) throw SyntaxError(line, "'" + word + "' is no path");
      out.names.emplace_back(rest.substr(0, end));
    }
    rest.remove_prefix(end);
    if (rest.empty()) break;
    if ((rest.front() != '.' && rest.front() != '/') || rest.size() == 1) throw SyntaxError(line, "'" + word + "' is no path");
    rest.remove_prefix(1);
  }
  return out;
}

// The expressions of a tag, one after another.
class Words {
 public:
  explicit Words(const Tag& tag) : tag_(tag) {}

  bool done() const { return at_ >= tag_.tokens.size(); }
  bool next_is(Token::Kind kind, size_t ahead = 0) const { return at_ + ahead < tag_.tokens.size() && tag_.tokens[at_ + ahead].kind == kind; }
  const Token& take() {
    if (done()) fail("a tag that is not complete");
    return tag_.tokens[at_++];
  }
  bool at_hash() const { return next_is(Token::Kind::word) && next_is(Token::Kind::equals, 1); }
  bool take_word(std::string_view word) {
    if (!next_is(Token::Kind::word) || tag_.tokens[at_].text != word) return false;
    ++at_;
    return true;
  }

  Expression expression(size_t depth = 0) {
    Expression out;
    const Token& token = take();
    switch (token.kind) {
      case Token::Kind::text: out.literal = token.text; return out;
      case Token::Kind::number: out.literal = try_parse_json(token.text).value_or(Json(token.text)); return out;
      case Token::Kind::open: return call(depth + 1);
      case Token::Kind::word: break;
      default: fail("unexpected '" + token.text + "'");
    }
    if (token.text == "true" || token.text == "false") {
      out.literal = token.text == "true";
    } else if (token.text != "null" && token.text != "undefined") {
      out.kind = Expression::Kind::path;
      out.path = read_path(token.text, tag_.line);
    }
    return out;
  }
  // After '(' or at the begin of {{lookup a b}}: a helper and its parameters.
  Expression call(size_t depth) {
    if (depth > 10) fail("more than 10 levels of parentheses");
    Expression out;
    out.kind = Expression::Kind::call;
    out.path.text = take().text;
    while (!done() && !next_is(Token::Kind::close)) out.params.push_back(expression(depth));
    if (depth > 0 && take().kind != Token::Kind::close) fail("'(' is not closed");
    if (out.path.text != "lookup") fail("could not find helper: '" + out.path.text + "'");
    if (out.params.size() != 2) fail("lookup takes two parameters");
    return out;
  }
  [[noreturn]] void fail(const std::string& what) const { throw SyntaxError(tag_.line, what); }

 private:
  const Tag& tag_;
  size_t at_ = 0;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : cutter_(text) {}

  Template read() {
    Template out;
    Tag end = nodes(out.nodes, 0);
    if (end.kind != Tag::Kind::end_of_template) throw SyntaxError(end.line, "'" + shown(end) + "' closes nothing");
    for (const auto& [name, line] : used_)
      if (!defined_.contains(name)) throw SyntaxError(line, "the partial '" + name + "' does not exist");
    return out;
  }

 private:
  static std::string shown(const Tag& tag) {
    return std::string("{{") + (tag.kind == Tag::Kind::close ? "/" : tag.kind == Tag::Kind::inverse ? "^" : "") + (tag.tokens.empty() ? "" : tag.tokens[0].text) + "}}";
  }
  static bool is_else(const Tag& tag) {
    if (tag.kind == Tag::Kind::inverse) return tag.tokens.empty();
    return tag.kind == Tag::Kind::output && !tag.tokens.empty() && tag.tokens[0].kind == Token::Kind::word && tag.tokens[0].text == "else";
  }

  // Reads nodes until a tag that ends them, and returns that.
  Tag nodes(std::vector<Node>& out, size_t depth) {
    if (depth > kDeepest) throw SyntaxError(1, "more than 100 levels of blocks");
    for (;;) {
      std::string text;
      const bool strip = strip_;
      Tag tag = cutter_.next(text);
      if (strip) text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
      strip_ = tag.strip_after;
      if (!text.empty()) {
        out.emplace_back();
        out.back().text = std::move(text);
      }
      if (tag.kind == Tag::Kind::end_of_template || tag.kind == Tag::Kind::close || is_else(tag)) return tag;
      out.push_back(node(tag, depth));
    }
  }

  Node node(const Tag& tag, size_t depth) {
    switch (tag.kind) {
      case Tag::Kind::partial: return partial(tag);
      case Tag::Kind::inline_partial: return inline_partial(tag, depth);
      case Tag::Kind::open:
      case Tag::Kind::inverse: {
        Words words(tag);
        return block(tag, words, depth);
      }
      default: return output(tag);
    }
  }

  static Node output(const Tag& tag) {
    Node out;
    out.kind = Node::Kind::output;
    Words words(tag);
    if (words.done()) words.fail("an empty tag");
    const bool call = tag.tokens.size() > 1 && words.next_is(Token::Kind::word);
    out.value = call ? words.call(0) : words.expression();
    if (!words.done()) words.fail("unexpected '" + words.take().text + "'");
    return out;
  }

  // {{#if x}} and {{#list}}; `words` stand at the helper's name.
  Node block(const Tag& tag, Words& words, size_t depth) {
    Node out;
    out.kind = Node::Kind::block;
    const Token head = words.take();
    if (head.kind != Token::Kind::word) words.fail("unexpected '" + head.text + "'");
    const bool helper = kBlocks.contains(head.text);
    if (helper) {
      out.text = head.text;
      out.params.push_back(words.expression());
    } else {
      out.value.kind = Expression::Kind::path;
      out.value.path = read_path(head.text, tag.line);
    }
    block_parameters(words, out);
    if (!words.done()) words.fail(helper ? out.text + " takes one parameter" : "could not find helper: '" + head.text + "'");
    Tag end = nodes(out.body, depth + 1);
    if (tag.kind == Tag::Kind::inverse) std::swap(out.body, out.otherwise);
    std::vector<Node>& second = tag.kind == Tag::Kind::inverse ? out.body : out.otherwise;
    if (is_else(end)) end = otherwise(second, end, depth);
    close(tag, head.text, end);
    return out;
  }

  // After {{else}} or {{else if x}}: what stands there, and the tag that closes the whole.
  Tag otherwise(std::vector<Node>& out, const Tag& tag, size_t depth) {
    Words words(tag);
    words.take_word("else");
    if (words.done()) return nodes(out, depth + 1);
    if (depth > kDeepest) words.fail("more than 100 levels of blocks");
    Node chained;
    chained.kind = Node::Kind::block;
    const Token head = words.take();
    if (!kBlocks.contains(head.text)) words.fail("unexpected '" + head.text + "' after else");
    chained.text = head.text;
    chained.params.push_back(words.expression());
    block_parameters(words, chained);
    if (!words.done()) words.fail(head.text + " takes one parameter");
    Tag end = nodes(chained.body, depth + 1);
    if (is_else(end)) end = otherwise(chained.otherwise, end, depth + 1);
    out.push_back(std::move(chained));
    return end;
  }

  static void block_parameters(Words& words, Node& out) {
    if (!words.next_is(Token::Kind::word) || !words.next_is(Token::Kind::bar, 1) || !words.take_word("as")) return;
    words.take();
    while (!words.next_is(Token::Kind::bar)) out.names.push_back(words.take().text);
    words.take();
    if (out.names.empty() || out.names.size() > 2) words.fail("one or two names stand between the bars");
  }

  static void close(const Tag& open, const std::string& name, const Tag& end) {
    if (end.kind == Tag::Kind::end_of_template) throw SyntaxError(open.line, "'" + name + "' is not closed by '{{/" + name + "}}'");
    if (end.kind != Tag::Kind::close || end.tokens.size() != 1 || end.tokens[0].text != name)
      throw SyntaxError(end.line, "found '" + shown(end) + "' where '{{/" + name + "}}' was expected");
  }

  Node inline_partial(const Tag& tag, size_t depth) {
    Node out;
    out.kind = Node::Kind::inline_partial;
    Words words(tag);
    if (!words.take_word("inline")) words.fail("the only decorator is inline");
    if (!words.next_is(Token::Kind::text)) words.fail("inline wants a name in quotes");
    out.text = words.take().text;
    if (!words.done()) words.fail("inline takes one parameter");
    defined_.insert(out.text);
    Tag end = nodes(out.body, depth + 1);
    close(tag, "inline", end);
    return out;
  }

  Node partial(const Tag& tag) {
    Node out;
    out.kind = Node::Kind::partial;
    Words words(tag);
    if (words.next_is(Token::Kind::open)) {
      out.value = words.expression();
    } else {
      out.text = words.take().text;
      used_.emplace(out.text, tag.line);
    }
    if (!words.done() && !words.at_hash()) out.params.push_back(words.expression());
    while (words.at_hash()) {
      const std::string name = words.take().text;
      words.take();
      out.hash.emplace_back(name, words.expression());
    }
    if (!words.done()) words.fail("unexpected '" + words.take().text + "'");
    return out;
  }

  Cutter cutter_;
  bool strip_ = false;
  std::set<std::string> defined_;
  std::set<std::pair<std::string, size_t>> used_;
};

}  // namespace

Template parse(std::string_view text) { return Reader(text).read(); }

}  // namespace lambent::ses::handlebars
