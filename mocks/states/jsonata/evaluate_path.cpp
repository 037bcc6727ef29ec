// Paths: each step is evaluated for every item the step before gave, and what comes of it is put in a row.
#include <cmath>

#include "mocks/states/jsonata/evaluator.h"
#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {

Value Evaluator::lookup(const Value& input, const Value& name) {
  if (input.is_object()) {
    const Value* found = input.object().find(name.text());
    return found ? *found : Value();
  }
  return input.is_array() ? lookup_at(input, name, 0) : Value();
}

Value Evaluator::lookup_at(const Value& input, const Value& name, size_t depth) {
  if (!input.is_array()) return lookup(input, name);
  if (depth > kDeepestValue) fail_depth();
  Value out = make_sequence(heap_);
  const ArrayCell& items = input.array();
  step(items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    const Value found = lookup_at(items.at(i), name, depth + 1);
    if (found.is_array()) append_all(out, found);
    else if (!found.is_undefined()) out.array().push(found);
  }
  return out;
}

void Evaluator::append_all(Value& sequence, const Value& more) {
  const ArrayCell& items = more.array();
  step(items.size() / 4);
  if (items.size() > 4) sequence.array().reserve(sequence.array().size() + items.size());
  for (size_t i = 0; i < items.size(); ++i) sequence.array().push(items.at(i));
}

Value Evaluator::path(const Node& node, const Value& input, Frame& frame) {
  Stream stream{input, input.is_array() && node.items[0]->type != NodeType::variable};
  Value tuples;
  for (size_t i = 0; i < node.items.size(); ++i) {
    const Node& one = *node.items[i];
    if (one.tuple || !tuples.is_undefined()) {
      tuples = tuple_step(one, stream, tuples, frame);
      continue;
    }
    if (i == 0 && one.constructed) {
      const Value all = stream.list ? stream.value : make_sequence(heap_, stream.value);
      stream.value = eval(one, all, frame);
      stream.list = stream.value.is_array();
      if (stream.value.is_undefined() || (stream.list && stream.size() == 0)) break;
      continue;
    }
    if (!run_step(one, stream, frame, i + 1 == node.items.size())) break;
  }
  if (!tuples.is_undefined()) {
    if (node.tuple) {
      stream.value = tuples;
    } else {
      stream.value = make_sequence(heap_);
      for (size_t i = 0; i < tuples.array().size(); ++i) stream.value.array().push(tuples.array().at(i).tuple().at);
    }
    stream.list = true;
  }
  if (node.keep_singleton) {
    if (!stream.list || (stream.value.array().constructed && !stream.value.array().sequence)) {
      if (!stream.value.is_undefined()) stream.value = make_sequence(heap_, stream.value);
    }
    if (stream.value.is_sequence()) stream.value.array().keep_singleton = true;
  }
  if (!node.grouping) return std::move(stream.value);
  if (!tuples.is_undefined()) return group(node.grouping->pairs, node.grouping->position, tuples, frame);
  return group(node.grouping->pairs, node.grouping->position, stream.value, frame);
}

Value Evaluator::step_value(const Node& one, const Value& item, Frame& frame) {
  Value result;
  if (one.type == NodeType::name) {
    step();
    result = lookup(item, one.value);
    if (result.is_sequence()) result = collapse(one, std::move(result));
  } else {
    result = eval(one, item, frame);
  }
  for (const auto& stage : one.stages) result = filter(*stage.filter, std::move(result), frame);
  return result;
}

// Runs one step; false if nothing is left, and then the stream holds what the path gives.
bool Evaluator::run_step(const Node& one, Stream& stream, Frame& frame, bool last) {
  if (one.type == NodeType::sort) {
    if (stream.list) stream.value = sort(one, stream.value, frame);
    for (const auto& stage : one.stages) {
      stream.value = filter(*stage.filter, std::move(stream.value), frame);
      stream.list = true;
    }
    return !stream.list || stream.size() > 0;
  }
  Value first, all;
  size_t found = 0;
  const size_t size = stream.size();
  const auto add = [&](const Value& value) {
    if (value.is_array() && !value.array().constructed) append_all(all, value);
    else all.array().push(value);
  };
  for (size_t i = 0; i < size; ++i) {
    Value value = stream.list ? step_value(one, stream.value.array().at(i), frame) : step_value(one, stream.value, frame);
    if (value.is_undefined()) continue;
    if (++found == 1) {
      first = std::move(value);
      continue;
    }
    if (found == 2) {
      all = make_sequence(heap_);
      add(first);
    }
    add(value);
  }
  if (found > 1) {
    stream = {std::move(all), true};
    return stream.size() > 0;
  }
  // One value: the sequence of it is made only where somebody could tell.
  stream = {std::move(first), false};
  if (found == 0) return false;
  if (!stream.value.is_array()) return true;
  const ArrayCell& only = stream.value.array();
  if (last && !only.sequence) {
    stream.list = true;
    return only.size() > 0;
  }
  if (only.constructed) return true;
  if (only.size() <= 1) {
    const bool some = only.size() == 1;  // even if it is undefined, as a predicate may leave it
    stream.value = some ? only.at(0) : Value();
    return some;
  }
  stream.list = true;
  if (last && only.keep_singleton) {
    all = make_sequence(heap_);
    append_all(all, stream.value);
    stream.value = std::move(all);
  }
  return true;
}

Value Evaluator::filter(const Node& predicate, Value input, Frame& frame) {
  Value out = make_sequence(heap_);
  const bool list = input.is_array();
  const bool tuples = list && input.array().tuples;
  if (tuples) out.array().tuples = true;
  const size_t count = list ? input.array().size() : 1;
  if (predicate.type == NodeType::number) {
    double place = std::floor(predicate.value.number());
    if (place < 0) place += static_cast<double>(count);
    if (!(place >= 0) || place >= static_cast<double>(count)) return out;
    Value item = list ? input.array().at(static_cast<size_t>(place)) : std::move(input);
    if (item.is_array()) return item;
    if (!item.is_undefined()) out.array().push(std::move(item));
    return out;
  }
  for (size_t i = 0; i < count; ++i) {
    const Value item = list ? input.array().at(i) : input;
    Value answer;
    if (tuples) {
      const Ref<Frame> own = frame_of(item.tuple(), frame);
      answer = eval(predicate, item.tuple().at, *own);
    } else {
      answer = eval(predicate, item, frame);
    }
    size_t times = 0;
    if (keeps(answer, i, count, times))
      for (size_t n = 0; n < times; ++n) out.array().push(item);
  }
  return out;
}

// Whether the answer of a predicate keeps the item at a place, and how often: numbers are places, counted from the end
// when negative; anything else is a truth.
bool Evaluator::keeps(const Value& answer, size_t place, size_t count, size_t& times) {
  const auto is_place = [&](const Value& v) {
    double n = std::floor(v.number());
    if (n < 0) n += static_cast<double>(count);
    return n == static_cast<double>(place);
  };
  times = 0;
  if (numeric(answer)) {
    times = is_place(answer) ? 1 : 0;
    return times > 0;
  }
  if (answer.is_array()) {
    bool numbers = true;
    step(answer.array().size());
    for (size_t i = 0; i < answer.array().size() && numbers; ++i) numbers = numeric(answer.array().at(i));
    if (numbers) {
      for (size_t i = 0; i < answer.array().size(); ++i) times += is_place(answer.array().at(i)) ? 1 : 0;
      return times > 0;
    }
  }
  times = truth(heap_, answer) ? 1 : 0;
  return times > 0;
}

}  // namespace lambent::states::jsonata
