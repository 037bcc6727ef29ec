// SMS on their way to phones: Publish with a PhoneNumber, and what a topic sends to its subscribers.
#include <cmath>

#include "aws/outbox_page.h"
#include "base/time_text.h"
#include "mocks/sns/message_attributes.h"
#include "mocks/sns/sms_price.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

// The text for phones of a message whose structure is "json".
std::string text_for_sms(const std::string& message) {
  auto parsed = try_parse_json(message);
  if (!parsed || !parsed->is_object()) throw invalid_parameter("Message Structure - JSON message body failed to parse");
  auto fallback = find_text(*parsed, "default");
  if (!fallback) throw invalid_parameter("Message Structure - No default entry in JSON message body");
  return find_text(*parsed, "sms").value_or(*fallback);
}

double cents_of_a_cent(double usd) { return std::round(usd * 1e5) / 1e5; }

}  // namespace

// 2016-06-28 00:40:34.558
std::string log_time(std::int64_t ms) {
  std::string out = iso_millis(from_epoch_ms(ms));
  out[10] = ' ';
  out.pop_back();
  return out;
}

Json Sns::publish_to_phone(const Call& call) {
  const Json& input = call.input;
  for (const char* member : {"MessageDeduplicationId", "MessageGroupId"})
    if (has(input, member))
      throw invalid_parameter(std::string(member) + " Reason: The request includes " + member + " parameter that is not valid for this topic type");

  SmsRow row;
  row.phone = text_at(input, "PhoneNumber");
  row.structure = text_at(input, "MessageStructure");
  row.text = row.structure == "json" ? text_for_sms(text_at(input, "Message")) : text_at(input, "Message");
  row.subject = find_text(input, "Subject");
  if (const Json* attributes = find(input, "MessageAttributes")) row.attributes = *attributes;
  row.topic = topic_behind(call);
  return object({{"MessageId", send_sms(call, std::move(row))}});
}

std::string Sns::send_sms(const Call& call, SmsRow row) {
  if (characters(row.text) > kLongestSms) throw invalid_parameter("Message too long");
  SmsSettings settings = read_sms_settings(row.attributes);
  const auto defaults = account(call.scope).attributes;
  auto fallback = [&](const std::string& value, const char* attribute, const char* otherwise) {
    if (!value.empty()) return value;
    auto it = defaults.find(attribute);
    return it == defaults.end() ? std::string(otherwise) : it->second;
  };
  row.type = fallback(settings.type, "DefaultSMSType", "Promotional");
  row.from = settings.origination_number.empty() ? fallback(settings.sender_id, "DefaultSenderID", "") : settings.origination_number;
  row.parts = static_cast<std::int64_t>(sms_parts(row.text));
  row.usd = cents_of_a_cent(sms_country(row.phone).usd * static_cast<double>(row.parts));
  row.id = aws_.ids().uuid();
  row.failure = obstacle(call.scope, row, settings);
  if (!row.failure.empty()) row.usd = 0;
  std::string id = row.id;
  deliver(call, std::move(row));
  return id;
}

std::string Sns::obstacle(const Scope& scope, const SmsRow& row, const SmsSettings& settings) const {
  if (opted_out(scope, row.phone)) return "Phone number is opted out";
  const SmsAccountRow of_account = account(scope);
  if (of_account.sandbox) {
    const SandboxNumberRow* number = numbers_.find(scope_key(scope, with_plus(row.phone)));
    if (!number || !number->verified) return "The account is in the SMS sandbox and the destination phone number is not verified";
  }
  if (settings.max_price && row.usd > *settings.max_price) return "This delivery would exceed max price";
  auto limit = of_account.attributes.find("MonthlySpendLimit");
  if (limit != of_account.attributes.end() && spent_this_month(scope) + row.usd > std::stod(limit->second)) return "No quota left for account";
  return "";
}

double Sns::spent_this_month(const Scope& scope) const {
  const SmsAccountRow row = account(scope);
  return row.month == this_month() ? row.spent_usd : 0;
}

std::string Sns::this_month() const { return iso_seconds(aws_.clock().now()).substr(0, 7); }

void Sns::spend(const Scope& scope, double usd) {
  SmsAccountRow row = account(scope);
  row.spent_usd = (row.month == this_month() ? row.spent_usd : 0) + usd;
  row.month = this_month();
  accounts_.put(scope_prefix(scope), row);
}

void Sns::deliver(const Call& call, SmsRow row) {
  row.at_ms = aws_.clock().now_ms();
  row.span = call.span;
  log_delivery(call, row);
  if (row.failure.empty()) {
    if (row.usd > 0) spend(call.scope, row.usd);
    MessageEntry entry;
    entry.kind = "sms";
    entry.id = row.id;
    entry.from = row.from;
    entry.to = {with_plus(row.phone)};
    entry.text = row.text;
    entry.data = shown(row);
    aws_.journal().add(call.span, call.trace, std::move(entry));
  }
  kept_.put(messages_, outbox_key(call.scope, next_message_++), std::move(row));
}

void Sns::log_delivery(const Call& call, const SmsRow& row) {
  const bool failed = !row.failure.empty();
  const auto settings = account(call.scope).attributes;
  if (!failed) {
    auto rate = settings.find("DeliveryStatusSuccessSamplingRate");
    if (!settings.contains("DeliveryStatusIAMRole")) return;
    if (rate != settings.end() && aws_.ids().fraction() * 100 >= std::stod(rate->second)) return;
  }
  Json delivery = object({{"destination", with_plus(row.phone)},
                          {"priceInUSD", row.usd},
                          {"smsType", row.type},
                          {"numberOfMessageParts", row.parts},
                          {"providerResponse", failed ? row.failure : std::string("Message has been accepted by phone")},
                          {"dwellTimeMs", 0}});
  Json line = object({{"notification", object({{"messageId", row.id}, {"timestamp", log_time(row.at_ms)}})},
                      {"delivery", delivery},
                      {"status", failed ? "FAILURE" : "SUCCESS"}});
  LogEntry entry;
  entry.log_stream = "sns/" + call.scope.region + "/" + call.scope.account + "/DirectPublishToPhoneNumber" + (failed ? "/Failure" : "");
  entry.line = dump(line);
  aws_.journal().add(call.span, call.trace, std::move(entry));
}

}  // namespace lambent::sns
