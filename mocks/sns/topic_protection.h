// The data protection policies of topics: kept by the topic's ARN, asked at each publish. A part of Sns.
//
//   TopicProtection protection(aws);
//   if (auto refused = protection.verdict(call, topic_arn, message, message_id)) throw *refused;
//
// What the statements say is in data_protection.h. Whether a topic is there only the topics know: set_topic_known().
#pragma once
#include <functional>
#include <optional>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/sns/rows.h"

namespace lambent::sns {

class TopicProtection {
 public:
  using TopicKnown = std::function<bool(const Scope&, const std::string& arn)>;

  explicit TopicProtection(Aws& aws) : aws_(aws), policies_(aws.store(), "sns.data_protection") {}

  std::string_view name() const { return "sns"; }
  std::vector<std::string_view> operations() const;
  bool knows(std::string_view operation) const;
  Task<Json> handle(Call call);

  void set_topic_known(TopicKnown known) { topic_known_ = std::move(known); }  // unset: every topic is
  // For CreateTopic and DeleteTopic: checks and keeps a topic's policy; "" takes it away. Throws AwsError.
  void put(const Scope& scope, const std::string& topic_arn, const std::string& policy);
  // For Publish to a topic, once the message has its id: logs what an Audit statement asks for, and gives the refusal of
  // a Deny statement that finds what it looks for.
  std::optional<AwsError> verdict(const Call& call, const std::string& topic_arn, const std::string& message, const std::string& message_id);

  void load() { policies_.load(); }
  void reset() { policies_.clear(); }

 private:
  struct Operations;
  Json put_policy(const Call& call);
  Json get_policy(const Call& call);
  void check_topic(const Scope& scope, const std::string& arn) const;

  Aws& aws_;
  Table<DataProtectionRow> policies_;
  TopicKnown topic_known_;
};

}  // namespace lambent::sns
