// What SES v1 and v2 share: identities, configuration sets, the account, the quota and the outbox of sent mail.
//
//   std::string id = mailbox.accept(call, Dialect::v1, std::move(outgoing));   // throws AwsError in the dialect's words
//
// A message is looked at in this order: its parameters, the account and configuration set, its recipients, the
// verification of its addresses (in the sandbox of the recipients too), the quota; then it is in the outbox and in the
// journal. Mail to *@simulator.amazonses.com needs no verification and counts for no quota.
#pragma once
#include "mocks/ses/dialect.h"
#include "mocks/ses/identities.h"
#include "mocks/ses/kept_mail.h"
#include "mocks/ses/mail_views.h"
#include "mocks/ses/outgoing.h"
#include "mocks/ses/quota.h"
#include "mocks/ses/receipt_rows.h"
#include "mocks/ses/templates.h"

namespace lambent::ses {

struct InboundMail;

class Mailbox {
 public:
  explicit Mailbox(Aws& aws);

  std::string accept(const Call& call, Dialect dialect, Outgoing outgoing);  // the message's id
  // The same for a message made of a template. One whose rendering fails is accepted, told of, and not sent.
  std::string accept_templated(const Call& call, Dialect dialect, Outgoing outgoing);
  std::string accept_unrendered(const Call& call, Dialect dialect, Outgoing outgoing, const std::string& template_name, const std::string& fault);
  // What ends a call for many destinations before any is looked at: a template, set or account that is not there or may not.
  void check_bulk(const Scope& scope, Dialect dialect, const Outgoing& any) const;
  // Makes an identity or asks for its verification anew; an unverified address gets the mail with the link.
  const IdentityRow& ask_for_verification(const Call& call, const std::string& name);
  // What a send needs to be allowed: the identity of From, recipients' identities in the sandbox, the template, the
  // configuration set.
  std::vector<Need> needs(const Call& call, const std::string& action, const Outgoing& outgoing) const;

  // A delivery status notification to the sender of a mail that was received; "" if it was sent, else why not.
  std::string bounce_received(const Call& cause, const InboundMail& mail, const ReceiptAction& action, const std::vector<std::string>& recipients);
  std::vector<Need> needs_of_bulk(const Call& call, const std::string& action, std::vector<Outgoing> all) const;

  AccountRow account(const Scope& scope) const;
  void set_account(const Scope& scope, const AccountRow& row);

  const ConfigurationSetRow* find_set(const Scope& scope, const std::string& name) const;
  std::vector<std::string> set_names(const Scope& scope) const;
  void put_set(const Scope& scope, ConfigurationSetRow row);
  bool erase_set(const Scope& scope, const std::string& name);

  Identities& identities() { return identities_; }
  Templates& templates() { return templates_; }
  const KeptMail& sent() const { return mails_; }
  void on_sent(std::function<void(const MailRow&)> hook) { on_sent_ = std::move(hook); }  // called with each mail that goes out
  void also_show(const KeptMail& received) { received_ = &received; }  // by GET /_lambent/mail/{id}/…; borrowed
  Quota& quota() { return quota_; }
  Aws& aws() { return aws_; }

  std::vector<Route> routes();
  void load();
  void reset();
  void seed(const Scope& scope, const Json& given);

 private:
  // accept.cpp
  void admit(const Call& call, Dialect dialect, Outgoing& outgoing);  // all checks; gives it its id and time
  void check_parameters(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  void check_sending(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  void check_recipients(Dialect dialect, const Outgoing& outgoing) const;
  void check_verified(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  CountRow count(const Outgoing& outgoing) const;
  std::string new_message_id(const std::string& region);
  void put(const Call& call, MailRow row);
  // templated_send.cpp
  void find_template(const Scope& scope, Dialect dialect, TemplateUse& use) const;
  void take_template(const Scope& scope, Dialect dialect, Outgoing& outgoing) const;
  // rendering_failure.cpp
  void rendering_failed(const Call& call, const MailRow& mail, const std::string& error, const std::string& template_name);
  // outbox.cpp
  const MailRow* find_mail(const std::string& id) const;
  Task<HttpResponse> show(RouteMatch match);
  Task<HttpResponse> clear(RouteMatch match);
  Task<HttpResponse> verify(RouteMatch match);
  // mail_view.cpp
  std::optional<std::string> bytes_of(const std::string& id) const;
  Task<HttpResponse> show_raw(RouteMatch match);
  Task<HttpResponse> show_parts(RouteMatch match);

  Aws& aws_;
  Identities identities_;
  Quota quota_;
  Table<ConfigurationSetRow> sets_;
  Table<AccountRow> accounts_;
  Templates templates_;
  KeptMail mails_;
  const KeptMail* received_ = nullptr;
  std::function<void(const MailRow&)> on_sent_;
  MailViews views_;
};

// The JSON of one mail as LocalStack shows it, with further members for what LocalStack leaves out.
Json shown(const MailRow& row);

// Refusals of the send operations are worded by SES itself, all others as everywhere.
AwsError send_refused(Dialect dialect, const Denial& denial);

// Opaque paging: cuts `names` by a token and a page size, returns the next token or "".
std::string page(std::vector<std::string>& names, const std::string& token, size_t most);

}  // namespace lambent::ses
