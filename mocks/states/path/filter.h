// Filter expressions of JSONPath: [?(@.price < 10 && !(@.tag in ['a','b']))].
//
// Pure values: a Condition is a tree made by the reader in json_path_reader.cpp and asked of one item at a time.
// A comparison between values of different types is false; `@.x` alone asks whether the path finds something.
#pragma once
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "mocks/states/path/json_path.h"

namespace lambent::states::path {

struct Operand {
  std::optional<Json> literal;
  std::optional<JsonPath> item_path;  // from '@'
  std::optional<JsonPath> root_path;  // from '$', the value the whole path began with
  std::shared_ptr<const std::regex> pattern;  // right side of =~

  std::optional<Json> value(const Json& item, const Json& root) const;
};

struct Condition {
  enum class Kind { all, any, negated, exists, compare };
  Kind kind = Kind::exists;
  std::vector<std::shared_ptr<const Condition>> parts;  // all, any, negated
  Operand left, right;
  std::string op;  // compare: == != < <= > >= =~ in nin subsetof anyof noneof size empty

  bool holds(const Json& item, const Json& root) const;
};

}  // namespace lambent::states::path
