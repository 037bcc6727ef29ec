// AWS Security Token Service. AWS source: STS API reference 2011-06-15.
#pragma once
#include "access/credentials.h"
#include "aws/aws.h"
#include "mocks/iam/entities.h"
#include "mocks/iam/vouched.h"
#include "mocks/iam/web_token.h"

namespace lambent::iam {

class Sts final : public Service {
 public:
  Sts(Aws& aws, Entities& entities, access::Credentials& credentials) : aws_(aws), entities_(entities), credentials_(credentials) {}

  std::string_view name() const override { return "sts"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void reset() override { credentials_.clear(); }
  Touch touch(std::string_view) const override { return Touch::reads; }  // credentials are for the caller alone

  // Keys by which the tokens of AssumeRoleWithWebIdentity must be signed; without them signatures are not verified.
  void set_token_keys(TokenKeys keys) { token_keys_ = std::move(keys); }

 private:
  struct Operations;
  // sts.cpp
  Json get_caller_identity(const Call& call);
  Json get_access_key_info(const Call& call);
  // authorization_message.cpp
  Json decode_authorization_message(const Call& call);
  // assume_role.cpp
  Json assume_role(const Call& call);
  std::vector<Need> role_needs(const Call& call) const;
  // web_identity.cpp
  Json assume_role_with_web_identity(const Call& call);
  // saml.cpp
  Json assume_role_with_saml(const Call& call);
  // vouched.cpp: throws AccessDenied if the role's trust policy does not let him in
  void check_vouched(const Call& call, const Vouched& who, const std::string& action) const;
  Json assume_vouched(const Call& call, const Vouched& who, std::int64_t seconds);
  // federation.cpp
  Json get_session_token(const Call& call);
  Json get_federation_token(const Call& call);

  const EntityRow* find_role(const std::string& arn) const;
  Need trust_need(const std::string& action, const std::string& role_arn) const;  // throws ValidationError for what is no role's ARN
  bool mfa_passed(const Call& call) const;  // with SerialNumber and TokenCode; throws AccessDenied if the code does not fit
  // sessions.cpp: what sessions have in common.
  std::int64_t limit_session(const Call& call, Principal& session) const;  // Policy, PolicyArns; answers the packed size in percent
  Json answer(const Call& call, Principal session, std::chrono::seconds lifetime, std::int64_t packed);

  Aws& aws_;
  Entities& entities_;
  access::Credentials& credentials_;
  TokenKeys token_keys_;
};

// sessions.cpp. Session tags by their keys; throws InvalidParameterValue.
Tags session_tags(const Json& input);
std::vector<std::pair<std::string, std::vector<std::string>>> tag_keys(const Tags& tags);  // condition keys of a request with them
bool has_tag(const Tags& tags, const std::string& key);  // without regard to case

}  // namespace lambent::iam
