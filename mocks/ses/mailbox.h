// What SES v1 and v2 share: identities, configuration sets, the account, the quota, lists, and the outbox of sent mail.
//
//   std::string id = mailbox.accept(call, Dialect::v1, std::move(outgoing));   // throws AwsError in the dialect's words
//
// A message is looked at in this order: its parameters, the account and configuration set, its recipients, the
// verification of its addresses (in the sandbox of the recipients too), the quota; then it is in the outbox and in the
// journal, and what became of it is told (fates.h, publisher.h): Send, then Delivery, Bounce, Complaint or Reject. Mail to
// *@simulator.amazonses.com needs no verification and counts for no quota.
#pragma once
#include "delivery/mail.h"
#include "mocks/ses/contacts.h"
#include "mocks/ses/dialect.h"
#include "mocks/ses/fates.h"
#include "mocks/ses/identities.h"
#include "mocks/ses/kept_mail.h"  // of received mail
#include "mocks/ses/mail_event.h"
#include "mocks/ses/mail_store.h"
#include "mocks/ses/mail_views.h"
#include "mocks/ses/outgoing.h"
#include "mocks/ses/publisher.h"
#include "mocks/ses/quota.h"
#include "mocks/ses/receipt_rows.h"
#include "mocks/ses/suppression.h"
#include "mocks/ses/templates.h"

namespace lambent::ses {

struct InboundMail;

// What the journal hangs an event on.
struct Cause {
  std::uint64_t span = 0;
  std::string trace;
};

// How a message is sent beyond what it says.
struct SendOptions {
  std::string template_name;  // it was rendered from one: its Send event comes before the rendering
};

class Mailbox {
 public:
  explicit Mailbox(Aws& aws);

  std::string accept(const Call& call, Dialect dialect, Outgoing outgoing, SendOptions options = {});  // the message's id
  // The same for a message made of a template. One whose rendering fails is accepted and told of, but not sent.
  std::string accept_templated(const Call& call, Dialect dialect, Outgoing outgoing, SendOptions options = {});
  std::string accept_unrendered(const Call& call, Dialect dialect, Outgoing outgoing, const std::string& template_name, const std::string& fault);
  // What ends a call for many destinations before any is looked at: a template, set or account that is not there or may not.
  void check_bulk(const Scope& scope, Dialect dialect, const Outgoing& any) const;
  void drop(const Scope& scope, OwnMail mail);  // AWS's own: no identity, no quota
  void drop(const Scope& scope, const Cause& cause, OwnMail mail);

  // Makes an identity or asks for its verification anew; an unverified address gets the mail with the link.
  const IdentityRow& ask_for_verification(const Call& call, const std::string& name);
  // What a send needs to be allowed: the identities of its senders, recipients' in the sandbox, the template, the
  // configuration set.
  std::vector<Need> needs(const Call& call, const std::string& action, const Outgoing& outgoing) const;
  // A need on an identity, by name or ARN, with the policies its owner put on it.
  Need identity_need(const Scope& scope, const std::string& action, const std::string& name_or_arn) const;

  // identity_settings.cpp
  void set_mail_from(const Scope& scope, Dialect dialect, const std::string& name, const std::string& domain, bool required);
  void check_room(const Scope& scope, Dialect dialect) const;  // for one more identity
  static void check_policy(Dialect dialect, const std::string& identity, const std::string& text);

  // A delivery status notification to the sender of a mail that was received; "" if it was sent, else why not.
  std::string bounce_received(const Call& cause, const InboundMail& mail, const ReceiptAction& action, const std::vector<std::string>& recipients);

  AccountRow account(const Scope& scope) const;
  void set_account(const Scope& scope, const AccountRow& row);

  const ConfigurationSetRow* find_set(const Scope& scope, const std::string& name) const;
  std::vector<std::string> set_names(const Scope& scope) const;
  void put_set(const Scope& scope, ConfigurationSetRow row);
  bool erase_set(const Scope& scope, const std::string& name);

  // tell.cpp: to the event destinations of the message's configuration set; bounces, complaints and deliveries also to
  // the topics of its identity, or by mail.
  void tell(const EventMail& mail, const MailEvent& event, const Cause& cause);
  // A bounce or complaint that comes later: told, counted, and the address is suppressed if account or set want that.
  void feed_back(const std::string& message_id, EventType type, const std::vector<std::string>& recipients, const Cause& cause);

  // Who sent a mail that was received in the last 24 hours: asked for by SendBounce, known to whoever receives mail.
  using ReceivedFrom = std::function<std::optional<std::string>(const Scope&, const std::string& message_id)>;
  void set_received(ReceivedFrom from) { received_from_ = std::move(from); }
  std::optional<std::string> sender_of_received(const Scope& scope, const std::string& id) const {
    return received_from_ ? received_from_(scope, id) : std::nullopt;
  }

  Identities& identities() { return identities_; }
  const Identities& identities() const { return identities_; }
  Templates& templates() { return templates_; }
  const Templates& templates() const { return templates_; }
  void on_sent(std::function<void(const MailRow&)> hook) { on_sent_ = std::move(hook); }  // called with each mail that goes out
  void also_show(const KeptMail& received) { received_ = &received; }  // by GET /_lambent/mail/{id}/…; borrowed
  Quota& quota() { return quota_; }
  Suppression& suppression() { return suppression_; }
  Contacts& contacts() { return contacts_; }
  MailStore& mails() { return mails_; }
  Publisher& publisher() { return publisher_; }
  Table<VerificationTemplateRow>& verification_templates() { return verification_templates_; }
  const Table<VerificationTemplateRow>& verification_templates() const { return verification_templates_; }
  Aws& aws() { return aws_; }
  std::string new_message_id(const std::string& region);

  std::vector<Route> routes();
  void load();
  void reset();
  void seed(const Scope& scope, const Json& given);

 private:
  // accept.cpp
  void admit(const Call& call, Dialect dialect, Outgoing& outgoing);  // all checks
  void check_parameters(Dialect dialect, const Outgoing& outgoing) const;
  void check_sending(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  void check_recipients(Dialect dialect, const Outgoing& outgoing) const;
  void check_mail_from(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  bool authorised(const Scope& scope, const Outgoing& outgoing, const std::string& sender) const;
  void check_verified(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  void check_list(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  void put(const Scope& scope, const Cause& cause, MailRow row);
  // templated_send.cpp
  void find_template(const Scope& scope, Dialect dialect, TemplateUse& use) const;
  void take_template(const Scope& scope, Dialect dialect, Outgoing& outgoing) const;
  // rendering_failure.cpp
  void rendering_failed(const Call& call, const MailRow& mail, const std::string& error, const std::string& template_name);
  // deliver.cpp
  MailRow made_ready(const Call& call, Outgoing outgoing);
  std::vector<RecipientFate> fates_of(const Scope& scope, const MailRow& row) const;
  void track(const Scope& scope, MailRow& row) const;
  void tell_fates(const EventMail& mail, const std::vector<RecipientFate>& fates, const Cause& cause);
  // tell.cpp
  const IdentityRow* identity_of(const Scope& scope, const MailRow& row, Scope& owner) const;
  void tell_identity(const EventMail& mail, const MailEvent& event, const Cause& cause);
  void forward(const EventMail& mail, const MailEvent& event, const Cause& cause);
  // outbox.cpp, mail_links.cpp
  Task<HttpResponse> show(RouteMatch match);
  Task<HttpResponse> clear(RouteMatch match);
  Task<HttpResponse> verify(RouteMatch match);
  Task<HttpResponse> verify_mail_from(RouteMatch match);
  Task<HttpResponse> open(RouteMatch match);
  Task<HttpResponse> click(RouteMatch match);
  Task<HttpResponse> unsubscribe(RouteMatch match);
  Task<HttpResponse> take_feedback(RouteMatch match);
  void opt_out(const MailRow& row, const Scope& scope, const std::string& address, const std::string& ip);
  // mail_view.cpp
  std::optional<std::string> bytes_of(const std::string& id) const;
  Task<HttpResponse> show_raw(RouteMatch match);
  Task<HttpResponse> show_parts(RouteMatch match);

  Aws& aws_;
  Identities identities_;
  Quota quota_;
  Suppression suppression_;
  Contacts contacts_;
  MailStore mails_;
  Publisher publisher_;
  Table<ConfigurationSetRow> sets_;
  Table<AccountRow> accounts_;
  Table<VerificationTemplateRow> verification_templates_;
  ReceivedFrom received_from_;
  Templates templates_;
  const KeptMail* received_ = nullptr;
  std::function<void(const MailRow&)> on_sent_;
  MailViews views_;
};

// The ARN a call names for one of its senders: SourceArn, FromArn or ReturnPathArn; empty if it names none.
std::string sender_arn(const Outgoing& outgoing, const std::string& sender);
std::string caller_name(const Principal& caller);  // of the user or role, "root", or the service

// The JSON of one mail as LocalStack shows it, with further members for what LocalStack leaves out.
Json shown(const MailRow& row);

// Refusals of the send operations are worded by SES itself, all others as everywhere.
AwsError send_refused(Dialect dialect, const Denial& denial);

// Opaque paging: cuts `names` by a token and a page size, returns the next token or "".
std::string page(std::vector<std::string>& names, const std::string& token, size_t most);
std::string after_token(const std::string& token);  // the name a token stands for, "" if it is none
std::string token_for(const std::string& name);     // "" for ""

}  // namespace lambent::ses
