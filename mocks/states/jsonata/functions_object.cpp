#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"

namespace lambent::states::jsonata {
namespace {

void collect_keys(Evaluator& evaluator, const Value& from, Value& found, size_t depth) {
  if (depth > kDeepestValue) fail_depth();
  evaluator.step();
  if (from.is_array())
    for (size_t i = 0; i < from.array().size(); ++i) collect_keys(evaluator, from.array().at(i), found, depth + 1);
  if (from.is_object())
    for (const auto& [key, value] : from.object().members()) found.object().set(key, Value::of(true));
}

Value keys(Evaluator& evaluator, Arguments& a) {
  Value found = make_object(evaluator.heap());
  collect_keys(evaluator, a[0], found, 0);
  Value out = make_sequence(evaluator.heap());
  for (const auto& [key, value] : found.object().members()) out.array().push(key);
  return out;
}

Value lookup(Evaluator& evaluator, Arguments& a) { return given(a[1]) ? evaluator.lookup(a[0], a[1]) : Value(); }

void spread_into(Evaluator& evaluator, const Value& from, Value& out, size_t depth) {
  if (depth > kDeepestValue) fail_depth();
  evaluator.step();
  if (from.is_array()) {
    for (size_t i = 0; i < from.array().size(); ++i) spread_into(evaluator, from.array().at(i), out, depth + 1);
  } else if (from.is_object()) {
    for (const auto& [key, value] : from.object().members()) {
      Value one = make_object(evaluator.heap());
      one.object().set(key, value);
      out.array().push(std::move(one));
    }
  } else if (given(from)) {
    out.array().push(from);
  }
}

Value spread(Evaluator& evaluator, Arguments& a) {
  if (!a[0].is_array() && !a[0].is_object()) return a[0];
  Value out = make_sequence(evaluator.heap());
  spread_into(evaluator, a[0], out, 0);
  // Of one object the parts are a sequence, of an array an array.
  if (a[0].is_array() && a[0].array().size() > 0) out.array().sequence = false;
  return out;
}

Value merge(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  Value out = make_object(evaluator.heap());
  for (size_t i = 0; i < a[0].array().size(); ++i) {
    const Value part = a[0].array().at(i);
    if (!part.is_object()) continue;
    evaluator.step(part.object().members().size());
    for (const auto& [key, value] : part.object().members()) out.object().set(key, value);
  }
  return out;
}

Value clone(Evaluator& evaluator, Arguments& a) { return given(a[0]) ? evaluator.clone(a[0]) : Value(); }

Value type(Evaluator& evaluator, Arguments& a) {
  switch (a[0].kind()) {
    case Kind::undefined: return {};
    case Kind::null: return evaluator.string("null");
    case Kind::number: return evaluator.string(numeric(a[0]) ? "number" : "object");
    case Kind::string: return evaluator.string("string");
    case Kind::boolean: return evaluator.string("boolean");
    case Kind::array: return evaluator.string("array");
    case Kind::function: return evaluator.string("function");
    default: return evaluator.string("object");
  }
}

Value error(Evaluator&, Arguments& a) { throw Fault("D3137").raw("message", given(a[0]) && !a[0].text().empty() ? a[0].text() : "$error() function evaluated"); }

Value assert_that(Evaluator&, Arguments& a) {
  if (given(a[0]) && a[0].boolean()) return {};
  throw Fault("D3141").raw("message", given(a[1]) && !a[1].text().empty() ? a[1].text() : "$assert() statement failed");
}

}  // namespace

const Table& object_functions() {
  static const Table table = {
      {"keys", "<x-:a<s>>", 1, 1, keys},
      {"lookup", "<x-s:x>", 2, 2, lookup},
      {"spread", "<x-:a<o>>", 1, 1, spread},
      {"merge", "<a<o>:o>", 1, 1, merge},
      {"clone", "<(oa)-:o>", 1, 1, clone},
      {"type", "<x:s>", 1, 1, type},
      {"error", "<s?:x>", 1, 1, error},
      {"assert", "<bs?:x>", 2, 2, assert_that},
  };
  return table;
}

}  // namespace lambent::states::jsonata
