// What a receipt rule does to others: files in S3, messages on SNS topics, calls of functions; as ses.amazonaws.com for
// the rule, or with the role an S3Action names. Every call passes the door, so policies of functions, topics and buckets
// decide, and the journal shows it under the mail.
//
// Lives for one rule and one mail (or one attempt to make the rule). `aws` outlives it.
#pragma once
#include "aws/aws.h"
#include "base/reply.h"
#include "mocks/ses/inbound_mail.h"
#include "mocks/ses/receipt_rows.h"

namespace lambent::ses {

enum class Disposition { go_on, stop_rule, stop_rule_set };

// What came of an action. A failure does not end the rule.
struct ActionOutcome {
  std::string error;  // "" if it worked
  Disposition disposition = Disposition::go_on;
};

class ReceiptActor {
 public:
  ReceiptActor(Aws& aws, Scope scope, std::string rule_arn, std::uint64_t parent, std::string trace)
      : aws_(aws), scope_(std::move(scope)), rule_arn_(std::move(rule_arn)), parent_(parent), trace_(std::move(trace)) {}

  // Throws InvalidS3Configuration, InvalidSnsTopic or InvalidLambdaFunction.
  Task<void> try_out(ReceiptRule rule);

  // Awaited at once: the mail and its recipients are borrowed. `recipients` are those that the rule is about.
  Task<ActionOutcome> store(ReceiptAction action, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned);
  Task<ActionOutcome> notify(ReceiptAction action, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned);
  Task<ActionOutcome> invoke(ReceiptAction action, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned);
  // The notification that an action other than SNSAction sends to its own topic; nothing without TopicArn.
  Task<ActionOutcome> tell_topic(ReceiptAction action, Json told, const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned);

 private:
  struct Answered {
    Json answer;
    std::string error;
  };
  Task<Answered> call(std::string service, std::string operation, Json input, std::string role);
  // These two go on when the actor has gone: they have a copy of it, or none.
  static Task<void> answer_call(ReceiptActor actor, std::shared_ptr<Reply<Answered>> reply, Json input);
  static Task<void> give_up(Aws& aws, std::shared_ptr<Reply<Answered>> reply);
  Json receipt(const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned, Json action) const;
  Task<ActionOutcome> publish(std::string topic, std::string role, Json message);

  Aws& aws_;
  const Scope scope_;
  const std::string rule_arn_;
  const std::uint64_t parent_;
  const std::string trace_;
};

std::string s3_key(const ReceiptAction& action, const std::string& name);

}  // namespace lambent::ses
