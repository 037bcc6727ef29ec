#include "mocks/states/jsonata/heap.h"

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/function.h"

namespace lambent::states::jsonata {

Heap::~Heap() { break_cycles(); }

void Heap::charge(size_t bytes) {
  check_room(bytes);
  used_ += bytes;
}

void Heap::check_room(size_t bytes) const {
  if (bytes > largest_ || bytes > room()) fail_memory();
}

void Heap::out_of_steps() { fail_steps(); }

void Cell::charge(size_t bytes) {
  heap->charge(bytes);
  charged += static_cast<std::uint32_t>(bytes);
}

// What a dying cell held may die with it: those are put on the list too, and freed by the loop already running.
void Heap::discard(Cell* dead) {
  refund(dead->charged);
  dead->next = trash_;
  trash_ = dead;
  if (draining_) return;
  draining_ = true;
  while (trash_) {
    Cell* next = trash_;
    trash_ = next->next;
    next->heap = this;
    destroy(next);
  }
  draining_ = false;
}

void Heap::destroy(Cell* dead) {
  switch (dead->kind) {
    case CellKind::string: delete static_cast<StringCell*>(dead); return;
    case CellKind::array: delete static_cast<ArrayCell*>(dead); return;
    case CellKind::object: delete static_cast<ObjectCell*>(dead); return;
    case CellKind::function: delete static_cast<FunctionCell*>(dead); return;
    case CellKind::frame: delete static_cast<FrameCell*>(dead); return;
    case CellKind::tuple: delete static_cast<TupleCell*>(dead); return;
    case CellKind::tail: delete static_cast<TailCell*>(dead); return;
  }
}

void Heap::break_cycles() {
  while (frames_) {
    Ref<FrameCell> frame(frames_);
    frames_ = frame->after_;
    if (frames_) frames_->before_ = nullptr;
    frame->after_ = nullptr;
    frame->before_ = frame.get();  // out of the list
    auto bound = std::move(frame->bound_);
    frame->bound_.clear();
    Ref<FrameCell> parent = std::move(frame->parent_);
  }
}

FrameCell::FrameCell(Heap& owner, Ref<FrameCell> parent) : Cell(owner, CellKind::frame), parent_(std::move(parent)) {
  charge(sizeof(FrameCell));
  after_ = owner.frames_;
  if (after_) after_->before_ = this;
  owner.frames_ = this;
}

FrameCell::~FrameCell() {
  if (before_ == this) return;
  if (after_) after_->before_ = before_;
  if (before_) before_->after_ = after_;
  else heap->frames_ = after_;
}

void FrameCell::bind(int atom, Value value) {
  for (auto& [name, held] : bound_)
    if (name == atom) {
      held = std::move(value);
      return;
    }
  if (bound_.size() == bound_.capacity()) charge(bound_.size() * 2 * sizeof(bound_[0]));
  bound_.emplace_back(atom, std::move(value));
}

const Value* FrameCell::find(int atom) const {
  for (const FrameCell* frame = this; frame; frame = frame->parent_.get())
    for (const auto& [name, held] : frame->bound_)
      if (name == atom) return &held;
  return nullptr;
}

}  // namespace lambent::states::jsonata
