// Where the values of one evaluation live: counts their bytes, and the work done on them, against limits and frees
// them without recursion. Whatever walks a value counts each part: values share parts, so a walk may be far longer
// than what is stored.
//
// Cells are counted by reference, not atomically (one thread). A value that nests deeply is freed by a list, not by
// the stack. Frames can refer to themselves through functions bound in them; break_cycles() empties the frames left
// over at the end of an evaluation.
#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>

namespace lambent::states::jsonata {

class Heap;
class FrameCell;

enum class CellKind : std::uint8_t { string, array, object, function, frame, tuple, tail };

struct Cell {
  std::uint32_t refs = 0;
  std::uint32_t charged = 0;
  union {
    Heap* heap;
    Cell* next;  // once dead: the list of what is still to be freed
  };
  CellKind kind;

 protected:
  Cell(Heap& owner, CellKind k) : heap(&owner), kind(k) {}
  ~Cell() = default;
  void charge(size_t bytes);  // throws Fault (memory)
};

class Heap {
 public:
  // `largest`: how much one value may take.
  Heap(size_t bytes, size_t steps, size_t largest = SIZE_MAX) : limit_(bytes), largest_(largest), steps_(steps) {}
  Heap(const Heap&) = delete;
  ~Heap();

  void charge(size_t bytes);
  void refund(size_t bytes) { used_ -= bytes; }
  size_t room() const { return limit_ - used_; }
  void check_room(size_t bytes) const;  // throws Fault (memory) if so much more would not fit, or is too large
  void work(size_t steps = 1) {         // throws Fault (timeout) when the steps are used up
    if (steps > steps_) out_of_steps();
    steps_ -= steps;
  }
  void discard(Cell* dead);
  void break_cycles();

 private:
  friend class FrameCell;
  static void destroy(Cell* dead);
  [[noreturn]] static void out_of_steps();
  const size_t limit_, largest_;
  size_t used_ = 0, steps_;
  Cell* trash_ = nullptr;
  bool draining_ = false;
  FrameCell* frames_ = nullptr;
};

inline void release(Cell* cell) {
  if (--cell->refs == 0) cell->heap->discard(cell);
}

template <class T>
class Ref {
 public:
  Ref() = default;
  explicit Ref(T* cell) : cell_(cell) {
    if (cell_) ++cell_->refs;
  }
  Ref(const Ref& other) : Ref(other.cell_) {}
  Ref(Ref&& other) noexcept : cell_(std::exchange(other.cell_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(cell_, other.cell_);
    return *this;
  }
  ~Ref() {
    if (cell_) release(cell_);
  }
  T* get() const { return cell_; }
  T& operator*() const { return *cell_; }
  T* operator->() const { return cell_; }
  explicit operator bool() const { return cell_ != nullptr; }

 private:
  T* cell_ = nullptr;
};

}  // namespace lambent::states::jsonata
