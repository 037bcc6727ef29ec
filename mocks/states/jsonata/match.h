// Matching by a regular expression, or by a function that answers as one would: {match, start, end, groups, next}.
#pragma once
#include <string>

#include "mocks/states/jsonata/evaluator.h"

namespace lambent::states::jsonata {

// One match after the other of a matcher in a text.
class Matches {
 public:
  Matches(Evaluator& evaluator, const Value& matcher, const Value& text);
  bool found() const { return found_; }
  void advance();  // throws Fault D1004 when it would never end

  size_t from() const { return from_; }  // bytes
  size_t to() const { return to_; }
  const std::string& match() const { return match_; }
  const Value& groups() const { return groups_; }  // an array
  Value object() const;                            // what a replacing function is given
  Value start() const { return start_; }           // as the matcher said it, in UTF-16 units

 private:
  void read(const Value& answer);
  void run(size_t from);

  Evaluator& evaluator_;
  Value matcher_, text_;
  bool found_ = false;
  size_t from_ = 0, to_ = 0;
  std::string match_;
  Value groups_, start_, answer_;
};

// What calling a regular expression gives: the first match from a byte on, undefined if there is none.
Value match_object(Evaluator& evaluator, const Node& regex, const Value& text, size_t from);
Value next_match(Evaluator& evaluator, const FunctionCell& function);
size_t byte_from_unit(const Value& text, double unit);

}  // namespace lambent::states::jsonata
