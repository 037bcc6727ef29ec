// AssumeRoleWithWebIdentity: an unsigned call; who asks is told by a token, and let in by the role's trust policy alone.
#include <algorithm>

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

std::vector<std::pair<std::string, std::vector<std::string>>> claim_keys(const std::string& provider, const WebToken& token) {
  std::vector<std::pair<std::string, std::vector<std::string>>> out{{provider + ":aud", token.audiences}, {provider + ":sub", {token.subject}}};
  for (const char* claim : {"amr", "azp", "email", "oaud"})
    if (auto values = texts_at(token.claims, claim); !values.empty()) out.push_back({provider + ":" + claim, values});
  return out;
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

  Vouched who;
  who.action = need.action;
  who.provider = principal;
  who.session_name = text_at(call.input, "RoleSessionName");
  who.source_identity = text_at(token.claims, kSourceClaim);
  who.keys = claim_keys(provider, token);
  if (const Json* claim = lambent::find(token.claims, kTagsClaim)) {
    if (const Json* given = lambent::find(*claim, "principal_tags"); given && given->is_object())
      for (const auto& [key, value] : given->items())
        if (auto values = texts_at(*given, key); !values.empty()) who.tags[key] = values.front();
    who.transitive_tags = texts_at(*claim, "transitive_tag_keys");
  }
  Json out = assume_vouched(call, who, int_at(call.input, "DurationSeconds", kWebSessionSeconds));
  set_text(out, "SubjectFromWebIdentityToken", token.subject);
  set_text(out, "Provider", token.issuer);
  set_text(out, "Audience", token.audiences.empty() ? "" : token.audiences.front());
  return out;
}

}  // namespace lambent::iam
