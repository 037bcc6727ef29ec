#include "mocks/sns/signer.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <stdexcept>

#include "base/digest.h"
#include "base/text.h"

namespace lambent::sns {
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
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Cert = std::unique_ptr<X509, Freed<X509_free>>;

constexpr unsigned kBits = 2048;
constexpr long kYears = 10L * 365 * 24 * 3600;

void insist(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not make or use the key SNS messages are signed with");
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  auto size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

// Valid from a day ago: subscribers compare it with their own clock, so it is dated by the system's.
std::string certificate_of(EVP_PKEY* key) {
  Cert cert(X509_new());
  insist(cert != nullptr);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  std::int64_t now = std::chrono::floor<std::chrono::seconds>(Clock::wall()).time_since_epoch().count();
  ASN1_TIME_set(X509_getm_notBefore(cert.get()), static_cast<time_t>(now - 24 * 3600));
  ASN1_TIME_set(X509_getm_notAfter(cert.get()), static_cast<time_t>(now + kYears));
  X509_set_pubkey(cert.get(), key);
  X509_NAME* name = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("sns.amazonaws.com"), -1, -1, 0);
  X509_set_issuer_name(cert.get(), name);
  insist(X509_sign(cert.get(), key, EVP_sha256()) > 0);
  Bio bio(BIO_new(BIO_s_mem()));
  insist(PEM_write_bio_X509(bio.get(), cert.get()) == 1);
  return text_of(bio.get());
}

SigningKeyRow make_key() {
  PrivateKey key(EVP_RSA_gen(kBits));
  insist(key != nullptr);
  Bio bio(BIO_new(BIO_s_mem()));
  insist(PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {text_of(bio.get()), certificate_of(key.get())};
}

}  // namespace

struct Signer::Key {
  PrivateKey key;
};

Signer::Signer(Aws& aws) : aws_(aws), keys_(aws.store(), "sns.signing_key") {}
Signer::~Signer() = default;

const SigningKeyRow& Signer::row() {
  const SigningKeyRow* known = keys_.find("key");
  return known ? *known : keys_.put("key", make_key());
}

const Signer::Key& Signer::key() {
  if (key_) return *key_;
  const std::string& pem = row().private_pem;
  Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  key_ = std::make_unique<Key>(Key{PrivateKey(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr))});
  insist(key_->key != nullptr);
  return *key_;
}

std::string Signer::sign(const std::string& text, SignatureVersion version) {
  const Key& with = key();
  Digest digest(EVP_MD_CTX_new());
  insist(EVP_DigestSignInit(digest.get(), nullptr, version == SignatureVersion::one ? EVP_sha1() : EVP_sha256(), nullptr, with.key.get()) == 1);
  auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  insist(EVP_DigestSign(digest.get(), nullptr, &size, bytes, text.size()) == 1);
  std::string out(size, '\0');
  insist(EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size()) == 1);
  out.resize(size);
  return base64_encode(out);
}

const std::string& Signer::certificate_pem() { return row().certificate_pem; }

std::string Signer::certificate_path() { return "/_aws/sns/SimpleNotificationService-" + hex_encode(md5(certificate_pem())) + ".pem"; }

std::string signed_text(const Json& envelope) {
  std::string out;
  bool notification = text_at(envelope, "Type") == "Notification";
  auto add = [&](const char* name) {
    if (auto value = find_text(envelope, name)) out += std::string(name) + "\n" + *value + "\n";
  };
  if (notification)
    for (const char* name : {"Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"}) add(name);
  else
    for (const char* name : {"Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"}) add(name);
  return out;
}

}  // namespace lambent::sns
