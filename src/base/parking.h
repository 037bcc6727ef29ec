// One coroutine waits here until somebody wakes it: the primitive under clock, reply and queues.
// Only the loop thread may touch it. At most one waiter at a time.
//
//   co_await parking.wait(executor);   // throws boost::system::system_error(operation_aborted) if cancelled
//   parking.wake();                    // resumes the waiter from the loop, never from inside the call
//
// A wake without a waiter is remembered once. Destroying a Parking with a waiter abandons the waiter's frame
// only after Tasks has drained; cancel first (see tasks.h).
#pragma once
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <memory>

#include "base/task.h"

namespace lambent {

class Parking {
 public:
  explicit Parking(Executor executor) : executor_(executor) {}
  Parking(const Parking&) = delete;
  Parking& operator=(const Parking&) = delete;

  bool waiting() const { return waiter_ != nullptr; }
  void wake() {
    if (waiter_)
      finish({});
    else
      woken_ = true;
  }

  Task<void> wait() {
    if (woken_) {
      woken_ = false;
      co_return;
    }
    auto start = Start{this};
    co_await net::async_initiate<const net::use_awaitable_t<Executor>, void(boost::system::error_code)>(start, use_task);
  }

 private:
  struct Waiter {
    virtual ~Waiter() = default;
    virtual void complete(boost::system::error_code) = 0;
  };
  template <class Handler>
  struct WaiterOf final : Waiter {
    WaiterOf(Handler&& h, Executor ex) : handler(std::move(h)), executor(ex) {}
    void complete(boost::system::error_code ec) override {
      auto h = std::move(handler);
      net::post(executor, [h = std::move(h), ec]() mutable { h(ec); });
    }
    Handler handler;
    Executor executor;
  };
  struct Start {
    Parking* self;
    template <class Handler>
    void operator()(Handler&& handler) const {
      auto slot = net::get_associated_cancellation_slot(handler);
      self->waiter_ = std::make_unique<WaiterOf<std::decay_t<Handler>>>(std::forward<Handler>(handler), self->executor_);
      if (slot.is_connected()) {
        Parking* parking = self;
        slot.assign([parking](net::cancellation_type) {
          if (parking->waiter_) parking->finish(net::error::operation_aborted);
        });
      }
    }
  };
  void finish(boost::system::error_code ec) {
    auto waiter = std::move(waiter_);
    waiter->complete(ec);
  }

  Executor executor_;
  std::unique_ptr<Waiter> waiter_;
  bool woken_ = false;
};

}  // namespace lambent
