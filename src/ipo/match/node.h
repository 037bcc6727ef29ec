// A compiled piece of an expected value. Internal to src/ipo/match: others use Matcher.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "ipo/match/context.h"
#include "ipo/match/scope.h"

namespace lambent::ipo {

class Node {
 public:
  virtual ~Node() = default;

  // Tells the scope what differs. Null: there is no value.
  void compare(const Json* actual, Scope& scope) const;
  // For the "expected" of a report: "SUCCEEDED", a UUID, less than 2s.
  virtual std::string describe(const Context& context) const;
  virtual size_t leaves() const { return 1; }         // single values inside, at least 1
  virtual bool literal() const { return false; }      // nothing but the source itself matches
  virtual bool takes_absence() const { return false; }  // judge() is asked even if there is no value

  const Json* source = nullptr;  // in the Matcher's expected value
  std::string place;             // JSON Pointer of the source
  bool binds = false;            // a $bind is somewhere inside

 private:
  virtual void judge(const Json* actual, Scope& scope) const = 0;
};
using NodePtr = std::unique_ptr<Node>;

// A word that looks at one value and nothing else.
class TestNode : public Node {
 public:
  // An empty result is a match; otherwise it is the note of the difference ("-" for none).
  using Test = std::function<std::string(const Json& actual, const Context& context)>;
  using Text = std::function<std::string(const Context& context)>;
  TestNode(Test test, Text text) : test_(std::move(test)), text_(std::move(text)) {}
  std::string describe(const Context& context) const override { return text_(context); }

 private:
  void judge(const Json* actual, Scope& scope) const override;
  const Test test_;
  const Text text_;
};

// A number, a truth value, null or a text.
class LiteralNode : public Node {
 public:
  explicit LiteralNode(Json value) : value_(std::move(value)) {}
  std::string describe(const Context&) const override;
  bool literal() const override { return true; }

 private:
  void judge(const Json* actual, Scope& scope) const override;
  const Json value_;
};

enum class Further { refused, free };  // $rest

class ObjectNode : public Node {
 public:
  using Member = std::pair<std::string, NodePtr>;
  ObjectNode(std::vector<Member> members, Further further);
  size_t leaves() const override;
  bool literal() const override;

 private:
  void judge(const Json* actual, Scope& scope) const override;
  const std::vector<Member> members_;
  const Further further_;
  std::unordered_map<std::string_view, size_t> index_;
};

class ArrayNode : public Node {
 public:
  ArrayNode(std::vector<NodePtr> items, Further further) : items_(std::move(items)), further_(further) {}
  size_t leaves() const override;
  bool literal() const override;

 private:
  void judge(const Json* actual, Scope& scope) const override;
  void in_position(const Json& actual, size_t from, Scope& scope) const;
  void aligned(const Json& actual, size_t from, Scope& scope) const;
  const std::vector<NodePtr> items_;
  const Further further_;
};

// All of several, on the same value: words in one object, $all.
class AllNode : public Node {
 public:
  explicit AllNode(std::vector<NodePtr> parts) : parts_(std::move(parts)) {}
  bool takes_absence() const override;

 private:
  void judge(const Json* actual, Scope& scope) const override;
  const std::vector<NodePtr> parts_;
};

}  // namespace lambent::ipo
