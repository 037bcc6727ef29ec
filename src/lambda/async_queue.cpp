#include "lambda/async_queue.h"

#include "base/log.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent::lambda {
namespace {

constexpr int kMostRuns = 3;
constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kOldestMs = 6 * 60 * kMinuteMs;
constexpr std::int64_t kLongestBackOffMs = 5 * kMinuteMs;

}  // namespace

Json QueuedEvent::to_json() const {
  return object({{"id", id}, {"function", function_key}, {"request_id", invocation.request_id},
                 {"event", base64_encode(invocation.event)}, {"arn", invocation.invoked_arn}, {"header", invocation.trace},
                 {"trace", trace}, {"runs", runs}, {"refusals", refusals}, {"queued", queued_ms}, {"due", due_ms}});
}

QueuedEvent QueuedEvent::from_json(const Json& j) {
  QueuedEvent e;
  e.id = text_at(j, "id");
  e.function_key = text_at(j, "function");
  e.invocation.request_id = text_at(j, "request_id");
  e.invocation.event = base64_decode(text_at(j, "event")).value_or("");
  e.invocation.invoked_arn = text_at(j, "arn");
  e.invocation.trace = text_at(j, "header");
  e.trace = text_at(j, "trace");
  e.runs = static_cast<int>(int_at(j, "runs"));
  e.refusals = static_cast<int>(int_at(j, "refusals"));
  e.queued_ms = int_at(j, "queued");
  e.due_ms = int_at(j, "due");
  return e;
}

AsyncQueue::AsyncQueue(Aws& aws, Invoker& invoker, const Table<Function>& functions)
    : aws_(aws), invoker_(invoker), functions_(functions), events_(aws.store(), "lambda.async") {}

void AsyncQueue::put(std::string function_key, Invocation invocation, std::uint64_t parent, std::string trace) {
  QueuedEvent event;
  event.id = invocation.request_id;
  event.function_key = std::move(function_key);
  event.invocation = std::move(invocation);
  event.parent = parent;
  event.trace = std::move(trace);
  event.queued_ms = event.due_ms = aws_.clock().now_ms();
  const std::string id = event.id;
  events_.put(id, std::move(event));
  spawn(id);
}

void AsyncQueue::resume() {
  for (const auto& [id, event] : events_) spawn(id);
}

void AsyncQueue::clear() {
  for (const auto& [id, task] : tasks_) aws_.loop().tasks().cancel(task);
  tasks_.clear();
  events_.clear();
}

void AsyncQueue::spawn(const std::string& id) { tasks_[id] = aws_.loop().tasks().spawn("lambda event", deliver(id)); }

Task<void> AsyncQueue::deliver(std::string id) {
  for (;;) {
    const QueuedEvent* event = events_.find(id);
    if (!event) co_return;
    const TimePoint due = from_epoch_ms(event->due_ms);
    if (due > aws_.clock().now()) co_await aws_.clock().sleep_until(due);
    const Next next = co_await attempt(id);
    if (next == Next::again) continue;
    events_.erase(id);
    tasks_.erase(id);
    co_return;
  }
}

Task<AsyncQueue::Next> AsyncQueue::attempt(std::string id) {
  const QueuedEvent* event = events_.find(id);
  if (!event || !functions_.contains(event->function_key)) co_return Next::done;
  auto invocation = std::make_shared<const Invocation>(event->invocation);
  std::string key = event->function_key, trace = event->trace;
  const std::uint64_t parent = event->parent;
  std::optional<AwsError> refused;
  std::optional<InvokeResult> result;
  try {
    result = co_await invoker_.invoke(key, invocation, parent, trace);
  } catch (const AwsError& e) {
    refused = e;
  }
  if (refused) co_return after_refusal(id, *refused);
  if (result->answer.ending == Ending::success) co_return Next::done;
  co_return after_error(id);
}

AsyncQueue::Next AsyncQueue::after_error(const std::string& id) {
  const std::int64_t now = aws_.clock().now_ms();
  Next next = Next::done;
  events_.update(id, [&](QueuedEvent& e) {
    const std::int64_t due = now + ++e.runs * kMinuteMs;
    if (e.runs >= kMostRuns || due - e.queued_ms > kOldestMs) return;
    e.refusals = 0;
    e.due_ms = due;
    next = Next::again;
  });
  return next;
}

AsyncQueue::Next AsyncQueue::after_refusal(const std::string& id, const AwsError& error) {
  const std::int64_t now = aws_.clock().now_ms();
  Next next = Next::done;
  events_.update(id, [&](QueuedEvent& e) {
    const Function* f = functions_.find(e.function_key);
    const bool blocked = !f || (f->reserved && *f->reserved == 0);
    if (blocked || (error.status() != 429 && error.status() < 500)) return;
    const std::int64_t wait = std::min<std::int64_t>(1000LL << std::min(e.refusals++, 20), kLongestBackOffMs);
    if (now + wait - e.queued_ms > kOldestMs) return;
    e.due_ms = now + wait;
    next = Next::again;
  });
  if (next == Next::done) log_warn("lambda: event " + id + " was dropped: " + error.message());
  return next;
}

}  // namespace lambent::lambda
