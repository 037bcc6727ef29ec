#include "mocks/iam/web_token.h"

#include <stdexcept>

#include "aws/error.h"
#include "base/text.h"

namespace lambent::iam {
namespace {

AwsError invalid_token(const std::string& why) { return AwsError("InvalidIdentityToken", 400, why); }

std::optional<Json> decoded(const std::string& part) {
  auto bytes = base64url_decode(part);
  auto json = bytes ? try_parse_json(*bytes) : std::nullopt;
  if (!json || !json->is_object()) return std::nullopt;
  return json;
}

void verify(const Json& header, const std::string& text, const std::string& signature, const TokenKeys& known) {
  const AwsError no_key = invalid_token("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements");
  if (text_at(header, "alg") != "RS256") throw no_key;
  std::string kid = text_at(header, "kid");
  auto key = known.keys.find(kid);
  if (key == known.keys.end() && kid.empty() && known.keys.size() == 1) key = known.keys.begin();
  if (key == known.keys.end()) throw no_key;
  auto bytes = base64url_decode(signature);
  if (!bytes || !verify_rs256(key->second, text, *bytes)) throw invalid_token("The web identity token that was passed could not be validated: its signature is not valid.");
}

}  // namespace

std::optional<std::string> base64url_decode(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return base64_decode(text);
}

TokenKeys TokenKeys::parse(const std::string& jwks) {
  TokenKeys out;
  out.configured = true;
  auto set = try_parse_json(jwks);
  const Json* keys = set ? find(*set, "keys") : nullptr;
  if (!keys || !keys->is_array()) throw std::invalid_argument("not a JSON Web Key Set: there is no list \"keys\"");
  for (const auto& one : *keys) {
    if (text_at(one, "kty") != "RSA") continue;
    auto n = base64url_decode(text_at(one, "n")), e = base64url_decode(text_at(one, "e"));
    if (!n || !e || n->empty() || e->empty()) throw std::invalid_argument("the key '" + text_at(one, "kid") + "' has no readable n and e");
    out.keys[text_at(one, "kid")] = RsaKey{*n, *e};
  }
  if (out.keys.empty()) throw std::invalid_argument("there is no RSA key in it");
  return out;
}

WebToken WebToken::read(const std::string& text, const TokenKeys& keys) {
  const AwsError no_jwt = invalid_token("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  auto parts = split(text, '.');
  if (parts.size() != 3) throw no_jwt;
  auto header = decoded(parts[0]), claims = decoded(parts[1]);
  if (!header || !claims) throw no_jwt;
  if (keys.configured) verify(*header, parts[0] + "." + parts[1], parts[2], keys);
  WebToken out;
  for (const char* claim : {"iss", "sub", "aud", "exp"})
    if (!has(*claims, claim)) throw invalid_token(std::string("Missing a required claim: ") + claim);
  out.issuer = text_at(*claims, "iss");
  out.subject = text_at(*claims, "sub");
  out.audiences = texts_at(*claims, "aud");
  out.expires = number_at(*claims, "exp");
  out.claims = std::move(*claims);
  return out;
}

}  // namespace lambent::iam
