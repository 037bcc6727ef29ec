// Hands events on to whom they are for, in the order they happened and one after the other.
//
//   publisher.put({scope, DestinationKind::sns, topic, …});
//
// Topics and buses are called through the door as ses.amazonaws.com. What goes to CloudWatch, to Firehose, or to a service
// that is not emulated is noted in the journal as "mail-event". A refusal (no such topic, no permission) is in the journal as
// the call's outcome, and the event is gone, as in AWS. Waiting events are rows, so that a restart goes on with them.
#pragma once
#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/set_rows.h"

namespace lambent::ses {

// Key: a growing number.
struct Publication {
  Scope scope;
  DestinationKind kind = DestinationKind::sns;
  std::string arn, subject;           // subject: of SNS, or the detail type of EventBridge
  std::string body;                   // the event, compact
  std::string source_arn;             // the configuration set or identity it is told for
  std::string message_id;
  std::int64_t at_ms = 0;
  std::uint64_t parent = 0;
  std::string trace;

  Json to_json() const;
  static Publication from_json(const Json& j);
};

class Publisher {
 public:
  explicit Publisher(Aws& aws) : aws_(aws), rows_(aws.store(), "ses.publications") {}

  void put(Publication publication);
  // Calls the topic or bus at once: nothing, or why it refused. A service that is not emulated takes everything.
  Task<std::optional<AwsError>> call_target(Publication publication);

  void load();
  void resume();
  void reset() { rows_.clear(); }

 private:
  Task<void> run();
  Task<bool> hand_over(Publication publication);  // true: lambent is stopping
  void note(const Publication& publication);
  bool emulated(std::string_view service, std::string_view operation) const;

  Aws& aws_;
  Table<Publication> rows_;
  std::uint64_t next_ = 1;
  bool running_ = false;
};

}  // namespace lambent::ses
