#include <cmath>

#include "mocks/states/jsonata/evaluator.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/json_text.h"

namespace lambent::states::jsonata {
namespace {

void flatten(Heap& heap, const Value& from, ArrayCell& to, size_t depth) {
  heap.work();
  if (depth > kDeepestValue) fail_depth();
  if (!from.is_array()) {
    to.push(from);
    return;
  }
  for (size_t i = 0; i < from.array().size(); ++i) flatten(heap, from.array().at(i), to, depth + 1);
}

void collect_descendants(Heap& heap, const Value& from, ArrayCell& to, size_t depth) {
  heap.work();
  if (depth > kDeepestValue) fail_depth();
  if (from.is_array()) {
    for (size_t i = 0; i < from.array().size(); ++i) collect_descendants(heap, from.array().at(i), to, depth + 1);
    return;
  }
  to.push(from);
  if (from.is_object())
    for (const auto& [key, value] : from.object().members()) collect_descendants(heap, value, to, depth + 1);
}

}  // namespace

Evaluator::Evaluator(Heap& heap, const Program& program, BoundValues& bindings, const Limits& limits, const World& world)
    : heap_(heap), program_(program), bindings_(bindings), limits_(limits), world_(world),
      globals_(program.atoms.names().size()), known_(globals_.size()) {}

void Evaluator::fail_depth_reached() { fail_depth(); }

// An input that is an array counts as one value: it is wrapped.
Value Evaluator::run(const Value& input) {
  root_ = input;
  Ref<Frame> frame(new Frame(heap_, {}));
  if (!input.is_array()) return eval(*program_.root, input, *frame);
  Value wrapped = make_sequence(heap_, input);
  wrapped.array().wrapper = true;
  return eval(*program_.root, wrapped, *frame);
}

Value Evaluator::eval(const Node& node, const Value& input, Frame& frame) {
  step();
  Depth depth(*this);
  Value result = eval_kind(node, input, frame);
  for (const auto& predicate : node.predicates) result = filter(*predicate.filter, std::move(result), frame);
  if (node.grouping && node.type != NodeType::path) result = group(node.grouping->pairs, node.grouping->position, result, frame);
  if (result.is_sequence()) return collapse(node, std::move(result));
  return result;
}

Value Evaluator::collapse(const Node& node, Value result) {
  ArrayCell& sequence = result.array();
  if (sequence.tuples) return result;
  if (node.keep_array) sequence.keep_singleton = true;
  if (sequence.size() == 0) return {};
  if (sequence.size() == 1 && !sequence.keep_singleton) return sequence.at(0);
  return result;
}

Value Evaluator::eval_kind(const Node& node, const Value& input, Frame& frame) {
  switch (node.type) {
    case NodeType::path: return path(node, input, frame);
    case NodeType::binary: return binary(node, input, frame);
    case NodeType::name: return lookup(input, node.value);
    case NodeType::string:
    case NodeType::number:
    case NodeType::constant: return node.value;
    case NodeType::variable: return variable(node, input, frame);
    case NodeType::call: return call_node(node, input, frame, nullptr);
    case NodeType::condition:
      if (truth(heap_, eval(*node.left, input, frame))) return eval(*node.right, input, frame);
      return node.third ? eval(*node.third, input, frame) : Value();
    case NodeType::block: return block(node, input, frame);
    case NodeType::bind: {
      Value value = eval(*node.right, input, frame);
      frame.bind(node.atom, value);
      return value;
    }
    case NodeType::object: return group(node.pairs, node.position, input, frame);
    case NodeType::array: return array(node, input, frame);
    case NodeType::unary: {
      Value value = eval(*node.left, input, frame);
      if (value.is_undefined()) return value;
      if (!numeric(value)) throw Fault("D1002").at(node.position).of("-").with("value", value);
      return Value::of(-value.number());
    }
    case NodeType::lambda: return lambda(node, input, frame);
    case NodeType::tail_call: return Value::of(new TailCell(heap_, *node.left, input, Ref<Frame>(&frame)), Kind::tail);
    case NodeType::partial: return partial(node, input, frame);
    case NodeType::apply: return apply(node, input, frame);
    case NodeType::wildcard: return wildcard(input);
    case NodeType::descendant: return descendants(input);
    case NodeType::parent: {
      const Value* found = frame.find(node.slot->atom);
      return found ? *found : Value();
    }
    case NodeType::regex:
    case NodeType::transform: {
      auto* cell = new FunctionCell(heap_, node.type == NodeType::regex ? FunctionCell::Type::regex : FunctionCell::Type::transform);
      Value function = Value::of(cell, Kind::function);
      cell->node = &node;
      if (node.type == NodeType::transform) cell->frame = Ref<Frame>(&frame);
      return function;
    }
    default: return {};
  }
}

Value Evaluator::variable(const Node& node, const Value& input, Frame& frame) {
  if (node.atom < 0) return input.is_array() && input.array().wrapper ? input.array().at(0) : input;
  if (const Value* found = frame.find(node.atom)) return *found;
  return global(node.atom);
}

// What no scope of the expression binds: a binding handed in, or a function of the library.
Value Evaluator::global(int atom) {
  const auto i = static_cast<size_t>(atom);
  if (known_[i]) return globals_[i];
  known_[i] = true;
  const std::string& name = program_.atoms.names()[i];
  if (name == "$") return globals_[i] = root_;
  if (const auto it = bindings_.by_name.find(name); it != bindings_.by_name.end()) {
    auto& bound = it->second;
    if (!bound.read) bound.value = from_json(bindings_.heap, bound.json);
    bound.read = true;
    return globals_[i] = bound.value;
  }
  return globals_[i] = library_function(name);
}

Value Evaluator::library_function(const std::string& name) {
  const auto* entry = program_.functions->find(name);
  if (!entry) return Value();
  auto* cell = new FunctionCell(heap_, FunctionCell::Type::builtin);
  cell->builtin = entry;
  return Value::of(cell, Kind::function);
}

Value Evaluator::array(const Node& node, const Value& input, Frame& frame) {
  // [1..n] by itself stays a range.
  if (node.items.size() == 1 && node.items[0]->operation == Operation::range) {
    const Value only = eval(*node.items[0], input, frame);
    if (only.is_array() && only.array().is_range() && only.array().size() > 0) {
      Value out = make_range(heap_, only.array().at(0).number(), only.array().size());
      out.array().constructed = node.constructed;
      return out;
    }
  }
  Value out = make_array(heap_);
  out.array().reserve(node.items.size());
  for (const auto& item : node.items) {
    const Value value = eval(*item, input, frame);
    if (value.is_undefined()) continue;
    if (value.is_array() && item->type != NodeType::array) append_all(out, value);
    else out.array().push(value);
  }
  out.array().constructed = node.constructed;
  return out;
}

Value Evaluator::block(const Node& node, const Value& input, Frame& frame) {
  Ref<Frame> own;
  if (node.binds) own = Ref<Frame>(new Frame(heap_, Ref<Frame>(&frame)));
  Value result;
  for (const auto& item : node.items) result = eval(*item, input, own ? *own : frame);
  return result;
}

Value Evaluator::wildcard(const Value& input) {
  const Value& subject = input.is_array() && input.array().wrapper && input.array().size() > 0 ? input.array().at(0) : input;
  Value out = make_sequence(heap_);
  const auto add = [&](const Value& value) {
    if (value.is_array()) out.array().sequence = false;  // what arrays were put into stays an array
    flatten(heap_, value, out.array(), 0);
  };
  if (subject.is_array())
    for (size_t i = 0; i < subject.array().size(); ++i) add(subject.array().at(i));
  if (subject.is_object())
    for (const auto& [key, value] : subject.object().members()) add(value);
  return out;
}

Value Evaluator::descendants(const Value& input) {
  if (input.is_undefined()) return {};
  Value out = make_sequence(heap_);
  collect_descendants(heap_, input, out.array(), 0);
  return out.array().size() == 1 ? out.array().at(0) : out;
}

}  // namespace lambent::states::jsonata
