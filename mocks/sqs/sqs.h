// Amazon SQS: standard and FIFO queues. AWS source: SQS API reference 2012-11-05 and developer guide; answers recorded
// of AWS where they say more.
//
//   Sqs sqs(aws);   aws.add(sqs);
//
// All 23 operations. A queue's URL is <home>/<account>/<name> (names.h). All times are the emulated clock's: delay,
// visibility timeout, retention, deduplication, the 60 seconds after a purge and a deletion. A long poll sleeps in the
// background: it ends when a message can be received or its time is up, and no clock jumps for it.
//
// Where AWS leaves it open: a receive returns as many messages as there are and were asked for, in the order of sending;
// the numbers called approximate are exact; attributes act at once. A message goes to the dead-letter queue when it would
// be received once too often; while that queue does not exist it stays. Keys of KMS and throughput quotas are kept and
// shown, and change nothing.
//
// seed(): {"queue name": ["body", {"body", "attributes", "group", "dedup", "delay"}, …]}: a queue that is not there is
// made, a FIFO queue by its name. GET /_aws/sqs/messages?QueueUrl=… shows what is in a queue and changes nothing.
// Loop thread only; borrows the door.
#pragma once
#include <list>
#include <set>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/sqs/names.h"
#include "mocks/sqs/receipts.h"
#include "mocks/sqs/rows.h"
#include "mocks/sqs/shelf.h"

namespace lambent::sqs {

enum class Batch;  // message_rules.h
enum class Noted { yes, no };  // whether a message gets into the journal: those a test begins with do not

// Quotas of AWS that tests lower.
struct Limits {
  size_t in_flight = 120'000;   // messages of one queue
  size_t work_of_a_call = 1000; // messages that one call forgets or moves to a dead-letter queue; the next go on
};

class Sqs final : public Service {
 public:
  explicit Sqs(Aws& aws, Limits limits = {});
  ~Sqs() override;

  std::string_view name() const override { return "sqs"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  std::vector<Route> routes() override;
  void load() override;
  void resume() override;
  void reset() override;
  void seed(const Scope& scope, const Json& given) override;
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override;
  Touch touch(std::string_view operation) const override;
  bool polls(std::string_view operation) const override;

 private:
  struct Operations;

  // A receive that waits.
  struct Poll {
    explicit Poll(Executor executor) : parking(executor) {}
    Parking parking;
  };
  // What a FIFO receive with a ReceiveRequestAttemptId gave out.
  struct Attempt {
    std::int64_t at_ms = 0;
    std::vector<Receipt> receipts;
  };
  // What of a queue is not in rows.
  struct Live {
    explicit Live(Shelf::Kind kind) : shelf(kind) {}
    Shelf shelf;
    std::list<std::shared_ptr<Poll>> polls;                // longest waiting first
    std::set<std::pair<std::int64_t, std::string>> dedups; // when used, key of the row
    std::map<std::string, Attempt> attempts;               // not kept over a restart
  };
  class Waiting;
  // Rows that no queue has any more, after a purge or a deletion: erased a few at a time.
  struct Leftover {
    std::string prefix;
    Shelf shelf;
    std::set<std::pair<std::int64_t, std::string>> dedups;
  };
  struct Ask;  // a ReceiveMessage, checked

  // queues.cpp
  Json create_queue(const Call& call);
  Json delete_queue(const Call& call);
  Json get_queue_url(const Call& call);
  Json list_queues(const Call& call);
  Json purge_queue(const Call& call);
  void make_queue(const QueueName& name, Settings settings, std::map<std::string, std::string> tags);
  // sweep.cpp
  void sweep_later(std::string prefix, Shelf shelf, std::set<std::pair<std::int64_t, std::string>> dedups);
  Task<void> sweep();
  // attributes.cpp
  Json get_queue_attributes(const Call& call);
  Json set_queue_attributes(const Call& call);
  Json list_dead_letter_source_queues(const Call& call);
  void check_redrive_target(const QueueName& name, const Settings& settings) const;
  // tags.cpp
  Json tag_queue(const Call& call);
  Json untag_queue(const Call& call);
  Json list_queue_tags(const Call& call);
  // permissions.cpp
  Json add_permission(const Call& call);
  Json remove_permission(const Call& call);
  // send.cpp
  Json send_message(const Call& call);
  Json send_message_batch(const Call& call);
  Json send_one(const Call& call, const QueueName& name, const Json& entry, Batch batch, Noted noted);
  void note_sent(const Call& call, const QueueName& name, const MessageRow& row, const Json& entry);
  // receive.cpp
  Task<Json> receive_message(Call call);
  Json take(const QueueName& name, const Ask& ask);
  std::optional<Json> repeat(const QueueName& name, const QueueRow& queue, const Ask& ask);
  Json hand_out(const QueueName& name, const QueueRow& queue, std::uint64_t number, const Ask& ask, std::vector<Receipt>& receipts);
  void stir(Live& live);
  bool bury(const QueueName& name, const QueueRow& queue, std::uint64_t number);
  // delete.cpp
  Json delete_message(const Call& call);
  Json delete_message_batch(const Call& call);
  void delete_one(const QueueName& name, const std::string& handle);
  // visibility.cpp
  Json change_message_visibility(const Call& call);
  Json change_message_visibility_batch(const Call& call);
  void change_one(const QueueName& name, const std::string& handle, std::int64_t seconds);
  // move_tasks.cpp
  Json start_message_move_task(const Call& call);
  Json list_message_move_tasks(const Call& call);
  Json cancel_message_move_task(const Call& call);
  Task<void> move_messages(std::string key);
  std::string move_one(MoveRow& task);
  QueueName source_of(const std::string& arn) const;
  // inspection.cpp
  Task<HttpResponse> show_messages(RouteMatch match);
  // shared
  QueueName asked_queue(const Call& call) const;  // of QueueUrl; it need not exist
  const QueueRow& get_queue(const QueueName& name) const;  // throws AwsError QueueDoesNotExist
  const QueueRow* find_queue(const QueueName& name) const;
  Live& live_of(const QueueName& name);
  void settle(const QueueName& name, const QueueRow& queue);
  std::string put(const QueueName& name, const QueueRow& queue, MessageRow row, DeliveryRow delivery);  // its sequence number
  void forget(const QueueName& name, const QueueRow& queue, std::uint64_t number);
  std::uint64_t new_number();

  Aws& aws_;
  const Limits limits_;
  Table<QueueRow> queues_;
  Table<DeletedRow> deleted_;
  Table<MessageRow> messages_;
  Table<DeliveryRow> deliveries_;
  Table<DedupRow> dedups_;
  Table<MoveRow> moves_;
  std::map<std::string, Live> live_;     // by the key of the queue
  std::vector<Leftover> leftovers_;
  bool sweeping_ = false;
  std::uint64_t last_number_ = 0;
};

std::string queue_key(const QueueName& name);
std::string messages_prefix(const QueueName& name, const QueueRow& queue);
std::string key_of_number(const std::string& prefix, std::uint64_t number);
std::string message_key(const QueueName& name, const QueueRow& queue, std::uint64_t number);

}  // namespace lambent::sqs
