// Signs messages as SNS does: RSA over SHA1 (version 1) or SHA256 (version 2), with a key made at the first signature and
// kept like all other rows; its certificate is served under certificate_path().
//
// A subscriber checks the signature with the certificate at SigningCertURL over "Name\nValue\n" of the fields of
// signed_text(). AWS source: SNS developer guide, "Verifying the signatures of Amazon SNS messages".
#pragma once
#include <memory>
#include <string>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/sns/topic_rows.h"

namespace lambent::sns {

enum class SignatureVersion { one, two };  // SHA1, SHA256

class Signer {
 public:
  explicit Signer(Aws& aws);
  ~Signer();

  void load() { keys_.load(); }
  std::string sign(const std::string& text, SignatureVersion version);  // base64
  const std::string& certificate_pem();
  std::string certificate_path();  // "/_aws/sns/SimpleNotificationService-<32 hex>.pem"

 private:
  struct Key;
  const SigningKeyRow& row();
  const Key& key();

  Aws& aws_;
  Table<SigningKeyRow> keys_;
  std::unique_ptr<Key> key_;
};

// Of an envelope: Message, MessageId, Subject if there is one, Timestamp, TopicArn, Type of a Notification; Message, MessageId,
// SubscribeURL, Timestamp, Token, TopicArn, Type of the other two types.
std::string signed_text(const Json& envelope);

}  // namespace lambent::sns
