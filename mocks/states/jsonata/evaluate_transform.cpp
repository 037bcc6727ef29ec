// | where | what to put | what to remove |: a copy of a value with parts of it changed.
#include "mocks/states/jsonata/evaluator.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/json_text.h"

namespace lambent::states::jsonata {

// As written out as JSON and read again, so numbers have 15 digits and functions are ""; or just as it is.
Value Evaluator::clone(const Value& value, Copy how, size_t depth) {
  if (depth > kDeepestValue) fail_depth();
  step();
  switch (value.kind()) {
    case Kind::number: return how == Copy::as_json && numeric(value) ? Value::of(to_15_digits(value.number())) : value;
    case Kind::function: return how == Copy::as_json ? string("") : value;
    case Kind::array: {
      Value out = make_array(heap_);
      out.array().reserve(value.array().size());
      for (size_t i = 0; i < value.array().size(); ++i) out.array().push(clone(value.array().at(i), how, depth + 1));
      return out;
    }
    case Kind::object: {
      Value out = make_object(heap_);
      out.object().copy = copy_;
      for (const auto& [key, held] : value.object().members()) out.object().set(key, clone(held, how, depth + 1));
      return out;
    }
    default: return value;
  }
}

Value Evaluator::transform(const FunctionCell& function, const Value& subject) {
  if (subject.is_undefined()) return {};
  const bool wrapped = subject.is_array() && subject.array().wrapper;
  const std::uint32_t copy = copy_ = ++copies_;
  Value result = clone(wrapped ? subject.array().at(0) : subject, Copy::as_json, 0);
  copy_ = 0;
  const Node& node = *function.node;
  const Value matches = eval(*node.left, result, *function.frame);
  if (matches.is_undefined()) return result;
  if (!matches.is_array()) {
    change(node, *function.frame, matches, copy);
    return result;
  }
  for (size_t i = 0; i < matches.array().size(); ++i) change(node, *function.frame, matches.array().at(i), copy);
  return result;
}

// What is put in is copied: it may hold the very value it is put into. Nothing but the copy is ever changed.
void Evaluator::change(const Node& node, Frame& frame, const Value& match, std::uint32_t copy) {
  const bool ours = match.is_object() && match.object().copy == copy;
  const Value update = eval(*node.right, match, frame);
  if (!update.is_undefined()) {
    if (!update.is_object()) throw Fault("T2011").at(node.right->position).with("value", update);
    if (ours) {
      const Value put = clone(update, Copy::exact, 0);
      for (const auto& [key, value] : put.object().members()) match.object().set(key, value);
    }
  }
  if (!node.third) return;
  const Value names = eval(*node.third, match, frame);
  if (names.is_undefined()) return;
  const size_t count = names.is_array() ? names.array().size() : 1;
  for (size_t i = 0; i < count; ++i)
    if (!(names.is_array() ? names.array().at(i) : names).is_string()) throw Fault("T2012").at(node.third->position).with("value", names);
  if (!ours) return;
  for (size_t i = 0; i < count; ++i) match.object().erase((names.is_array() ? names.array().at(i) : names).text());
}

}  // namespace lambent::states::jsonata
