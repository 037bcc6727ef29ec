// Bytes read from a connection and not yet parsed. prepare() may move what is there; consume() and view() never do,
// so a read may be under way into the prepared room while the front is being parsed.
#pragma once
#include <cstring>
#include <memory>
#include <string_view>

#include <boost/asio/buffer.hpp>

namespace lambent {

class ReadBuffer {
 public:
  std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  size_t size() const { return end_ - begin_; }

  // Room for `n` more bytes behind what is there; commit() what was read into it.
  boost::asio::mutable_buffer prepare(size_t n) {
    if (empty()) {
      begin_ = end_ = 0;
      if (capacity_ > kKept && n <= kKept) capacity_ = 0;  // a large body has passed: do not keep its room
    }
    if (capacity_ - end_ < n) {
      size_t needed = size() + n;
      if (needed <= capacity_ && begin_ >= capacity_ / 2) {
        std::memmove(bytes_.get(), bytes_.get() + begin_, size());
      } else {
        size_t grown = needed > capacity_ * 2 ? needed : capacity_ * 2;
        std::unique_ptr<char[]> fresh(new char[grown]);
        if (!empty()) std::memcpy(fresh.get(), bytes_.get() + begin_, size());
        bytes_ = std::move(fresh);
        capacity_ = grown;
      }
      end_ = size();
      begin_ = 0;
    }
    return {bytes_.get() + end_, n};
  }
  void commit(size_t n) { end_ += n; }
  void consume(size_t n) { begin_ += n; }

 private:
  static constexpr size_t kKept = 16 << 10;
  std::unique_ptr<char[]> bytes_;
  size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace lambent
