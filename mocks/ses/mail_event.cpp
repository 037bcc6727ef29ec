#include "mocks/ses/mail_event.h"

#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/address.h"
#include "mocks/ses/mime/compose.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostHeaderBytes = 10 * 1024;

struct Names {
  std::string_view v2, v1, shown, member, detail;
};
constexpr Names kNames[kEventTypes] = {
    {"SEND", "send", "Send", "send", "Email Sent"},
    {"REJECT", "reject", "Reject", "reject", "Email Rejected"},
    {"BOUNCE", "bounce", "Bounce", "bounce", "Email Bounced"},
    {"COMPLAINT", "complaint", "Complaint", "complaint", "Email Complaint Received"},
    {"DELIVERY", "delivery", "Delivery", "delivery", "Email Delivered"},
    {"OPEN", "open", "Open", "open", "Email Opened"},
    {"CLICK", "click", "Click", "click", "Email Clicked"},
    {"RENDERING_FAILURE", "renderingFailure", "Rendering Failure", "failure", "Email Rendering Failed"},
    {"DELIVERY_DELAY", "", "DeliveryDelay", "deliveryDelay", "Email Delivery Delayed"},
    {"SUBSCRIPTION", "", "Subscription", "subscription", "Email Subscribed"},
};
const Names& names(EventType type) { return kNames[static_cast<int>(type)]; }

Json header(std::string_view name, std::string_view value) { return object({{"name", std::string(name)}, {"value", std::string(value)}}); }

std::string mailbox_of(const std::string& address) {
  try {
    return parse_address(address).mailbox;
  } catch (const BadAddress&) {
    return address;
  }
}

std::string domain_of(const std::string& address) {
  std::string mailbox = mailbox_of(address);
  return mailbox.substr(mailbox.rfind('@') + 1);
}

Json destination(const MailRow& mail) {
  Json out = array();
  for (const auto* list : {&mail.to, &mail.cc, &mail.bcc})
    for (const auto& one : *list) out.push_back(mailbox_of(one));
  return out;
}

// The addresses of a list of headers, or the message's subject and date; as texts, not as fields write them.
Json common_headers(const MailRow& mail, const Json& headers, bool rendered) {
  Json out = Json::object();
  auto value = [&](std::string_view name) {
    for (const auto& one : headers)
      if (iequals(text_at(one, "name"), name)) return decode_words(text_at(one, "value"));
    return std::string();
  };
  if (auto text = value("Return-Path"); !text.empty()) set_text(out, "returnPath", text);
  for (const char* name : {"From", "Date", "To", "Cc", "Bcc", "Reply-To"}) {
    std::string text = value(name);
    if (text.empty()) continue;
    std::string member = iequals(name, "Reply-To") ? "replyTo" : lower(name);
    set(out, member, member == "date" ? Json(text) : text_array(split_addresses(text)));
  }
  set_text(out, "messageId", mail.id);
  if (rendered && mail.subject && (!mail.raw || !mail.subject->empty())) set_text(out, "subject", *mail.subject);
  return out;
}

void set_headers(Json& out, const EventMail& mail) {
  Json all = headers_of(mail), kept = array();
  size_t bytes = 0;
  for (auto& one : all) {
    bytes += text_at(one, "name").size() + text_at(one, "value").size();
    if (bytes > kMostHeaderBytes) break;
    kept.push_back(std::move(one));
  }
  set(out, "headersTruncated", bytes > kMostHeaderBytes);
  Json common = common_headers(*mail.mail, kept, mail.rendered);
  set(out, "headers", std::move(kept));
  set(out, "commonHeaders", std::move(common));
}

Json tags_of(const EventMail& mail) {
  const MailRow& row = *mail.mail;
  Json out = Json::object();
  auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) set(out, name, text_array({value}));
  };
  add("ses:operation", row.operation);
  add("ses:configuration-set", row.configuration_set);
  add("ses:source-ip", row.source_ip);
  add("ses:from-domain", domain_of(row.source));
  for (const auto& tag : row.tags) {
    std::string name = text_at(tag, "Name");
    if (!has(out, name)) set(out, name, array());
    out[name].push_back(text_at(tag, "Value"));
  }
  add("ses:caller-identity", row.caller);
  if (mail.delivered) add("ses:outgoing-ip", "127.0.0.1");
  return out;
}

}  // namespace

std::string_view v2_name(EventType type) { return names(type).v2; }
std::string_view v1_name(EventType type) { return names(type).v1; }
std::string_view shown_name(EventType type) { return names(type).shown; }
std::string_view member_name(EventType type) { return names(type).member; }
std::string_view detail_type(EventType type) { return names(type).detail; }

// What SES sets itself when a mail leaves (Message-ID, Date) it does not tell, but the Date of one it has rendered. A mail
// not yet rendered has no more than who writes to whom.
Json headers_of(const EventMail& mail) {
  const MailRow& row = *mail.mail;
  auto told = [&](const std::string& name) {
    if (row.raw) return true;
    if (!mail.rendered) return iequals(name, "From") || iequals(name, "Reply-To") || iequals(name, "To") || iequals(name, "Cc") || iequals(name, "MIME-Version");
    return !iequals(name, "Message-ID") && (!iequals(name, "Date") || !row.template_data.empty());
  };
  Json out = array();
  for (const auto& field : mime::composed_fields(row))
    if (told(field.name)) out.push_back(header(field.name, field.value));
  return out;
}

Json event_json(const EventMail& mail, const MailEvent& event) {
  const MailRow& row = *mail.mail;
  Json told = object({{"timestamp", iso_millis(from_epoch_ms(row.at_ms))}, {"source", row.source}});
  if (!row.source_arn.empty() && mail.rendered) set_text(told, "sourceArn", row.source_arn);
  set_text(told, "sendingAccountId", mail.scope.account);
  set_text(told, "messageId", row.id);
  set(told, "destination", destination(row));
  set_headers(told, mail);
  set(told, "tags", tags_of(mail));
  Json out = object({{"eventType", std::string(shown_name(event.type))}, {"mail", std::move(told)}});
  set(out, member_name(event.type), event.details);
  return out;
}

Json notification_json(const EventMail& mail, const MailEvent& event, Headers headers) {
  const MailRow& row = *mail.mail;
  Json told = object({{"timestamp", iso_millis(from_epoch_ms(row.at_ms))}, {"source", row.source}});
  if (!row.source_arn.empty()) set_text(told, "sourceArn", row.source_arn);
  if (!row.source_ip.empty()) set_text(told, "sourceIp", row.source_ip);
  if (!row.caller.empty()) set_text(told, "callerIdentity", row.caller);
  set_text(told, "sendingAccountId", mail.scope.account);
  set_text(told, "messageId", row.id);
  set(told, "destination", destination(row));
  if (headers == Headers::include) set_headers(told, mail);
  Json out = object({{"notificationType", std::string(shown_name(event.type))}, {"mail", std::move(told)}});
  set(out, member_name(event.type), event.details);
  return out;
}

}  // namespace lambent::ses
