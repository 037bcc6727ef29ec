#include "base/public_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "base/text.h"

namespace lambent {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using ParamsBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Cert = std::unique_ptr<X509, Freed<X509_free>>;

Bio reading(std::string_view bytes) { return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }

// A key that wants a password is unreadable; without this OpenSSL would ask the terminal.
int no_password(char*, int, int, void*) { return 0; }

Number number(std::string_view bytes) { return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr)); }

Key key_of(const RsaKey& key) {
  if (key.modulus.empty() || key.exponent.empty()) return nullptr;
  Number n = number(key.modulus), e = number(key.exponent);
  ParamsBuilder builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) return nullptr;
  Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) return nullptr;
  return Key(made);
}

std::string bytes_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return "";
  Number n(raw);
  std::string out(static_cast<size_t>(BN_num_bytes(raw)), '\0');
  BN_bn2bin(raw, reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

Cert certificate_of(std::string_view pem) {
  Bio bio = reading(pem);
  return Cert(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
}

TimePoint time_of(const ASN1_TIME* t) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(t, &parts) != 1) return {};
  return TimePoint(std::chrono::seconds(timegm(&parts)));
}

}  // namespace

std::optional<RsaKey> rsa_from_pem(std::string_view pem) {
  Bio bio = reading(pem);
  Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr));
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return std::nullopt;
  return RsaKey{bytes_of(key.get(), OSSL_PKEY_PARAM_RSA_N), bytes_of(key.get(), OSSL_PKEY_PARAM_RSA_E)};
}

std::string rsa_to_pem(const RsaKey& rsa) {
  Key key = key_of(rsa);
  Bio bio(BIO_new(BIO_s_mem()));
  if (!key || PEM_write_bio_PUBKEY(bio.get(), key.get()) != 1) return "";
  char* data = nullptr;
  auto size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

bool verify_rs256(const RsaKey& rsa, std::string_view message, std::string_view signature) {
  Key key = key_of(rsa);
  Digest digest(EVP_MD_CTX_new());
  if (!key || EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) return false;
  return EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
}

std::optional<Certificate> parse_certificate(std::string_view pem) {
  Cert cert = certificate_of(pem);
  if (!cert) return std::nullopt;
  Certificate out;
  out.not_before = time_of(X509_get0_notBefore(cert.get()));
  out.not_after = time_of(X509_get0_notAfter(cert.get()));
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (X509_digest(cert.get(), EVP_sha1(), digest, &size) == 1) out.sha1 = hex_encode({reinterpret_cast<const char*>(digest), size});
  return out;
}

KeyMatch match_key(std::string_view certificate_pem, std::string_view private_key_pem) {
  Cert cert = certificate_of(certificate_pem);
  Bio bio = reading(private_key_pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (!cert || !key) return KeyMatch::unreadable;
  return X509_check_private_key(cert.get(), key.get()) == 1 ? KeyMatch::fits : KeyMatch::differs;
}

}  // namespace lambent
