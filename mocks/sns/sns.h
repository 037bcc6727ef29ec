// Amazon SNS: topics (topics.h), their data protection (topic_protection.h), SMS to phone numbers, mobile push (push.h). AWS
// source: SNS API reference 2010-03-31, developer guide "Mobile text messaging".
//
//   Sns sns(aws);   aws.add(sns);
//
// A published SMS lands in the outbox (GET /_aws/sns/sms-messages, in LocalStack's shape) and in the journal. As on
// AWS, Publish answers with a MessageId even when nothing will arrive: a number that opted out, a number not verified
// while the account is in the SMS sandbox, a price over MaxPrice, a spent MonthlySpendLimit (counted once it is set).
// Such a message leaves a line in the journal, shaped as SNS's delivery status log, in the log stream
// sns/<region>/<account>/DirectPublishToPhoneNumber/Failure. With DeliveryStatusIAMRole set, deliveries are logged too.
//
// Prices are estimates by country (sms_price.h). An SMS from a phone comes by POST /_lambent/phones/{number}/reply: a word
// that asks to stop puts the number on the opt-out list. There is no two-way SMS to a topic.
// 64 MiB of SMS are kept, the oldest go first.
//
// Refused by name: the attribute UsageReportS3Bucket and every operation not in the tables (sns.cpp, topics.cpp).
//
// seed(): {"SandboxPhoneNumbers": ["+1…"], "OptedOutPhoneNumbers": […], "Sandbox": bool, "OriginationNumbers": […],
// "Topics": ["name", …], "Subscriptions": [{"topic", "protocol", "endpoint", "attributes"?}]}, these confirmed. A fresh account
// is in the sandbox. Loop thread only; borrows the door.
#pragma once
#include "aws/arrivals.h"
#include "aws/aws.h"
#include "aws/outbox_page.h"
#include "base/table.h"
#include "mocks/sns/push.h"
#include "mocks/sns/rows.h"
#include "mocks/sns/topic_protection.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {

struct SmsSettings;

class Sns final : public Service {
 public:
  explicit Sns(Aws& aws);

  std::string_view name() const override { return "sns"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  std::vector<Route> routes() override;
  void load() override;
  void resume() override { topics_.resume(); }
  void reset() override;
  void seed(const Scope& scope, const Json& given) override;
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override;
  Touch touch(std::string_view operation) const override;

  TopicProtection& protection() { return protection_; }
  // Where mails to subscribers go; without one they are only noted in the journal.
  void deliver_mail_by(MailDrop drop) { topics_.deliver_mail_by(std::move(drop)); }

 private:
  struct Operations;
  // publish.cpp
  Task<Json> publish(Call call);
  // sms.cpp
  Json publish_to_phone(const Call& call);
  // An SMS through all rules; returns its id. `row` has the phone, the text for it, attributes, and what is shown beside.
  // What keeps it from its phone is logged and listed, and the sender is not told. Throws AwsError for what SNS does not take.
  std::string send_sms(const Call& call, SmsRow row);
  void deliver(const Call& call, SmsRow row);
  void log_delivery(const Call& call, const SmsRow& row);
  // What keeps a message from its phone, in the words of the delivery log; empty if nothing does.
  std::string obstacle(const Scope& scope, const SmsRow& row, const SmsSettings& settings) const;
  std::string this_month() const;
  double spent_this_month(const Scope& scope) const;
  void spend(const Scope& scope, double usd);
  // origination.cpp
  Json list_origination_numbers(const Call& call);
  void seed_origination_number(const Scope& scope, const Json& one);
  // sandbox.cpp
  Json create_sandbox_number(const Call& call);
  Json verify_sandbox_number(const Call& call);
  Json delete_sandbox_number(const Call& call);
  Json list_sandbox_numbers(const Call& call);
  Json sandbox_status(const Call& call);
  // settings.cpp
  Json set_sms_attributes(const Call& call);
  Json get_sms_attributes(const Call& call);
  Json check_if_opted_out(const Call& call);
  Json list_opted_out(const Call& call);
  Json opt_in(const Call& call);
  // outbox.cpp
  Task<HttpResponse> show_messages(RouteMatch match);
  Task<HttpResponse> clear_messages(RouteMatch match);
  Task<HttpResponse> show_opt_outs(RouteMatch match);
  Task<HttpResponse> add_opt_out(RouteMatch match);
  Task<HttpResponse> remove_opt_outs(RouteMatch match);
  // inbound.cpp
  Task<HttpResponse> receive(RouteMatch match);
  Task<HttpResponse> receive_from(RouteMatch match);
  HttpResponse reply(const std::string& phone, const Json& body);
  Scope scope_of_last(const std::string& phone) const;
  std::string take_reply(const Scope& scope, const std::string& phone, const std::string& to, const std::string& text);
  // sms_views.cpp
  Task<HttpResponse> list_sms(RouteMatch match);
  Task<HttpResponse> clear_sms(RouteMatch match);
  Task<HttpResponse> list_phones(RouteMatch match);
  Task<HttpResponse> show_phone(RouteMatch match);
  Json sms_page(const ListQuery& query) const;
  Json standing(const std::string& phone) const;
  HttpResponse phones_page(std::string_view query) const;
  HttpResponse phone(const std::string& number, std::string_view query) const;
  Task<HttpResponse> stored(HttpResponse response);  // the response, once what was changed is on disk

  SmsAccountRow account(const Scope& scope) const;
  void opt_out(const Scope& scope, const std::string& phone);
  bool opted_out(const Scope& scope, const std::string& phone) const;

  Aws& aws_;
  Table<SmsRow> messages_;
  Table<SandboxNumberRow> numbers_;
  Table<OptOutRow> opt_outs_;
  Table<SmsAccountRow> accounts_;
  Table<OriginationNumberRow> origination_numbers_;
  std::uint64_t next_message_ = 1;
  OutboxBudget<SmsRow> kept_{64u << 20, &weight_of};  // of messages_
  Arrivals arrivals_;
  Push push_;
  TopicProtection protection_;
  Topics topics_;
};

// What is wrong with "accountId" and "region" of a body sent to the inspection routes, or "".
std::string wrong_scope(const Json& body);

// The JSON of one message as LocalStack shows it.
Json shown(const SmsRow& row);
AwsError invalid_parameter(const std::string& what);  // "Invalid parameter: " + what
std::string log_time(std::int64_t ms);                // as delivery status logs write it
// The topic that a call of SNS itself delivers for; "" for all other callers.
std::string topic_behind(const Call& call);

}  // namespace lambent::sns
