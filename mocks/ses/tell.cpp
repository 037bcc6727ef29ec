// Whom an event is told to: event destinations of the configuration set, topics of the identity, the sender by mail.
#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/mailbox.h"
#include "mocks/ses/metric.h"

namespace lambent::ses {
namespace {

constexpr const char* kSubject = "Amazon SES Email Event Notification";

std::string notification_type(EventType type) {
  bool notified = type == EventType::bounce || type == EventType::complaint || type == EventType::delivery;
  return notified ? std::string(shown_name(type)) : "";
}

std::vector<std::string> addresses_in(const Json& details, const char* list) {
  std::vector<std::string> out;
  if (const Json* all = find(details, list))
    for (const auto& one : *all) out.push_back(text_at(one, "emailAddress"));
  return out;
}

}  // namespace

void Mailbox::tell(const EventMail& mail, const MailEvent& event, const Cause& cause) {
  const ConfigurationSetRow* set = find_set(mail.scope, mail.mail->configuration_set);
  std::optional<Json> told;
  if (set)
    for (const auto& destination : set->destinations) {
      if (!destination.wants(v2_name(event.type))) continue;
      if (!told) told = event_json(mail, event);
      Publication p;
      p.scope = mail.scope;
      p.kind = destination.kind;
      p.arn = destination.arn.empty() ? "AWS/SES" : destination.arn;
      p.subject = destination.kind == DestinationKind::sns ? kSubject : std::string(detail_type(event.type));
      p.body = destination.kind == DestinationKind::cloud_watch ? dump(metric_json(mail, event, destination, *told)) : dump(*told);
      if (destination.kind == DestinationKind::firehose) p.body += "\n";
      p.source_arn = make_arn("ses", mail.scope.region, mail.scope.account, "configuration-set/" + set->name);
      p.message_id = mail.mail->id;
      p.at_ms = aws_.clock().now_ms();
      p.parent = cause.span;
      p.trace = cause.trace;
      publisher_.put(std::move(p));
    }
  if (!notification_type(event.type).empty()) tell_identity(mail, event, cause);
}

// The identity a mail was sent by: of its own account, or of the one that authorised it.
const IdentityRow* Mailbox::identity_of(const Scope& scope, const MailRow& row, Scope& owner) const {
  if (auto named = identity_of_arn(row.source_arn)) {
    owner = named->scope;
    return identities_.find(named->scope, named->name);
  }
  owner = scope;
  return nullptr;
}

void Mailbox::tell_identity(const EventMail& mail, const MailEvent& event, const Cause& cause) {
  Scope owner;
  const IdentityRow* identity = identity_of(mail.scope, *mail.mail, owner);
  if (!identity) return;
  const std::string type = notification_type(event.type);
  if (auto topic = identity->topics.find(type); topic != identity->topics.end()) {
    const auto& with = identity->with_headers;
    const Headers headers = std::find(with.begin(), with.end(), type) != with.end() ? Headers::include : Headers::leave_out;
    Publication p;
    p.scope = owner;
    p.kind = DestinationKind::sns;
    p.arn = topic->second;
    p.body = dump(notification_json(mail, event, headers));
    p.source_arn = identity_arn(owner, identity->name);
    p.message_id = mail.mail->id;
    p.at_ms = aws_.clock().now_ms();
    p.parent = cause.span;
    p.trace = cause.trace;
    publisher_.put(std::move(p));
  }
  if (identity->forwarding && event.type != EventType::delivery) forward(mail, event, {});  // it comes from outside, not from the call
}

// Feedback by mail, to the return path if there is one.
void Mailbox::forward(const EventMail& mail, const MailEvent& event, const Cause& cause) {
  const MailRow& row = *mail.mail;
  const std::string to = row.return_path.empty() ? row.source : row.return_path;
  const std::string about = "Message id: " + row.id + "\nSubject: " + row.subject.value_or("") + "\n";
  if (event.type == EventType::complaint) {
    const std::string who = join(addresses_in(event.details, "complainedRecipients"), ", ");
    drop(mail.scope, cause, {"complaints@email-abuse.amazonses.com", to, "complaint about message from " + row.source,
                             "This is an email abuse report for an email message from amazonses.com on " + text_at(event.details, "timestamp") + ".\n\n" +
                                 "Recipient: " + who + "\n" + about});
    return;
  }
  std::string text = "An error occurred while trying to deliver the mail to the following recipients:\n";
  if (const Json* bounced = find(event.details, "bouncedRecipients"))
    for (const auto& one : *bounced) text += text_at(one, "emailAddress") + "\n    " + text_at(one, "diagnosticCode") + "\n";
  drop(mail.scope, cause, {"MAILER-DAEMON@amazonses.com", to, "Delivery Status Notification (Failure)", text + "\n" + about});
}

void Mailbox::feed_back(const std::string& message_id, EventType type, const std::vector<std::string>& recipients, const Cause& cause) {
  const MailRow* row = mails_.find(message_id);
  if (!row) return;
  const EventMail mail{mails_.scope_of(message_id), row};
  const Scope scope = mail.scope;
  const std::string now = iso_millis(aws_.clock().now()), feedback_id = new_message_id(scope.region);
  std::vector<std::string> reasons = account(scope).suppressed_reasons;
  if (const ConfigurationSetRow* set = find_set(scope, row->configuration_set); set && set->suppressed_reasons) reasons = *set->suppressed_reasons;
  const bool bounce = type == EventType::bounce;
  const std::string reason = bounce ? "BOUNCE" : "COMPLAINT";

  CountRow counted;
  counted.at_ms = aws_.clock().now_ms();
  (bounce ? counted.bounces : counted.complaints) = static_cast<std::int64_t>(recipients.size());
  quota_.count(scope, counted);
  std::vector<Bounced> bounced;
  for (const auto& one : recipients) {
    bounced.push_back({one, "5.1.1", "smtp; 550 5.1.1 user unknown"});
    if (std::find(reasons.begin(), reasons.end(), reason) != reasons.end() && !suppression_.find(scope, one))
      suppression_.put(scope, {one, reason, counted.at_ms, message_id, feedback_id});
  }
  MailEvent event{type, bounce ? bounce_json("Permanent", "General", bounced, now, feedback_id, "a1-1.smtp-out.amazonses.com")
                               : complaint_json(recipients, "", now, feedback_id)};
  tell(mail, event, cause);
}

}  // namespace lambent::ses
