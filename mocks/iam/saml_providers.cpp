// SAML providers: metadata documents of identity providers. Of the document what matters is read: whose it is (entityID) and
// until when it holds (validUntil).
#include "aws/arn.h"
#include "base/text.h"
#include "base/xml_tree.h"
#include "base/time_text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr double kValidFor = 100.0 * 365.25 * 86400;  // AWS: a hundred years when the document does not say
constexpr size_t kPrivateKeys = 2;

void read_metadata(SamlProviderRow& row, const std::string& metadata) {
  auto document = parse_xml(metadata);
  const XmlElement* entity = document ? document->find_deep("EntityDescriptor") : nullptr;
  if (!entity || entity->attribute("entityID").empty() || !entity->find_deep("IDPSSODescriptor")) throw AwsError("InvalidInput", 400, "Could not parse metadata");
  row.entity_id = entity->attribute("entityID");
  row.metadata = metadata;
  auto until = parse_iso(entity->attribute("validUntil"));
  row.valid_until = until ? epoch_seconds(*until) : row.created + kValidFor;
}

}  // namespace

template <>
Table<SamlProviderRow>& Iam::table_of() {
  return entities_.saml_providers;
}
template <>
std::string Iam::key_in<SamlProviderRow>(const Call& call) const {
  return get_saml(call).arn;
}

const SamlProviderRow& Iam::get_saml(const Call& call) const {
  std::string arn = text_at(call.input, "SAMLProviderArn");
  const SamlProviderRow* row = entities_.saml_providers.find(arn);
  if (!row || row->account != call.scope.account) throw no_such_entity("Manifest not found for arn " + arn);
  return *row;
}

void Iam::add_private_key(SamlProviderRow& row, const std::string& pem) const {
  if (pem.find("PRIVATE KEY-----") == std::string::npos) throw AwsError("InvalidInput", 400, "The private key must be in PEM format.");
  if (row.key_ids.size() >= kPrivateKeys) throw limit_exceeded("Cannot exceed quota for PrivateKeysPerSAMLProvider: 2");
  row.key_ids.push_back(aws_.ids().upper_base32(22));
  row.key_times.push_back(std::to_string(static_cast<std::int64_t>(now())));
}

Json Iam::create_saml_provider(const Call& call) {
  SamlProviderRow row;
  row.account = call.scope.account;
  std::string name = text_at(call.input, "Name");
  row.arn = make_arn("iam", "", row.account, "saml-provider/" + name);
  if (entities_.saml_providers.contains(row.arn)) throw already_exists("SAMLProvider with name " + name + " already exists.");
  row.created = now();
  read_metadata(row, text_at(call.input, "SAMLMetadataDocument"));
  row.encryption = text_at(call.input, "AssertionEncryptionMode");
  row.uuid = aws_.ids().upper_base32(26);
  row.tags = tags_of(call.input);
  if (auto key = find_text(call.input, "AddPrivateKey")) add_private_key(row, *key);
  if (!row.encryption.empty() && row.key_ids.empty()) throw AwsError("InvalidInput", 400, "AssertionEncryptionMode needs a private key.");
  const SamlProviderRow& stored = entities_.saml_providers.put(row.arn, row);
  Json out = object({{"SAMLProviderArn", stored.arn}});
  if (!stored.tags.empty()) set(out, "Tags", tags_json(stored.tags));
  return out;
}

Json Iam::get_saml_provider(const Call& call) {
  const SamlProviderRow& row = get_saml(call);
  Json out = object({{"SAMLProviderUUID", row.uuid}, {"SAMLMetadataDocument", row.metadata}, {"CreateDate", row.created}, {"ValidUntil", row.valid_until},
                     {"Tags", tags_json(row.tags)}});
  if (!row.encryption.empty()) set_text(out, "AssertionEncryptionMode", row.encryption);
  Json keys = array();
  for (size_t i = 0; i < row.key_ids.size(); ++i) keys.push_back(object({{"KeyId", row.key_ids[i]}, {"Timestamp", std::stod(row.key_times[i])}}));
  if (!keys.empty()) set(out, "PrivateKeyList", keys);
  return out;
}

Json Iam::list_saml_providers(const Call& call) {
  Json list = array();
  for (const auto& [arn, row] : entities_.saml_providers)
    if (row.account == call.scope.account) list.push_back(object({{"Arn", arn}, {"ValidUntil", row.valid_until}, {"CreateDate", row.created}}));
  return object({{"SAMLProviderList", list}});
}

Json Iam::update_saml_provider(const Call& call) {
  SamlProviderRow row = get_saml(call);
  if (auto metadata = find_text(call.input, "SAMLMetadataDocument")) read_metadata(row, *metadata);
  if (auto mode = find_text(call.input, "AssertionEncryptionMode")) row.encryption = *mode;
  if (auto id = find_text(call.input, "RemovePrivateKey")) {
    auto at = std::find(row.key_ids.begin(), row.key_ids.end(), *id);
    if (at == row.key_ids.end()) throw no_such_entity("The private key with id " + *id + " cannot be found.");
    row.key_times.erase(row.key_times.begin() + (at - row.key_ids.begin()));
    row.key_ids.erase(at);
  }
  if (auto key = find_text(call.input, "AddPrivateKey")) add_private_key(row, *key);
  entities_.saml_providers.put(row.arn, row);
  return object({{"SAMLProviderArn", row.arn}});
}

Json Iam::delete_saml_provider(const Call& call) {
  entities_.saml_providers.erase(std::string(get_saml(call).arn));
  return nullptr;
}

}  // namespace lambent::iam
