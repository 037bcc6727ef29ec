// JSONPath as Step Functions reads it: the language of Jayway JsonPath without its functions.
//
//   auto path = JsonPath::parse("$.orders[?(@.total > 10)].id");   // nothing if it is not a path
//   Json ids = path->evaluate(sources);
//
// `$` is the state's data, `$$` the context object, `$name` a variable. A definite path gives the value itself and
// throws PathMissing if it is not there; an indefinite one (wildcard, deep scan, filter, slice, several indexes)
// gives an array of what matched, possibly empty. Values are copied: nothing refers to the sources afterwards. A path
// that would look at too many values ('..*' again and again) throws RuntimeFailure.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lambent::states::path {

using Variables = std::map<std::string, Json, std::less<>>;

// Where paths look. The context object is made only when a path asks for it.
struct Sources {
  const Json* data = nullptr;
  std::function<Json()> context;
  const Variables* variables = nullptr;
};

// What a definite path did not find, in Jayway's words: "No results for path: $['a']".
class PathMissing : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// An index at the end of a path is beyond its array: null where AWS makes a value of what it finds, nothing elsewhere.
class IndexMissing final : public PathMissing {
 public:
  using PathMissing::PathMissing;
};

// What one evaluation may cost in values looked at and copied, by the path and the filters in it together.
class Effort {
 public:
  static constexpr size_t kMost = 2'000'000;
  void spend(size_t looked_at);  // throws RuntimeFailure

 private:
  size_t left_ = kMost;
};

struct Condition;

struct Step {
  enum class Kind { name, names, index, indexes, slice, wildcard, filter };
  Kind kind = Kind::name;
  bool deep = false;  // reached through '..'
  std::vector<std::string> names;
  std::vector<std::int64_t> indexes;
  std::optional<std::int64_t> from, to;
  std::shared_ptr<const Condition> condition;
};

class JsonPath {
 public:
  enum class Root { data, context, variable };

  static std::optional<JsonPath> parse(std::string_view text);

  Root root() const { return root_; }
  const std::string& variable() const { return variable_; }
  const std::vector<Step>& steps() const { return steps_; }
  bool definite() const;
  // A reference path names one place: no '@ , : ?', wildcard or deep scan.
  bool reference() const;

  Json evaluate(const Sources& sources) const;
  Json evaluate_in(const Json& root) const;                 // from the given value, whatever the root says
  std::optional<Json> find(const Sources& sources) const;   // nothing instead of PathMissing
  Json evaluate_in(const Json& root, Effort& effort) const;
  const Json* place_in(const Json& root) const;             // of a reference path; null if it finds nothing

 private:
  friend class PathReader;
  std::vector<const Json*> matches(const Json& root, size_t steps, Effort& effort) const;  // of the first so many steps
  Json all_matches(const Json& root, Effort& effort) const;
  Root root_ = Root::data;
  std::string variable_;
  std::vector<Step> steps_;
};

// True if the text may stand where a path is expected.
inline bool is_path(std::string_view text) { return JsonPath::parse(text).has_value(); }

}  // namespace lambent::states::path
