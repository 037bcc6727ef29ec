#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <zlib.h>

#include <stdexcept>

namespace lambent {
namespace {

std::string digest(const EVP_MD* kind, std::string_view bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int n = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out, &n, kind, nullptr) != 1) throw std::runtime_error("digest failed");
  return {reinterpret_cast<char*>(out), n};
}

std::string hmac(const EVP_MD* kind, std::string_view key, std::string_view bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int n = 0;
  HMAC(kind, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), out, &n);
  return {reinterpret_cast<char*>(out), n};
}

}  // namespace

std::string sha1(std::string_view b) { return digest(EVP_sha1(), b); }
std::string sha256(std::string_view b) { return digest(EVP_sha256(), b); }
std::string sha384(std::string_view b) { return digest(EVP_sha384(), b); }
std::string sha512(std::string_view b) { return digest(EVP_sha512(), b); }
std::string md5(std::string_view b) { return digest(EVP_md5(), b); }

std::string hmac_sha1(std::string_view key, std::string_view bytes) { return hmac(EVP_sha1(), key, bytes); }
std::string hmac_sha256(std::string_view key, std::string_view bytes) { return hmac(EVP_sha256(), key, bytes); }

std::uint32_t crc32_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace lambent
