// Erases the rows of purged and deleted queues a few at a time, so that no call takes long.
#include <boost/asio/post.hpp>

#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr size_t kAtATime = 500;

}  // namespace

void Sqs::sweep_later(std::string prefix, Shelf shelf, std::set<std::pair<std::int64_t, std::string>> dedups) {
  leftovers_.push_back({std::move(prefix), std::move(shelf), std::move(dedups)});
  if (sweeping_) return;
  sweeping_ = true;
  aws_.loop().tasks().spawn("sqs sweep", sweep());
}

Task<void> Sqs::sweep() {
  struct Done {
    bool& sweeping;
    ~Done() { sweeping = false; }  // also if the disk refuses: the next purge goes on with it
  } done{sweeping_};
  while (!leftovers_.empty()) {
    Leftover& one = leftovers_.back();
    for (auto number : one.shelf.sent_until(INT64_MAX, kAtATime)) {
      std::string key = key_of_number(one.prefix, number);
      messages_.erase(key);
      deliveries_.erase(key);
      one.shelf.remove(number);
    }
    for (size_t n = 0; n < kAtATime && !one.dedups.empty(); ++n) {
      dedups_.erase(one.dedups.begin()->second);
      one.dedups.erase(one.dedups.begin());
    }
    if (one.shelf.size() == 0 && one.dedups.empty()) leftovers_.pop_back();
    if (!aws_.store().clean()) co_await aws_.store().commit();
    co_await net::post(aws_.loop().executor(), use_task);
  }
}

}  // namespace lambent::sqs
