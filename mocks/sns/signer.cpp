#include "mocks/sns/signer.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdexcept>

#include "base/digest.h"
#include "base/self_signed.h"
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

void insist(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not use the key SNS messages are signed with");
}

}  // namespace

struct Signer::Key {
  PrivateKey key;
};

Signer::Signer(Aws& aws) : aws_(aws), keys_(aws.store(), "sns.signing_key") {}
Signer::~Signer() = default;

const SigningKeyRow& Signer::row() {
  const SigningKeyRow* known = keys_.find("key");
  if (known) return *known;
  SelfSigned made = make_self_signed("sns.amazonaws.com");
  return keys_.put("key", {std::move(made.private_pem), std::move(made.certificate_pem)});
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
