#include <cmath>

#include "mocks/states/jsonata/evaluator.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/json_text.h"

namespace lambent::states::jsonata {
namespace {

constexpr double kLongestRange = 1e7;

Value arithmetic(Operation operation, const Value& left, const Value& right) {
  if (!left.is_undefined() && !numeric(left)) throw Fault("T2001").with("value", left);
  if (!right.is_undefined() && !numeric(right)) throw Fault("T2002").with("value", right);
  if (left.is_undefined() || right.is_undefined()) return {};
  const double a = left.number(), b = right.number();
  switch (operation) {
    case Operation::add: return Value::of(a + b);
    case Operation::subtract: return Value::of(a - b);
    case Operation::multiply: return Value::of(a * b);
    case Operation::divide: return Value::of(a / b);
    default: return Value::of(std::fmod(a, b));
  }
}

Value comparison(Operation operation, const Value& left, const Value& right) {
  const auto comparable = [](const Value& v) { return v.is_undefined() || v.is_string() || v.is_number(); };
  if (!comparable(left) || !comparable(right)) throw Fault("T2010").with("value", !left.is_string() && !left.is_number() ? left : right);
  if (left.is_undefined() || right.is_undefined()) return {};
  if (left.kind() != right.kind()) throw Fault("T2009").with("value", left).with("value2", right);
  if (left.is_number()) {
    const double a = left.number(), b = right.number();
    switch (operation) {
      case Operation::less: return Value::of(a < b);
      case Operation::less_equal: return Value::of(a <= b);
      case Operation::greater: return Value::of(a > b);
      default: return Value::of(a >= b);
    }
  }
  const int order = compare_text(left.text(), right.text());
  switch (operation) {
    case Operation::less: return Value::of(order < 0);
    case Operation::less_equal: return Value::of(order <= 0);
    case Operation::greater: return Value::of(order > 0);
    default: return Value::of(order >= 0);
  }
}

bool includes(const Value& left, const Value& right) {
  if (left.is_undefined() || right.is_undefined()) return false;
  if (!right.is_array()) return same(left, right);
  const ArrayCell& items = right.array();
  if (items.is_range()) return left.is_number() && items.size() > 0 && left.number() == std::floor(left.number()) && left.number() >= items.at(0).number() && left.number() <= items.at(items.size() - 1).number();
  for (size_t i = 0; i < items.size(); ++i)
    if (same(items.at(i), left)) return true;
  return false;
}

}  // namespace

bool numeric(const Value& v) {
  if (!v.is_number() || std::isnan(v.number())) return false;
  if (std::isinf(v.number())) throw Fault("D1001").with("value", v);
  return true;
}

namespace {

bool truth_at(Heap& heap, const Value& v, size_t depth) {
  if (depth > kDeepestValue) fail_depth();
  heap.work();
  const Value* at = &v;
  Value held;
  while (at->is_array() && at->array().size() == 1) {
    held = at->array().at(0);
    at = &held;
  }
  switch (at->kind()) {
    case Kind::boolean: return at->boolean();
    case Kind::number: return numeric(*at) && at->number() != 0;
    case Kind::string: return !at->text().empty();
    case Kind::object: return !at->object().members().empty();
    case Kind::array:
      for (size_t i = 0; i < at->array().size(); ++i)
        if (truth_at(heap, at->array().at(i), depth + 1)) return true;
      return false;
    case Kind::function: return true;
    default: return false;
  }
}

}  // namespace

bool truth(Heap& heap, const Value& v) {
  if (v.kind() == Kind::boolean) return v.boolean();
  return truth_at(heap, v, 0);
}

Value append(Heap& heap, const Value& a, const Value& b) {
  if (a.is_undefined()) return b;
  if (b.is_undefined()) return a;
  Value out = make_array(heap);
  if (!a.is_array()) out.array().sequence = false;
  for (const Value* part : {&a, &b}) {
    if (!part->is_array()) {
      out.array().push(*part);
      continue;
    }
    out.array().reserve(out.array().size() + part->array().size());
    for (size_t i = 0; i < part->array().size(); ++i) out.array().push(part->array().at(i));
  }
  return out;
}

Value Evaluator::binary(const Node& node, const Value& input, Frame& frame) {
  const Value left = eval(*node.left, input, frame);
  if (node.operation == Operation::both || node.operation == Operation::either) return both_or_either(node, left, input, frame);
  const Value right = eval(*node.right, input, frame);
  try {
    switch (node.operation) {
      case Operation::equal: return Value::of(!left.is_undefined() && !right.is_undefined() && deep_equal(heap_, left, right));
      case Operation::unequal: return Value::of(!left.is_undefined() && !right.is_undefined() && !deep_equal(heap_, left, right));
      case Operation::less:
      case Operation::less_equal:
      case Operation::greater:
      case Operation::greater_equal: return comparison(node.operation, left, right);
      case Operation::concat: {
        std::string out;
        for (const Value* part : {&left, &right}) {
          if (part->is_string()) out += part->text();
          else if (part->is_number() && std::isinf(part->number())) throw Fault("D3001").with("value", *part);
          else if (!part->is_undefined() && !part->is_function()) out += stringify(heap_, part->is_array() && part->array().wrapper ? part->array().at(0) : *part, Layout::compact);
        }
        step(out.size() / 64);
        return string(std::move(out));
      }
      case Operation::range: return range(left, right);
      case Operation::in:
        if (right.is_array() && !right.array().is_range()) step(right.array().size() / 4);
        return Value::of(includes(left, right));
      default: return arithmetic(node.operation, left, right);
    }
  } catch (Fault& fault) {
    fault.position = node.position;
    fault.token = node.text;
    throw;
  }
}

Value Evaluator::both_or_either(const Node& node, const Value& left, const Value& input, Frame& frame) {
  try {
    const bool first = truth(heap_, left);
    if (node.operation == Operation::both ? !first : first) return Value::of(first);
    return Value::of(truth(heap_, eval(*node.right, input, frame)));
  } catch (Fault& fault) {
    fault.position = node.position;
    fault.token = node.text;
    throw;
  }
}

Value Evaluator::range(const Value& left, const Value& right) {
  const auto integer = [](const Value& v) { return v.is_number() && std::isfinite(v.number()) && v.number() == std::floor(v.number()); };
  if (!left.is_undefined() && !integer(left)) throw Fault("T2003").with("value", left);
  if (!right.is_undefined() && !integer(right)) throw Fault("T2004").with("value", right);
  if (left.is_undefined() || right.is_undefined() || left.number() > right.number()) return {};
  const double size = right.number() - left.number() + 1;
  if (size > kLongestRange) throw Fault("D2014").with("value", size);
  Value out = make_range(heap_, left.number(), static_cast<size_t>(size));
  out.array().sequence = true;
  return out;
}

}  // namespace lambent::states::jsonata
