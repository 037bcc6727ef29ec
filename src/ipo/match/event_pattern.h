// EventBridge event patterns: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
//
//   Mistakes mistakes;
//   auto pattern = EventPattern::compile(parse_json(R"({"detail": {"state": [{"prefix": "run"}]}})"), "", mistakes);
//   if (pattern->matches(event)) ...
//
// A pattern lists, under the keys of the event, what its values may be; keys it does not name are free. A list is a choice:
// exact values, {"prefix": s}, {"suffix": s}, {"equals-ignore-case": s}, {"wildcard": "a*b"} (\* and \\ are literal),
// {"anything-but": value, list or one of the text forms}, {"numeric": [">", 0, "<=", 5]}, {"exists": true},
// {"cidr": "10.0.0.0/24"}. "$or" takes a list of patterns. prefix and suffix also take {"equals-ignore-case": s}. If the
// event has an array, one element that fits is enough. Texts and numbers are told apart, 1 and 1.0 are not.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "ipo/match/difference.h"

namespace lambent::ipo {

struct EventRule;

class EventPattern {
 public:
  // Null if there were mistakes; `place` begins their places.
  static std::shared_ptr<const EventPattern> compile(const Json& pattern, const std::string& place, Mistakes& mistakes);

  bool matches(const Json& event) const;

  struct Mismatch {
    std::string path;              // ".detail.state"
    std::string expected;          // one of [{"prefix":"run"}]
    const Json* actual = nullptr;  // null: not there
  };
  std::vector<Mismatch> mismatches(const Json& event) const;  // empty if it matches

  explicit EventPattern(std::shared_ptr<const EventRule> root);

 private:
  std::shared_ptr<const EventRule> root_;
};

}  // namespace lambent::ipo
