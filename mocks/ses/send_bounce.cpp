// SendBounce: a mail that came in goes back to its sender, as a delivery status notification (RFC 3464).
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/ses.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostRecipients = 50;

struct Status {
  const char* type;
  const char* code;
  const char* text;
};
constexpr Status kStatuses[] = {
    {"DoesNotExist", "5.1.1", "smtp; 550 5.1.1 user unknown"},
    {"MessageTooLarge", "5.3.4", "smtp; 552 5.3.4 message too large"},
    {"ExceededQuota", "5.2.2", "smtp; 552 5.2.2 mailbox full"},
    {"ContentRejected", "5.6.1", "smtp; 554 5.6.1 content rejected"},
    {"Undefined", "5.0.0", "smtp; 554 5.0.0 undefined"},
    {"TemporaryFailure", "4.0.0", "smtp; 450 4.0.0 temporary failure"},
};

// One line of a header: what breaks lines becomes a blank.
std::string line(std::string text) {
  for (char& c : text)
    if (c == '\r' || c == '\n') c = ' ';
  return text;
}

std::string fields(const Json& from) {
  std::string out;
  for (const auto& one : list_at(from, "ExtensionFields")) out += line(text_at(one, "Name")) + ": " + line(text_at(one, "Value")) + "\r\n";
  return out;
}

std::string recipient_status(const Json& one) {
  const std::string type = text_at(one, "BounceType");
  const Json* dsn = find(one, "RecipientDsnFields");
  if (type.empty() == (dsn == nullptr))
    throw mail_error(Dialect::v1, Fault::parameter, "Each bounced recipient needs exactly one of BounceType and RecipientDsnFields.");
  std::string final_recipient = line(text_at(one, "Recipient"));
  std::string action = "failed", status = "5.0.0", diagnostic, rest;
  for (const auto& known : kStatuses)
    if (type == known.type) {
      status = known.code;
      diagnostic = known.text;
      if (type == "TemporaryFailure") action = "delayed";
    }
  if (dsn) {
    final_recipient = line(text_at(*dsn, "FinalRecipient", final_recipient));
    action = text_at(*dsn, "Action");
    status = line(text_at(*dsn, "Status"));
    diagnostic = line(text_at(*dsn, "DiagnosticCode"));
    if (auto mta = find_text(*dsn, "RemoteMta")) rest += "Remote-MTA: " + line(*mta) + "\r\n";
    rest += fields(*dsn);
  }
  std::string out = "\r\nFinal-Recipient: rfc822; " + final_recipient + "\r\nAction: " + action + "\r\nStatus: " + status + "\r\n";
  if (!diagnostic.empty()) out += "Diagnostic-Code: " + diagnostic + "\r\n";
  return out + rest;
}

}  // namespace

Outgoing Ses::bounce_mail(const Call& call, const std::string& to) const {
  const Json& input = call.input;
  Outgoing out;
  out.mail.source = text_at(input, "BounceSender");
  out.senders = {out.mail.source};
  out.source_arn = text_at(input, "BounceSenderArn");
  if (!to.empty()) out.mail.to = {to};
  return out;
}

Json Ses::send_bounce(const Call& call) {
  const Json& input = call.input;
  const Json& recipients = *find(input, "BouncedRecipientInfoList");
  if (recipients.empty() || recipients.size() > kMostRecipients) throw mail_error(Dialect::v1, Fault::parameter, "A bounce is about 1 to 50 recipients.");
  std::string told;
  for (const auto& one : recipients) told += recipient_status(one);
  auto back = mailbox_.sender_of_received(call.scope, text_at(input, "OriginalMessageId"));
  if (!back) throw mail_error(Dialect::v1, Fault::rejected, "The original message " + text_at(input, "OriginalMessageId") + " was not received within the last 24 hours.");
  Outgoing out = bounce_mail(call, *back);
  const Json* dsn = find(input, "MessageDsn");
  const std::string mta = dsn ? line(text_at(*dsn, "ReportingMta")) : "dns; inbound-smtp." + call.scope.region + ".amazonaws.com";
  const std::string explanation = text_at(input, "Explanation", "An error occurred while trying to deliver the mail to the following recipients:");
  const std::string boundary = "----=_Bounce_" + mailbox_.aws().ids().hex(16);
  std::string text = "From: " + line(out.mail.source) + "\r\nTo: " + line(*back) + "\r\nSubject: Delivery Status Notification (Failure)\r\nMIME-Version: 1.0\r\n" +
                     "Content-Type: multipart/report; report-type=delivery-status; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary +
                     "\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n" + explanation + "\r\n";
  for (const auto& one : recipients) text += line(text_at(one, "Recipient")) + "\r\n";
  text += "\r\n--" + boundary + "\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: " + mta + "\r\n";
  if (dsn) text += fields(*dsn);
  text += told + "\r\n--" + boundary + "--\r\n";
  out.mail.subject = "Delivery Status Notification (Failure)";
  out.mail.text = explanation;
  out.size = text.size();
  out.mail.raw = std::move(text);
  return object({{"MessageId", mailbox_.accept(call, Dialect::v1, std::move(out))}});
}

}  // namespace lambent::ses
