#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/merge_sort.h"

namespace lambent::states::jsonata {
namespace {

Value count(Evaluator&, Arguments& a) { return Value::of(given(a[0]) ? static_cast<double>(a[0].array().size()) : 0.0); }

Value append_of(Evaluator& evaluator, Arguments& a) {
  for (const Value& part : a)
    if (part.is_array()) evaluator.step(part.array().size() / 4);
  return append(evaluator.heap(), a[0], a[1]);
}

Value exists(Evaluator&, Arguments& a) { return Value::of(given(a[0])); }
// A function handed to $boolean or $not is false; anywhere else it is true.
Value boolean(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  return Value::of(!a[0].is_function() && truth(evaluator.heap(), a[0]));
}
Value not_of(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  return Value::of(a[0].is_function() || !truth(evaluator.heap(), a[0]));
}

Value reverse(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || a[0].array().size() <= 1) return a[0];
  const ArrayCell& items = a[0].array();
  evaluator.step(items.size() / 4);
  Value out = make_array(evaluator.heap());
  out.array().reserve(items.size());
  for (size_t i = items.size(); i-- > 0;) out.array().push(items.at(i));
  return out;
}

Value shuffle(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || a[0].array().size() <= 1) return a[0];
  const ArrayCell& items = a[0].array();
  evaluator.step(items.size());
  Value out = make_array(evaluator.heap());
  out.array().reserve(items.size());
  auto& made = out.array().items();
  for (size_t i = 0; i < items.size(); ++i) {
    const auto j = static_cast<size_t>(evaluator.world().chance.fraction() * static_cast<double>(i + 1));
    out.array().push(items.at(i));
    std::swap(made[i], made[j]);
  }
  return out;
}

Value zip(Evaluator& evaluator, Arguments& a) {
  size_t shortest = a.empty() ? 0 : SIZE_MAX;
  for (const Value& list : a) shortest = std::min(shortest, list.is_array() ? list.array().size() : 0);
  Value out = make_array(evaluator.heap());
  evaluator.step(shortest);
  for (size_t i = 0; i < shortest; ++i) {
    Value row = make_array(evaluator.heap());
    row.array().reserve(a.size());
    for (const Value& list : a) row.array().push(list.array().at(i));
    out.array().push(std::move(row));
  }
  return out;
}

// Equal values once, the first of each. Numbers and texts are looked up; the rest is compared.
Value distinct(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || !a[0].is_array() || a[0].array().size() <= 1) return a[0];
  const ArrayCell& items = a[0].array();
  if (items.is_range()) return a[0];
  Value out = make_array(evaluator.heap());
  out.array().sequence = items.sequence;
  evaluator.step(items.size());
  evaluator.heap().check_room(items.size() * 48);
  std::unordered_set<double> numbers;
  std::unordered_set<std::string_view> texts;
  std::vector<Value> others;
  for (size_t i = 0; i < items.size(); ++i) {
    const Value item = items.at(i);
    bool fresh;
    if (item.is_number()) {
      fresh = numbers.insert(item.number()).second;
    } else if (item.is_string()) {
      fresh = texts.insert(item.text()).second;
    } else {
      fresh = std::none_of(others.begin(), others.end(), [&](const Value& other) { return deep_equal(evaluator.heap(), item, other); });
      if (fresh) others.push_back(item);
    }
    if (fresh) out.array().push(item);
  }
  return out;
}

Value sort_of(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || a[0].array().size() <= 1) return a[0];
  const ArrayCell& items = a[0].array();
  evaluator.step(items.size());
  evaluator.heap().check_room(items.size() * sizeof(Value) * 3);
  std::vector<Value> sorted;
  sorted.reserve(items.size());
  for (size_t i = 0; i < items.size(); ++i) sorted.push_back(items.at(i));
  if (given(a[1])) {
    merge_sort(sorted, [&](const Value& left, const Value& right) { return truth(evaluator.heap(), evaluator.call(a[1], {left, right})); });
  } else {
    const bool numbers = std::all_of(sorted.begin(), sorted.end(), [](const Value& v) { return numeric(v); });
    const bool texts = std::all_of(sorted.begin(), sorted.end(), [](const Value& v) { return v.is_string(); });
    if (!numbers && !texts) throw Fault("D3070").with("index", 1.0);
    merge_sort(sorted, [&](const Value& left, const Value& right) {
      evaluator.step();
      return numbers ? left.number() > right.number() : compare_text(left.text(), right.text()) > 0;
    });
  }
  Value out = make_array(evaluator.heap());
  out.array().reserve(sorted.size());
  for (auto& item : sorted) out.array().push(std::move(item));
  return out;
}

}  // namespace

const Table& list_functions() {
  static const Table table = {
      {"count", "<a:n>", 1, 1, count},
      {"append", "<xx:a>", 2, 2, append_of},
      {"exists", "<x:b>", 1, 1, exists},
      {"boolean", "<x-:b>", 1, 1, boolean},
      {"not", "<x-:b>", 1, 1, not_of},
      {"reverse", "<a:a>", 1, 1, reverse},
      {"shuffle", "<a:a>", 1, 1, shuffle},
      {"zip", "<a+>", 0, 0, zip},
      {"distinct", "<x:x>", 1, 1, distinct},
      {"sort", "<af?:a>", 2, 2, sort_of},
  };
  return table;
}

}  // namespace lambent::states::jsonata
