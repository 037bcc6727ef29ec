#include <algorithm>

#include "base/cancelled.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/message_rules.h"
#include "mocks/sqs/policies.h"
#include "mocks/sqs/received.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr std::int64_t kAttemptMs = 300'000;

std::int64_t number_between(const Json& input, const char* member, std::int64_t fallback, std::int64_t least, std::int64_t most, const char* rule) {
  std::int64_t out = int_at(input, member, fallback);
  if (out < least || out > most) throw invalid_value("Value " + std::to_string(out) + " for parameter " + member + " is invalid. Reason: " + rule + ", if provided.");
  return out;
}

}  // namespace

struct Sqs::Ask {
  size_t most = 1;
  std::int64_t visibility_ms = 0, wait_ms = 0;
  std::string attempt;
  Wanted wanted;

  Ask(const Json& input, const Settings& settings) {
    most = static_cast<size_t>(number_between(input, "MaxNumberOfMessages", 1, 1, 10, "Must be between 1 and 10"));
    visibility_ms = 1000 * number_between(input, "VisibilityTimeout", settings.visibility, 0, 43'200, "Must be >= 0 and <= 43200");
    wait_ms = 1000 * number_between(input, "WaitTimeSeconds", settings.wait, 0, 20, "Must be >= 0 and <= 20");
    attempt = text_at(input, "ReceiveRequestAttemptId");
    if (auto given = find_text(input, "ReceiveRequestAttemptId")) {
      check_fifo_id(*given, "ReceiveRequestAttemptId");
      if (!settings.fifo)
        throw invalid_value("Value " + *given + " for parameter ReceiveRequestAttemptId is invalid. Reason: The request include parameter that is not valid for this queue type.");
    }
    wanted.system = texts_at(input, "MessageSystemAttributeNames");
    for (auto& name : texts_at(input, "AttributeNames")) wanted.system.push_back(name);
    for (const auto& name : wanted.system) check_system_name(name);
    wanted.attributes = texts_at(input, "MessageAttributeNames");
  }

  static void check_system_name(const std::string& name) {
    static constexpr std::string_view known[] = {"All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp",
                                                 "SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn"};
    // A queue's attribute is none of a message, but may be asked for.
    static constexpr std::string_view of_queues[] = {"Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod", "ApproximateNumberOfMessages",
                                                     "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn",
                                                     "ApproximateNumberOfMessagesDelayed", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy",
                                                     "FifoQueue", "ContentBasedDeduplication", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds",
                                                     "DeduplicationScope", "FifoThroughputLimit", "RedriveAllowPolicy", "SqsManagedSseEnabled"};
    bool good = std::find(std::begin(known), std::end(known), name) != std::end(known) ||
                std::find(std::begin(of_queues), std::end(of_queues), name) != std::end(of_queues);
    if (!good) throw AwsError("InvalidAttributeName", 400, "Unknown Attribute " + name + ".");
  }
};

// A poll in its queue's line until it has its answer. Whoever leaves lets the next one look.
class Sqs::Waiting {
 public:
  Waiting(Sqs& sqs, std::string key) : sqs_(sqs), key_(std::move(key)), poll_(std::make_shared<Poll>(sqs.aws_.loop().executor())) {
    sqs_.live_.at(key_).polls.push_back(poll_);
  }
  ~Waiting() {
    cancel();
    auto it = sqs_.live_.find(key_);
    if (it == sqs_.live_.end()) return;
    bool first = !it->second.polls.empty() && it->second.polls.front() == poll_;
    it->second.polls.remove(poll_);
    if (first) sqs_.stir(it->second);
  }
  Waiting(const Waiting&) = delete;

  // Until the queue has changed or it is `until_ms`.
  Task<void> look_again(std::int64_t until_ms) {
    cancel();
    alarm_ = sqs_.aws_.loop().tasks().spawn("sqs poll", ring(sqs_.aws_.clock(), until_ms, poll_));
    co_await poll_->parking.wait();
    co_await throw_if_cancelled();  // the messages would be gone with the caller
  }

 private:
  static Task<void> ring(Clock& clock, std::int64_t until_ms, std::shared_ptr<Poll> poll) {
    co_await clock.sleep_until(TimePoint(std::chrono::milliseconds(until_ms)), Sleep::background);
    poll->parking.wake();
  }
  void cancel() {
    if (alarm_) sqs_.aws_.loop().tasks().cancel(alarm_);
  }

  Sqs& sqs_;
  const std::string key_;
  const std::shared_ptr<Poll> poll_;
  std::uint64_t alarm_ = 0;
};

// Something about the queue is different: who waits longest looks again.
void Sqs::stir(Live& live) {
  if (!live.polls.empty() && live.polls.front()->parking.waiting()) live.polls.front()->parking.wake();
}

Task<Json> Sqs::receive_message(Call call) {
  QueueName name = asked_queue(call);
  const Ask ask(call.input, get_queue(name).settings);
  const std::int64_t deadline = aws_.clock().now_ms() + ask.wait_ms;
  std::unique_ptr<Waiting> waiting;
  for (;;) {
    Json messages = take(name, ask);
    if (!messages.empty()) co_return object({{"Messages", std::move(messages)}});
    if (aws_.clock().now_ms() >= deadline) co_return Json::object();
    if (!waiting) waiting = std::make_unique<Waiting>(*this, queue_key(name));
    auto due = live_of(name).shelf.next_due();
    co_await waiting->look_again(std::min(deadline, due.value_or(deadline)));
  }
}

Json Sqs::take(const QueueName& name, const Ask& ask) {
  const QueueRow& queue = get_queue(name);
  settle(name, queue);
  Live& live = live_of(name);
  if (!ask.attempt.empty())
    if (auto again = repeat(name, queue, ask)) return std::move(*again);
  // Of a long poll and of a FIFO queue AWS says nothing: they find no message.
  bool full = live.shelf.held() >= limits_.in_flight;
  if (full && !queue.settings.fifo && ask.wait_ms == 0)
    throw AwsError("OverLimit", 403, "The maximum number of in flight messages is reached.");
  Json out = array();
  if (full) return out;

  std::vector<Receipt> receipts;
  for (size_t buried = 0; out.size() < ask.most && buried < limits_.work_of_a_call;) {
    auto numbers = live.shelf.next(ask.most - out.size());
    if (numbers.empty()) break;
    for (auto number : numbers) {
      if (bury(name, queue, number))
        ++buried;
      else
        out.push_back(hand_out(name, queue, number, ask, receipts));
    }
  }
  if (!ask.attempt.empty() && !out.empty()) live.attempts[ask.attempt] = {aws_.clock().now_ms(), std::move(receipts)};
  return out;
}

Json Sqs::hand_out(const QueueName& name, const QueueRow& queue, std::uint64_t number, const Ask& ask, std::vector<Receipt>& receipts) {
  std::string key = message_key(name, queue, number);
  std::int64_t now = aws_.clock().now_ms();
  Receipt receipt{queue.id, number, aws_.ids().hex(32)};
  deliveries_.update(key, [&](DeliveryRow& row) {
    ++row.receives;
    if (!row.first_received_ms) row.first_received_ms = now;
    row.last_received_ms = now;
    row.due_ms = now + ask.visibility_ms;
    row.receipt = receipt.token;
  });
  // With a visibility timeout of 0, too: it is ready again when the queue is looked at next.
  live_of(name).shelf.move(number, now + ask.visibility_ms, Shelf::State::held);
  receipts.push_back(receipt);
  return received(*messages_.find(key), *deliveries_.find(key), receipt.handle(), ask.wanted);
}

// The same messages with the same handles, if nobody has touched them since; their visibility timeout begins anew.
std::optional<Json> Sqs::repeat(const QueueName& name, const QueueRow& queue, const Ask& ask) {
  Live& live = live_of(name);
  std::int64_t now = aws_.clock().now_ms();
  std::erase_if(live.attempts, [&](const auto& one) { return one.second.at_ms + kAttemptMs <= now; });
  auto it = live.attempts.find(ask.attempt);
  if (it == live.attempts.end()) return std::nullopt;
  for (const Receipt& receipt : it->second.receipts) {
    const Shelf::Place* place = live.shelf.find(receipt.number);
    const DeliveryRow* delivery = deliveries_.find(message_key(name, queue, receipt.number));
    if (!place || place->state != Shelf::State::held || !delivery || delivery->receipt != receipt.token) return std::nullopt;
  }
  Json out = array();
  for (const Receipt& receipt : it->second.receipts) {
    std::string key = message_key(name, queue, receipt.number);
    live.shelf.move(receipt.number, now + ask.visibility_ms, Shelf::State::held);
    deliveries_.update(key, [&](DeliveryRow& row) { row.due_ms = now + ask.visibility_ms; });
    out.push_back(received(*messages_.find(key), *deliveries_.find(key), receipt.handle(), ask.wanted));
  }
  return out;
}

// Puts a message that was received often enough into the dead-letter queue. False: it is to be given out.
bool Sqs::bury(const QueueName& name, const QueueRow& queue, std::uint64_t number) {
  const auto& redrive = queue.settings.redrive;
  if (!redrive) return false;
  std::string key = message_key(name, queue, number);
  const DeliveryRow* delivery = deliveries_.find(key);
  if (!delivery || delivery->receives < redrive->most_receives) return false;
  auto target = parse_queue_arn(redrive->target);
  const QueueRow* grave = target ? find_queue(*target) : nullptr;
  if (!grave || grave == &queue || grave->settings.fifo != queue.settings.fifo || !allows_redrive(grave->settings.allow_text, name.arn())) return false;
  MessageRow row = *messages_.find(key);
  row.dead_letter_source = name.arn();
  DeliveryRow moved = *delivery;
  std::int64_t now = aws_.clock().now_ms();
  moved.due_ms = now;
  moved.receipt.clear();
  if (queue.settings.fifo) moved.sent_ms = now;  // in standard queues retention goes on counting from the first sending
  forget(name, queue, number);
  settle(*target, *grave);
  put(*target, *grave, std::move(row), std::move(moved));
  return true;
}

}  // namespace lambent::sqs
