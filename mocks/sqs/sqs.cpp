#include "mocks/sqs/sqs.h"

#include <algorithm>
#include <charconv>

#include "mocks/sqs/faults.h"

namespace lambent::sqs {
namespace {

constexpr std::int64_t kDedupMs = 300'000;

std::string padded(std::uint64_t number) {
  std::string out = std::to_string(number);
  return out.insert(0, 20 - std::min<size_t>(20, out.size()), '0');  // so that keys sort by number
}

std::uint64_t number_in(std::string_view key) {
  std::uint64_t out = 0;
  std::string_view digits = key.substr(key.rfind('/') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

// The account, region and what follows of a key.
QueueName name_of_key(const std::string& key) {
  auto a = key.find('/'), b = key.find('/', a + 1);
  return {{key.substr(0, a), key.substr(a + 1, b - a - 1)}, key.substr(b + 1)};
}

}  // namespace

// What is emulated of SQS: all of it.
struct Sqs::Operations {
  static constexpr Operation<Sqs> table[] = {
      {"AddPermission", &Sqs::add_permission},
      {"CancelMessageMoveTask", &Sqs::cancel_message_move_task},
      {"ChangeMessageVisibility", &Sqs::change_message_visibility},
      {"ChangeMessageVisibilityBatch", &Sqs::change_message_visibility_batch},
      {"CreateQueue", &Sqs::create_queue},
      {"DeleteMessage", &Sqs::delete_message},
      {"DeleteMessageBatch", &Sqs::delete_message_batch},
      {"DeleteQueue", &Sqs::delete_queue},
      {"GetQueueAttributes", &Sqs::get_queue_attributes},
      {"GetQueueUrl", &Sqs::get_queue_url},
      {"ListDeadLetterSourceQueues", &Sqs::list_dead_letter_source_queues},
      {"ListMessageMoveTasks", &Sqs::list_message_move_tasks},
      {"ListQueueTags", &Sqs::list_queue_tags},
      {"ListQueues", &Sqs::list_queues},
      {"PurgeQueue", &Sqs::purge_queue},
      {"ReceiveMessage", &Sqs::receive_message},
      {"RemovePermission", &Sqs::remove_permission},
      {"SendMessage", &Sqs::send_message},
      {"SendMessageBatch", &Sqs::send_message_batch},
      {"SetQueueAttributes", &Sqs::set_queue_attributes},
      {"StartMessageMoveTask", &Sqs::start_message_move_task},
      {"TagQueue", &Sqs::tag_queue},
      {"UntagQueue", &Sqs::untag_queue},
  };
};

std::string queue_key(const QueueName& name) { return scope_key(name.scope, name.name); }

std::string messages_prefix(const QueueName& name, const QueueRow& queue) { return scope_key(name.scope, queue.id) + "/"; }

std::string key_of_number(const std::string& prefix, std::uint64_t number) { return prefix + padded(number); }

std::string message_key(const QueueName& name, const QueueRow& queue, std::uint64_t number) {
  return key_of_number(messages_prefix(name, queue), number);
}

Sqs::Sqs(Aws& aws, Limits limits)
    : aws_(aws),
      limits_(limits),
      queues_(aws.store(), "sqs.queues"),
      deleted_(aws.store(), "sqs.deleted"),
      messages_(aws.store(), "sqs.messages"),
      deliveries_(aws.store(), "sqs.deliveries"),
      dedups_(aws.store(), "sqs.dedups"),
      moves_(aws.store(), "sqs.moves") {}

Sqs::~Sqs() = default;

std::vector<std::string_view> Sqs::operations() const { return operation_names(Operations::table); }

Task<Json> Sqs::handle(Call call) { return dispatch<Sqs>(*this, Operations::table, std::move(call)); }

void Sqs::load() {
  queues_.load();
  deleted_.load();
  messages_.load();
  deliveries_.load();
  dedups_.load();
  moves_.load();
  std::map<std::string, QueueName> by_prefix;
  for (const auto& [key, queue] : queues_) {
    QueueName name = name_of_key(key);
    live_of(name).shelf.set_delay(queue.settings.delay * 1000);
    last_number_ = std::max(last_number_, queue.purged_before);  // the clock may have been ahead
    by_prefix.emplace(messages_prefix(name, queue), std::move(name));
  }
  std::map<std::string, Leftover> gone;  // by prefix
  auto leave = [&](const std::string& prefix) -> Leftover& {
    return gone.try_emplace(prefix, Leftover{prefix, Shelf(Shelf::Kind::standard), {}}).first->second;
  };
  for (const auto& [key, message] : messages_) {
    std::uint64_t number = number_in(key);
    last_number_ = std::max(last_number_, number);
    std::string prefix = key.substr(0, key.rfind('/') + 1);
    auto owner = by_prefix.find(prefix);
    const QueueRow* queue = owner == by_prefix.end() ? nullptr : find_queue(owner->second);
    const DeliveryRow* delivery = deliveries_.find(key);
    if (!queue || !delivery || number < queue->purged_before) {
      leave(prefix).shelf.put(number, {});
      continue;
    }
    Shelf::State state = delivery->receives > 0 ? Shelf::State::held : Shelf::State::delayed;
    if (delivery->due_ms <= aws_.clock().now_ms()) state = Shelf::State::ready;
    live_of(owner->second).shelf.put(number, {delivery->sent_ms, delivery->due_ms, queue->settings.fifo ? message.group : "", state});
  }
  for (const auto& [key, row] : dedups_) {
    std::string prefix = key.substr(0, key.find('/', key.find('/', key.find('/') + 1) + 1) + 1);  // account, region, queue's id
    auto owner = by_prefix.find(prefix);
    auto& used = owner == by_prefix.end() ? leave(prefix).dedups : live_of(owner->second).dedups;
    used.emplace(row.at_ms, key);
  }
  for (auto& [prefix, left] : gone) sweep_later(prefix, std::move(left.shelf), std::move(left.dedups));
}

void Sqs::resume() {
  for (const auto& [key, task] : moves_)
    if (task.status == "RUNNING" || task.status == "CANCELLING") aws_.loop().tasks().spawn("sqs move task", move_messages(key));
}

void Sqs::reset() {
  queues_.clear();
  deleted_.clear();
  messages_.clear();
  deliveries_.clear();
  dedups_.clear();
  moves_.clear();
  for (auto& [key, live] : live_)
    for (auto& poll : live.polls) poll->parking.wake();
  live_.clear();
  leftovers_.clear();
}

QueueName Sqs::asked_queue(const Call& call) const { return parse_queue_url(text_at(call.input, "QueueUrl"), call.scope); }

const QueueRow* Sqs::find_queue(const QueueName& name) const { return queues_.find(queue_key(name)); }

const QueueRow& Sqs::get_queue(const QueueName& name) const {
  const QueueRow* queue = find_queue(name);
  if (!queue) throw no_such_queue();
  return *queue;
}

Sqs::Live& Sqs::live_of(const QueueName& name) {
  std::string key = queue_key(name);
  auto it = live_.find(key);
  if (it != live_.end()) return it->second;
  return live_.emplace(key, Live(name.name.ends_with(".fifo") ? Shelf::Kind::fifo : Shelf::Kind::standard)).first->second;
}

// What time has done to the queue: messages are ready again, are too old, deduplication ids are free.
void Sqs::settle(const QueueName& name, const QueueRow& queue) {
  Live& live = live_of(name);
  std::int64_t now = aws_.clock().now_ms();
  live.shelf.settle(now);
  for (auto number : live.shelf.sent_until(now - queue.settings.retention * 1000, limits_.work_of_a_call)) forget(name, queue, number);
  while (!live.dedups.empty() && live.dedups.begin()->first + kDedupMs <= now) {
    dedups_.erase(live.dedups.begin()->second);
    live.dedups.erase(live.dedups.begin());
  }
}

std::string Sqs::put(const QueueName& name, const QueueRow& queue, MessageRow row, DeliveryRow delivery) {
  std::uint64_t number = new_number();
  if (queue.settings.fifo) row.sequence = "188" + padded(number).substr(3);
  Live& live = live_of(name);
  Shelf::State state = delivery.due_ms > aws_.clock().now_ms() ? Shelf::State::delayed : Shelf::State::ready;
  live.shelf.put(number, {delivery.sent_ms, delivery.due_ms, queue.settings.fifo ? row.group : "", state});
  std::string key = message_key(name, queue, number), sequence = row.sequence;
  messages_.put(key, std::move(row));
  deliveries_.put(key, std::move(delivery));
  stir(live);
  return sequence;
}

void Sqs::forget(const QueueName& name, const QueueRow& queue, std::uint64_t number) {
  std::string key = message_key(name, queue, number);
  messages_.erase(key);
  deliveries_.erase(key);
  Live& live = live_of(name);
  live.shelf.remove(number);
  stir(live);  // of a FIFO group the next may be ready
}

// Grows over restarts too, as sequence numbers must: it follows the clock. 17 digits.
std::uint64_t Sqs::new_number() {
  last_number_ = std::max(last_number_ + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(0, aws_.clock().now_ms())) * 10'000);
  return last_number_;
}

}  // namespace lambent::sqs
