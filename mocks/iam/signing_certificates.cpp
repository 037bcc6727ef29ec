// X.509 certificates by which users sign requests of old services. Two for each user.
#include "base/public_key.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kCertificatesPerUser = 2;

Json certificate_json(const EntityRow& user, const SigningCertificateRow& row) {
  return object({{"UserName", user.name}, {"CertificateId", row.id}, {"CertificateBody", row.body}, {"Status", row.status}, {"UploadDate", row.uploaded}});
}

AwsError no_signing_certificate(const std::string& id) { return no_such_entity("The Certificate with id " + id + " cannot be found."); }

}  // namespace

Json Iam::upload_signing_certificate(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  SigningCertificateRow row;
  row.body = text_at(call.input, "CertificateBody");
  auto certificate = parse_certificate(row.body);
  if (!certificate) throw AwsError("MalformedCertificate", 400, "Unable to parse certificate. Please ensure the certificate is in PEM format.");
  if (certificate->not_after < aws_.clock().now()) throw AwsError("InvalidCertificate", 400, "The certificate has expired.");
  size_t count = 0;
  entities_.signing_certificates.each(owned_prefix(user), [&](const std::string&, const SigningCertificateRow& other) {
    ++count;
    auto known = parse_certificate(other.body);
    if (known && known->sha1 == certificate->sha1) throw AwsError("DuplicateCertificate", 409, "The certificate is already associated with the user.");
  });
  if (count >= kCertificatesPerUser) throw limit_exceeded("Cannot exceed quota for CertificatesPerUser: 2");
  row.id = aws_.ids().upper_base32(32);
  row.uploaded = now();
  entities_.signing_certificates.put(owned_key(user, row.id), row);
  return object({{"Certificate", certificate_json(user, row)}});
}

Json Iam::list_signing_certificates(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  std::vector<Json> items;
  entities_.signing_certificates.each(owned_prefix(user), [&](const std::string&, const SigningCertificateRow& row) { items.push_back(certificate_json(user, row)); });
  return paged(call, "Certificates", std::move(items));
}

Json Iam::update_signing_certificate(const Call& call) {
  std::string id = text_at(call.input, "CertificateId"), status = text_at(call.input, "Status");
  auto change = [&](SigningCertificateRow& row) { row.status = status; };
  if (!entities_.signing_certificates.update(owned_key(get_user_or_caller(call), id), change)) throw no_signing_certificate(id);
  return nullptr;
}

Json Iam::delete_signing_certificate(const Call& call) {
  std::string id = text_at(call.input, "CertificateId");
  if (!entities_.signing_certificates.erase(owned_key(get_user_or_caller(call), id))) throw no_signing_certificate(id);
  return nullptr;
}

}  // namespace lambent::iam
