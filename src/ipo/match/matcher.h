// Expected values of a case: compiled once, compared with what happened.
//
//   Mistakes mistakes;                                            // of the case file; see below
//   auto matcher = Matcher::compile(parse_json(R"({"to": ["ada@example.com"], "sent": "$now-7d", "id": {"$bind": "id"}})"),
//                                   mistakes, {.files = read_beside_the_case});
//   Context context{.now = clock.now()};                          // one per judgement, shared by all its matchers
//   for (const Difference& d : matcher.differences(actual, context)) print(d.path, d.expected, d.actual);
//
// One rule: exact, unless opened. An object lists all its keys, an array all its elements, in order; a number equals
// a number of the same value (1 and 1.0), and nothing equals a value of another type. The words that open or replace
// a value, all beginning with '$':
//
//   {"a": 1, "$rest": "any"}   further keys are free            [1, 2, "$rest"]   further elements are free
//   "$any" "$null" "$absent"   anything, even null; null; the key is not there
//   "$uuid" "$arn" "$iso" "$epoch"   by shape; $epoch is seconds or milliseconds, as a number or as digits
//   "$now" "$now-7d" "$now+1h" less than a second from the virtual clock, in any notation: ISO 8601, HTTP date,
//                              20260102T030405Z, epoch seconds or milliseconds (from 1e11 on), also as digits
//   {"$time": {"of": "now-7d", "within": "5s"}}   `of` may be an instant too; without `within` it is exact
//   {"$regex": "^a"}           RE2, finds the pattern anywhere in the text: write ^ and $ to tie it down
//   {"$glob": "arn:*:x?"}      the whole text; * any run, ? one byte
//   {"$contains": "x"} {"$starts": "x"} {"$ends": "x"}
//   {"$contains": [m, ...]}    each has an element of its own in the array; an argument that is no text or list is one element
//   {"$unordered": [m, ...]}   the same elements in any order, paired by least difference
//   {"$each": m} {"$len": m}   every element; the number of elements, keys or characters
//   {"$lt": 2} $lte $gt $gte {"$between": [a, b]} {"$about": {"of": 1.5, "by": 0.01}}   numbers, or durations as text:
//                              "412ms" is less than "2s"; a duration never equals a bare number
//   {"$type": "integer"}       string number integer boolean null array object
//   {"$oneOf": [m, ...]} {"$all": [m, ...]} {"$not": m}   $not wants a value: an absent key fails it
//   {"$json": m} {"$base64": m} {"$gzip": m}   decoded, then matched; $gzip takes bytes, so {"$base64": {"$gzip": m}}
//   {"$html": {"text": m, "links": m, "has": "a.button"}}   what a reader of the mail sees; see html.h
//   {"$path": {"$.a[0]": m}}   RFC 9535. A path that can find only one value gives that value or nothing, any other
//                              an array of all it finds
//   {"$schema": "file.json#/$defs/x"} or a schema in place; see schema.h
//   {"$event": {...}}          an EventBridge pattern; see event_pattern.h
//   {"$bind": "id"}            the first use keeps the value, later uses must be equal to it
//
// Several words in one object must all hold: {"$gte": 0, "$lt": 5}. A literal text or key that begins with '$' is
// written with '$$'; literal() does it.
//
// Mistakes. Whatever can be known to be wrong without an actual value is a Mistake of compile(): unknown words, bad
// patterns, paths, schemas, arguments. All are collected, with their places; a matcher compiled with mistakes must not
// be used to judge. Comparing never fails; what is too much for the limits becomes a difference that says so.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/json.h"
#include "ipo/match/context.h"
#include "ipo/match/difference.h"

namespace lambent::ipo {

// Reads a schema file, named relative to the case file. Throws std::exception with the reason.
using ReadJsonFile = std::function<Json(const std::string& name)>;

struct CompileOptions {
  ReadJsonFile files;  // without it a $schema that names a file is a mistake
};

class Node;

class Matcher {
 public:
  static Matcher compile(Json expected, Mistakes& mistakes, const CompileOptions& options = {});
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  // Empty if the value is as expected. Null means that there is no value, which only "$absent" expects. New bindings
  // stay in the context, also when other parts of the value differ: later values are then judged against them.
  std::vector<Difference> differences(const Json* actual, Context& context) const;
  std::vector<Difference> differences(const Json& actual, Context& context) const { return differences(&actual, context); }

  // Whether it matches, without saying why; bindings stay only if it does.
  bool matches(const Json& actual, Context& context) const;

  // The sum of the weights of the differences, at most `limit` + some; quicker than differences(), and leaves no
  // binding behind. For pairing.h.
  std::uint32_t cost(const Json& actual, Context& context, std::uint32_t limit = 1'000'000) const;

  const Json& expected() const { return *expected_; }
  const Node& node() const { return *node_; }

 private:
  Matcher(std::unique_ptr<const Json> expected, std::unique_ptr<const Node> node);
  std::unique_ptr<const Json> expected_;  // nodes point into it
  std::unique_ptr<const Node> node_;
};

// The expected value that matches exactly `value`: leading '$' of texts and keys doubled.
Json literal(const Json& value);

}  // namespace lambent::ipo
