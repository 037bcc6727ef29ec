// OpenID Connect providers: the issuers whose tokens AssumeRoleWithWebIdentity takes.
#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kClients = 100, kThumbprints = 5;

}  // namespace

template <>
Table<OidcProviderRow>& Iam::table_of() {
  return entities_.oidc_providers;
}
template <>
std::string Iam::key_in<OidcProviderRow>(const Call& call) const {
  return get_oidc(call).arn;
}

const OidcProviderRow& Iam::get_oidc(const Call& call) const {
  std::string arn = text_at(call.input, "OpenIDConnectProviderArn");
  const OidcProviderRow* row = entities_.oidc_providers.find(arn);
  if (!row || row->account != call.scope.account) throw no_such_entity("OpenIDConnect Provider not found for arn " + arn);
  return *row;
}

Json Iam::create_oidc_provider(const Call& call) {
  std::string url = text_at(call.input, "Url");
  if (!url.starts_with("https://") || url.size() == 8) throw AwsError("ValidationError", 400, "Invalid Open ID Connect Provider URL");
  OidcProviderRow row;
  row.account = call.scope.account;
  row.url = url.substr(8);
  while (row.url.ends_with('/')) row.url.pop_back();
  row.arn = make_arn("iam", "", row.account, "oidc-provider/" + row.url);
  if (entities_.oidc_providers.contains(row.arn)) throw already_exists("Provider with url " + url + " already exists.");
  row.clients = texts_at(call.input, "ClientIDList");
  row.thumbprints = texts_at(call.input, "ThumbprintList");
  if (row.clients.size() > kClients) throw limit_exceeded("Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
  if (row.thumbprints.size() > kThumbprints) throw AwsError("InvalidInput", 400, "Thumbprint list must contain fewer than 5 entries.");
  row.tags = tags_of(call.input);
  row.created = now();
  const OidcProviderRow& stored = entities_.oidc_providers.put(row.arn, row);
  Json out = object({{"OpenIDConnectProviderArn", stored.arn}});
  if (!stored.tags.empty()) set(out, "Tags", tags_json(stored.tags));
  return out;
}

Json Iam::get_oidc_provider(const Call& call) {
  const OidcProviderRow& row = get_oidc(call);
  return object({{"Url", row.url}, {"ClientIDList", text_array(row.clients)}, {"ThumbprintList", text_array(row.thumbprints)}, {"CreateDate", row.created},
                 {"Tags", tags_json(row.tags)}});
}

Json Iam::list_oidc_providers(const Call& call) {
  Json list = array();
  for (const auto& [arn, row] : entities_.oidc_providers)
    if (row.account == call.scope.account) list.push_back(object({{"Arn", arn}}));
  return object({{"OpenIDConnectProviderList", list}});
}

// Deleting one that is not there succeeds, as AWS says of it.
Json Iam::delete_oidc_provider(const Call& call) {
  std::string arn = text_at(call.input, "OpenIDConnectProviderArn");
  const OidcProviderRow* row = entities_.oidc_providers.find(arn);
  if (row && row->account == call.scope.account) entities_.oidc_providers.erase(arn);
  return nullptr;
}

Json Iam::add_client_id(const Call& call) {
  const OidcProviderRow& row = get_oidc(call);
  std::string client = text_at(call.input, "ClientID");
  if (std::find(row.clients.begin(), row.clients.end(), client) != row.clients.end()) return nullptr;
  if (row.clients.size() >= kClients) throw limit_exceeded("Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100");
  entities_.oidc_providers.update(std::string(row.arn), [&](OidcProviderRow& r) { r.clients.push_back(client); });
  return nullptr;
}

Json Iam::remove_client_id(const Call& call) {
  std::string arn = get_oidc(call).arn, client = text_at(call.input, "ClientID");
  entities_.oidc_providers.update(arn, [&](OidcProviderRow& r) { std::erase(r.clients, client); });
  return nullptr;
}

Json Iam::update_thumbprint(const Call& call) {
  std::string arn = get_oidc(call).arn;
  auto thumbprints = texts_at(call.input, "ThumbprintList");
  if (thumbprints.size() > kThumbprints) throw AwsError("InvalidInput", 400, "Thumbprint list must contain fewer than 5 entries.");
  entities_.oidc_providers.update(arn, [&](OidcProviderRow& r) { r.thumbprints = thumbprints; });
  return nullptr;
}

}  // namespace lambent::iam
