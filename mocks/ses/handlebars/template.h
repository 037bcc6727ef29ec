// The Handlebars subset of SES templates, read and rendered. Pure code: no clock, no loop, no state.
//
//   handlebars::Template t = handlebars::parse("Dear {{name}}{{#if vip}}!{{/if}}");   // throws SyntaxError
//   std::string text = handlebars::render(t, data);                                   // throws RenderError
//
// Known: paths (a.b, a.[0], ../a, this, @index, @key, @first, @last, @root), if, unless, each, with, lookup, else chains,
// sections ({{#list}}, {{^list}}), inline partials, block parameters, comments, whitespace control, \{{. A name that the
// current context does not have is looked for in the contexts around it, and tags alone on a line leave the line, as in
// the Java implementation. Values are never escaped, so {{x}} and {{{x}}} are the same. Unknown helpers, stored partials,
// partial blocks, raw blocks and other delimiters are syntax errors that say so.
//
// Limits: 100 levels of blocks in a template, 200 while rendering, 500,000 steps, 10 MB of output.
// AWS source: SES developer guide, "Advanced email personalization".
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace lambent::ses::handlebars {

class SyntaxError : public std::runtime_error {
 public:
  SyntaxError(size_t line, const std::string& what) : std::runtime_error("line " + std::to_string(line) + ": " + what) {}
};

// `attribute` is the name that the data lacks; empty for other failures (a loop, too much output).
class RenderError : public std::runtime_error {
 public:
  explicit RenderError(const std::string& what, std::string attribute = "") : std::runtime_error(what), attribute_(std::move(attribute)) {}
  const std::string& attribute() const { return attribute_; }

 private:
  std::string attribute_;
};

struct Path {
  size_t up = 0;       // how many times ../
  bool own = false;    // this.x, ./x: not looked for in the contexts around
  bool data = false;   // @index
  std::vector<std::string> names;
  std::string text;    // as written
};

struct Expression {
  enum class Kind { literal, path, call } kind = Kind::literal;
  Json literal;
  Path path;                       // of a call: the helper's name
  std::vector<Expression> params;  // of a call
};

struct Node {
  enum class Kind { text, output, block, partial, inline_partial } kind = Kind::text;
  std::string text;                // or the helper's or partial's name
  Expression value;                // of output; of a section; of a partial: its name, if it is computed
  std::vector<Expression> params;
  std::vector<std::pair<std::string, Expression>> hash;  // of partials
  std::vector<std::string> names;  // block parameters
  std::vector<Node> body, otherwise;
};

struct Template {
  std::vector<Node> nodes;
};

Template parse(std::string_view text);
std::string render(const Template& whole, const Json& data);

}  // namespace lambent::ses::handlebars
