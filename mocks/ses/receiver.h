// Mail that comes in: IP filters, the active rule set, the actions of the rules that match, in order.
//
//   Received r = co_await receiver.receive(scope, std::move(mail));   // r.report: what happened, as JSON
//
// Fed by POST /_lambent/mail/receive and by SMTP (src/smtp). A recipient is accepted if its domain, or the address
// itself, is a verified identity and a rule of the active set matches it; a mail none of whose recipients is accepted
// is refused as SES refuses it, before its bytes are looked at. Received mail is kept (kept_mail.h) and in the journal as
// "received-email"; what an action did is under it.
#pragma once
#include "mocks/ses/address.h"
#include "mocks/ses/inbound_mail.h"
#include "mocks/ses/kept_mail.h"
#include "mocks/ses/receipt_actor.h"
#include "mocks/ses/receipts.h"

namespace lambent::ses {

class Mailbox;

struct Received {
  bool accepted = false;
  std::string reply;  // of SMTP: "250 OK <id>", "550 5.1.1 …"
  Json report;        // {"messageId", "accepted", "reply", "recipients", "rejected", "actions": [{"rule", "action", "error"?}]}
};

class Receiver {
 public:
  static constexpr std::size_t kLargestMail = 40u << 20;

  Receiver(Aws& aws, Mailbox& mailbox, Receipts& receipts);

  Task<Received> receive(Scope scope, InboundMail mail);
  // The reply to RCPT TO: "" if the recipient would be accepted, else what SES answers.
  std::string refusal(const Scope& scope, const std::string& recipient, const std::string& ip, bool tls) const;

  const KeptMail& received() const { return received_; }
  // The envelope's sender of a mail that came in the last 24 hours: who a bounce of it goes to.
  std::optional<std::string> sender_of(const Scope& scope, const std::string& id) const;
  std::vector<Route> routes();
  void load() { received_.load(); }
  void reset() { received_.clear(); }

 private:
  struct Run {  // of the rules over one mail
    Scope scope;
    InboundMail mail;
    Call cause;  // what actions happen because of
    Json actions = Json::array();
  };
  static bool about(const ReceiptRule& rule, const Address& address);
  std::vector<std::string> matched(const Scope& scope, const ReceiptRule& rule, const InboundMail& mail) const;
  Task<Disposition> apply(Run& run, ReceiptRule rule, std::string set, std::vector<std::string> recipients);
  Task<ActionOutcome> act(Run& run, ReceiptActor& actor, ReceiptAction action, const std::vector<std::string>& recipients, bool scanned);
  Task<HttpResponse> take_post(RouteMatch match);

  Aws& aws_;
  Mailbox& mailbox_;
  Receipts& receipts_;
  KeptMail received_;
};

}  // namespace lambent::ses
