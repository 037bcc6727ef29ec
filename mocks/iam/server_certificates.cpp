// Certificates of servers, with the key they are uploaded with; the key is checked and not kept.
#include "aws/arn.h"
#include "base/public_key.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

Json metadata_json(const ServerCertificateRow& row) {
  return object({{"Path", row.path}, {"ServerCertificateName", row.name}, {"ServerCertificateId", row.id}, {"Arn", row.arn}, {"UploadDate", row.uploaded}, {"Expiration", row.expires}});
}

std::string certificate_arn(const ServerCertificateRow& row) { return make_arn("iam", "", row.account, "server-certificate" + row.path + row.name); }

}  // namespace

template <>
Table<ServerCertificateRow>& Iam::table_of() {
  return entities_.server_certificates;
}
template <>
std::string Iam::key_in<ServerCertificateRow>(const Call& call) const {
  return key_of(call, get_certificate(call).name);
}

const ServerCertificateRow& Iam::get_certificate(const Call& call) const {
  std::string name = text_at(call.input, "ServerCertificateName");
  const ServerCertificateRow* row = entities_.server_certificates.find(key_of(call, name));
  if (!row) throw no_such_entity("The Server Certificate with name " + name + " cannot be found.");
  return *row;
}

Json Iam::upload_server_certificate(const Call& call) {
  ServerCertificateRow row;
  row.name = text_at(call.input, "ServerCertificateName");
  row.path = text_at(call.input, "Path", "/");
  check_path(row.path);
  row.account = call.scope.account;
  if (entities_.server_certificates.contains(key_of(call, row.name))) throw already_exists("The Server Certificate with name " + row.name + " already exists.");
  row.body = text_at(call.input, "CertificateBody");
  row.chain = text_at(call.input, "CertificateChain");
  auto certificate = parse_certificate(row.body);
  if (!certificate) throw AwsError("MalformedCertificate", 400, "Unable to parse certificate. Please ensure the certificate is in PEM format.");
  if (!row.chain.empty() && !parse_certificate(row.chain))
    throw AwsError("MalformedCertificate", 400, "Unable to parse certificate chain. Please ensure the certificate chain is in PEM format.");
  switch (match_key(row.body, text_at(call.input, "PrivateKey"))) {
    case KeyMatch::fits: break;
    case KeyMatch::differs: throw AwsError("KeyPairMismatch", 400, "The certificate and the private key do not match.");
    case KeyMatch::unreadable: throw AwsError("MalformedCertificate", 400, "Unable to parse key. Please ensure the private key is in PEM format and has no password.");
  }
  check_quota(entities_.server_certificates, row.account, "ServerCertificates", 20);
  row.tags = tags_of(call.input);
  row.id = "ASCA" + aws_.ids().upper_base32(17);
  row.arn = certificate_arn(row);
  row.uploaded = now();
  row.expires = epoch_seconds(certificate->not_after);
  const ServerCertificateRow& stored = entities_.server_certificates.put(key_of(call, row.name), row);
  Json out = object({{"ServerCertificateMetadata", metadata_json(stored)}});
  if (!stored.tags.empty()) set(out, "Tags", tags_json(stored.tags));
  return out;
}

Json Iam::get_server_certificate(const Call& call) {
  const ServerCertificateRow& row = get_certificate(call);
  Json out = object({{"ServerCertificateMetadata", metadata_json(row)}, {"CertificateBody", row.body}});
  if (!row.chain.empty()) set_text(out, "CertificateChain", row.chain);
  if (!row.tags.empty()) set(out, "Tags", tags_json(row.tags));
  return object({{"ServerCertificate", out}});
}

Json Iam::list_server_certificates(const Call& call) {
  std::string prefix = text_at(call.input, "PathPrefix", "/");
  std::vector<Json> items;
  entities_.server_certificates.each(call.scope.account + "/", [&](const std::string&, const ServerCertificateRow& row) {
    if (row.path.starts_with(prefix)) items.push_back(metadata_json(row));
  });
  return paged(call, "ServerCertificateMetadataList", std::move(items));
}

Json Iam::update_server_certificate(const Call& call) {
  ServerCertificateRow row = get_certificate(call);
  std::string before = key_of(call, row.name);
  row.name = text_at(call.input, "NewServerCertificateName", row.name);
  row.path = text_at(call.input, "NewPath", row.path);
  check_path(row.path);
  std::string after = key_of(call, row.name);
  if (after != before && entities_.server_certificates.contains(after)) throw already_exists("The Server Certificate with name " + row.name + " already exists.");
  row.arn = certificate_arn(row);
  if (after != before) entities_.server_certificates.erase(before);
  entities_.server_certificates.put(after, row);
  return nullptr;
}

Json Iam::delete_server_certificate(const Call& call) {
  entities_.server_certificates.erase(key_of(call, get_certificate(call).name));
  return nullptr;
}

}  // namespace lambent::iam
