// One comparison on its way through a value: where it is, what it found, what it may still spend.
//
// A Scope either reports (it collects Differences, with texts) or is quiet (it adds up weights and stops looking once
// they exceed a limit). Quiet comparisons are the attempts behind $oneOf, $contains, alignment and pairing; they build
// no texts and, so that nested attempts stay cheap, compare arrays position by position.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "ipo/match/context.h"
#include "ipo/match/difference.h"

namespace lambent::ipo {

class Node;

// What one run may spend, shared by all its scopes.
struct Run {
  explicit Run(Context& given) : context(given), steps_left(given.limits.steps), bytes_left(given.limits.expanded_bytes) {}
  Context& context;
  std::uint64_t steps_left;
  std::uint64_t bytes_left;
};

// Thrown when a run has used up its steps; Matcher turns it into a difference.
class OutOfSteps : public std::runtime_error {
 public:
  OutOfSteps() : std::runtime_error("too much to compare") {}
};

enum class Keep { nothing, bindings_if_equal };

class Scope {
 public:
  Scope(Run& run, std::vector<Difference>& out) : run_(run), out_(&out) {}
  Scope(Run& run, std::uint32_t limit) : run_(run), limit_(limit) {}

  Run& run() { return run_; }
  Context& context() { return run_.context; }
  const Context& context() const { return run_.context; }
  bool reporting() const { return out_ != nullptr; }
  bool done() const { return !out_ && cost_ > limit_; }  // more differences would tell nothing new
  std::uint32_t cost() const { return cost_; }
  void spend(std::uint64_t steps = 1);

  // The path while a part is compared: auto here = scope.enter_key("to");
  class Part {
   public:
    Part(std::string& path, size_t size) : path_(path), size_(size) {}
    ~Part() { path_.resize(size_); }
    Part(const Part&) = delete;

   private:
    std::string& path_;
    size_t size_;
  };
  Part enter_key(std::string_view key);
  Part enter_index(size_t index);
  Part enter(std::string_view path);  // as it is

  // The value is not what the node expects; null if there is none.
  void differs(const Node& node, const Json* actual, std::string note = "");
  // Two literal texts.
  void differs(const Node& node, const std::string& expected, const std::string& actual);
  void extra(const Node& node, const Json& actual);
  void add_cost(std::uint64_t cost);  // of parts compared already; quiet scopes only
  // A finding of a schema or an event pattern, at `path` below here.
  void finding(const Node& node, const std::string& path, std::string expected, const Json* actual);

  // A quiet comparison from here. A result above `limit` only says that there is more than that.
  std::uint32_t cost_of(const Node& node, const Json* actual, std::uint32_t limit, Keep keep);
  bool equal(const Node& node, const Json* actual) { return cost_of(node, actual, 0, Keep::bindings_if_equal) == 0; }

 private:
  void add(Difference difference);

  Run& run_;
  std::vector<Difference>* out_ = nullptr;
  std::string path_;
  std::uint32_t limit_ = 0, cost_ = 0;
};

constexpr std::uint32_t kWhole = 100;  // the weight of one value that is another

}  // namespace lambent::ipo
