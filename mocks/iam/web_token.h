// Tokens of OpenID Connect providers: JSON Web Tokens, read, and verified if keys are known.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/json.h"
#include "base/public_key.h"

namespace lambent::iam {

// RSA keys by their "kid", from a JSON Web Key Set.
struct TokenKeys {
  std::map<std::string, RsaKey> keys;
  bool configured = false;

  // Throws std::invalid_argument saying what is wrong; keys that are not for RS256 are passed over.
  static TokenKeys parse(const std::string& jwks);
};

struct WebToken {
  std::string issuer, subject;
  std::vector<std::string> audiences;
  double expires = 0;  // seconds of the epoch
  Json claims;

  // Throws InvalidIdentityToken in the words of STS.
  static WebToken read(const std::string& text, const TokenKeys& keys);
};

std::optional<std::string> base64url_decode(std::string text);

}  // namespace lambent::iam
