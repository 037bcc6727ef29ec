// From an accepted message to the outbox, and what becomes of it.
#include <cstdio>
#include <utility>

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/mail_parts.h"
#include "mocks/ses/mailbox.h"
#include "mocks/ses/raw_tracking.h"
#include "mocks/ses/tracking.h"
#include "mocks/ses/unsubscribe_link.h"

namespace lambent::ses {
namespace {

std::string mta_of(const std::string& region) {
  return "a1-1.smtp-out." + (region == "us-east-1" ? "" : region + ".") + "amazonses.com";
}

bool is_virus(const MailRow& row) {
  for (const auto* text : {&row.text, &row.html, &row.raw})
    if (*text && has_test_virus(**text)) return true;
  if (!row.raw && row.attachments.empty()) return false;
  for (const auto& part : parts_of(row))  // their transfer coding removed
    if (has_test_virus(part.content)) return true;
  return false;
}

std::string operation_of(const Call& call, const MailRow& row) {
  return row.raw && call.operation == "SendEmail" ? "SendRawEmail" : call.operation;
}

}  // namespace

MailRow Mailbox::made_ready(const Call& call, Outgoing outgoing) {
  const Scope& scope = call.scope;
  MailRow row = std::move(outgoing.mail);
  row.id = new_message_id(scope.region);
  row.region = scope.region;
  row.at_ms = aws_.clock().now_ms();
  row.operation = operation_of(call, row);
  row.source_ip = call.origin.source_ip;
  row.caller = caller_name(call.caller);
  row.source_arn = outgoing.source_arn;
  if (row.source_arn.empty())
    if (const IdentityRow* identity = identities_.covering(scope, parse_address(row.source))) row.source_arn = identity_arn(scope, identity->name);
  if (!row.contact_list.empty()) add_unsubscribe_link(row, aws_.home().url + "/_aws/ses/unsubscribe/" + row.id);
  return row;
}

std::vector<RecipientFate> Mailbox::fates_of(const Scope& scope, const MailRow& row) const {
  std::vector<std::string> reasons = account(scope).suppressed_reasons;
  if (const ConfigurationSetRow* set = find_set(scope, row.configuration_set); set && set->suppressed_reasons) reasons = *set->suppressed_reasons;
  std::vector<RecipientFate> out;
  for (const auto* list : {&row.to, &row.cc, &row.bcc})
    for (const auto& one : *list) {
      const Address address = parse_address(one);
      RecipientFate fate{address.mailbox, fate_in_simulator(address), is_simulator(address)};
      const SuppressedRow* suppressed = suppression_.find(scope, address.mailbox);
      if (suppressed && std::find(reasons.begin(), reasons.end(), suppressed->reason) != reasons.end())
        fate.fate = suppressed->reason == "BOUNCE" ? Fate::suppressed_bounce : Fate::suppressed_complaint;
      else if (!row.contact_list.empty() && !contacts_.subscribed(scope, row.contact_list, row.topic, address.mailbox))
        fate.fate = Fate::unsubscribed;
      out.push_back(std::move(fate));
    }
  return out;
}

void Mailbox::track(const Scope& scope, MailRow& row) const {
  if (!row.html) return;
  const ConfigurationSetRow* set = find_set(scope, row.configuration_set);
  const bool opens = set && set->tracks("OPEN"), clicks = set && set->tracks("CLICK");
  if (!opens && !clicks && !has_open_placeholder(*row.html)) return;
  const TrackingBase base = set ? tracking_base(aws_.home().url, *set) : TrackingBase{};
  auto change = [&](std::string html) {
    if (clicks) html = with_click_tracking(html, base.clicks, row.id, row.links);
    return opens ? with_open_tracking(std::move(html), base.opens, row.id) : without_open_placeholder(std::move(html));
  };
  if (row.raw) {
    row.raw = with_html_changed(*row.raw, change);
    std::vector<TrackedLink> links = std::exchange(row.links, {});  // what is shown beside the bytes is the same HTML once more
    row.html = change(std::move(*row.html));
    row.links = std::move(links);
  } else {
    row.html = change(std::move(*row.html));
  }
}

std::string Mailbox::accept(const Call& call, Dialect dialect, Outgoing outgoing, SendOptions options) {
  admit(call, dialect, outgoing);
  const Scope& scope = call.scope;
  const Cause cause{call.span, call.trace};
  MailRow row = made_ready(call, std::move(outgoing));
  track(scope, row);
  const std::vector<RecipientFate> fates = fates_of(scope, row);
  const bool rejected = is_virus(row);

  CountRow counted;
  counted.at_ms = row.at_ms;
  for (const auto& one : fates) {
    ++counted.attempts;
    counted.recipients += !one.simulated;
    counted.bounces += one.fate == Fate::bounced || one.fate == Fate::globally_suppressed;
    counted.complaints += one.fate == Fate::complained;
    if (rejected) row.undelivered[one.mailbox] = "Reject";
    else if (!reaches(one.fate)) row.undelivered[one.mailbox] = why_undelivered(one.fate);
  }
  if (rejected) {
    counted.bounces = counted.complaints = 0;
    counted.rejects = 1;
  }
  quota_.count(scope, counted);

  const std::string id = row.id;
  put(scope, cause, std::move(row));
  const MailRow kept = *mails_.find(id);  // feedback is mail too and may push this one out of the outbox
  EventMail told{scope, &kept};
  told.rendered = options.template_name.empty();
  const MailEvent sent{EventType::send, Json::object()};
  tell(told, sent, cause);
  told.rendered = true;
  if (rejected) {
    const MailEvent reject{EventType::reject, object({{"reason", "Bad content"}})};
    tell(told, reject, cause);
  } else {
    tell_fates(told, fates, cause);
  }
  return id;
}

std::string Mailbox::accept_unrendered(const Call& call, Dialect dialect, Outgoing outgoing, const std::string& template_name, const std::string& fault) {
  admit(call, dialect, outgoing);
  const Cause cause{call.span, call.trace};
  const MailRow row = made_ready(call, std::move(outgoing));
  EventMail told{call.scope, &row};
  told.rendered = false;
  const MailEvent sent{EventType::send, Json::object()}, failed{EventType::rendering_failure, rendering_failure_json(fault, template_name)};
  rendering_failed(call, row, fault, template_name);
  tell(told, sent, cause);
  tell(told, failed, cause);
  return row.id;
}

void Mailbox::tell_fates(const EventMail& mail, const std::vector<RecipientFate>& fates, const Cause& cause) {
  const std::string now = iso_millis(aws_.clock().now()), mta = mta_of(mail.scope.region), id = mail.mail->id;
  const std::int64_t took = aws_.clock().now_ms() - mail.mail->at_ms;
  EventMail delivered = mail;
  delivered.delivered = true;
  auto bounce = [&](const RecipientFate& one, const char* sub, const char* status, const std::string& diagnostic) {
    const std::string reporter = std::string(sub) == "General" ? mta : "amazonses.com";
    const MailEvent event{EventType::bounce, bounce_json("Permanent", sub, {{one.mailbox, status, diagnostic}}, now, new_message_id(mail.scope.region), reporter)};
    tell(mail, event, cause);
  };
  const std::string kSuppressed = "Amazon SES has suppressed sending to this address because it ";
  for (const auto& one : fates) {
    if (reaches(one.fate)) {
      const MailEvent event{EventType::delivery, delivery_json({one.mailbox}, now, took, mta)};
      tell(delivered, event, cause);
    }
    switch (one.fate) {
      case Fate::delivered: break;
      case Fate::auto_reply: {
        const std::string back = mail.mail->return_path.empty() ? mail.mail->source : mail.mail->return_path;
        drop(mail.scope, {one.mailbox, back, "Out of Office: " + mail.mail->subject.value_or(""), "This is an automatic reply: the recipient is out of the office.\n"});
        break;
      }
      case Fate::bounced: bounce(one, "General", "5.1.1", "smtp; 550 5.1.1 user unknown"); break;
      case Fate::globally_suppressed:
        bounce(one, "Suppressed", "5.1.1", kSuppressed + "has a recent history of bouncing as an invalid address. For more information about how to remove "
               "an address from the suppression list, see the Amazon SES Developer Guide: http://docs.aws.amazon.com/ses/latest/DeveloperGuide/remove-from-suppressionlist.html ");
        break;
      case Fate::suppressed_bounce:
        bounce(one, "OnAccountSuppressionList", "5.1.1", kSuppressed + "is on the suppression list for your account. For more information about removing addresses "
               "from the suppression list, see the Amazon SES Developer Guide at https://docs.aws.amazon.com/ses/latest/DeveloperGuide/sending-email-suppression-list.html");
        break;
      case Fate::suppressed_complaint: {
        const MailEvent event{EventType::complaint, complaint_json({one.mailbox}, "OnAccountSuppressionList", now, new_message_id(mail.scope.region))};
        tell(mail, event, cause);
        break;
      }
      case Fate::complained: {
        const MailEvent event{EventType::complaint, complaint_json({one.mailbox}, "", now, new_message_id(mail.scope.region))};
        tell(mail, event, cause);
        break;
      }
      case Fate::unsubscribed:
        bounce(one, "UnsubscribedRecipient", "5.1.1", "Amazon SES did not send the message to this address because the contact has unsubscribed.");
        break;
    }
  }
}

// 0100018f3a2b4c5d-1b2c3d4e-5f60-4711-8a9b-0c1d2e3f4051-000000: the region's number, the time, a UUID.
std::string Mailbox::new_message_id(const std::string& region) {
  const char* prefix = region == "us-west-2" ? "0101" : region == "eu-west-1" ? "0102" : "0100";
  char time[16];
  std::snprintf(time, sizeof time, "%012llx", static_cast<unsigned long long>(aws_.clock().now_ms()) & 0xFFFFFFFFFFFFull);
  return prefix + std::string(time) + "-" + aws_.ids().uuid() + "-000000";
}

void Mailbox::drop(const Scope& scope, OwnMail mail) { drop(scope, {}, std::move(mail)); }

void Mailbox::drop(const Scope& scope, const Cause& cause, OwnMail mail) {
  MailRow row;
  row.id = new_message_id(scope.region);
  row.region = scope.region;
  row.source = std::move(mail.from);
  row.at_ms = aws_.clock().now_ms();
  row.to = {std::move(mail.to)};
  row.subject = std::move(mail.subject);
  row.text = std::move(mail.text);
  row.own = true;
  put(scope, cause, std::move(row));
}

void Mailbox::put(const Scope& scope, const Cause& cause, MailRow row) {
  MessageEntry entry;
  entry.kind = "email";
  entry.id = row.id;
  entry.from = row.source;
  entry.subject = row.subject.value_or("");
  entry.text = row.text ? *row.text : row.html.value_or("");
  for (const auto* list : {&row.to, &row.cc, &row.bcc}) entry.to.insert(entry.to.end(), list->begin(), list->end());
  entry.data = shown(row);
  aws_.journal().add(cause.span, cause.trace, std::move(entry));
  const std::string id = row.id;
  const bool goes_out = row.undelivered.size() < row.to.size() + row.cc.size() + row.bcc.size();
  mails_.put(scope, std::move(row));
  const MailRow* stored = mails_.find(id);
  if (on_sent_ && goes_out && stored) on_sent_(*stored);
}

}  // namespace lambent::ses
