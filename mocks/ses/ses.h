// Amazon SES, version 1 of the API. AWS source: SES API reference 2010-12-01 and developer guide.
//
//   Ses ses(aws);   SesV2 v2(aws, ses);   aws.add(ses);   aws.add(v2);
//
// Both versions work on one Mailbox (mailbox.h): sent mail is shown by GET /_aws/ses in LocalStack's shape and in the
// journal. A fresh account is in the sandbox: 200 recipients in 24 hours, sender and recipients verified.
// VerifyEmailIdentity sends a mail whose link (GET /_lambent/ses/verify/<token>) verifies the address.
//
// seed(): {"VerifiedIdentities": ["a@example.com", "example.org"], "Sandbox": bool, "AutoVerify": bool (identities are
// verified at once), "Max24HourSend": n, "MaxSendRate": n}.
// Tests let a sent mail bounce or be complained about by POST /_lambent/ses/feedback (mail_links.cpp).
// Refused by name: charsets other than UTF-8, US-ASCII and ISO-8859-1; every operation not in the table (ses.cpp).
#pragma once
#include "mocks/ses/mailbox.h"
#include "mocks/ses/receiver.h"

namespace lambent::ses {

// Sent mail is told by Ses::effect; the rest goes by its verb.
Touch touch_of_mail(std::string_view operation);

class Ses final : public Service {
 public:
  explicit Ses(Aws& aws) : mailbox_(aws), receipts_(aws), receiver_(aws, mailbox_, receipts_) {
    mailbox_.also_show(receiver_.received());
    mailbox_.set_received([this](const Scope& scope, const std::string& id) { return receiver_.sender_of(scope, id); });
  }

  std::string_view name() const override { return "ses"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  std::vector<Route> routes() override;
  void load() override;
  void resume() override { mailbox_.publisher().resume(); }
  void reset() override;
  void seed(const Scope& scope, const Json& given) override { mailbox_.seed(scope, given); }
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override;  // of v2's mails too
  Touch touch(std::string_view operation) const override { return touch_of_mail(operation); }

  Mailbox& mailbox() { return mailbox_; }
  Receiver& receiver() { return receiver_; }

 private:
  struct Operations;
  std::vector<Need> plain_needs(const Call& call) const;
  static std::vector<Need> passed_roles(const Call& call);  // of receipt rules
  Json send_email(const Call& call);
  Json send_raw_email(const Call& call);
  // templated_send.cpp, template_operations.cpp
  Json send_templated_email(const Call& call);
  Task<Json> send_bulk_templated_email(Call call);
  Json create_template(const Call& call);
  Json get_template(const Call& call);
  Json update_template(const Call& call);
  Json delete_template(const Call& call);
  Json list_templates(const Call& call);
  Json test_render_template(const Call& call);
  Json verify_email_identity(const Call& call);
  Json verify_domain_identity(const Call& call);
  Json delete_identity(const Call& call);
  Json delete_verified_address(const Call& call);
  Json list_identities(const Call& call);
  Json list_verified_addresses(const Call& call);
  Json get_verification_attributes(const Call& call);
  Json get_send_quota(const Call& call);
  Json get_send_statistics(const Call& call);
  Json get_sending_enabled(const Call& call);
  Json update_sending_enabled(const Call& call);
  // configuration_sets.cpp
  Json create_set(const Call& call);
  Json delete_set(const Call& call);
  Json list_sets(const Call& call);
  Json describe_set(const Call& call);
  Json update_set_sending(const Call& call);
  Json update_set_reputation(const Call& call);
  Json put_set_delivery(const Call& call);
  Json create_set_tracking(const Call& call);
  Json update_set_tracking(const Call& call);
  Json delete_set_tracking(const Call& call);
  void check_tracking(const Call& call);
  void put_set_tracking(const Call& call);
  Task<Json> create_destination(Call call);
  Task<Json> update_destination(Call call);
  Json delete_destination(const Call& call);
  // identity_attributes.cpp
  Json set_dkim_enabled(const Call& call);
  Json verify_domain_dkim(const Call& call);
  Json get_dkim_attributes(const Call& call);
  Json set_forwarding(const Call& call);
  Json set_notification_headers(const Call& call);
  Task<Json> set_notification_topic(Call call);
  Json get_notification_attributes(const Call& call);
  Json set_mail_from(const Call& call);
  Json get_mail_from_attributes(const Call& call);
  static void check_domain(const std::string& domain);
  // identity_policies.cpp
  Json put_identity_policy(const Call& call);
  Json get_identity_policies(const Call& call);
  Json list_identity_policies(const Call& call);
  Json delete_identity_policy(const Call& call);
  // verification_templates_v1.cpp
  Json create_verification_template(const Call& call);
  Json update_verification_template(const Call& call);
  Json get_verification_template(const Call& call);
  Json delete_verification_template(const Call& call);
  Json list_verification_templates(const Call& call);
  Json send_custom_verification(const Call& call);
  // send_bounce.cpp
  Json send_bounce(const Call& call);
  Outgoing bounce_mail(const Call& call, const std::string& to) const;

  // receipt_rule_sets.cpp, receipt_rules.cpp
  Json create_rule_set(const Call& call);
  Json clone_rule_set(const Call& call);
  Json describe_rule_set(const Call& call);
  Json describe_active_rule_set(const Call& call);
  Json delete_rule_set(const Call& call);
  Json list_rule_sets(const Call& call);
  Json reorder_rule_set(const Call& call);
  Json set_active_rule_set(const Call& call);
  Json create_receipt_filter(const Call& call);
  Json delete_receipt_filter(const Call& call);
  Json list_receipt_filters(const Call& call);
  Task<Json> create_rule(Call call);
  Task<Json> update_rule(Call call);
  Json describe_rule(const Call& call);
  Json delete_rule(const Call& call);
  Json set_rule_position(const Call& call);

  Mailbox mailbox_;
  Receipts receipts_;
  Receiver receiver_;
};

}  // namespace lambent::ses
