// Runs one expression once. Lives for one evaluation; everything it makes is on its heap.
#pragma once
#include <map>
#include <optional>

#include "mocks/states/jsonata/function.h"
#include "mocks/states/jsonata/jsonata.h"
#include "mocks/states/jsonata/parser.h"
#include "mocks/states/jsonata/syntax.h"

namespace lambent::states::jsonata {

// An expression ready to run.
class Program {
 public:
  std::string text;
  Heap heap{SIZE_MAX, SIZE_MAX};  // of its constants
  Atoms atoms;
  const Library* functions = nullptr;
  NodePtr root;
  References references;
};

struct BoundValues {
  struct Bound {
    Json json;
    Value value;
    bool read = false;
  };
  Heap heap{SIZE_MAX, SIZE_MAX};
  std::map<std::string, Bound, std::less<>> by_name;
};

struct Fault;

class Evaluator {
 public:
  Evaluator(Heap& heap, const Program& program, BoundValues& bindings, const Limits& limits, const World& world);
  Value run(const Value& input);

  // For the functions of libraries.
  Heap& heap() { return heap_; }
  const World& world() const { return world_; }
  void step(size_t n = 1) { heap_.work(n); }
  Value string(std::string text) { return make_string(heap_, std::move(text)); }
  Value call(const Value& function, Arguments arguments) { return call(function, std::move(arguments), Value::null(), nullptr); }
  // Calls back as higher-order functions do: with as many of the arguments as the function takes, at least one.
  Value call_back(const Value& function, const Value& item, const Value& place, const Value& whole);
  Value lookup(const Value& input, const Value& name);
  Value clone(const Value& value) { return clone(value, Copy::as_json, 0); }

 private:
  struct Depth {
    explicit Depth(Evaluator& owner) : evaluator(owner) {
      if (++evaluator.depth_ > evaluator.limits_.depth) fail_depth_reached();
    }
    ~Depth() { --evaluator.depth_; }
    Evaluator& evaluator;
  };
  [[noreturn]] static void fail_depth_reached();
  using Frame = FrameCell;

  Value eval(const Node& node, const Value& input, Frame& frame);
  Value eval_kind(const Node& node, const Value& input, Frame& frame);
  Value collapse(const Node& node, Value result);
  Value variable(const Node& node, const Value& input, Frame& frame);
  Value global(int atom);
  Value library_function(const std::string& name);  // undefined if there is none
  Value binary(const Node& node, const Value& input, Frame& frame);
  Value both_or_either(const Node& node, const Value& left, const Value& input, Frame& frame);
  Value range(const Value& left, const Value& right);
  Value array(const Node& node, const Value& input, Frame& frame);
  Value block(const Node& node, const Value& input, Frame& frame);
  Value wildcard(const Value& input);
  Value descendants(const Value& input);

  // evaluate_path.cpp
  struct Stream {  // between two steps: one value, or the items of an array
    Value value;
    bool list = false;
    size_t size() const { return list ? value.array().size() : 1; }
    Value at(size_t i) const { return list ? value.array().at(i) : value; }
  };
  Value path(const Node& node, const Value& input, Frame& frame);
  bool run_step(const Node& step, Stream& stream, Frame& frame, bool last);
  Value step_value(const Node& step, const Value& item, Frame& frame);
  Value filter(const Node& predicate, Value input, Frame& frame);
  bool keeps(const Value& answer, size_t place, size_t count, size_t& times);
  Value lookup_at(const Value& input, const Value& name, size_t depth);
  void append_all(Value& sequence, const Value& more);

  // evaluate_tuples.cpp
  Value tuple_step(const Node& step, const Stream& input, const Value& bindings, Frame& frame);
  Value tuple_stages(const Node& step, Value tuples, Frame& frame);
  void add_tuples(const Node& step, const Value& before, const Value& found, Value& out);
  Ref<Frame> frame_of(const TupleCell& tuple, Frame& outer);

  // evaluate_group.cpp
  Value group(const std::vector<Pair>& pairs, std::int64_t position, const Value& input, Frame& frame);
  Value plain_object(const std::vector<Pair>& pairs, std::int64_t position, const Value& item, Frame& frame);
  Value sort(const Node& step, const Value& list, Frame& frame);

  // evaluate_call.cpp
  Value call(const Value& function, Arguments arguments, const Value& context, const Node* site);
  Value invoke(const Value& function, Arguments& arguments, const Value& context, const Node* site);
  Value invoke_kind(FunctionCell& function, Arguments& arguments, const Value& context);
  Value called(const Node& procedure, const Value& input, Frame& frame);
  Value call_node(const Node& node, const Value& input, Frame& frame, const Value* first);
  Value partial(const Node& node, const Value& input, Frame& frame);
  Value apply(const Node& node, const Value& input, Frame& frame);
  Value lambda(const Node& node, const Value& input, Frame& frame);
  Value bound_name(const Node& procedure, Frame& frame);
  void describe(Fault& fault, const Node* site) const;

  // evaluate_transform.cpp
  Value transform(const FunctionCell& function, const Value& subject);
  void change(const Node& node, Frame& frame, const Value& match, std::uint32_t copy);
  enum class Copy { as_json, exact };
  Value clone(const Value& value, Copy how, size_t depth);

  Heap& heap_;
  const Program& program_;
  BoundValues& bindings_;
  const Limits& limits_;
  const World& world_;
  Value root_;
  std::vector<Value> globals_;
  std::vector<bool> known_;
  size_t depth_ = 0;
  std::uint32_t copies_ = 0, copy_ = 0;  // transforms so far; the one copying now
};

// JavaScript's idea of a number here: not NaN. Throws Fault D1001 for infinities.
bool numeric(const Value& v);
// The effective boolean value; undefined is false.
bool truth(Heap& heap, const Value& v);
// Arrays put together; what is not an array counts as one of one item. undefined adds nothing.
Value append(Heap& heap, const Value& a, const Value& b);

}  // namespace lambent::states::jsonata
