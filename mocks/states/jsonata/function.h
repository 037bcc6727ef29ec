// Functions as values, and the libraries they come from.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mocks/states/jsonata/signature.h"
#include "mocks/states/jsonata/value.h"

namespace lambent::states::jsonata {

class Evaluator;
class Regex;

// One row of a library. Arguments arrive checked and completed by the signature.
struct Builtin {
  std::string_view name;
  std::string_view signature;  // as in the reference; empty: unchecked
  int arity;                   // how many arguments a higher-order function passes to it
  int parameters;              // how many a partial application may fill
  Value (*run)(Evaluator& evaluator, Arguments& arguments);
};

class Library {
 public:
  struct Entry {
    Builtin row;
    Signature signature;
  };
  explicit Library(const std::vector<const std::vector<Builtin>*>& tables);  // a later table replaces rows of an earlier
  const Entry* find(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, Entry> entries_;
};

class FunctionCell final : public Cell {
 public:
  enum class Type { builtin, lambda, partial, chain, regex, next_match, transform };
  FunctionCell(Heap& heap, Type type);
  int arity() const;

  const Type type;
  const Library::Entry* builtin = nullptr;
  const Node* node = nullptr;   // lambda, transform, regex, next_match: where it is written
  Value input;                  // lambda: its context; next_match: the text
  Ref<FrameCell> frame;         // lambda, transform
  Value first, second;          // chain; partial: what is applied
  Arguments arguments;          // partial
  std::vector<bool> open;       // partial: which are still to come
  size_t from = 0;              // next_match: byte to go on from
};

inline FunctionCell& Value::function() const { return *static_cast<FunctionCell*>(cell_); }

}  // namespace lambent::states::jsonata
