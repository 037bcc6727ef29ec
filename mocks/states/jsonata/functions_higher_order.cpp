#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"

namespace lambent::states::jsonata {
namespace {

Value place(size_t i) { return Value::of(static_cast<double>(i)); }

Value map(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  Value out = make_sequence(evaluator.heap());
  for (size_t i = 0; i < a[0].array().size(); ++i) {
    Value made = evaluator.call_back(a[1], a[0].array().at(i), place(i), a[0]);
    if (given(made)) out.array().push(std::move(made));
  }
  return out;
}

Value filter(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  Value out = make_sequence(evaluator.heap());
  for (size_t i = 0; i < a[0].array().size(); ++i) {
    const Value item = a[0].array().at(i);
    if (truth(evaluator.heap(), evaluator.call_back(a[1], item, place(i), a[0]))) out.array().push(item);
  }
  return out;
}

Value single(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  Value out;
  bool found = false;
  for (size_t i = 0; i < a[0].array().size(); ++i) {
    const Value item = a[0].array().at(i);
    if (given(a[1]) && !truth(evaluator.heap(), evaluator.call_back(a[1], item, place(i), a[0]))) continue;
    if (found) throw Fault("D3138").with("index", static_cast<double>(i));
    found = true;
    out = item;
  }
  if (!found) throw Fault("D3139");
  return out;
}

Value reduce(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const int arity = a[1].function().arity();
  if (arity < 2) throw Fault("D3050").with("index", 1.0);
  size_t i = 0;
  Value out = a[2];
  if (!given(out) && a[0].array().size() > 0) out = a[0].array().at(i++);
  for (; i < a[0].array().size(); ++i) {
    Arguments arguments{std::move(out), a[0].array().at(i)};
    if (arity >= 3) arguments.push_back(place(i));
    if (arity >= 4) arguments.push_back(a[0]);
    out = evaluator.call(a[1], std::move(arguments));
  }
  return out;
}

Value each(Evaluator& evaluator, Arguments& a) {
  Value out = make_sequence(evaluator.heap());
  if (!a[0].is_object()) return out;
  for (const auto& [key, value] : a[0].object().members()) {
    Value made = evaluator.call_back(a[1], value, key, a[0]);
    if (given(made)) out.array().push(std::move(made));
  }
  return out;
}

Value sift(Evaluator& evaluator, Arguments& a) {
  if (!a[0].is_object()) return {};
  Value out = make_object(evaluator.heap());
  for (const auto& [key, value] : a[0].object().members())
    if (!given(a[1]) || truth(evaluator.heap(), evaluator.call_back(a[1], value, key, a[0]))) out.object().set(key, value);
  return out.object().members().empty() ? Value() : out;
}

}  // namespace

const Table& higher_order_functions() {
  static const Table table = {
      {"map", "<af>", 2, 2, map},
      {"filter", "<af>", 2, 2, filter},
      {"single", "<af?>", 2, 2, single},
      {"reduce", "<afj?:j>", 3, 3, reduce},
      {"each", "<o-f:a>", 2, 2, each},
      {"sift", "<o-f?:o>", 2, 2, sift},
  };
  return table;
}

}  // namespace lambent::states::jsonata
