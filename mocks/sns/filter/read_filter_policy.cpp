// From the text of a filter policy to a value, with the refusals of SNS: they are those of a parser that walks the text once,
// so the first fault on the way is the one that is told.
#include <algorithm>

#include "mocks/sns/filter/filter_policy.h"
#include "mocks/sns/filter/json_tokens.h"
#include "mocks/sns/filter/numbers.h"

namespace lambent::sns {
namespace {

constexpr size_t kMostKeys = 5;
constexpr size_t kMostCombinations = 150;
constexpr size_t kShownSource = 500;

constexpr std::string_view kOperators[] = {"exact", "prefix", "suffix", "equals-ignore-case", "anything-but", "numeric", "exists", "cidr", "wildcard"};

bool is_operator(std::string_view word) { return std::find(std::begin(kOperators), std::end(kOperators), word) != std::end(kOperators); }

class Reader {
 public:
  Reader(const std::string& text, FilterScope scope) : text_(text), scope_(scope), tokens_(text) {}

  FilterPolicy read() {
    if (tokens_.next() != Token::begin_object) fail("Filter is not an object");
    FilterPolicy out = group("", 1);
    tokens_.next();
    return out;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    std::string shown = text_.substr(0, kShownSource);
    std::string rest = text_.size() > kShownSource ? "[truncated " + std::to_string(text_.size() - kShownSource) + " chars]" : "";
    throw FilterFault("FilterPolicy: " + what + "\n at [Source: (String)\"" + shown + "\"" + rest + "; line: " + std::to_string(tokens_.line()) +
                      ", column: " + std::to_string(tokens_.column()) + "]");
  }

  // The members of an object whose bracket has been read.
  FilterPolicy group(const std::string& above, size_t depth) {
    FilterPolicy out;
    while (tokens_.next() == Token::name) {
      std::string name = tokens_.text();
      Token value = tokens_.next();
      if (value == Token::begin_array && name == "$or" && is_or()) {
        out.ors.push_back(branches(above, depth));
        continue;
      }
      std::string path = above.empty() ? name : above + "." + name;
      if (value == Token::begin_array) {
        out.all.push_back({path, depth, conditions()});
      } else if (value == Token::begin_object) {
        if (scope_ == FilterScope::attributes) throw FilterFault("Filter policy scope MessageAttributes does not support nested filter policy");
        FilterPolicy inner = group(path, depth + 1);
        std::move(inner.all.begin(), inner.all.end(), std::back_inserter(out.all));
        std::move(inner.ors.begin(), inner.ors.end(), std::back_inserter(out.ors));
      } else {
        fail("\"" + name + "\" must be an object or an array");
      }
    }
    return out;
  }

  // Looks ahead: two objects at least, and no key of theirs is a word that conditions are made of.
  bool is_or() const {
    JsonTokens ahead = tokens_;
    size_t objects = 0;
    for (const size_t base = ahead.depth();;) {
      Token token = ahead.next();
      if (ahead.depth() < base) return objects >= 2;
      if (ahead.depth() == base && token != Token::end_object) return false;  // an item that is no object
      if (ahead.depth() == base + 1 && token == Token::begin_object) ++objects;
      if (ahead.depth() == base + 1 && token == Token::name && is_operator(ahead.text())) return false;
    }
  }

  std::vector<FilterPolicy> branches(const std::string& above, size_t depth) {
    std::vector<FilterPolicy> out;
    while (tokens_.next() == Token::begin_object) {
      out.push_back(group(above, depth));
      if (out.back().all.empty() && out.back().ors.empty()) fail("Empty objects are not allowed");
    }
    return out;
  }

  std::vector<Condition> conditions() {
    std::vector<Condition> out;
    for (Token token = tokens_.next(); token != Token::end_array; token = tokens_.next()) {
      if (out.size() > kMostCombinations) throw FilterFault("FilterPolicy: Filter policy is too complex");
      if (token == Token::begin_object)
        out.push_back(match());
      else
        out.push_back(Equals{scalar("Match value must be String, number, true, false, or null")});
    }
    if (out.empty()) fail("Empty arrays are not allowed");
    return out;
  }

  Scalar scalar(const std::string& refusal) {
    switch (tokens_.token()) {
      case Token::string: return tokens_.text();
      case Token::number: return number();
      case Token::yes: return true;
      case Token::no: return false;
      case Token::null: return nullptr;
      default: fail(refusal);
    }
  }

  double number() {
    if (!comparable(tokens_.number())) fail("Value must be between -1.0E9 and 1.0E9, inclusive");
    return tokens_.number();
  }

  Condition match() {
    if (tokens_.next() != Token::name) fail("Only one key allowed in match expression");
    Condition out = match_of(tokens_.text());
    if (tokens_.next() != Token::end_object) fail("Only one key allowed in match expression");
    return out;
  }

  Condition match_of(std::string op) {
    tokens_.next();
    if (op == "prefix") return Prefix{text_of("prefix")};
    if (op == "suffix") return Suffix{text_of("suffix")};
    if (op == "equals-ignore-case") return EqualsIgnoreCase{text_of("equals-ignore-case")};
    if (op == "cidr") return cidr();
    if (op == "exists") {
      if (tokens_.token() != Token::yes && tokens_.token() != Token::no) fail("exists match pattern must be either true or false.");
      return Exists{tokens_.token() == Token::yes};
    }
    if (op == "anything-but") return anything_but();
    if (op == "numeric") return numeric();
    fail("Unrecognized match type " + op);
  }

  std::string text_of(const std::string& op) {
    if (tokens_.token() != Token::string) fail(op + " match pattern must be a string");
    return tokens_.text();
  }

  Condition cidr() {
    std::string text = text_of("prefix");  // as SNS words it
    try {
      return read_ip_range(text);
    } catch (const std::invalid_argument& e) {
      throw FilterFault(std::string("FilterPolicy: ") + e.what());
    }
  }

  Condition anything_but() {
    Token token = tokens_.token();
    if (token == Token::begin_object) {
      if (tokens_.next() != Token::name) fail("Only one key allowed in match expression");
      std::string op = tokens_.text();
      if (op != "prefix") fail("Unsupported anything-but pattern: " + op);
      tokens_.next();
      AnythingButPrefix out{text_of("prefix")};
      if (tokens_.next() != Token::end_object) fail("Only one key allowed in match expression");
      return out;
    }
    AnythingBut out;
    auto take = [&](const char* refusal) {
      if (tokens_.token() == Token::string)
        out.values.emplace_back(tokens_.text());
      else if (tokens_.token() == Token::number)
        out.values.emplace_back(number());
      else
        fail(refusal);
    };
    if (token != Token::begin_array) {
      take("Value of anything-but must be an array or single string/number value.");
      return out;
    }
    while (tokens_.next() != Token::end_array) {
      if (out.values.size() > kMostCombinations) throw FilterFault("FilterPolicy: Filter policy is too complex");
      take("Inside anything but list, start|null|boolean is not supported.");
    }
    if (out.values.empty()) fail("Empty arrays are not allowed");
    return out;
  }

  Condition numeric() {
    if (tokens_.token() != Token::begin_array) fail("Value of numeric must be an array.");
    if (tokens_.next() != Token::string) fail("Invalid member in numeric match: " + tokens_.text());
    std::string op = tokens_.text();
    bool a_number = tokens_.next() == Token::number;
    NumberRange out;
    if (op == "=") {
      if (!a_number) fail("Value of equals must be numeric");
      out = {number(), number(), true, true};
      if (tokens_.next() != Token::end_array) fail("Too many elements in numeric expression");
      return out;
    }
    if (!a_number) fail("Value of " + op + " must be numeric");
    if (op == "<" || op == "<=") {
      out.top = number();
      out.with_top = op == "<=";
      if (tokens_.next() != Token::end_array) fail("Too many terms in numeric range expression");
      return out;
    }
    if (op != ">" && op != ">=") fail("Unrecognized numeric range operator: " + op);
    out.bottom = number();
    out.with_bottom = op == ">=";
    Token token = tokens_.next();
    if (token == Token::end_array) return out;
    if (token != Token::string) fail("Bad value in numeric range: " + tokens_.text());
    op = tokens_.text();
    if (op != "<" && op != "<=") fail("Bad numeric range operator: " + op);
    if (tokens_.next() != Token::number) fail("Bad value in numeric range: " + tokens_.text());
    out.top = number();
    out.with_top = op == "<=";
    if (tokens_.next() != Token::end_array) fail("Too many terms in numeric range expression");
    if (!less(*out.bottom, *out.top)) fail("Bottom must be less than top");
    return out;
  }

  const std::string& text_;
  const FilterScope scope_;
  JsonTokens tokens_;
};

size_t times(size_t a, size_t b) { return a > kMostCombinations || b > kMostCombinations ? kMostCombinations + 1 : std::min(a * b, kMostCombinations + 1); }

// The product over the keys of their values, a key of the body counting its depth too; branches of an "$or" add up.
size_t combinations(const FilterPolicy& policy) {
  size_t out = 1;
  for (const auto& key : policy.all) out = times(out, times(key.any.size(), key.depth));
  for (const auto& branches : policy.ors) {
    size_t sum = 0;
    for (const auto& branch : branches) sum = std::min(sum + combinations(branch), kMostCombinations + 1);
    out = times(out, sum);
  }
  return out;
}

// Of an "$or" the branch with most keys counts.
size_t keys(const FilterPolicy& policy) {
  size_t out = policy.all.size();
  for (const auto& branches : policy.ors) {
    size_t most = 0;
    for (const auto& branch : branches) most = std::max(most, keys(branch));
    out += most;
  }
  return out;
}

}  // namespace

FilterPolicy read_filter_policy(const std::string& text, FilterScope scope) {
  if (text.size() > kLargestFilterPolicy) throw FilterFault("FilterPolicy: Filter policy is too large");
  FilterPolicy out;
  try {
    check_json(text);
    out = Reader(text, scope).read();
  } catch (const JsonFault& e) {
    throw FilterFault("FilterPolicy: " + e.told());
  }
  if (keys(out) > kMostKeys) throw FilterFault("FilterPolicy: Filter policy can not have more than 5 keys");
  if (combinations(out) > kMostCombinations) throw FilterFault("FilterPolicy: Filter policy is too complex");
  return out;
}

}  // namespace lambent::sns
