// Filter expressions of JSONPath: [?(@.price < 10 && !(@.tag in ['a','b']))].
//
// Pure values: a Condition is a tree made by the reader in reader.cpp and asked of one item at a time.
// A comparison between values of different types is false; `@.x` alone asks whether the path finds something.
//
// Patterns of =~ match the whole text, in linear time: what RE2 cannot run that way (look-around, back references) is
// not a path.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mocks/states/path/json_path.h"

namespace re2 {
class RE2;
}

namespace lambent::states::path {

struct Operand {
  std::optional<Json> literal;
  std::optional<JsonPath> item_path;  // from '@'
  std::optional<JsonPath> root_path;  // from '$', the value the whole path began with
  std::shared_ptr<const re2::RE2> pattern;  // right side of =~

  // Null if there is none; `made` keeps a value that had to be made.
  const Json* value(const Json& item, const Json& root, Effort& effort, std::optional<Json>& made) const;
};

struct Condition {
  enum class Kind { all, any, negated, exists, compare };
  Kind kind = Kind::exists;
  std::vector<std::shared_ptr<const Condition>> parts;  // all, any, negated
  Operand left, right;
  std::string op;  // compare: == != < <= > >= =~ in nin subsetof anyof noneof size empty

  bool holds(const Json& item, const Json& root, Effort& effort) const;
};

}  // namespace lambent::states::path
