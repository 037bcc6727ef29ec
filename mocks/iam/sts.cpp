#include "mocks/iam/sts.h"

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/one_time_code.h"

namespace lambent::iam {

struct Sts::Operations {
  static constexpr Operation<Sts> table[] = {
      {"AssumeRole", &Sts::assume_role},
      {"AssumeRoleWithSAML", &Sts::assume_role_with_saml},
      {"AssumeRoleWithWebIdentity", &Sts::assume_role_with_web_identity},
      {"DecodeAuthorizationMessage", &Sts::decode_authorization_message},
      {"GetAccessKeyInfo", &Sts::get_access_key_info},
      {"GetCallerIdentity", &Sts::get_caller_identity},
      {"GetFederationToken", &Sts::get_federation_token},
      {"GetSessionToken", &Sts::get_session_token},
  };
};

std::vector<std::string_view> Sts::operations() const { return operation_names(Operations::table); }
Task<Json> Sts::handle(Call call) { return dispatch<Sts>(*this, Operations::table, std::move(call)); }

std::vector<Need> Sts::needs(const Call& call) const {
  std::vector<Need> out;
  if (call.operation == "AssumeRole") return role_needs(call);
  // No policy counts for a session token; for those who come with a token or an assertion the role's is asked with it in hand.
  if (call.operation == "GetSessionToken" || call.operation.starts_with("AssumeRoleWith")) return out;
  if (call.operation != "GetFederationToken") {
    out.emplace_back("sts:" + call.operation, "*");
    return out;
  }
  std::string resource = make_arn("sts", "", call.scope.account, "federated-user/" + text_at(call.input, "Name"));
  Tags tags = session_tags(call.input);
  out.emplace_back("sts:GetFederationToken", resource);
  out.back().keys = tag_keys(tags);
  if (tags.empty()) return out;
  out.emplace_back("sts:TagSession", resource);
  out.back().keys = tag_keys(tags);
  return out;
}

AwsError Sts::refused(const Call& call, const Denial& denial) const {
  if (call.operation == "AssumeRole" && call.caller.kind == PrincipalKind::root)
    return AwsError("AccessDenied", 403, "Roles may not be assumed by root accounts.");
  if (call.operation == "AssumeRole" && !denial.explicit_deny)
    return AwsError("AccessDenied", 403, "User: " + denial.principal + " is not authorized to perform: " + denial.action + " on resource: " + denial.resource);
  return Service::refused(call, denial);
}

bool Sts::mfa_passed(const Call& call) const {
  auto serial = find_text(call.input, "SerialNumber"), code = find_text(call.input, "TokenCode");
  if (!serial && !code) return false;
  if (!serial || !code)
    throw AwsError("AccessDenied", 403, "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");
  const MfaDeviceRow* device = entities_.mfa_devices.find(*serial);
  bool own = device && !device->user_id.empty() && device->user_id == call.caller.entity_id;
  if (!own) throw AwsError("AccessDenied", 403, "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.");
  if (!code_fits(device->secret, aws_.clock().now(), *code)) throw AwsError("AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
  return true;
}

Json Sts::get_caller_identity(const Call& call) {
  return object({{"UserId", call.caller.user_id}, {"Account", call.caller.account}, {"Arn", call.caller.arn}});
}

Json Sts::get_access_key_info(const Call& call) {
  std::string id = text_at(call.input, "AccessKeyId");
  if (const KeyRow* key = entities_.keys.find(id)) return object({{"Account", key->account}});
  if (const access::Session* session = credentials_.find(id)) return object({{"Account", session->principal.account}});
  throw AwsError("ValidationError", 400, "Invalid Access Key ID provided.");
}

}  // namespace lambent::iam
