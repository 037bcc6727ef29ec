// AssumeRoleWithWebIdentity: an unsigned call; who asks is told by a token, and let in by the role's trust policy alone.
#include <algorithm>

#include "access/authorizer.h"
#include "access/evaluate.h"
#include "aws/arn.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/sts.h"

namespace lambent::iam {
namespace {

constexpr std::int64_t kWebSessionSeconds = 3600;
constexpr const char* kTagsClaim = "https://aws.amazon.com/tags";
constexpr const char* kSourceClaim = "https://aws.amazon.com/source_identity";

// Providers that need no IAM provider: their domain is the principal.
bool is_built_in(const std::string& issuer) {
  return issuer == "accounts.google.com" || issuer == "cognito-identity.amazonaws.com" || issuer == "www.amazon.com" || issuer == "graph.facebook.com";
}

std::string without_scheme(const std::string& issuer) {
  std::string out = issuer.starts_with("https://") ? issuer.substr(8) : issuer;
  while (out.ends_with('/')) out.pop_back();
  return out;
}

std::string whole(double seconds) { return std::to_string(static_cast<std::int64_t>(seconds)); }

void add_claim_keys(Need& need, const std::string& provider, const WebToken& token) {
  need.keys.push_back({provider + ":aud", token.audiences});
  need.keys.push_back({provider + ":sub", {token.subject}});
  for (const char* claim : {"amr", "azp", "email", "oaud"})
    if (auto values = texts_at(token.claims, claim); !values.empty()) need.keys.push_back({provider + ":" + claim, values});
}

}  // namespace

Json Sts::assume_role_with_web_identity(const Call& call) {
  if (lambent::has(call.input, "ProviderId")) throw not_emulated("sts", "AssumeRoleWithWebIdentity with ProviderId (OAuth 2.0 access tokens)");
  std::string role_arn = text_at(call.input, "RoleArn");
  Need need = trust_need("sts:AssumeRoleWithWebIdentity", role_arn);
  WebToken token = WebToken::read(text_at(call.input, "WebIdentityToken"), token_keys_);
  double now = epoch_seconds(aws_.clock().now());
  if (token.expires <= now)
    throw AwsError("ExpiredTokenException", 400, "Token expired: current date/time " + whole(now) + " must be before the expiration date/time " + whole(token.expires));

  std::string provider = without_scheme(token.issuer), principal = provider;
  if (!is_built_in(provider)) {
    principal = make_arn("iam", "", need.resource_account, "oidc-provider/" + provider);
    const OidcProviderRow* known = entities_.oidc_providers.find(principal);
    if (!known) throw AwsError("InvalidIdentityToken", 400, "No OpenIDConnect provider found in your account for " + token.issuer);
    bool for_us = std::any_of(token.audiences.begin(), token.audiences.end(),
                              [&](const std::string& a) { return std::find(known->clients.begin(), known->clients.end(), a) != known->clients.end(); });
    if (!for_us) throw AwsError("InvalidIdentityToken", 400, "Incorrect token audience");
  }

  Tags tags;
  std::vector<std::string> transitive;
  if (const Json* claim = lambent::find(token.claims, kTagsClaim)) {
    if (const Json* given = lambent::find(*claim, "principal_tags"); given && given->is_object())
      for (const auto& [key, value] : given->items())
        if (auto values = texts_at(*given, key); !values.empty()) tags[key] = values.front();
    transitive = texts_at(*claim, "transitive_tag_keys");
  }
  std::string source = text_at(token.claims, kSourceClaim);

  // Asked here, not by the door: who the caller is stands in the token.
  Call asked = call;
  asked.caller = Principal::anonymous();
  asked.caller.federated_by = principal;
  auto check = [&](const std::string& action) {
    Need one = need;
    one.action = action;
    one.keys.push_back({"sts:RoleSessionName", {text_at(call.input, "RoleSessionName")}});
    if (!source.empty()) one.keys.push_back({"sts:SourceIdentity", {source}});
    add_claim_keys(one, provider, token);
    for (auto& key : tag_keys(tags)) one.keys.push_back(std::move(key));
    access::Context context(asked, one, aws_.clock().now(), tags);
    if (access::evaluate({asked.caller, one, nullptr, {}}, context)) throw AwsError("AccessDenied", 403, "Not authorized to perform " + action);
  };
  check(need.action);
  if (!tags.empty()) check("sts:TagSession");
  if (!source.empty()) check("sts:SetSourceIdentity");

  const EntityRow* role = find_role(role_arn);
  std::int64_t seconds = int_at(call.input, "DurationSeconds", kWebSessionSeconds);
  if (lambent::has(call.input, "DurationSeconds") && seconds > role->max_session_seconds)
    throw AwsError("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  Principal session = access::role_session(*entities_.find(role_arn), role_arn, text_at(call.input, "RoleSessionName"), aws_.clock().now());
  session.federated_by = principal;
  session.session_tags = tags;
  session.transitive_tags = transitive;
  session.source_identity = source;
  std::int64_t packed = limit_session(call, session);
  Json who = object({{"AssumedRoleId", session.user_id}, {"Arn", session.arn}});
  Json out = answer(call, std::move(session), std::chrono::seconds(seconds), packed);
  set(out, "AssumedRoleUser", who);
  set_text(out, "SubjectFromWebIdentityToken", token.subject);
  set_text(out, "Provider", token.issuer);
  set_text(out, "Audience", token.audiences.empty() ? "" : token.audiences.front());
  if (!source.empty()) set_text(out, "SourceIdentity", source);
  return out;
}

}  // namespace lambent::iam
