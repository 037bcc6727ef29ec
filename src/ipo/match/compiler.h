// From an expected value to nodes. Internal to src/ipo/match: others use Matcher::compile.
//
// A word is one row of the table in words.cpp and a function in the words_*.cpp of its kind, which checks the argument and
// makes the node. A function that finds a mistake reports it and returns what wrong() gives, so that all mistakes of a
// case are found at once.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ipo/match/matcher.h"
#include "ipo/match/node.h"

namespace lambent::ipo {

// The argument of a word, and where it stands.
struct Argument {
  const Json& value;
  const std::string& place;
  std::string_view word;
};

class Compiler {
 public:
  Compiler(Mistakes& mistakes, const CompileOptions& options) : mistakes_(mistakes), options_(options) {}

  NodePtr compile(const Json& expected, const std::string& place);
  std::vector<NodePtr> compile_all(const Json& list, const std::string& place);  // of an array's elements
  NodePtr compile_at(const Argument& argument, std::string_view key);             // of a member that is there

  NodePtr wrong(const std::string& place, std::string message, std::string hint = "");
  NodePtr wrong(const Argument& argument, std::string_view wants) { return wrong(argument.place, std::string(argument.word) + " wants " + std::string(wants)); }

  template <class N, class... Args>
  NodePtr make(const Json& source, const std::string& place, Args&&... args) {
    auto node = std::make_unique<N>(std::forward<Args>(args)...);
    node->source = &source;
    node->place = place;
    return node;
  }
  template <class N, class... Args>
  NodePtr make(const Argument& argument, Args&&... args) {
    return make<N>(argument.value, argument.place, std::forward<Args>(args)...);
  }

  Mistakes& mistakes() { return mistakes_; }
  const CompileOptions& options() const { return options_; }
  void note_binding() { ++bindings_; }

 private:
  NodePtr compile_here(const Json& expected, const std::string& place);
  NodePtr compile_text(const Json& expected, const std::string& place);
  NodePtr compile_array(const Json& expected, const std::string& place);
  NodePtr compile_object(const Json& expected, const std::string& place);
  NodePtr compile_words(const Json& expected, const std::string& place);

  Mistakes& mistakes_;
  const CompileOptions& options_;
  size_t depth_ = 0;
  size_t bindings_ = 0;  // $bind words seen so far
};

// One matcher by words alone: "$uuid". Null if there is no such word; `now` words are matched by their beginning.
struct BareWord {
  std::string_view name;
  NodePtr (*make)(const Json& source, const std::string& place, Compiler& compiler);
};
const BareWord* find_bare_word(std::string_view text);

// One matcher with an argument: {"$regex": "^a"}.
struct ArgumentWord {
  std::string_view name;
  NodePtr (*make)(const Argument& argument, Compiler& compiler);
  std::string_view example;  // of an argument, for hints
};
const ArgumentWord* find_argument_word(std::string_view name);

std::vector<std::string> bare_words();
std::vector<std::string> argument_words();

// The members of an argument object must be among these; false, and a Mistake, if not.
bool only_members(const Argument& argument, const std::vector<std::string>& known, Compiler& compiler);

}  // namespace lambent::ipo
