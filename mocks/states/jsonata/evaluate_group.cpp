// {key: value} over a sequence, and ^(order).
#include <algorithm>
#include <unordered_map>

#include "mocks/states/jsonata/evaluator.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/merge_sort.h"

namespace lambent::states::jsonata {
namespace {

// The items that gave one key.
struct Group {
  Value key;
  size_t pair;
  Value first;   // the only item so far, or
  Value items;   // all of them
};

void join(Heap& heap, Group& group, const Value& item) {
  if (group.items.is_undefined()) {
    group.items = make_array(heap);
    const auto add = [&](const Value& v) {
      if (!v.is_array()) return group.items.array().push(v);
      for (size_t i = 0; i < v.array().size(); ++i) group.items.array().push(v.array().at(i));
    };
    add(group.first);
    add(item);
    return;
  }
  if (!item.is_array()) return group.items.array().push(item);
  for (size_t i = 0; i < item.array().size(); ++i) group.items.array().push(item.array().at(i));
}

}  // namespace

// An object of one item: no groups to be kept.
Value Evaluator::plain_object(const std::vector<Pair>& pairs, std::int64_t position, const Value& item, Frame& frame) {
  boost::container::small_vector<Value, 8> keys;
  for (const auto& pair : pairs) {
    Value key = eval(*pair.key, item, frame);
    if (!key.is_string() && !key.is_undefined()) throw Fault("T1003").at(position).with("value", key);
    if (key.is_string())
      for (const auto& earlier : keys)
        if (earlier.is_string() && earlier.text() == key.text()) throw Fault("D1009").at(position).with("value", key);
    keys.push_back(std::move(key));
  }
  Value out = make_object(heap_);
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (keys[i].is_undefined()) continue;
    Value value = eval(*pairs[i].value, item, frame);
    if (!value.is_undefined()) out.object().set(keys[i], std::move(value));
  }
  return out;
}

Value Evaluator::group(const std::vector<Pair>& pairs, std::int64_t position, const Value& input, Frame& frame) {
  const bool list = input.is_array();
  const bool tuples = list && input.array().tuples;
  const size_t count = list ? std::max<size_t>(1, input.array().size()) : 1;
  const bool empty = list && input.array().size() == 0;  // still one object, of nothing
  if (!tuples && count == 1 && pairs.size() <= 64) return plain_object(pairs, position, empty ? Value() : list ? input.array().at(0) : input, frame);

  std::vector<Group> groups;
  std::unordered_map<std::string_view, size_t> by_key;
  for (size_t i = 0; i < count; ++i) {
    const Value item = empty ? Value() : list ? input.array().at(i) : input;
    const bool tuple = item.kind() == Kind::tuple;
    Ref<Frame> own;
    if (tuple) own = frame_of(item.tuple(), frame);
    for (size_t p = 0; p < pairs.size(); ++p) {
      Value key = eval(*pairs[p].key, tuple ? item.tuple().at : item, own ? *own : frame);
      if (key.is_undefined()) continue;
      if (!key.is_string()) throw Fault("T1003").at(position).with("value", key);
      const auto [it, added] = by_key.emplace(key.text(), groups.size());
      if (added) {
        heap_.check_room(groups.size() * sizeof(Group) * 2);
        groups.push_back({std::move(key), p, item, {}});
      } else if (Group& known = groups[it->second]; known.pair != p) {
        throw Fault("D1009").at(position).with("value", key);
      } else {
        join(heap_, known, item);
      }
    }
  }
  Value out = make_object(heap_);
  for (auto& one : groups) {
    Value context = one.items.is_undefined() ? one.first : one.items;
    Value value;
    if (tuples && !context.is_undefined()) {
      // The tuples of a group become one, each variable the row of its values.
      Value merged = Value::of(new TupleCell(heap_), Kind::tuple);
      TupleCell& sum = merged.tuple();
      const size_t parts = context.is_array() ? context.array().size() : 1;
      for (size_t i = 0; i < parts; ++i) {
        const Value part = context.is_array() ? context.array().at(i) : context;
        if (i == 0) {
          sum.at = part.tuple().at;
          for (const auto& [atom, held] : part.tuple().bound) sum.set(atom, held);
          continue;
        }
        sum.at = append(heap_, sum.at, part.tuple().at);
        for (const auto& [atom, held] : part.tuple().bound) {
          const auto it = std::find_if(sum.bound.begin(), sum.bound.end(), [a = atom](const auto& b) { return b.first == a; });
          sum.set(atom, it == sum.bound.end() ? held : append(heap_, it->second, held));
        }
        step(i);
      }
      const Ref<Frame> own = frame_of(sum, frame);
      value = eval(*pairs[one.pair].value, sum.at, *own);
    } else {
      value = eval(*pairs[one.pair].value, context, frame);
    }
    if (!value.is_undefined()) out.object().set(one.key, std::move(value));
  }
  return out;
}

Value Evaluator::sort(const Node& one, const Value& list, Frame& frame) {
  const size_t count = list.array().size();
  if (count <= 1) return list;
  const size_t terms = one.terms.size();
  heap_.check_room(count * terms * sizeof(Value) * 2);
  // The values to sort by, found when first asked for.
  std::vector<Value> keys(count * terms);
  std::vector<bool> known(count * terms);
  const auto key = [&](size_t item, size_t term) -> const Value& {
    const size_t i = item * terms + term;
    if (!known[i]) {
      const Value value = list.array().at(item);
      if (value.kind() == Kind::tuple) {
        const Ref<Frame> own = frame_of(value.tuple(), frame);
        keys[i] = eval(*one.terms[term].expression, value.tuple().at, *own);
      } else {
        keys[i] = eval(*one.terms[term].expression, value, frame);
      }
      known[i] = true;
    }
    return keys[i];
  };
  const auto after = [&](size_t left, size_t right) {
    for (size_t term = 0; term < terms; ++term) {
      step();
      key(left, term);
      const Value &b = key(right, term), &a = key(left, term);
      if (a.is_undefined() || b.is_undefined()) {
        if (a.is_undefined() && b.is_undefined()) continue;
        return a.is_undefined();
      }
      const auto sortable = [](const Value& v) { return v.is_string() || v.is_number(); };
      if (!sortable(a) || !sortable(b)) throw Fault("T2008").at(one.position).with("value", sortable(a) ? b : a);
      if (a.kind() != b.kind()) throw Fault("T2007").at(one.position).with("value", a).with("value2", b);
      const int order = a.is_number() ? (a.number() == b.number() ? 0 : a.number() < b.number() ? -1 : 1) : compare_text(a.text(), b.text());
      if (order != 0) return one.terms[term].descending ? order < 0 : order > 0;
    }
    return false;
  };
  std::vector<size_t> places(count);
  for (size_t i = 0; i < count; ++i) places[i] = i;
  merge_sort(places, after);
  Value out = make_array(heap_);
  out.array().tuples = list.array().tuples;
  out.array().sequence = list.array().tuples;
  out.array().reserve(count);
  for (size_t place : places) out.array().push(list.array().at(place));
  return out;
}

}  // namespace lambent::states::jsonata
