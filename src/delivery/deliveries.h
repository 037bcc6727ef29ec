// What a service has still to deliver: tried, tried again by its plan on the emulated clock, at last put into its dead letter
// queue. Rows of a table, so that a restart goes on with them.
//
//   Deliveries deliveries(aws, "sns.deliveries");
//   deliveries.on_end([](const Delivery& d, const Attempt& last) { ... });   // delivered, or given up; not called after a restart for what ended before
//   Delivery d;
//   d.to = CallTarget{"sqs", "SendMessage", scope, input};
//   d.plan = RetryPlan::aws_endpoint();
//   deliveries.add(std::move(d));        // begins at the next turn of the loop
//
// Delivered at least once: a delivery under way when the process dies is made again. Calls go through the door as the
// service principal named, so the target's resource policy decides and the journal shows them. An answer of 429, 5xx or
// none, and throttling, are worth another try; all else is final. At most kMostPosts posts run at a time, the others wait.
// full() says when an owner should take no more: `kMostPending` wait already, or `kMostPendingBytes` of them. What is added all
// the same is delivered all the same. Whatever the bytes of one message for all, it is taken when nothing else waits.
//
// Loop thread only. Borrows the door; its coroutines end with the loop's tasks.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <set>

#include "aws/aws.h"
#include "base/table.h"
#include "delivery/delivery.h"

namespace lambent {

class Deliveries {
 public:
  static constexpr size_t kMostPending = 100'000;
  static constexpr size_t kMostPendingBytes = 256u << 20;
  static constexpr size_t kMostPosts = 64;
  using Ended = std::function<void(const Delivery&, const Attempt&)>;

  Deliveries(Aws& aws, std::string table) : aws_(aws), rows_(aws.store(), std::move(table)) {}

  void on_end(Ended ended) { ended_ = std::move(ended); }
  void add(Delivery delivery);
  size_t pending() const { return rows_.size(); }
  size_t pending_bytes() const { return bytes_; }
  bool full(size_t more = 1, size_t bytes = 0) const;
  void drop(const std::string& group);  // gives up what is of that group, without dead letters

  void load();
  void resume();
  void clear();

 private:
  void start(const std::string& line);
  Task<void> work_off(std::string line, std::uint64_t life);
  Task<void> deliver(std::string key);
  Task<Attempt> attempt(std::string key);
  Task<Attempt> call(CallTarget target, std::string key);
  Task<Attempt> post(HttpTarget target);
  // What comes after an attempt; false: the row is done with.
  bool settle(const std::string& key, const Attempt& last);
  void end(const std::string& key, const Attempt& last);
  void enter(const std::string& key, const Delivery& row);  // into the indexes
  void erase(const std::string& key);

  Aws& aws_;
  Table<Delivery> rows_;
  Ended ended_;
  std::map<std::string, std::deque<std::string>> lines_;  // keys of rows, by line
  std::map<std::string, std::uint64_t> tasks_;            // by line
  std::set<std::pair<std::string, std::string>> groups_;  // of rows that have one, with their keys
  size_t bytes_ = 0;                                      // of all rows
  std::deque<Parking*> waiting_;                          // posts that wait for a place
  size_t posts_ = 0;
  std::uint64_t next_ = 1;
  std::uint64_t life_ = 0;  // counts clear()
};

}  // namespace lambent
