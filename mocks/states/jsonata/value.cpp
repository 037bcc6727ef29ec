#include "mocks/states/jsonata/value.h"

#include <algorithm>
#include <cmath>

#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {
namespace {

constexpr size_t kIndexFrom = 12;  // members from which an object is looked up by hash

bool equal_at(Heap& heap, const Value& a, const Value& b, size_t depth) {
  heap.work();
  if (a.kind() != b.kind()) return false;
  if (a.kind() < Kind::array) return same(a, b);
  if (a.identity() == b.identity()) return true;
  if (depth > kDeepestValue) fail_depth();
  if (a.is_array()) {
    const ArrayCell &x = a.array(), &y = b.array();
    if (x.size() != y.size()) return false;
    for (size_t i = 0; i < x.size(); ++i)
      if (!equal_at(heap, x.at(i), y.at(i), depth + 1)) return false;
    return true;
  }
  if (!a.is_object()) return false;
  const ObjectCell &x = a.object(), &y = b.object();
  if (x.members().size() != y.members().size()) return false;
  for (const auto& [key, value] : x.members()) {
    const Value* other = y.find(key.text());
    if (!other || !equal_at(heap, value, *other, depth + 1)) return false;
  }
  return true;
}

}  // namespace

StringCell::StringCell(Heap& owner, std::string t) : Cell(owner, CellKind::string), text(std::move(t)) {
  charge(sizeof(StringCell) + (text.size() > 15 ? text.capacity() : 0));
}

ArrayCell::ArrayCell(Heap& owner) : Cell(owner, CellKind::array) { charge(sizeof(ArrayCell)); }

ArrayCell::ArrayCell(Heap& owner, double first, size_t count)
    : Cell(owner, CellKind::array), first_(first), count_(count), range_(true) {
  charge(sizeof(ArrayCell));
}

void ArrayCell::reserve(size_t n) {
  if (n <= items_.capacity()) return;
  charge((n - items_.capacity()) * sizeof(Value));
  items_.reserve(n);
}

void ArrayCell::push(Value item) {
  if (range_) items();
  if (items_.size() == items_.capacity()) reserve(std::max<size_t>(4, items_.capacity() * 2));
  items_.push_back(std::move(item));
}

std::vector<Value>& ArrayCell::items() {
  if (range_) {
    reserve(count_);
    for (size_t i = 0; i < count_; ++i) items_.push_back(Value::of(first_ + static_cast<double>(i)));
    range_ = false;
  }
  return items_;
}

ObjectCell::ObjectCell(Heap& owner) : Cell(owner, CellKind::object) { charge(sizeof(ObjectCell)); }

size_t ObjectCell::index_of(std::string_view key) const {
  if (members_.size() < kIndexFrom) {
    for (size_t i = 0; i < members_.size(); ++i)
      if (members_[i].key.text() == key) return i;
    return members_.size();
  }
  if (!index_) {
    index_ = std::make_unique<std::unordered_map<std::string_view, size_t>>();
    for (size_t i = 0; i < members_.size(); ++i) index_->emplace(members_[i].key.text(), i);
  }
  const auto it = index_->find(key);
  return it == index_->end() ? members_.size() : it->second;
}

const Value* ObjectCell::find(std::string_view key) const {
  const size_t i = index_of(key);
  return i == members_.size() ? nullptr : &members_[i].value;
}

void ObjectCell::set(const Value& key, Value value) {
  const size_t i = index_of(key.text());
  if (i < members_.size()) {
    members_[i].value = std::move(value);
    return;
  }
  if (members_.size() == members_.capacity()) {
    const size_t more = std::max<size_t>(4, members_.capacity());
    charge(more * (sizeof(Member) + (members_.size() >= kIndexFrom ? 64 : 0)));
    members_.reserve(members_.capacity() + more);
  }
  members_.push_back({key, std::move(value)});
  if (index_) index_->emplace(key.text(), i);
}

void ObjectCell::erase(std::string_view key) {
  const size_t i = index_of(key);
  if (i == members_.size()) return;
  index_.reset();
  members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(i));
}

TupleCell::TupleCell(Heap& owner) : Cell(owner, CellKind::tuple) { charge(sizeof(TupleCell)); }

void TupleCell::set(int atom, Value value) {
  for (auto& [name, held] : bound)
    if (name == atom) {
      held = std::move(value);
      return;
    }
  bound.emplace_back(atom, std::move(value));
}

TailCell::TailCell(Heap& owner, const Node& call_node, Value call_input, Ref<FrameCell> call_frame)
    : Cell(owner, CellKind::tail), call(call_node), input(std::move(call_input)), frame(std::move(call_frame)) {
  charge(sizeof(TailCell));
}

Value make_string(Heap& heap, std::string text) { return Value::of(new StringCell(heap, std::move(text)), Kind::string); }
Value make_array(Heap& heap) { return Value::of(new ArrayCell(heap), Kind::array); }
Value make_sequence(Heap& heap) {
  Value v = make_array(heap);
  v.array().sequence = true;
  return v;
}
Value make_sequence(Heap& heap, Value only) {
  Value v = make_sequence(heap);
  v.array().reserve(1);
  v.array().push(std::move(only));
  return v;
}
// A range is kept as its ends, but is no longer than where its items take 8 bytes each.
Value make_range(Heap& heap, double first, size_t count) {
  heap.check_room(count * 8);
  return Value::of(new ArrayCell(heap, first, count), Kind::array);
}
Value make_object(Heap& heap) { return Value::of(new ObjectCell(heap), Kind::object); }

bool deep_equal(Heap& heap, const Value& a, const Value& b) { return equal_at(heap, a, b, 0); }

bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::undefined:
    case Kind::null: return true;
    case Kind::boolean: return a.boolean() == b.boolean();
    case Kind::number: return a.number() == b.number();
    case Kind::string: return a.text() == b.text();
    default: return a.identity() == b.identity();
  }
}

// UTF-8 orders by code points; UTF-16 puts those beyond U+FFFF (four bytes) before U+E000 to U+FFFF (EE, EF first).
int compare_text(std::string_view a, std::string_view b) {
  const size_t n = std::min(a.size(), b.size());
  for (size_t i = 0; i < n; ++i) {
    const unsigned char x = static_cast<unsigned char>(a[i]), y = static_cast<unsigned char>(b[i]);
    if (x == y) continue;
    if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0)) return x >= 0xF0 ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

}  // namespace lambent::states::jsonata
