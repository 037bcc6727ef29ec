// Message move tasks: what is in a dead-letter queue goes back, or elsewhere. One row a task, so that a restart goes on.
#include <boost/asio/post.hpp>
#include <charconv>

#include "base/log.h"
#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr std::int64_t kMostARate = 500;     // messages a second
constexpr size_t kAtATime = 100;             // without a rate
constexpr size_t kKept = 10;                 // finished tasks of a queue

bool active(const MoveRow& task) { return task.status == "RUNNING" || task.status == "CANCELLING"; }

std::string handle_of(const MoveRow& task) { return base64_encode(task.source + " " + task.id); }

Json shown(const MoveRow& task) {
  Json out = object({{"Status", task.status}, {"SourceArn", task.source}, {"ApproximateNumberOfMessagesMoved", task.moved},
                     {"ApproximateNumberOfMessagesToMove", task.to_move}, {"StartedTimestamp", task.started_ms}});
  if (task.status == "RUNNING") set_text(out, "TaskHandle", handle_of(task));
  if (!task.destination.empty()) set_text(out, "DestinationArn", task.destination);
  if (task.rate) set(out, "MaxNumberOfMessagesPerSecond", task.rate);
  if (!task.failure.empty()) set_text(out, "FailureReason", task.failure);
  return out;
}

}  // namespace

// Throws AwsError ResourceNotFoundException.
QueueName Sqs::source_of(const std::string& arn) const {
  auto name = parse_queue_arn(arn);
  if (!name) throw invalid_value("You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
  if (!find_queue(*name)) throw not_found("The resource that you specified for the SourceArn parameter doesn't exist.");
  return *name;
}

Json Sqs::start_message_move_task(const Call& call) {
  MoveRow task;
  task.source = text_at(call.input, "SourceArn");
  task.destination = text_at(call.input, "DestinationArn");
  task.rate = int_at(call.input, "MaxNumberOfMessagesPerSecond");
  QueueName source = source_of(task.source);
  if (has(call.input, "MaxNumberOfMessagesPerSecond") && (task.rate < 1 || task.rate > kMostARate))
    throw invalid_value("Value " + std::to_string(task.rate) + " for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.");
  bool dead_letters = false;
  queues_.each(scope_prefix(source.scope), [&](const std::string&, const QueueRow& queue) {
    dead_letters |= queue.settings.redrive && queue.settings.redrive->target == task.source;
  });
  if (!dead_letters) throw invalid_value("Source queue must be configured as a Dead Letter Queue.");
  if (!task.destination.empty()) {
    auto to = parse_queue_arn(task.destination);
    if (!to || !find_queue(*to)) throw not_found("The resource that you specified for the DestinationArn parameter doesn't exist.");
    if (find_queue(*to)->settings.fifo != find_queue(source)->settings.fifo) throw invalid_value("Source queue and destination queue must be of the same type.");
    if (task.destination == task.source) throw invalid_value("Source queue arn and destination queue arn cannot be the same.");
  }
  std::vector<std::string> finished;
  moves_.each(scope_prefix(source.scope), [&](const std::string& key, const MoveRow& other) {
    if (other.source != task.source) return;
    if (active(other)) throw invalid_value("There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
    finished.push_back(key);
  });
  for (size_t i = 0; i + kKept <= finished.size(); ++i) moves_.erase(finished[i]);  // oldest first
  settle(source, *find_queue(source));
  task.id = aws_.ids().uuid();
  task.status = "RUNNING";
  task.to_move = static_cast<std::int64_t>(live_of(source).shelf.ready());
  task.started_ms = aws_.clock().now_ms();
  std::string key = scope_key(source.scope, std::to_string(new_number()));
  Json answer = object({{"TaskHandle", handle_of(task)}});
  moves_.put(key, std::move(task));
  aws_.loop().tasks().spawn("sqs move task", move_messages(key));
  return answer;
}

Json Sqs::list_message_move_tasks(const Call& call) {
  QueueName source = source_of(text_at(call.input, "SourceArn"));
  std::int64_t most = int_at(call.input, "MaxResults", 1);
  if (most < 1 || most > 10) throw invalid_value("Value " + std::to_string(most) + " for parameter MaxResults is invalid. Reason: Must be between 1 and 10, if provided.");
  std::vector<const MoveRow*> found;
  moves_.each(scope_prefix(source.scope), [&](const std::string&, const MoveRow& task) {
    if (task.source == source.arn()) found.push_back(&task);
  });
  Json list = array();
  for (auto it = found.rbegin(); it != found.rend() && list.size() < static_cast<size_t>(most); ++it) list.push_back(shown(**it));
  return object({{"Results", std::move(list)}});
}

Json Sqs::cancel_message_move_task(const Call& call) {
  std::string text = base64_decode(text_at(call.input, "TaskHandle")).value_or("");
  auto space = text.rfind(' ');
  if (space == std::string::npos) throw invalid_value("Value for parameter TaskHandle is invalid.");
  QueueName source = source_of(text.substr(0, space));
  std::string id = text.substr(space + 1), found;
  moves_.each(scope_prefix(source.scope), [&](const std::string& key, const MoveRow& task) {
    if (task.id == id) found = key;
  });
  if (found.empty()) throw not_found("Task does not exist.");
  const MoveRow* task = moves_.find(found);
  if (task->status != "RUNNING") throw AwsError("UnsupportedOperation", 400, "Only active tasks can be cancelled.");
  std::int64_t moved = task->moved;
  moves_.update(found, [](MoveRow& row) { row.status = "CANCELLING"; });
  return object({{"ApproximateNumberOfMessagesMoved", moved}});
}

// Moves one message; says why it cannot go on, or "COMPLETED" when there is none left.
std::string Sqs::move_one(MoveRow& task) {
  constexpr const char* kGone = "AWS.SimpleQueueService.NonExistentQueue";
  auto from = parse_queue_arn(task.source);
  const QueueRow* source = from ? find_queue(*from) : nullptr;
  if (!source) return kGone;
  settle(*from, *source);
  auto next = live_of(*from).shelf.next(1);
  if (next.empty() || task.moved >= task.to_move) return "COMPLETED";
  MessageRow row = *messages_.find(message_key(*from, *source, next.front()));
  auto to = parse_queue_arn(task.destination.empty() ? row.dead_letter_source : task.destination);
  const QueueRow* destination = to ? find_queue(*to) : nullptr;
  if (!destination) return to ? kGone : "CouldNotDetermineMessageSource";
  row.id = aws_.ids().uuid();  // to its receivers it is a new message
  row.dead_letter_source.clear();
  if (!destination->settings.fifo) row.dedup.clear(), row.sequence.clear();
  DeliveryRow delivery;
  delivery.sent_ms = delivery.due_ms = aws_.clock().now_ms();
  forget(*from, *source, next.front());
  settle(*to, *destination);
  put(*to, *destination, std::move(row), std::move(delivery));
  ++task.moved;
  return "";
}

Task<void> Sqs::move_messages(std::string key) {
  for (;;) {
    const MoveRow* now = moves_.find(key);
    if (!now) co_return;  // reset
    MoveRow task = *now;
    std::string end;
    if (task.status == "CANCELLING") end = "CANCELLED";
    for (size_t n = task.rate ? 1 : kAtATime; n > 0 && end.empty(); --n) end = move_one(task);
    if (!end.empty()) {
      bool good = end == "CANCELLED" || end == "COMPLETED";
      task.status = good ? end : "FAILED";
      if (!good) task.failure = end;
    }
    bool goes_on = end.empty();
    std::int64_t rate = task.rate;
    moves_.put(key, std::move(task));
    std::string broken;
    try {
      if (!aws_.store().clean()) co_await aws_.store().commit();
    } catch (const StoreError& e) {
      broken = e.what();
    }
    if (!broken.empty()) {  // what was moved may not be on disk: it does not go on as if it were
      log_error("sqs: a message move task failed: " + broken);
      moves_.update(key, [&](MoveRow& row) {
        row.status = "FAILED";
        row.failure = broken;
      });
      co_return;
    }
    if (!goes_on) co_return;
    if (rate)
      co_await aws_.clock().sleep_for(std::chrono::nanoseconds(1'000'000'000 / rate));
    else
      co_await net::post(aws_.loop().executor(), use_task);
  }
}

}  // namespace lambent::sqs
