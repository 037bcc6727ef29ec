// What passwords of the account's users must be like.
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr const char* kSymbols = "!@#$%^&*()_+-=[]{}|'";

bool holds_any(const std::string& password, const std::string& of) { return password.find_first_of(of) != std::string::npos; }

}  // namespace

AccountRow Iam::account(const Call& call) const {
  const AccountRow* row = entities_.accounts.find(call.scope.account);
  return row ? *row : AccountRow{};
}

// AWS source: IAM User Guide, "Setting an account password policy", also for the default policy.
void Iam::check_password(const Call& call, const std::string& password) const {
  AccountRow policy = account(call);
  auto refuse = [](const std::string& what) {
    throw AwsError("PasswordPolicyViolation", 400, "Password should " + what);
  };
  const std::string upper_case = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", lower_case = "abcdefghijklmnopqrstuvwxyz", digits = "0123456789";
  if (!policy.has_password_policy) {
    constexpr size_t kDefaultLength = 8;
    if (password.size() < kDefaultLength) refuse("have a minimum length of 8");
    int kinds = 0;
    for (const auto& kind : {upper_case, lower_case, digits, std::string(kSymbols)}) kinds += holds_any(password, kind);
    if (kinds < 3) refuse("have at least three of: uppercase letters, lowercase letters, numbers, symbols");
    return;
  }
  if (password.size() < static_cast<size_t>(policy.minimum_length)) refuse("have a minimum length of " + std::to_string(policy.minimum_length));
  if (policy.symbols && !holds_any(password, kSymbols)) refuse("have at least one symbol");
  if (policy.numbers && !holds_any(password, digits)) refuse("have at least one number");
  if (policy.uppercase && !holds_any(password, upper_case)) refuse("have at least one uppercase letter");
  if (policy.lowercase && !holds_any(password, lower_case)) refuse("have at least one lowercase letter");
}

// Every call sets the whole policy: what it does not say takes its default.
Json Iam::update_password_policy(const Call& call) {
  AccountRow row = account(call);
  row.has_password_policy = true;
  row.minimum_length = int_at(call.input, "MinimumPasswordLength", 6);
  row.max_age = int_at(call.input, "MaxPasswordAge", 0);
  row.reuse_prevention = int_at(call.input, "PasswordReusePrevention", 0);
  row.symbols = bool_at(call.input, "RequireSymbols");
  row.numbers = bool_at(call.input, "RequireNumbers");
  row.uppercase = bool_at(call.input, "RequireUppercaseCharacters");
  row.lowercase = bool_at(call.input, "RequireLowercaseCharacters");
  row.users_may_change = bool_at(call.input, "AllowUsersToChangePassword");
  row.hard_expiry = bool_at(call.input, "HardExpiry");
  entities_.accounts.put(call.scope.account, row);
  return nullptr;
}

Json Iam::get_password_policy(const Call& call) {
  AccountRow row = account(call);
  if (!row.has_password_policy) throw no_such_entity("The Password Policy with domain name " + call.scope.account + " cannot be found.");
  Json out = object({{"MinimumPasswordLength", row.minimum_length}, {"RequireSymbols", row.symbols}, {"RequireNumbers", row.numbers},
                     {"RequireUppercaseCharacters", row.uppercase}, {"RequireLowercaseCharacters", row.lowercase},
                     {"AllowUsersToChangePassword", row.users_may_change}, {"ExpirePasswords", row.max_age > 0}});
  if (row.max_age > 0) set(out, "MaxPasswordAge", row.max_age);
  if (row.reuse_prevention > 0) set(out, "PasswordReusePrevention", row.reuse_prevention);
  if (row.max_age > 0) set(out, "HardExpiry", row.hard_expiry);
  return object({{"PasswordPolicy", out}});
}

Json Iam::delete_password_policy(const Call& call) {
  AccountRow row = account(call);
  if (!row.has_password_policy) throw no_such_entity("The account policy with name PasswordPolicy cannot be found.");
  row.has_password_policy = false;
  row.reuse_prevention = 0;
  entities_.accounts.put(call.scope.account, row);
  return nullptr;
}

}  // namespace lambent::iam
