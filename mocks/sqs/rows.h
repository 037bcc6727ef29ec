// What SQS keeps, one row type per table. Keys begin with account and region.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/json.h"

namespace lambent::sqs {

// Where messages go that were received too often.
struct Redrive {
  std::string target;  // ARN
  std::int64_t most_receives = 0;
};

// What a queue was told to be. Times in seconds, as the attributes have them.
struct Settings {
  std::int64_t delay = 0, visibility = 30, retention = 345'600, wait = 0;
  std::int64_t largest = 1'048'576;  // bytes of a message
  bool fifo = false, content_dedup = false;
  std::string dedup_scope = "queue", throughput = "perQueue";  // FIFO queues
  std::string policy, redrive_text, allow_text;                // as given; empty: none
  std::optional<Redrive> redrive;
  std::string kms_key;
  std::int64_t kms_reuse = 300;
  bool managed_sse = true;
};

// A queue. Key: scope, name. Its messages are under `id`, which no other queue ever had.
struct QueueRow {
  std::string id;
  Settings settings;
  std::map<std::string, std::string> tags;
  std::int64_t created_ms = 0, modified_ms = 0;
  std::int64_t purged_ms = 0;       // when it was last purged; 0 never
  std::uint64_t purged_before = 0;  // messages with lower numbers are gone

  Json to_json() const;
  static QueueRow from_json(const Json& j);
};

// A name that is not free for 60 s. Key: scope, name.
struct DeletedRow {
  std::int64_t at_ms = 0;

  Json to_json() const;
  static DeletedRow from_json(const Json& j);
};

// What was sent; never changes. Key: scope, queue's id, number of 20 digits.
struct MessageRow {
  std::string id, body;
  Json attributes = Json::object();  // as given: {"name": {"DataType", "StringValue" or "BinaryValue"}}; bytes are raw
  std::string trace;                 // AWSTraceHeader
  std::string sender;
  std::string group, dedup, sequence;  // empty: none
  std::string dead_letter_source;      // ARN of the queue it was too often received from

  Json to_json() const;
  static MessageRow from_json(const Json& j);
};

// Where a message is on its way. Key: as its message.
struct DeliveryRow {
  std::int64_t sent_ms = 0;
  std::int64_t due_ms = 0;  // seen by no receiver before
  std::int64_t receives = 0, first_received_ms = 0, last_received_ms = 0;
  std::string receipt;  // of the last receive; only that handle deletes. Empty: there is none

  Json to_json() const;
  static DeliveryRow from_json(const Json& j);
};

// A deduplication id in use, for five minutes. Key: scope, queue's id, group if it counts by group, the id.
struct DedupRow {
  std::string message_id, sequence;
  std::int64_t at_ms = 0;

  Json to_json() const;
  static DedupRow from_json(const Json& j);
};

// A message move task. Key: scope, its number of 20 digits.
struct MoveRow {
  std::string id, source, destination, status, failure;  // ARNs; destination empty: back to where they came from
  std::int64_t rate = 0;                                 // messages a second; 0: as fast as it goes
  std::int64_t moved = 0, to_move = 0, started_ms = 0;

  Json to_json() const;
  static MoveRow from_json(const Json& j);
};

}  // namespace lambent::sqs
