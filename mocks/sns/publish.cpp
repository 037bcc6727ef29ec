#include <cmath>

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/sns/message.h"
#include "mocks/sns/message_attributes.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"
#include "mocks/sns/topic_arn.h"

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

// An endpoint of mobile push; none is kept.
[[noreturn]] void refuse_target(const Scope& scope, const std::string& arn) {
  read_topic_arn(scope, arn, "TargetArn");
  throw invalid_parameter("TargetArn Reason: No endpoint found for the target arn specified");
}

bool is_topic(const std::string& arn) { return split(arn, ':').size() == 6 && arn.find('/') == std::string::npos; }

// Time in a delivery status log: 2016-06-28 00:40:34.558
std::string log_time(std::int64_t ms) {
  std::string out = iso_millis(from_epoch_ms(ms));
  out[10] = ' ';
  out.pop_back();
  return out;
}

}  // namespace

Json Sns::publish(const Call& call) {
  const Json& input = call.input;
  if (auto subject = find_text(input, "Subject")) check_subject(*subject);
  if (text_at(input, "Message").empty()) throw invalid_parameter("Empty message");
  auto topic = find_text(input, "TopicArn"), target = find_text(input, "TargetArn"), phone = find_text(input, "PhoneNumber");
  int given = (topic ? 1 : 0) + (target ? 1 : 0) + (phone ? 1 : 0);
  if (given == 0) throw invalid_parameter("TopicArn or TargetArn Reason: no value for required parameter");
  if (given > 1) throw invalid_parameter("Only one of TopicArn, TargetArn and PhoneNumber can be given");
  if (phone && !is_phone_number(*phone)) throw invalid_parameter("PhoneNumber Reason: " + *phone + " is not valid to publish to");
  if (const Json* attributes = find(input, "MessageAttributes")) check_message_attributes(*attributes);
  if (auto structure = find_text(input, "MessageStructure"); structure && *structure != "json") throw invalid_parameter("MessageStructure");
  if (message_size(input) > kLargestMessage) throw invalid_parameter("Message too long");
  if (topic) return topics_.publish(call, *topic, "TopicArn");
  if (target && is_topic(*target)) return topics_.publish(call, *target, "TargetArn");
  if (target) refuse_target(call.scope, *target);
  return publish_to_phone(call);
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
  if (characters(row.text) > kLongestSms) throw invalid_parameter("Message too long");
  row.subject = find_text(input, "Subject");
  if (const Json* attributes = find(input, "MessageAttributes")) row.attributes = *attributes;

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
  row.id = aws_.ids().uuid();
  row.at_ms = aws_.clock().now_ms();

  Json answer = object({{"MessageId", row.id}});
  std::string failure = obstacle(call.scope, row, settings);
  log_delivery(call, row, failure);
  if (failure.empty()) deliver(call, std::move(row));
  return answer;
}

std::string Sns::obstacle(const Scope& scope, const SmsRow& row, const SmsSettings& settings) const {
  if (opted_out(scope, row.phone)) return "Phone number is opted out";
  const SmsAccountRow settings_of_account = account(scope);
  if (settings_of_account.sandbox) {
    const SandboxNumberRow* number = numbers_.find(scope_key(scope, with_plus(row.phone)));
    if (!number || !number->verified)
      return "The account is in the SMS sandbox and the destination phone number is not verified";
  }
  double price = kPartPrice * static_cast<double>(row.parts);
  if (settings.max_price && price > *settings.max_price) return "This delivery would exceed max price";
  auto limit = settings_of_account.attributes.find("MonthlySpendLimit");
  if (limit != settings_of_account.attributes.end() && spent_this_month(scope) + price > std::stod(limit->second))
    return "No quota left for account";
  return "";
}

double Sns::spent_this_month(const Scope& scope) const {
  std::string month = iso_seconds(aws_.clock().now()).substr(0, 7);
  double out = 0;
  messages_.each(scope_prefix(scope), [&](const std::string&, const SmsRow& row) {
    if (iso_seconds(from_epoch_ms(row.at_ms)).starts_with(month)) out += kPartPrice * static_cast<double>(row.parts);
  });
  return out;
}

void Sns::deliver(const Call& call, SmsRow row) {
  MessageEntry entry;
  entry.kind = "sms";
  entry.id = row.id;
  entry.from = row.from;
  entry.to = {with_plus(row.phone)};
  entry.text = row.text;
  entry.data = shown(row);
  aws_.journal().add(call.span, call.trace, std::move(entry));

  std::string number = std::to_string(next_message_++);
  number.insert(0, 20 - number.size(), '0');  // so that keys sort by number
  messages_.put(scope_key(call.scope, number), std::move(row));
}

void Sns::log_delivery(const Call& call, const SmsRow& row, const std::string& failure) {
  const auto settings = account(call.scope).attributes;
  if (failure.empty()) {
    auto rate = settings.find("DeliveryStatusSuccessSamplingRate");
    if (!settings.contains("DeliveryStatusIAMRole")) return;
    if (rate != settings.end() && aws_.ids().fraction() * 100 >= std::stod(rate->second)) return;
  }
  Json delivery = object({{"destination", with_plus(row.phone)},
                          {"priceInUSD", failure.empty() ? std::round(kPartPrice * static_cast<double>(row.parts) * 1e5) / 1e5 : 0.0},
                          {"smsType", row.type},
                          {"numberOfMessageParts", row.parts},
                          {"providerResponse", failure.empty() ? "Message has been accepted by phone" : failure},
                          {"dwellTimeMs", 0}});
  Json line = object({{"notification", object({{"messageId", row.id}, {"timestamp", log_time(row.at_ms)}})},
                      {"delivery", delivery},
                      {"status", failure.empty() ? "SUCCESS" : "FAILURE"}});
  LogEntry entry;
  entry.log_stream = "sns/" + call.scope.region + "/" + call.scope.account + "/DirectPublishToPhoneNumber" + (failure.empty() ? "" : "/Failure");
  entry.line = dump(line);
  aws_.journal().add(call.span, call.trace, std::move(entry));
}

}  // namespace lambent::sns
