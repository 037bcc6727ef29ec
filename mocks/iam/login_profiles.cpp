// Passwords of users. Nobody signs in to a console here: they are kept as digests, judged by the account's password policy,
// and may be changed.
#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

std::string digest_of(const EntityRow& user, const std::string& password) { return hex_encode(sha256(user.id + "/" + password)); }

AwsError no_profile(const EntityRow& user) { return no_such_entity("Login Profile for User " + user.name + " cannot be found."); }

Json login_profile_json(const EntityRow& user, const LoginProfileRow& row) {
  return object({{"LoginProfile", object({{"UserName", user.name}, {"CreateDate", row.created}, {"PasswordResetRequired", row.reset_required}})}});
}

}  // namespace

Json Iam::create_login_profile(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  if (entities_.login_profiles.contains(owned_prefix(user))) throw already_exists("Login Profile for user " + user.name + " already exists.");
  std::string password = text_at(call.input, "Password");
  if (password.empty()) throw AwsError("ValidationError", 400, "A password is required to create a login profile.");
  check_password(call, password);
  LoginProfileRow row;
  row.password_sha256 = digest_of(user, password);
  row.reset_required = bool_at(call.input, "PasswordResetRequired");
  row.created = row.changed = now();
  return login_profile_json(user, entities_.login_profiles.put(owned_prefix(user), row));
}

Json Iam::get_login_profile(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  const LoginProfileRow* row = entities_.login_profiles.find(owned_prefix(user));
  if (!row) throw no_profile(user);
  return login_profile_json(user, *row);
}

void Iam::set_password(const Call& call, const EntityRow& user, const std::string& password) {
  const LoginProfileRow* profile = entities_.login_profiles.find(owned_prefix(user));
  check_password(call, password);
  std::string digest = digest_of(user, password);
  auto kept = static_cast<size_t>(account(call).reuse_prevention);
  std::vector<std::string> used = profile->former;
  used.insert(used.begin(), profile->password_sha256);
  if (std::find(used.begin(), used.begin() + static_cast<std::ptrdiff_t>(std::min(kept, used.size())), digest) != used.begin() + static_cast<std::ptrdiff_t>(std::min(kept, used.size())))
    throw AwsError("PasswordPolicyViolation", 400, "Password does not conform to the account password policy. Policy prevents password reuse.");
  constexpr size_t kMostKept = 24;
  used.resize(std::min(used.size(), kMostKept));
  double when = now();
  entities_.login_profiles.update(owned_prefix(user), [&](LoginProfileRow& row) {
    row.password_sha256 = digest;
    row.former = used;
    row.changed = when;
  });
}

Json Iam::update_login_profile(const Call& call) {
  const EntityRow& user = get(kUser, call);
  if (!entities_.login_profiles.contains(owned_prefix(user))) throw no_profile(user);
  if (auto password = find_text(call.input, "Password")) set_password(call, user, *password);
  if (const Json* reset = find(call.input, "PasswordResetRequired")) {
    bool required = reset->get<bool>();
    entities_.login_profiles.update(owned_prefix(user), [&](LoginProfileRow& row) { row.reset_required = required; });
  }
  return nullptr;
}

Json Iam::delete_login_profile(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  if (!entities_.login_profiles.erase(owned_prefix(user))) throw no_profile(user);
  return nullptr;
}

Json Iam::change_password(const Call& call) {
  if (call.caller.kind != PrincipalKind::user)
    throw AwsError("InvalidUserType", 400, "Only IAM Users can change their own password");
  const EntityRow& user = get_user_or_caller(call);
  const LoginProfileRow* profile = entities_.login_profiles.find(owned_prefix(user));
  if (!profile) throw no_profile(user);
  if (profile->password_sha256 != digest_of(user, text_at(call.input, "OldPassword")))
    throw AwsError("AccessDenied", 403, "The old password was incorrect.");
  set_password(call, user, text_at(call.input, "NewPassword"));
  entities_.login_profiles.update(owned_prefix(user), [](LoginProfileRow& row) { row.reset_required = false; });
  return nullptr;
}

}  // namespace lambent::iam
