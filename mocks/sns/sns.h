// Amazon SNS: topics (mocks/sns/topics.h) and SMS to phone numbers. AWS source: SNS API reference 2010-03-31, developer guide
// "Mobile text messaging".
//
//   Sns sns(aws);   aws.add(sns);
//
// A published SMS lands in the outbox (GET /_aws/sns/sms-messages, in LocalStack's shape) and in the journal. As on
// AWS, Publish answers with a MessageId even when nothing will arrive: a number that opted out, a number not verified
// while the account is in the SMS sandbox, a price over MaxPrice, a spent MonthlySpendLimit (counted once it is set).
// Such a message leaves a line in the journal, shaped as SNS's delivery status log, in the log stream
// sns/<region>/<account>/DirectPublishToPhoneNumber/Failure. With DeliveryStatusIAMRole set, deliveries are logged too.
//
// An SMS from a phone comes by POST /_aws/sns/inbound-sms {"from", "to"?, "text"}: a word that asks to stop puts the number
// on the opt-out list. There is no two-way SMS to a topic yet.
//
// Refused by name: the attribute UsageReportS3Bucket and every operation not in the tables (sns.cpp, topics.cpp).
//
// seed(): {"SandboxPhoneNumbers": ["+1…"], "OptedOutPhoneNumbers": […], "Sandbox": bool, "Topics": ["name", …],
// "Subscriptions": [{"topic", "protocol", "endpoint", "attributes"?}]}, these confirmed. A fresh account is in
// the sandbox. Loop thread only; borrows the door.
#pragma once
#include "aws/aws.h"
#include "base/table.h"
#include "mocks/sns/rows.h"
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

  // Where mails to subscribers go; without one they are only noted in the journal.
  void deliver_mail_by(MailDrop drop) { topics_.deliver_mail_by(std::move(drop)); }

 private:
  struct Operations;
  // publish.cpp
  Json publish(const Call& call);
  Json publish_to_phone(const Call& call);
  void deliver(const Call& call, SmsRow row);
  void log_delivery(const Call& call, const SmsRow& row, const std::string& failure);
  // What keeps a message from its phone, in the words of the delivery log; empty if nothing does.
  std::string obstacle(const Scope& scope, const SmsRow& row, const SmsSettings& settings) const;
  double spent_this_month(const Scope& scope) const;
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
  Task<HttpResponse> stored(HttpResponse response);  // the response, once what was changed is on disk

  SmsAccountRow account(const Scope& scope) const;
  void opt_out(const Scope& scope, const std::string& phone);
  bool opted_out(const Scope& scope, const std::string& phone) const;

  Aws& aws_;
  Table<SmsRow> messages_;
  Table<SandboxNumberRow> numbers_;
  Table<OptOutRow> opt_outs_;
  Table<SmsAccountRow> accounts_;
  Topics topics_;
  std::uint64_t next_message_ = 1;
};

// The JSON of one message as LocalStack shows it.
Json shown(const SmsRow& row);
AwsError invalid_parameter(const std::string& what);  // "Invalid parameter: " + what

}  // namespace lambent::sns
