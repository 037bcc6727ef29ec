// RSA keys and X.509 certificates over OpenSSL: as much as is needed to say whether one is what it claims to be.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace lambent {

// Big-endian, as in JWKs and SSH keys, without leading zeros.
struct RsaKey {
  std::string modulus, exponent;
};

std::optional<RsaKey> rsa_from_pem(std::string_view pem);  // "BEGIN PUBLIC KEY"
std::string rsa_to_pem(const RsaKey& key);                 // empty: not a key
bool verify_rs256(const RsaKey& key, std::string_view message, std::string_view signature);

struct Certificate {
  TimePoint not_before{}, not_after{};
  std::string sha1;  // hex, of the DER form
};

std::optional<Certificate> parse_certificate(std::string_view pem);

enum class KeyMatch { fits, differs, unreadable };
KeyMatch match_key(std::string_view certificate_pem, std::string_view private_key_pem);

}  // namespace lambent
