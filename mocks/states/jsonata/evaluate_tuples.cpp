// Paths whose steps bind variables (@ and #) or are asked for by %: what runs through them are tuples, an item with
// what is known of how it was reached.
#include "mocks/states/jsonata/evaluator.h"

namespace lambent::states::jsonata {

Ref<FrameCell> Evaluator::frame_of(const TupleCell& tuple, Frame& outer) {
  Ref<Frame> frame(new Frame(heap_, Ref<Frame>(&outer)));
  for (const auto& [atom, value] : tuple.bound) frame->bind(atom, value);
  return frame;
}

Value Evaluator::tuple_step(const Node& one, const Stream& input, const Value& bindings, Frame& frame) {
  Value out = make_sequence(heap_);
  out.array().tuples = true;
  if (one.type == NodeType::sort) {
    if (!bindings.is_undefined()) return tuple_stages(one, sort(one, bindings, frame), frame);
    const Value sorted = input.list ? sort(one, input.value, frame) : make_sequence(heap_, input.value);
    for (size_t i = 0; i < sorted.array().size(); ++i) {
      Value tuple = Value::of(new TupleCell(heap_), Kind::tuple);
      tuple.tuple().at = sorted.array().at(i);
      if (one.index_atom >= 0) tuple.tuple().set(one.index_atom, Value::of(static_cast<double>(i)));
      out.array().push(std::move(tuple));
    }
    return tuple_stages(one, std::move(out), frame);
  }
  const size_t count = bindings.is_undefined() ? input.size() : bindings.array().size();
  for (size_t i = 0; i < count; ++i) {
    Value before;
    if (bindings.is_undefined()) {
      before = Value::of(new TupleCell(heap_), Kind::tuple);
      before.tuple().at = input.at(i);
    } else {
      before = bindings.array().at(i);
    }
    const Ref<Frame> own = frame_of(before.tuple(), frame);
    const Value found = eval(one, before.tuple().at, *own);
    if (!found.is_undefined()) add_tuples(one, before, found, out);
  }
  return tuple_stages(one, std::move(out), frame);
}

// One tuple for each item found: the one before, completed.
void Evaluator::add_tuples(const Node& one, const Value& before, const Value& found, Value& out) {
  const bool list = found.is_array();
  const size_t count = list ? found.array().size() : 1;
  for (size_t i = 0; i < count; ++i) {
    step();
    Value made = Value::of(new TupleCell(heap_), Kind::tuple);
    TupleCell& tuple = made.tuple();
    tuple.at = before.tuple().at;
    for (const auto& [atom, value] : before.tuple().bound) tuple.bound.emplace_back(atom, value);
    const Value item = list ? found.array().at(i) : found;
    if (list && found.array().tuples) {
      tuple.at = item.tuple().at;
      for (const auto& [atom, value] : item.tuple().bound) tuple.set(atom, value);
    } else {
      if (one.focus_atom >= 0) tuple.set(one.focus_atom, item);
      else tuple.at = item;
      if (one.index_atom >= 0) tuple.set(one.index_atom, Value::of(static_cast<double>(i)));
      if (one.ancestor) tuple.set(one.ancestor->atom, before.tuple().at);
    }
    out.array().push(std::move(made));
  }
}

Value Evaluator::tuple_stages(const Node& one, Value tuples, Frame& frame) {
  for (const auto& stage : one.stages) {
    if (stage.filter) {
      tuples = filter(*stage.filter, std::move(tuples), frame);
      continue;
    }
    for (size_t i = 0; i < tuples.array().size(); ++i) tuples.array().at(i).tuple().set(stage.index_atom, Value::of(static_cast<double>(i)));
  }
  return tuples;
}

}  // namespace lambent::states::jsonata
