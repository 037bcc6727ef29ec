#include "mocks/sqs/batch.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {

Json Sqs::delete_message(const Call& call) {
  QueueName name = asked_queue(call);
  get_queue(name);
  delete_one(name, text_at(call.input, "ReceiptHandle"));
  return Json::object();
}

Json Sqs::delete_message_batch(const Call& call) {
  QueueName name = asked_queue(call);
  get_queue(name);
  const Json& entries = checked_batch(call, "DeleteMessageBatchRequestEntry");
  return run_batch(entries, [&](const Json& entry) {
    delete_one(name, text_at(entry, "ReceiptHandle"));
    return Json::object();
  });
}

// What is gone already is deleted well. Of several receives only the last one's handle deletes; of a FIFO queue only
// while the message is in flight.
void Sqs::delete_one(const QueueName& name, const std::string& handle) {
  if (handle.empty()) throw missing("ReceiptHandle");
  const QueueRow& queue = *find_queue(name);
  Receipt receipt = Receipt::parse(handle, queue.id);
  settle(name, queue);
  const Shelf::Place* place = live_of(name).shelf.find(receipt.number);
  const DeliveryRow* delivery = deliveries_.find(message_key(name, queue, receipt.number));
  if (!place || !delivery) return;
  bool last = delivery->receipt == receipt.token;
  if (queue.settings.fifo && (!last || place->state != Shelf::State::held))
    throw invalid_value("Value " + handle + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.");
  if (last) forget(name, queue, receipt.number);
}

}  // namespace lambent::sqs
