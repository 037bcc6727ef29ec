// A value while an expression runs: JSON, plus undefined, functions and what only the evaluator sees.
//
// Sixteen bytes; strings, arrays, objects and functions are shared cells. Arrays carry JSONata's flags: a sequence of
// one item collapses to the item, one that came of [...] in a path does not flatten. [1..n] is kept as its ends.
#pragma once
#include <boost/container/small_vector.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mocks/states/jsonata/heap.h"

namespace lambent::states::jsonata {

class StringCell;
class ArrayCell;
class ObjectCell;
class FunctionCell;
class TupleCell;
class TailCell;

enum class Kind : std::uint8_t { undefined, null, boolean, number, string, array, object, function, tuple, tail };

class Value {
 public:
  Value() : cell_(nullptr) {}
  static Value null() { return Value(Kind::null); }
  Value(const Value& other) : kind_(other.kind_), cell_(other.cell_) {
    if (kind_ >= Kind::string) ++cell_->refs;
  }
  Value(Value&& other) noexcept : kind_(other.kind_), cell_(other.cell_) { other.kind_ = Kind::undefined; }
  Value& operator=(const Value& other) {
    Value copy(other);
    swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    Value moved(std::move(other));
    swap(moved);
    return *this;
  }
  ~Value() {
    if (kind_ >= Kind::string) release(cell_);
  }
  static Value of(double n) {
    Value v(Kind::number);
    v.number_ = n;
    return v;
  }
  static Value of(bool b) {
    Value v(Kind::boolean);
    v.boolean_ = b;
    return v;
  }
  static Value of(const char*) = delete;
  template <class T>
  static Value of(T* cell, Kind kind) {
    Value v(kind);
    v.cell_ = cell;
    ++cell->refs;
    return v;
  }

  Kind kind() const { return kind_; }
  bool is_undefined() const { return kind_ == Kind::undefined; }
  bool is_number() const { return kind_ == Kind::number; }
  bool is_string() const { return kind_ == Kind::string; }
  bool is_array() const { return kind_ == Kind::array; }
  bool is_object() const { return kind_ == Kind::object; }
  bool is_function() const { return kind_ == Kind::function; }
  bool is_sequence() const;

  bool boolean() const { return boolean_; }
  double number() const { return number_; }
  const std::string& text() const;
  ArrayCell& array() const;
  ObjectCell& object() const;
  FunctionCell& function() const;
  TupleCell& tuple() const;
  TailCell& tail() const;
  const void* identity() const { return cell_; }

  void swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(cell_, other.cell_);
  }

 private:
  explicit Value(Kind kind) : kind_(kind), cell_(nullptr) {}
  Kind kind_ = Kind::undefined;
  union {
    bool boolean_;
    double number_;
    Cell* cell_;
  };
};

using Arguments = boost::container::small_vector<Value, 4>;

class StringCell final : public Cell {
 public:
  StringCell(Heap& heap, std::string text);
  const std::string text;
};

class ArrayCell final : public Cell {
 public:
  explicit ArrayCell(Heap& heap);
  ArrayCell(Heap& heap, double first, size_t count);  // first, first + 1, …

  size_t size() const { return range_ ? count_ : items_.size(); }
  Value at(size_t i) const { return range_ ? Value::of(first_ + static_cast<double>(i)) : items_[i]; }
  bool is_range() const { return range_; }
  void push(Value item);
  void reserve(size_t n);
  std::vector<Value>& items();  // written out if it was a range

  bool sequence = false, keep_singleton = false, constructed = false, tuples = false, wrapper = false;

 private:
  std::vector<Value> items_;
  double first_ = 0;
  size_t count_ = 0;
  bool range_ = false;
};

class ObjectCell final : public Cell {
 public:
  struct Member {
    Value key, value;
  };
  explicit ObjectCell(Heap& heap);
  const std::vector<Member>& members() const { return members_; }
  const Value* find(std::string_view key) const;
  void set(const Value& key, Value value);
  void erase(std::string_view key);
  std::uint32_t copy = 0;  // which transform copied it; only that one may change it

 private:
  size_t index_of(std::string_view key) const;
  std::vector<Member> members_;
  mutable std::unique_ptr<std::unordered_map<std::string_view, size_t>> index_;  // of large objects
};

// One item of a tuple stream: the item, and what @, # and % remember of it.
class TupleCell final : public Cell {
 public:
  explicit TupleCell(Heap& heap);
  void set(int atom, Value value);
  Value at;
  boost::container::small_vector<std::pair<int, Value>, 4> bound;
};

// The variables of one scope, by atom (the number of a name in its expression).
class FrameCell final : public Cell {
 public:
  FrameCell(Heap& heap, Ref<FrameCell> parent);
  ~FrameCell();
  void bind(int atom, Value value);
  const Value* find(int atom) const;  // here and outwards; null if nowhere

 private:
  friend class Heap;
  Ref<FrameCell> parent_;
  boost::container::small_vector<std::pair<int, Value>, 3> bound_;
  FrameCell *before_ = nullptr, *after_ = nullptr;
};

struct Node;
// A call in tail position, given back to the caller to make.
class TailCell final : public Cell {
 public:
  TailCell(Heap& heap, const Node& call_node, Value call_input, Ref<FrameCell> call_frame);
  const Node& call;
  Value input;
  Ref<FrameCell> frame;
};

inline bool Value::is_sequence() const { return kind_ == Kind::array && array().sequence; }
inline const std::string& Value::text() const { return static_cast<StringCell*>(cell_)->text; }
inline ArrayCell& Value::array() const { return *static_cast<ArrayCell*>(cell_); }
inline ObjectCell& Value::object() const { return *static_cast<ObjectCell*>(cell_); }
inline TupleCell& Value::tuple() const { return *static_cast<TupleCell*>(cell_); }
inline TailCell& Value::tail() const { return *static_cast<TailCell*>(cell_); }

Value make_string(Heap& heap, std::string text);
Value make_array(Heap& heap);
Value make_sequence(Heap& heap);
Value make_sequence(Heap& heap, Value only);
Value make_range(Heap& heap, double first, size_t count);
Value make_object(Heap& heap);

bool deep_equal(Heap& heap, const Value& a, const Value& b);  // throws Fault if nested too deeply
bool same(const Value& a, const Value& b);                    // JavaScript's ===
// Order of strings as JavaScript compares them, by UTF-16 units: below, equal or above 0.
int compare_text(std::string_view a, std::string_view b);

// How deeply a value may nest where something walks it by the stack.
constexpr size_t kDeepestValue = 500;

}  // namespace lambent::states::jsonata
