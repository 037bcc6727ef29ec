#include "base/self_signed.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

#include "base/clock.h"

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
using PrivateKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

constexpr unsigned kBits = 2048;
constexpr long kYears = 10L * 365 * 24 * 3600;

void insist(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not make a key and its certificate");
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

// Others compare the dates with their own clock, so they are by the system's.
std::string certificate_of(EVP_PKEY* key, const std::string& name) {
  Cert cert(X509_new());
  insist(cert != nullptr);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  std::int64_t now = std::chrono::floor<std::chrono::seconds>(Clock::wall()).time_since_epoch().count();
  ASN1_TIME_set(X509_getm_notBefore(cert.get()), static_cast<time_t>(now - 24 * 3600));
  ASN1_TIME_set(X509_getm_notAfter(cert.get()), static_cast<time_t>(now + kYears));
  X509_set_pubkey(cert.get(), key);
  X509_NAME* subject = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(cert.get(), subject);
  const std::string names = "DNS:" + name + ",DNS:localhost,IP:127.0.0.1";
  Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()));
  insist(extension && X509_add_ext(cert.get(), extension.get(), -1) == 1);
  insist(X509_sign(cert.get(), key, EVP_sha256()) > 0);
  Bio bio(BIO_new(BIO_s_mem()));
  insist(PEM_write_bio_X509(bio.get(), cert.get()) == 1);
  return text_of(bio.get());
}

}  // namespace

SelfSigned make_self_signed(const std::string& name) {
  PrivateKey key(EVP_RSA_gen(kBits));
  insist(key != nullptr);
  Bio bio(BIO_new(BIO_s_mem()));
  insist(PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {text_of(bio.get()), certificate_of(key.get(), name)};
}

}  // namespace lambent
