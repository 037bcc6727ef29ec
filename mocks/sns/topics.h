// Topics and their subscriptions: the operations on them, and what becomes of a message that is published. A part of Sns.
//
//   Topics topics(aws, protection);
//   if (topics.knows(call.operation)) co_return co_await topics.handle(std::move(call));
//
// Publish checks the message, gives it its id and hands one delivery for each subscription that wants it to Deliveries
// (delivery/deliveries.h), which calls Lambda and SQS through the door as sns.amazonaws.com, or posts. Mail goes to the
// MailDrop; SMS and push come back in as Publish to a number or an endpoint. Deliveries to SQS, Lambda and HTTP that fail are
// tried again on the emulated clock and end in the subscription's dead letter queue.
//
// Not as on AWS: DeleteTopic ends its subscriptions at once. Refused by name: ArchivePolicy, ReplayPolicy, keys of KMS other
// than alias/aws/sns (which changes nothing that can be seen), sicklyRetryPolicy. AWS source: SNS API reference 2010-03-31 and
// developer guide. Loop thread only; borrows the door.
#pragma once
#include <memory>
#include <set>

#include "aws/aws.h"
#include "base/table.h"
#include "delivery/deliveries.h"
#include "delivery/mail.h"
#include "mocks/sns/filter/filter_policy.h"
#include "mocks/sns/signer.h"
#include "mocks/sns/subscription_index.h"
#include "mocks/sns/topic_protection.h"
#include "mocks/sns/topic_rows.h"

namespace lambent::sns {

struct Message;

class Topics {
 public:
  Topics(Aws& aws, TopicProtection& protection);  // both borrowed

  std::string_view name() const { return "sns"; }
  std::vector<std::string_view> operations() const;
  bool knows(std::string_view operation) const;
  Task<Json> handle(Call call);
  // Needs of the operations above, and of Publish to a topic.
  std::vector<Need> needs(const Call& call) const;
  // One action on a topic or a subscription, with the topic's policy.
  Need need(const Call& call, const std::string& action, const std::string& arn) const;
  // Publish with TopicArn (`member` says where the ARN stood).
  Json publish(const Call& call, const std::string& arn, const char* member);

  std::vector<Route> routes();
  void deliver_mail_by(MailDrop drop) { drop_ = std::move(drop); }
  size_t pending() const { return deliveries_.pending(); }
  void load();
  void resume() { deliveries_.resume(); }
  void reset();
  // Names, or {name, attributes}; {topic, protocol, endpoint, attributes}. Throw std::invalid_argument or AwsError.
  void seed_topics(const Scope& scope, const Json& given);
  void seed_subscriptions(const Scope& scope, const Json& given);

 private:
  struct Operations;
  enum class Consent { asked, given };
  // topics.cpp
  Json create_topic(const Call& call);
  Json delete_topic(const Call& call);
  Json list_topics(const Call& call);
  // topic_attributes.cpp
  Json get_topic_attributes(const Call& call);
  Json set_topic_attributes(const Call& call);
  // topic_policy.cpp
  Json add_permission(const Call& call);
  Json remove_permission(const Call& call);
  // topic_tags.cpp
  Json tag_resource(const Call& call);
  Json untag_resource(const Call& call);
  Json list_tags(const Call& call);
  // subscribe.cpp
  Json subscribe(const Call& call) { return add_subscription(call, Consent::asked); }
  Json add_subscription(const Call& call, Consent consent);
  void check_filter_limits(const SubscriptionRow& row) const;
  // confirm.cpp
  Json confirm_subscription(const Call& call);
  void ask_to_confirm(const SubscriptionRow& row, const Call& call);
  void tell_unsubscribed(const SubscriptionRow& row, const Call& call);
  void send_token(const SubscriptionRow& row, const Call& call, const char* type, const std::string& text);
  void renew_token(SubscriptionRow& row);
  void forget_old_tokens();
  void erase_ended(const std::string& key);
  // subscriptions.cpp
  Json unsubscribe(const Call& call);
  Json list_subscriptions(const Call& call);
  Json list_subscriptions_by_topic(const Call& call);
  void end_subscription(const std::string& key);
  // subscription_attributes.cpp
  Json get_subscription_attributes(const Call& call);
  Json set_subscription_attributes(const Call& call);
  // topic_publish.cpp
  Json publish_batch(const Call& call);
  Message accept(const TopicRow& topic, const Json& input) const;
  void check_room(const std::string& topic_key, size_t messages, size_t bytes) const;  // for their deliveries
  Json send(const Call& call, const std::string& topic_key, Message message);
  void note(const Call& call, const TopicRow& topic, const Message& message);
  // fifo.cpp
  const SentRow* find_duplicate(const TopicRow& topic, const Message& message);
  void remember(const TopicRow& topic, const Message& message);
  void number(const std::string& topic_key, Message& message);
  // fanout.cpp
  void fan_out(const Call& call, const TopicRow& topic, const Message& message);
  bool wants(const SubscriptionRow& row, const Message& message, const std::string& text);
  void deliver(const Call& call, const TopicRow& topic, const SubscriptionRow& row, const Message& message, const Json& envelope);
  Delivery delivery_for(const Call& call, const SubscriptionRow& row, const Message& message) const;
  void post_mail(const TopicRow& topic, const SubscriptionRow& row, const std::string& subject, const std::string& text);
  void record(const Call& call, const SubscriptionRow& row, const Message& message, const std::string& body);
  void add_signature(Json& envelope, const std::string& version);
  std::optional<CallTarget> dead_letter(const SubscriptionRow& row, const Message& message, const std::string& body) const;
  CallTarget to_queue(const std::string& queue_arn, const std::string& body) const;
  // delivery_status.cpp
  void on_end(const Delivery& delivery, const Attempt& last);
  // topic_routes.cpp
  Task<HttpResponse> show_token(RouteMatch match);
  Task<HttpResponse> show_certificate(RouteMatch match);

  const TopicRow& topic_of(const Call& call) const;
  const TopicRow& get_topic(const Call& call, const std::string& arn, const char* member) const;
  const SubscriptionRow& get_subscription(const Call& call) const;
  void put_subscription(SubscriptionRow row);
  void forget(const SubscriptionRow& row);  // in the indexes, but for what the table itself has
  void count(const TopicRow& topic, int change);

  Aws& aws_;
  TopicProtection& protection_;
  Table<TopicRow> topics_;
  Table<SubscriptionRow> subscriptions_;
  Table<SubscriptionRow> ended_;       // by http or email, for as long as their token brings them back
  Table<SentRow> sent_;                // FIFO deduplication
  Deliveries deliveries_;
  Signer signer_;
  MailDrop drop_;
  // Indexes over the tables.
  SubscriptionIndex index_;
  std::map<std::pair<std::string, bool>, size_t> topic_counts_;  // by scope, and whether they are FIFO
  std::map<std::string, std::string> by_token_;                  // also of ended_
  std::set<std::pair<std::int64_t, std::string>> ended_until_;   // of ended_, by the end of their token
  std::map<std::string, std::shared_ptr<const FilterPolicy>> filters_;  // by subscription key, once needed
  std::set<std::pair<std::int64_t, std::string>> sent_until_;           // of sent_, by the end of their window
  std::map<std::string, std::int64_t> next_post_ms_;                    // by subscription key: maxReceivesPerSecond
};

std::string topic_key(const TopicRow& topic);

}  // namespace lambent::sns
