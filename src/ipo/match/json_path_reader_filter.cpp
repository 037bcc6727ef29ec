#include "ipo/match/json_path_reader.h"

namespace lambent::ipo {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

struct Signature {
  std::string_view name;
  PathCall::Function function;
  size_t arguments;
};
constexpr Signature kFunctions[] = {
    {"length", PathCall::Function::length, 1}, {"count", PathCall::Function::count, 1},   {"match", PathCall::Function::match, 2},
    {"search", PathCall::Function::search, 2}, {"value", PathCall::Function::value, 1},
};

std::shared_ptr<const PathFilter> joined(PathFilter::Kind kind, std::vector<std::shared_ptr<const PathFilter>> parts) {
  if (parts.size() == 1) return parts[0];
  auto out = std::make_shared<PathFilter>();
  out->kind = kind;
  out->parts = std::move(parts);
  return out;
}

std::optional<PathFilter::Compare> comparison(std::string_view token) {
  if (token == "==") return PathFilter::Compare::equal;
  if (token == "!=") return PathFilter::Compare::unequal;
  if (token == "<=") return PathFilter::Compare::at_most;
  if (token == ">=") return PathFilter::Compare::at_least;
  if (token == "<") return PathFilter::Compare::less;
  if (token == ">") return PathFilter::Compare::more;
  return std::nullopt;
}

}  // namespace

std::shared_ptr<const PathFilter> PathReader::any_of() {
  Deeper deeper(*this);
  std::vector<std::shared_ptr<const PathFilter>> parts;
  do {
    blanks();
    parts.push_back(all_of());
    blanks();
  } while (take("||"));
  return joined(PathFilter::Kind::any_of, std::move(parts));
}

std::shared_ptr<const PathFilter> PathReader::all_of() {
  std::vector<std::shared_ptr<const PathFilter>> parts;
  do {
    blanks();
    parts.push_back(basic());
    blanks();
  } while (take("&&"));
  return joined(PathFilter::Kind::all_of, std::move(parts));
}

std::shared_ptr<const PathFilter> PathReader::basic() {
  const bool negated = peek() == '!' && take("!");
  if (negated) blanks();
  std::shared_ptr<const PathFilter> inner;
  if (take("(")) {
    inner = any_of();
    want(")");
  } else {
    inner = test_or_comparison();
    if (negated && inner->kind == PathFilter::Kind::compare) fail("! before a comparison wants parentheses");
  }
  if (!negated) return inner;
  auto out = std::make_shared<PathFilter>();
  out->kind = PathFilter::Kind::negated;
  out->parts.push_back(std::move(inner));
  return out;
}

std::shared_ptr<const PathFilter> PathReader::test_or_comparison() {
  auto out = std::make_shared<PathFilter>();
  out->left = operand();
  const size_t after = at_;
  blanks();
  std::optional<PathFilter::Compare> compare;
  for (std::string_view token : {"==", "!=", "<=", ">=", "<", ">"})
    if (take(token)) {
      compare = comparison(token);
      break;
    }
  auto& left = out->left;
  if (!compare) {
    at_ = after;
    if (left.kind == PathOperand::Kind::literal) fail("a literal is no condition");
    if (left.kind == PathOperand::Kind::query) {
      out->kind = PathFilter::Kind::exists;
      out->query = std::move(left.query);
    } else {
      if (!is_condition(left.call->function)) fail("the function gives a value, not a condition");
      out->kind = PathFilter::Kind::call;
      out->call = left.call;
    }
    return out;
  }
  blanks();
  out->kind = PathFilter::Kind::compare;
  out->compare = *compare;
  out->right = operand();
  for (const PathOperand* side : {&out->left, &out->right}) {
    if (side->kind == PathOperand::Kind::query && !singular(side->query.segments)) fail("only a path to one value can be compared");
    if (side->kind == PathOperand::Kind::call && is_condition(side->call->function)) fail("match() and search() cannot be compared");
  }
  return out;
}

PathOperand PathReader::operand() {
  Deeper deeper(*this);
  PathOperand out;
  const char c = peek();
  if (c == '@' || c == '$') {
    out.kind = PathOperand::Kind::query;
    out.query = query();
  } else if (c == '"' || c == '\'') {
    out.literal = quoted_text();
  } else if (digit(c) || c == '-') {
    out.literal = number();
  } else if (c >= 'a' && c <= 'z') {
    size_t end = at_;
    while (end < text_.size() && ((text_[end] >= 'a' && text_[end] <= 'z') || digit(text_[end]) || text_[end] == '_')) ++end;
    const auto word = text_.substr(at_, end - at_);
    if (end < text_.size() && text_[end] == '(') return call();
    at_ = end;
    if (word == "true" || word == "false")
      out.literal = word == "true";
    else if (word != "null")
      fail("unknown word " + std::string(word));
  } else {
    fail("a value, a path or a function is wanted");
  }
  return out;
}

PathQuery PathReader::query() {
  PathQuery out;
  out.from_root = text_[at_++] == '$';
  out.segments = segments();
  return out;
}

PathOperand PathReader::call() {
  const size_t from = at_;
  while (peek() != '(') ++at_;
  const auto name = text_.substr(from, at_ - from);
  const Signature* signature = nullptr;
  for (const Signature& known : kFunctions)
    if (known.name == name) signature = &known;
  if (!signature) fail("unknown function " + std::string(name));
  auto made = std::make_shared<PathCall>();
  made->function = signature->function;
  want("(");
  blanks();
  if (peek() != ')') {
    do {
      blanks();
      made->arguments.push_back(operand());
      blanks();
    } while (take(","));
  }
  want(")");
  if (made->arguments.size() != signature->arguments) fail(std::string(name) + "() takes " + std::to_string(signature->arguments) + " arguments");
  check_arguments(*made);
  if (is_condition(made->function) && made->arguments[1].kind == PathOperand::Kind::literal && made->arguments[1].literal.is_string())
    made->pattern = compile_path_pattern(made->arguments[1].literal.get_ref<const std::string&>());
  PathOperand out;
  out.kind = PathOperand::Kind::call;
  out.call = std::move(made);
  return out;
}

// RFC 9535 2.4.3: count() and value() take paths of any sort, the others values.
void PathReader::check_arguments(const PathCall& call) {
  const bool wants_nodes = call.function == PathCall::Function::count || call.function == PathCall::Function::value;
  for (const PathOperand& argument : call.arguments) {
    if (wants_nodes && argument.kind != PathOperand::Kind::query) fail("the function takes a path");
    if (!wants_nodes && argument.kind == PathOperand::Kind::query && !singular(argument.query.segments)) fail("the function takes a path to one value");
    if (argument.kind == PathOperand::Kind::call && is_condition(argument.call->function)) fail("match() and search() give no value");
  }
}

Json PathReader::number() {
  const size_t from = at_;
  take("-");
  if (!digit(peek())) fail("a digit is wanted");
  if (peek() == '0' && digit(peek(1))) fail("a number has no leading zero");
  while (digit(peek())) ++at_;
  if (peek() == '.') {
    ++at_;
    if (!digit(peek())) fail("a digit is wanted");
    while (digit(peek())) ++at_;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!digit(peek())) fail("a digit is wanted");
    while (digit(peek())) ++at_;
  }
  auto value = try_parse_json(text_.substr(from, at_ - from));
  if (!value) fail("the number is too large");
  return std::move(*value);
}

}  // namespace lambent::ipo
