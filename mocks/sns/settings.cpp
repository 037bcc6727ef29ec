// Account-wide SMS settings and the list of numbers that opted out.
#include <charconv>
#include <set>

#include "mocks/sns/message_attributes.h"
#include "mocks/sns/paging.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr std::int64_t kBetweenOptIns = 30LL * 24 * 3600 * 1000;

bool whole_number(const std::string& text, int most) {
  int n = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  return error == std::errc() && end == text.data() + text.size() && n >= 0 && n <= most;
}

bool valid_attribute(const std::string& name, const std::string& value) {
  if (name == "MonthlySpendLimit") return whole_number(value, 1'000'000'000);
  if (name == "DeliveryStatusSuccessSamplingRate") return whole_number(value, 100);
  if (name == "DeliveryStatusIAMRole") return value.starts_with("arn:") && value.find(":role/") != std::string::npos;
  if (name == "DefaultSenderID") return valid_sender_id(value);
  return valid_sms_type(value);  // DefaultSMSType
}

std::string phone_of(const Call& call) {
  std::string phone = text_at(call.input, "phoneNumber");
  if (!is_phone_number(phone)) throw invalid_parameter("PhoneNumber Reason: input incorrectly formatted");
  return with_plus(phone);
}

}  // namespace

Json Sns::set_sms_attributes(const Call& call) {
  static const std::set<std::string> known{"MonthlySpendLimit", "DeliveryStatusIAMRole", "DeliveryStatusSuccessSamplingRate",
                                           "DefaultSenderID",   "DefaultSMSType",        "UsageReportS3Bucket"};
  SmsAccountRow row = account(call.scope);
  const Json* given = find(call.input, "attributes");
  for (const auto& [name, value] : given->items()) {
    if (!known.contains(name)) throw AwsError("InvalidParameter", 400, name + " is not a valid attribute");
    std::string text = value.get<std::string>();
    if (text.empty()) {
      row.attributes.erase(name);
      continue;
    }
    if (name == "UsageReportS3Bucket") throw not_emulated("sns", "the SMS attribute UsageReportS3Bucket");
    if (!valid_attribute(name, text)) throw AwsError("InvalidParameter", 400, name + " is invalid");
    row.attributes[name] = text;
  }
  accounts_.put(scope_prefix(call.scope), row);
  return Json::object();
}

Json Sns::get_sms_attributes(const Call& call) {
  auto attributes = account(call.scope).attributes;
  attributes.try_emplace("MonthlySpendLimit", "1");
  std::vector<std::string> wanted = texts_at(call.input, "attributes");
  Json out = Json::object();
  for (const auto& [name, value] : attributes)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end()) out[name] = value;
  return object({{"attributes", out}});
}

Json Sns::check_if_opted_out(const Call& call) { return object({{"isOptedOut", opted_out(call.scope, phone_of(call))}}); }

Json Sns::list_opted_out(const Call& call) {
  Page page(call, "nextToken");
  auto entry = [](const OptOutRow& row) { return row.opted_out ? std::optional<Json>(row.phone) : std::nullopt; };
  page.fill(opt_outs_, scope_prefix(call.scope), entry);
  return page.answer("phoneNumbers");
}

Json Sns::opt_in(const Call& call) {
  std::string key = scope_key(call.scope, phone_of(call));
  const OptOutRow* row = opt_outs_.find(key);
  if (!row || !row->opted_out) return Json::object();
  std::int64_t now = aws_.clock().now_ms();
  if (row->opted_in_ms && now - row->opted_in_ms < kBetweenOptIns)
    throw invalid_parameter("PhoneNumber Reason: a phone number can be opted in only once in 30 days");
  opt_outs_.update(key, [&](OptOutRow& r) {
    r.opted_out = false;
    r.opted_in_ms = now;
  });
  return Json::object();
}

}  // namespace lambent::sns
