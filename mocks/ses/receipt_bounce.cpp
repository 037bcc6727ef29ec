// The bounce of a BounceAction: a delivery status notification to who sent the mail (RFC 3464), from the rule's sender.
#include "base/text.h"
#include "mocks/ses/inbound_mail.h"
#include "mocks/ses/mailbox.h"
#include "mocks/ses/mime/compose.h"

namespace lambent::ses {
namespace {

// What comes before the empty line, at most 64 KiB of it.
std::string header_of(const std::string& raw) {
  const size_t end = std::min({raw.find("\n\r\n"), raw.find("\n\n"), size_t{64} << 10});
  return raw.substr(0, end + 1);
}

std::string notification(const std::string& id, const std::string& sender, const InboundMail& mail, const ReceiptAction& action,
                         const std::vector<std::string>& recipients) {
  const std::string code = action.get("SmtpReplyCode"), message = action.get("Message");
  const std::string status = action.get("StatusCode").empty() ? code.substr(0, 1) + ".0.0" : action.get("StatusCode");
  const std::string boundary = "----=_Bounce_" + id.substr(0, 32);
  std::string out = mime::field_line("From", mime::encode_address(sender)) + mime::field_line("To", mail.from) +
                    mime::field_line("Subject", "Delivery Status Notification (Failure)") + "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n" +
                    "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
  out += "--" + boundary + "\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nAn error occurred while trying to deliver the mail to the following recipients:\r\n" +
         join(recipients, "\r\n") + "\r\n\r\n" + message + "\r\n";
  out += "--" + boundary + "\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dsn; amazonses.com\r\n";
  for (const auto& one : recipients)
    out += "\r\n" + mime::field_line("Final-Recipient", "rfc822; " + one) + "Action: failed\r\n" + mime::field_line("Status", status) +
           mime::field_line("Diagnostic-Code", "smtp; " + code + " " + message);
  return out + "--" + boundary + "\r\nContent-Type: text/rfc822-headers\r\n\r\n" + header_of(mail.raw) + "\r\n--" + boundary + "--\r\n";
}

}  // namespace

std::string Mailbox::bounce_received(const Call& cause, const InboundMail& mail, const ReceiptAction& action, const std::vector<std::string>& recipients) {
  const std::string sender = action.get("Sender");
  if (mail.from.empty()) return "a bounce is not bounced";
  try {
    parse_address(mail.from);
  } catch (const BadAddress& e) {
    return e.what();
  }
  if (!account(cause.scope).sending) return "Account sending is disabled.";
  if (!identities_.verified(cause.scope, parse_address(sender)))
    return "Email address is not verified. The following identities failed the check in region " + upper(cause.scope.region) + ": " + sender;
  MailRow row;
  row.id = new_message_id(cause.scope.region);
  row.region = cause.scope.region;
  row.at_ms = aws_.clock().now_ms();
  row.source = sender;
  row.to = {mail.from};
  row.raw = notification(row.id, sender, mail, action, recipients);
  row.operation = "SendBounce";
  if (const IdentityRow* identity = identities_.covering(cause.scope, parse_address(sender))) row.source_arn = identity_arn(cause.scope, identity->name);
  row.subject = "Delivery Status Notification (Failure)";
  row.text = texts_of(parse_parts(*row.raw)).plain;
  put(cause.scope, Cause{cause.span, cause.trace}, std::move(row));
  return "";
}

}  // namespace lambent::ses
