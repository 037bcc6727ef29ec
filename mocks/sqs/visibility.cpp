#include "mocks/sqs/batch.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr std::int64_t kLongest = 43'200;

void check_seconds(std::int64_t seconds) {
  if (seconds < 0 || seconds > kLongest)
    throw invalid_value("Value " + std::to_string(seconds) + " for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.");
}

}  // namespace

Json Sqs::change_message_visibility(const Call& call) {
  QueueName name = asked_queue(call);
  get_queue(name);
  change_one(name, text_at(call.input, "ReceiptHandle"), int_at(call.input, "VisibilityTimeout"));
  return Json::object();
}

Json Sqs::change_message_visibility_batch(const Call& call) {
  QueueName name = asked_queue(call);
  get_queue(name);
  const Json& entries = checked_batch(call, "ChangeMessageVisibilityBatchRequestEntry");
  return run_batch(entries, [&](const Json& entry) {
    if (!has(entry, "VisibilityTimeout")) throw missing("VisibilityTimeout");
    change_one(name, text_at(entry, "ReceiptHandle"), int_at(entry, "VisibilityTimeout"));
    return Json::object();
  });
}

// After its timeout a message of a standard queue can still be taken back, as long as nobody else received it.
void Sqs::change_one(const QueueName& name, const std::string& handle, std::int64_t seconds) {
  if (handle.empty()) throw missing("ReceiptHandle");
  check_seconds(seconds);
  const QueueRow& queue = *find_queue(name);
  Receipt receipt = Receipt::parse(handle, queue.id);
  settle(name, queue);
  Live& live = live_of(name);
  std::string key = message_key(name, queue, receipt.number);
  const Shelf::Place* place = live.shelf.find(receipt.number);
  const DeliveryRow* delivery = deliveries_.find(key);
  std::string refused = "Value " + handle + " for parameter ReceiptHandle is invalid. Reason: ";
  if (!place || !delivery || delivery->receipt != receipt.token)
    throw invalid_value(refused + "Message does not exist or is not available for visibility timeout change.");
  if (queue.settings.fifo && place->state != Shelf::State::held) throw invalid_value(refused + "The receipt handle has expired.");
  std::int64_t now = aws_.clock().now_ms();
  if (now - delivery->last_received_ms + seconds * 1000 > kLongest * 1000)
    throw invalid_value("Value " + std::to_string(seconds) +
                        " for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].");
  std::int64_t due = now + seconds * 1000;
  live.shelf.move(receipt.number, due, Shelf::State::held);
  live.shelf.settle(now);
  deliveries_.update(key, [&](DeliveryRow& row) { row.due_ms = due; });
  stir(live);
}

}  // namespace lambent::sqs
