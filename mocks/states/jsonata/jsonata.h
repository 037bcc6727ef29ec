// JSONata 2.0.6, the query language of state machines: parsed once, evaluated as often as wanted.
//
//   auto expression = Expression::parse("$sum($states.input.prices)");      // throws JsonataError
//   Bindings bindings;
//   bindings.set("states", parse_json(R"({"input": {"prices": [1, 2.5]}})"));
//   Result result = expression.evaluate(std::nullopt, bindings, {}, world);  // throws JsonataError
//   if (result.kind == Result::Kind::value) use(result.value);               // 3.5
//
// Pure: no I/O, and no time or chance but what World hands in. Every evaluation ends: it is bounded in steps, nesting
// and memory by Limits. Loop thread only: an Expression and a Bindings may be used by one thread at a time, and must
// outlive nothing (results are copies).
//
// Numbers are doubles, strings count by code points, members keep their order of insertion. Regular expressions run in
// linear time; look-around and back references are refused when the expression is parsed (S0303). There is no $eval.
// Semantics and error texts: docs.jsonata.org and the reference implementation, version 2.0.6.
#pragma once
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/json.h"

namespace lambent::states::jsonata {

// What a text or an evaluation is refused for. what() is the reference's message without the code.
class JsonataError : public std::runtime_error {
 public:
  JsonataError(std::string code, const std::string& message, std::int64_t position, std::string token)
      : std::runtime_error(message), code_(std::move(code)), token_(std::move(token)), position_(position) {}
  const std::string& code() const { return code_; }    // "T2001"; empty for limits (timeout, stack, memory)
  const std::string& token() const { return token_; }  // what stood there; may be empty
  std::int64_t position() const { return position_; }  // in UTF-16 units from the start, after the token; -1 unknown
  std::string text() const;                            // "T2001: The left side…", or the message alone for limits

 private:
  std::string code_, token_;
  std::int64_t position_;
};

// Step Functions gives an evaluation one second; these make the same expressions end on any machine. Depth and the largest
// value are as people have measured them there: the longest range has 873,782 items.
struct Limits {
  size_t steps = 10'000'000;           // parts evaluated and items handled
  size_t depth = 100;                  // nested evaluations; a tail call does not nest
  size_t memory = 256 * 1024 * 1024;   // bytes of values alive at once
  size_t value = 6'990'256;            // bytes of one of them; 8 for each item of a range
};

// The time $now() and $millis() give for the whole evaluation, and the source of $random, $shuffle and $uuid.
struct World {
  std::int64_t now_ms = 0;
  Ids& chance;
};

struct Result {
  enum class Kind {
    nothing,      // undefined: the expression selected nothing
    value,
    unsupported,  // a function, which JSON cannot show
  };
  Kind kind = Kind::nothing;
  Json value;
};

class Heap;
class Library;
class Program;
struct BoundValues;

// The values of $name for an evaluation. Each is read into the evaluator's form once, at its first use, so the same
// Bindings serve the many expressions of a state cheaply.
class Bindings {
 public:
  Bindings();
  Bindings(Bindings&&) noexcept;
  ~Bindings();
  void set(std::string_view name, Json value);

 private:
  friend class Expression;
  std::unique_ptr<BoundValues> values_;
};

// What an expression refers to outside itself.
struct References {
  std::set<std::string> variables;       // free $names, built-in functions left out
  std::set<std::string> shadowing;       // those of built-in functions that are not called: variables may have them, too
  std::set<std::string> states_members;  // x of $states.x
  bool whole_states = false;             // $states by itself
  bool context = false;                  // $ or a bare name that would read the input document
  bool root = false;                     // $$
};

class Expression {
 public:
  // Functions are those of Step Functions unless another library is given.
  static Expression parse(std::string_view text);
  static Expression parse(std::string_view text, const Library& library);
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  // `input` is the document that $ and bare names read; nullopt is none (as in Step Functions).
  Result evaluate(const std::optional<Json>& input, const Bindings& bindings, const Limits& limits, const World& world) const;
  const std::string& text() const;
  const References& references() const;

 private:
  explicit Expression(std::unique_ptr<Program> program);
  std::unique_ptr<Program> program_;
};

}  // namespace lambent::states::jsonata
