// Events of asynchronous invocations until they are done: stored, so that a restart goes on with them.
//
// A function error is tried again after one and after two minutes, throttling and faults of ours with back-off of a
// second up to five minutes, nothing beyond six hours of age; all on the emulated clock. The request id stays the same.
// A function whose reserved concurrency is 0, or that is deleted, drops its events.
#pragma once
#include <map>

#include "lambda/invoker.h"

namespace lambent::lambda {

struct QueuedEvent {
  std::string id, function_key;
  Invocation invocation;
  std::uint64_t parent = 0;
  std::string trace;
  int runs = 0;       // that ended with a function error
  int refusals = 0;   // in a row
  std::int64_t queued_ms = 0, due_ms = 0;

  Json to_json() const;
  static QueuedEvent from_json(const Json& json);
};

class AsyncQueue {
 public:
  AsyncQueue(Aws& aws, Invoker& invoker, const Table<Function>& functions);

  void load() { events_.load(); }
  void resume();
  void clear();
  void put(std::string function_key, Invocation invocation, std::uint64_t parent, std::string trace);

 private:
  enum class Next { done, again };
  void spawn(const std::string& id);
  Task<void> deliver(std::string id);
  Task<Next> attempt(std::string id);
  Next after_error(const std::string& id);
  Next after_refusal(const std::string& id, const AwsError& error);

  Aws& aws_;
  Invoker& invoker_;
  const Table<Function>& functions_;
  Table<QueuedEvent> events_;
  std::map<std::string, std::uint64_t> tasks_;
};

}  // namespace lambent::lambda
