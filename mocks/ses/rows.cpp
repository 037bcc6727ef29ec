#include "mocks/ses/rows.h"

#include "base/text.h"

namespace lambent::ses {
namespace {

Json map_json(const std::map<std::string, std::string>& map) {
  Json out = Json::object();
  for (const auto& [key, value] : map) out[key] = value;
  return out;
}

std::map<std::string, std::string> map_at(const Json& j, std::string_view key) {
  std::map<std::string, std::string> out;
  if (const Json* given = find(j, key))
    for (const auto& [name, value] : given->items()) out[name] = value.get<std::string>();
  return out;
}

Json list_at(const Json& j, std::string_view key) {
  const Json* list = find(j, key);
  return list ? *list : Json::array();
}

std::optional<double> find_number(const Json& j, std::string_view key) {
  if (!has(j, key)) return std::nullopt;
  return number_at(j, key);
}

}  // namespace

Json IdentityRow::to_json() const {
  return object({{"name", name}, {"verified", verified}, {"token", token}, {"dkim", text_array(dkim)}, {"asked", asked_ms},
                 {"configurationSet", configuration_set}, {"tags", map_json(tags)}});
}

IdentityRow IdentityRow::from_json(const Json& j) {
  return {text_at(j, "name"), bool_at(j, "verified"), text_at(j, "token"), texts_at(j, "dkim"), int_at(j, "asked"),
          text_at(j, "configurationSet"), map_at(j, "tags")};
}

Json ConfigurationSetRow::to_json() const { return object({{"name", name}, {"sending", sending}, {"tags", map_json(tags)}}); }

ConfigurationSetRow ConfigurationSetRow::from_json(const Json& j) { return {text_at(j, "name"), bool_at(j, "sending"), map_at(j, "tags")}; }

Json AccountRow::to_json() const {
  Json out = object({{"sandbox", sandbox}, {"autoVerify", auto_verify}, {"sending", sending}});
  if (max_24_hours) set(out, "max24Hours", *max_24_hours);
  if (max_rate) set(out, "maxRate", *max_rate);
  return out;
}

AccountRow AccountRow::from_json(const Json& j) {
  return {bool_at(j, "sandbox"), bool_at(j, "autoVerify"), bool_at(j, "sending"), find_number(j, "max24Hours"), find_number(j, "maxRate")};
}

Json MailRow::to_json() const {
  Json out = object({{"id", id}, {"region", region}, {"source", source}, {"at", at_ms}, {"to", text_array(to)}, {"cc", text_array(cc)},
                     {"bcc", text_array(bcc)}, {"replyTo", text_array(reply_to)}, {"returnPath", return_path},
                     {"configurationSet", configuration_set}, {"tags", tags}, {"headers", headers}, {"attachments", attachments}});
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
  return r;
}

Json CountRow::to_json() const {
  return object({{"at", at_ms}, {"recipients", recipients}, {"attempts", attempts}, {"bounces", bounces}, {"complaints", complaints}});
}

CountRow CountRow::from_json(const Json& j) {
  return {int_at(j, "at"), int_at(j, "recipients"), int_at(j, "attempts"), int_at(j, "bounces"), int_at(j, "complaints")};
}

}  // namespace lambent::ses
