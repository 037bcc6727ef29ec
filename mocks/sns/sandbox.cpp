// Destination numbers of the SMS sandbox. Their one-time codes arrive as messages in the outbox.
#include "mocks/sns/paging.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr size_t kMostNumbers = 10;
constexpr std::int64_t kKeptAfterAttempt = 24 * 3600 * 1000;

AwsError unknown_number() { return AwsError("ResourceNotFound", 404, "The destination phone number is not in the SMS sandbox"); }
AwsError user_error(const std::string& text) { return AwsError("UserError", 400, text); }

std::string phone_of(const Call& call) {
  std::string phone = text_at(call.input, "PhoneNumber");
  if (!is_phone_number(phone)) throw invalid_parameter("PhoneNumber Reason: input incorrectly formatted");
  return with_plus(phone);
}

}  // namespace

Json Sns::create_sandbox_number(const Call& call) {
  std::string phone = phone_of(call);
  std::string key = scope_key(call.scope, phone);
  if (opted_out(call.scope, phone)) throw AwsError("OptedOut", 400, "The phone number " + phone + " has opted out of receiving SMS messages");
  const SandboxNumberRow* known = numbers_.find(key);
  if (known && known->verified) throw user_error("The phone number " + phone + " is already verified");
  if (!known) {
    size_t count = 0;
    numbers_.each(scope_prefix(call.scope), [&](const std::string&, const SandboxNumberRow&) { ++count; });
    if (count >= kMostNumbers) throw user_error("The SMS sandbox holds at most 10 destination phone numbers");
  }
  std::string code = std::to_string(100000 + aws_.ids().number() % 900000);
  numbers_.put(key, SandboxNumberRow{phone, code, false, aws_.clock().now_ms()});

  SmsRow row;
  row.phone = phone;
  row.text = code_message(code, text_at(call.input, "LanguageCode"));
  row.type = "Transactional";
  row.id = aws_.ids().uuid();
  row.at_ms = aws_.clock().now_ms();
  deliver(call, std::move(row));
  return Json::object();
}

Json Sns::verify_sandbox_number(const Call& call) {
  std::string key = scope_key(call.scope, phone_of(call));
  const SandboxNumberRow* row = numbers_.find(key);
  if (!row) throw unknown_number();
  bool right = row->verified || row->code == text_at(call.input, "OneTimePassword");
  numbers_.update(key, [&](SandboxNumberRow& r) {
    r.verified = r.verified || right;
    r.last_attempt_ms = aws_.clock().now_ms();
  });
  if (!right) throw AwsError("VerificationException", 400, "The one-time password is not valid");
  return Json::object();
}

Json Sns::delete_sandbox_number(const Call& call) {
  std::string key = scope_key(call.scope, phone_of(call));
  const SandboxNumberRow* row = numbers_.find(key);
  if (!row) throw unknown_number();
  if (aws_.clock().now_ms() - row->last_attempt_ms < kKeptAfterAttempt)
    throw user_error("A destination phone number can be deleted 24 hours after its verification or its last verification attempt");
  numbers_.erase(key);
  return Json::object();
}

Json Sns::list_sandbox_numbers(const Call& call) {
  auto most = static_cast<size_t>(int_at(call.input, "MaxResults", 100));
  Page page(call, "NextToken", most);
  auto entry = [](const SandboxNumberRow& row) { return std::optional<Json>(object({{"PhoneNumber", row.phone}, {"Status", row.verified ? "Verified" : "Pending"}})); };
  page.fill(numbers_, scope_prefix(call.scope), entry);
  return page.answer("PhoneNumbers");
}

Json Sns::sandbox_status(const Call& call) { return object({{"IsInSandbox", account(call.scope).sandbox}}); }

}  // namespace lambent::sns
