#include "mocks/sns/rows.h"

namespace lambent::sns {

Json SmsRow::to_json() const {
  Json out = object({{"id", id}, {"phone", phone}, {"text", text}, {"structure", structure}, {"type", type}, {"from", from},
                     {"attributes", attributes}, {"at", at_ms}, {"parts", parts}, {"usd", usd}});
  set_if(out, "subject", subject);
  if (!topic.empty()) set_text(out, "topic", topic);
  if (!subscription.empty()) set_text(out, "subscription", subscription);
  if (!failure.empty()) set_text(out, "failure", failure);
  if (reply) set(out, "reply", true);
  return out;
}

SmsRow SmsRow::from_json(const Json& j) {
  SmsRow r;
  r.id = text_at(j, "id");
  r.phone = text_at(j, "phone");
  r.text = text_at(j, "text");
  r.structure = text_at(j, "structure");
  r.type = text_at(j, "type");
  r.from = text_at(j, "from");
  r.subject = find_text(j, "subject");
  if (const Json* a = find(j, "attributes")) r.attributes = *a;
  r.at_ms = int_at(j, "at");
  r.parts = int_at(j, "parts", 1);
  r.usd = number_at(j, "usd");
  r.topic = text_at(j, "topic");
  r.subscription = text_at(j, "subscription");
  r.failure = text_at(j, "failure");
  r.reply = bool_at(j, "reply");
  return r;
}

size_t weight_of(const SmsRow& row) { return 500 + row.text.size() + row.subject.value_or("").size() + dump(row.attributes).size(); }

Json SandboxNumberRow::to_json() const {
  return object({{"phone", phone}, {"code", code}, {"verified", verified}, {"lastAttempt", last_attempt_ms}});
}

SandboxNumberRow SandboxNumberRow::from_json(const Json& j) {
  return {text_at(j, "phone"), text_at(j, "code"), bool_at(j, "verified"), int_at(j, "lastAttempt")};
}

Json OptOutRow::to_json() const { return object({{"phone", phone}, {"optedOut", opted_out}, {"optedIn", opted_in_ms}}); }

OptOutRow OptOutRow::from_json(const Json& j) { return {text_at(j, "phone"), bool_at(j, "optedOut"), int_at(j, "optedIn")}; }

Json SmsAccountRow::to_json() const {
  Json given = Json::object();
  for (const auto& [name, value] : attributes) given[name] = value;
  return object({{"sandbox", sandbox}, {"attributes", given}, {"month", month}, {"spent", spent_usd}});
}

SmsAccountRow SmsAccountRow::from_json(const Json& j) {
  SmsAccountRow r;
  r.sandbox = bool_at(j, "sandbox", true);
  r.month = text_at(j, "month");
  r.spent_usd = number_at(j, "spent");
  if (const Json* given = find(j, "attributes"))
    for (const auto& [name, value] : given->items()) r.attributes[name] = value.get<std::string>();
  return r;
}

Json OriginationNumberRow::to_json() const {
  return object({{"phone", phone}, {"country", country}, {"route", route}, {"capabilities", text_array(capabilities)}, {"created", created_ms}});
}

OriginationNumberRow OriginationNumberRow::from_json(const Json& j) {
  return {text_at(j, "phone"), text_at(j, "country"), text_at(j, "route"), texts_at(j, "capabilities"), int_at(j, "created")};
}

}  // namespace lambent::sns
