#include "mocks/ses/rows.h"

#include "base/heap_size.h"
#include "base/text.h"

namespace lambent::ses {
Json IdentityRow::to_json() const {
  return object({{"name", name}, {"verified", verified}, {"token", token}, {"dkim", text_array(dkim)}, {"asked", asked_ms},
                 {"configurationSet", configuration_set}, {"tags", map_json(tags)}, {"signing", signing}, {"selector", signing_selector},
                 {"keyLength", key_length}, {"keyMade", key_made_ms}, {"mailFrom", mail_from}, {"mailFromVerified", mail_from_verified},
                 {"mailFromRequired", mail_from_required}, {"mailFromAsked", mail_from_asked_ms}, {"forwarding", forwarding},
                 {"topics", map_json(topics)}, {"withHeaders", text_array(with_headers)}, {"policies", map_json(policies)},
                 {"success", success_url}, {"failure", failure_url}});
}

IdentityRow IdentityRow::from_json(const Json& j) {
  IdentityRow r;
  r.name = text_at(j, "name");
  r.verified = bool_at(j, "verified");
  r.token = text_at(j, "token");
  r.dkim = texts_at(j, "dkim");
  r.asked_ms = int_at(j, "asked");
  r.configuration_set = text_at(j, "configurationSet");
  r.tags = map_at(j, "tags");
  r.signing = bool_at(j, "signing");
  r.signing_selector = text_at(j, "selector");
  r.key_length = text_at(j, "keyLength", "RSA_2048_BIT");
  r.key_made_ms = int_at(j, "keyMade");
  r.mail_from = text_at(j, "mailFrom");
  r.mail_from_verified = bool_at(j, "mailFromVerified");
  r.mail_from_required = bool_at(j, "mailFromRequired");
  r.mail_from_asked_ms = int_at(j, "mailFromAsked");
  r.forwarding = bool_at(j, "forwarding", true);
  r.topics = map_at(j, "topics");
  r.with_headers = texts_at(j, "withHeaders");
  r.policies = map_at(j, "policies");
  r.success_url = text_at(j, "success");
  r.failure_url = text_at(j, "failure");
  return r;
}

Json AccountRow::to_json() const {
  Json out = object({{"sandbox", sandbox}, {"autoVerify", auto_verify}, {"sending", sending}, {"suppressed", text_array(suppressed_reasons)},
                     {"details", details}, {"warmup", dedicated_warmup}});
  if (max_24_hours) set(out, "max24Hours", *max_24_hours);
  if (max_rate) set(out, "maxRate", *max_rate);
  return out;
}

AccountRow AccountRow::from_json(const Json& j) {
  AccountRow r;
  r.sandbox = bool_at(j, "sandbox");
  r.auto_verify = bool_at(j, "autoVerify");
  r.sending = bool_at(j, "sending");
  r.max_24_hours = find_number(j, "max24Hours");
  r.max_rate = find_number(j, "maxRate");
  if (has(j, "suppressed")) r.suppressed_reasons = texts_at(j, "suppressed");
  if (const Json* details = find(j, "details")) r.details = *details;
  r.dedicated_warmup = bool_at(j, "warmup");
  return r;
}

Json TrackedLink::to_json() const { return object({{"url", url}, {"tags", tags}}); }

TrackedLink TrackedLink::from_json(const Json& j) {
  const Json* tags = find(j, "tags");
  return {text_at(j, "url"), tags ? *tags : Json()};
}

Json MailRow::to_json() const {
  Json out = object({{"id", id}, {"region", region}, {"source", source}, {"at", at_ms}, {"to", text_array(to)}, {"cc", text_array(cc)},
                     {"bcc", text_array(bcc)}, {"replyTo", text_array(reply_to)}, {"returnPath", return_path},
                     {"configurationSet", configuration_set}, {"tags", tags}, {"headers", headers}, {"attachments", attachments},
                     {"own", own}, {"operation", operation}, {"sourceIp", source_ip}, {"caller", caller}, {"sourceArn", source_arn},
                     {"links", rows_json(links)}, {"contactList", contact_list}, {"topic", topic}, {"undelivered", map_json(undelivered)}});
  set_if(out, "subject", subject);
  set_if(out, "text", text);
  set_if(out, "html", html);
  if (raw) set(out, "raw", base64_encode(*raw));
  for (const auto& [name, value] : {std::pair("subjectCharset", &subject_charset), {"textCharset", &text_charset}, {"htmlCharset", &html_charset},
                                    {"templateName", &template_name}, {"templateData", &template_data}})
    if (!value->empty()) set_text(out, name, *value);
  return out;
}

MailRow MailRow::from_json(const Json& j) {
  MailRow r;
  r.id = text_at(j, "id");
  r.region = text_at(j, "region");
  r.source = text_at(j, "source");
  r.at_ms = int_at(j, "at");
  r.to = texts_at(j, "to");
  r.cc = texts_at(j, "cc");
  r.bcc = texts_at(j, "bcc");
  r.reply_to = texts_at(j, "replyTo");
  r.return_path = text_at(j, "returnPath");
  r.configuration_set = text_at(j, "configurationSet");
  r.subject = find_text(j, "subject");
  r.text = find_text(j, "text");
  r.html = find_text(j, "html");
  if (auto encoded = find_text(j, "raw")) r.raw = base64_decode(*encoded);
  r.subject_charset = text_at(j, "subjectCharset");
  r.text_charset = text_at(j, "textCharset");
  r.html_charset = text_at(j, "htmlCharset");
  r.template_name = text_at(j, "templateName");
  r.template_data = text_at(j, "templateData");
  r.tags = list_at(j, "tags");
  r.headers = list_at(j, "headers");
  r.attachments = list_at(j, "attachments");
  r.own = bool_at(j, "own");
  r.operation = text_at(j, "operation");
  r.source_ip = text_at(j, "sourceIp");
  r.caller = text_at(j, "caller");
  r.source_arn = text_at(j, "sourceArn");
  r.links = rows_at<TrackedLink>(j, "links");
  r.contact_list = text_at(j, "contactList");
  r.topic = text_at(j, "topic");
  r.undelivered = map_at(j, "undelivered");
  return r;
}

Json CountRow::to_json() const {
  return object({{"at", at_ms}, {"recipients", recipients}, {"attempts", attempts}, {"bounces", bounces}, {"complaints", complaints}, {"rejects", rejects}});
}

CountRow CountRow::from_json(const Json& j) {
  CountRow r;
  r.at_ms = int_at(j, "at");
  r.recipients = int_at(j, "recipients");
  r.attempts = int_at(j, "attempts");
  r.bounces = int_at(j, "bounces");
  r.complaints = int_at(j, "complaints");
  r.rejects = int_at(j, "rejects");
  return r;
}

void CountRow::add(const CountRow& other) {
  recipients += other.recipients;
  attempts += other.attempts;
  bounces += other.bounces;
  complaints += other.complaints;
  rejects += other.rejects;
}

// Its node in the table and its places in the indexes, with a key or an id in each.
constexpr std::size_t kPlace = 560;

std::size_t weight(const MailRow& row) {
  std::size_t out = sizeof(MailRow) + kPlace;
  for (const auto* text : {&row.id, &row.source, &row.return_path, &row.configuration_set, &row.template_name, &row.template_data, &row.operation, &row.source_ip,
                           &row.caller, &row.source_arn, &row.contact_list, &row.topic})
    out += heap_size(*text);
  for (const auto* text : {&row.subject, &row.text, &row.html, &row.raw})
    if (*text) out += heap_size(**text);
  for (const auto* list : {&row.to, &row.cc, &row.bcc, &row.reply_to}) out += heap_size(*list);
  for (const auto* list : {&row.headers, &row.attachments, &row.tags}) out += heap_size(*list);
  for (const auto& link : row.links) out += sizeof(TrackedLink) + heap_size(link.url) + heap_size(link.tags);
  for (const auto& [address, why] : row.undelivered) out += heap_size(std::size_t{32 + 2 * sizeof(std::string)}) + heap_size(address) + heap_size(why);
  return out;
}

}  // namespace lambent::ses
