// A certificate that nobody has signed but its own key, made here.
//
//   SelfSigned made = make_self_signed("sns.amazonaws.com");
//
// RSA of 2048 bits, valid from yesterday for ten years by the system's clock, for that name, localhost and 127.0.0.1. Takes
// tenths of a second. Throws std::runtime_error if OpenSSL cannot.
#pragma once
#include <string>

namespace lambent {

struct SelfSigned {
  std::string private_pem, certificate_pem;
};

SelfSigned make_self_signed(const std::string& name);

}  // namespace lambent
