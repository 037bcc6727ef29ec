// What SES v1 and v2 share: identities, configuration sets, the account, the quota and the outbox of sent mail.
//
//   std::string id = mailbox.accept(call, Dialect::v1, std::move(outgoing));   // throws AwsError in the dialect's words
//
// A message is looked at in this order: its parameters, the account and configuration set, its recipients, the
// verification of its addresses (in the sandbox of the recipients too), the quota; then it is in the outbox and in the
// journal. Mail to *@simulator.amazonses.com needs no verification and counts for no quota.
#pragma once
#include "mocks/ses/identities.h"
#include "mocks/ses/mail_views.h"
#include "mocks/ses/outgoing.h"
#include "mocks/ses/quota.h"

namespace lambent::ses {

enum class Dialect { v1, v2 };
enum class Fault { parameter, rejected, unknown_set, set_paused, account_paused, rate, daily };
AwsError mail_error(Dialect dialect, Fault fault, const std::string& message);

class Mailbox {
 public:
  explicit Mailbox(Aws& aws);

  std::string accept(const Call& call, Dialect dialect, Outgoing outgoing);  // the message's id
  // Makes an identity or asks for its verification anew; an unverified address gets the mail with the link.
  const IdentityRow& ask_for_verification(const Call& call, const std::string& name);
  // What a send needs to be allowed: the identity of From, recipients' identities in the sandbox, the configuration set.
  std::vector<Need> needs(const Call& call, const std::string& action, const Outgoing& outgoing) const;

  AccountRow account(const Scope& scope) const;
  void set_account(const Scope& scope, const AccountRow& row);

  const ConfigurationSetRow* find_set(const Scope& scope, const std::string& name) const;
  std::vector<std::string> set_names(const Scope& scope) const;
  void put_set(const Scope& scope, ConfigurationSetRow row);
  bool erase_set(const Scope& scope, const std::string& name);

  Identities& identities() { return identities_; }
  Quota& quota() { return quota_; }
  Aws& aws() { return aws_; }

  std::vector<Route> routes();
  void load();
  void reset();
  void seed(const Scope& scope, const Json& given);

 private:
  // accept.cpp
  void check_parameters(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  void check_sending(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  void check_recipients(Dialect dialect, const Outgoing& outgoing) const;
  void check_verified(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const;
  CountRow count(const Outgoing& outgoing) const;
  std::string new_message_id(const std::string& region);
  void put(const Call& call, MailRow row);
  // outbox.cpp
  const MailRow* find_mail(const std::string& id) const;
  Task<HttpResponse> show(RouteMatch match);
  Task<HttpResponse> clear(RouteMatch match);
  Task<HttpResponse> verify(RouteMatch match);

  Aws& aws_;
  Identities identities_;
  Quota quota_;
  Table<ConfigurationSetRow> sets_;
  Table<AccountRow> accounts_;
  Table<MailRow> mails_;
  std::uint64_t next_mail_ = 1;
  MailViews views_;
};

// The JSON of one mail as LocalStack shows it, with further members for what LocalStack leaves out.
Json shown(const MailRow& row);

// Refusals of the send operations are worded by SES itself, all others as everywhere.
AwsError send_refused(Dialect dialect, const Denial& denial);

// Opaque paging: cuts `names` by a token and a page size, returns the next token or "".
std::string page(std::vector<std::string>& names, const std::string& token, size_t most);

}  // namespace lambent::ses
