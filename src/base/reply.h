// A slot for one answer: somebody waits, somebody else fills it exactly once. Filling it twice is refused,
// so "who answers?" never needs a flag.
//
//   Reply<InvokeResult> reply(executor);
//   reply.set(std::move(result));              // true if this was the first answer
//   InvokeResult r = co_await reply.take();    // rethrows what fail() was given
//
// Loop thread only. The waiter may come before or after the answer.
#pragma once
#include <exception>
#include <optional>

#include "base/parking.h"

namespace lambent {

template <class T>
class Reply {
 public:
  explicit Reply(Executor executor) : parking_(executor) {}
  bool filled() const { return value_.has_value() || error_ != nullptr; }

  bool set(T value) {
    if (filled()) return false;
    value_ = std::move(value);
    parking_.wake();
    return true;
  }
  bool fail(std::exception_ptr error) {
    if (filled()) return false;
    error_ = std::move(error);
    parking_.wake();
    return true;
  }
  Task<T> take() {
    co_await parking_.wait();
    if (error_) std::rethrow_exception(error_);
    co_return std::move(*value_);
  }

 private:
  Parking parking_;
  std::optional<T> value_;
  std::exception_ptr error_;
};

}  // namespace lambent
