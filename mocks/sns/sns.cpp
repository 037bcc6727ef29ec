#include "mocks/sns/sns.h"

#include <stdexcept>

#include "aws/outbox_page.h"
#include "base/text.h"
#include "mocks/sns/sms_text.h"

namespace lambent::sns {

// What is emulated of SNS.
struct Sns::Operations {
  static constexpr Operation<Sns> table[] = {
      {"Publish", &Sns::publish},
      {"CreateSMSSandboxPhoneNumber", &Sns::create_sandbox_number},
      {"VerifySMSSandboxPhoneNumber", &Sns::verify_sandbox_number},
      {"DeleteSMSSandboxPhoneNumber", &Sns::delete_sandbox_number},
      {"ListSMSSandboxPhoneNumbers", &Sns::list_sandbox_numbers},
      {"GetSMSSandboxAccountStatus", &Sns::sandbox_status},
      {"SetSMSAttributes", &Sns::set_sms_attributes},
      {"GetSMSAttributes", &Sns::get_sms_attributes},
      {"CheckIfPhoneNumberIsOptedOut", &Sns::check_if_opted_out},
      {"ListPhoneNumbersOptedOut", &Sns::list_opted_out},
      {"OptInPhoneNumber", &Sns::opt_in},
      {"ListOriginationNumbers", &Sns::list_origination_numbers},
  };
};

Sns::Sns(Aws& aws)
    : aws_(aws),
      messages_(aws.store(), "sns.sms"),
      numbers_(aws.store(), "sns.sandbox_numbers"),
      opt_outs_(aws.store(), "sns.opt_outs"),
      accounts_(aws.store(), "sns.sms_accounts"),
      origination_numbers_(aws.store(), "sns.origination_numbers"),
      arrivals_(aws.loop(), aws.journal()),
      push_(aws),
      protection_(aws),
      topics_(aws, protection_) {}

std::vector<std::string_view> Sns::operations() const {
  std::vector<std::string_view> out = operation_names(Operations::table);
  for (auto name : push_.operations()) out.push_back(name);
  for (auto name : protection_.operations()) out.push_back(name);
  for (std::string_view name : topics_.operations()) out.push_back(name);
  return out;
}

Task<Json> Sns::handle(Call call) {
  if (push_.knows(call.operation)) return push_.handle(std::move(call));
  if (protection_.knows(call.operation)) return protection_.handle(std::move(call));
  if (topics_.knows(call.operation)) return topics_.handle(std::move(call));
  return dispatch<Sns>(*this, Operations::table, std::move(call));
}

// An SMS is asked for on "*": phone numbers are no ARNs. What SNS itself sends on to phones and apps is allowed.
std::vector<Need> Sns::needs(const Call& call) const {
  bool to_topic = call.operation == "Publish" && has(call.input, "TopicArn");
  if (to_topic || topics_.knows(call.operation)) return topics_.needs(call);
  std::string resource = "*";
  // Of the push operations AWS's table knows no resources, but policies that name applications and endpoints are common.
  for (const char* member : {"TargetArn", "ResourceArn", "PlatformApplicationArn", "EndpointArn"})
    if (auto arn = find_text(call.input, member)) resource = *arn;
  std::vector<Need> out;
  bool own = call.operation == "Publish" && call.caller.kind == PrincipalKind::service && call.caller.arn == "sns.amazonaws.com";
  if (own) return out;
  if (auto arn = find_text(call.input, "TargetArn"); arn && call.operation == "Publish")
    out.push_back(topics_.need(call, "sns:Publish", *arn));
  else
    out.emplace_back("sns:" + call.operation, resource);
  return out;
}

AwsError Sns::refused(const Call& call, const Denial& denial) const {
  Denial shown = denial;
  auto phone = find_text(call.input, "PhoneNumber");
  if (call.operation == "Publish" && phone) shown.resource = *phone;
  return AwsError("AuthorizationError", 403, denial_text(shown, replace_all(denial.action, "sns:", "SNS:")));
}

void Sns::load() {
  messages_.load();
  numbers_.load();
  opt_outs_.load();
  accounts_.load();
  origination_numbers_.load();
  protection_.load();
  push_.load();
  for (const auto& [key, row] : messages_) next_message_ = std::max(next_message_, outbox_number(key) + 1);
  kept_.count(messages_);
  topics_.load();
}

void Sns::reset() {
  kept_.clear(messages_);
  numbers_.clear();
  opt_outs_.clear();
  accounts_.clear();
  origination_numbers_.clear();
  protection_.reset();
  push_.reset();
  topics_.reset();
}

void Sns::seed(const Scope& scope, const Json& given) {
  auto number = [](const Json& one) {
    if (!one.is_string() || !is_phone_number(one.get<std::string>()))
      throw std::invalid_argument("sns: " + dump(one) + " is not a phone number; write it as \"+15551234567\"");
    return with_plus(one.get<std::string>());
  };
  for (const auto& [name, value] : given.items()) {
    if (name == "Sandbox") {
      if (!value.is_boolean()) throw std::invalid_argument("sns: 'Sandbox' is true or false, not " + dump(value));
      SmsAccountRow row = account(scope);
      row.sandbox = value.get<bool>();
      accounts_.put(scope_prefix(scope), row);
      continue;
    }
    if (name == "Subscriptions") continue;  // last: their topics come first
    if (name == "Topics") {
      topics_.seed_topics(scope, value);
      continue;
    }
    if (name != "SandboxPhoneNumbers" && name != "OptedOutPhoneNumbers" && name != "OriginationNumbers")
      throw std::invalid_argument("sns has no initial state '" + name + "'; there are Topics, Subscriptions, SandboxPhoneNumbers, OptedOutPhoneNumbers, OriginationNumbers and Sandbox");
    if (!value.is_array()) throw std::invalid_argument("sns: '" + name + "' is a list of phone numbers, not " + dump(value));
    for (const auto& one : value) {
      if (name == "OriginationNumbers") {
        seed_origination_number(scope, one);
        continue;
      }
      std::string phone = number(one);
      if (name == "OptedOutPhoneNumbers")
        opt_outs_.put(scope_key(scope, phone), OptOutRow{phone, true, 0});
      else
        numbers_.put(scope_key(scope, phone), SandboxNumberRow{phone, "", true, aws_.clock().now_ms()});
    }
  }
  if (const Json* subscriptions = find(given, "Subscriptions")) topics_.seed_subscriptions(scope, *subscriptions);
}

SmsAccountRow Sns::account(const Scope& scope) const {
  const SmsAccountRow* row = accounts_.find(scope_prefix(scope));
  return row ? *row : SmsAccountRow{};
}

bool Sns::opted_out(const Scope& scope, const std::string& phone) const {
  const OptOutRow* row = opt_outs_.find(scope_key(scope, with_plus(phone)));
  return row && row->opted_out;
}

AwsError invalid_parameter(const std::string& what) { return AwsError("InvalidParameter", 400, "Invalid parameter: " + what); }

std::string topic_behind(const Call& call) {
  bool ours = call.caller.kind == PrincipalKind::service && call.caller.arn == "sns.amazonaws.com";
  return ours ? call.caller.source_arn : "";
}

}  // namespace lambent::sns
