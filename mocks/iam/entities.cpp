#include "mocks/iam/entities.h"

#include "aws/arn.h"
#include "base/embedded.h"
#include "base/text.h"

LAMBENT_EMBEDDED(model_managed_policies)

namespace lambent::iam {

// Constant after the first look; the language guards its making.
const std::vector<AwsPolicy>& aws_policies() {
  static const std::vector<AwsPolicy> all = [] {
    std::vector<AwsPolicy> out;
    Json file = parse_json(embedded_model_managed_policies());
    for (const auto& [name, p] : file.items())
      out.push_back({name, text_at(p, "arn"), text_at(p, "version"), text_at(p, "updated"), dump(*lambent::find(p, "document"))});
    return out;
  }();
  return all;
}

const AwsPolicy* find_aws_policy(const std::string& arn) {
  for (const auto& p : aws_policies())
    if (p.arn == arn) return &p;
  return nullptr;
}

std::string entity_key(const std::string& account, const std::string& name) { return account + "/" + lower(name); }

Entities::Entities(Store& store)
    : roles(store, "iam.roles"), users(store, "iam.users"), groups(store, "iam.groups"), policies(store, "iam.policies"), keys(store, "iam.keys"),
      login_profiles(store, "iam.login_profiles"), ssh_keys(store, "iam.ssh_keys"), signing_certificates(store, "iam.signing_certificates"),
      service_credentials(store, "iam.service_credentials"), mfa_devices(store, "iam.mfa_devices"), instance_profiles(store, "iam.instance_profiles"),
      server_certificates(store, "iam.server_certificates"), oidc_providers(store, "iam.oidc_providers"), saml_providers(store, "iam.saml_providers"),
      accounts(store, "iam.accounts"), access_jobs(store, "iam.access_jobs"), deletions(store, "iam.deletions") {}

template <class Do>
void Entities::each_table(Do act) {
  auto all = [&](auto&... tables) { (act(tables), ...); };
  all(roles, users, groups, policies, keys, login_profiles, ssh_keys, signing_certificates, service_credentials, mfa_devices, instance_profiles,
      server_certificates, oidc_providers, saml_providers, accounts, access_jobs, deletions);
}

void Entities::load() {
  each_table([](auto& table) { table.load(); });
  changed();
}

void Entities::clear() {
  each_table([](auto& table) { table.clear(); });
  changed();
}

std::optional<std::string> Entities::policy_document(const std::string& arn) const {
  if (const AwsPolicy* p = find_aws_policy(arn)) return p->document;
  const PolicyRow* row = policies.find(arn);
  const PolicyVersion* version = row ? row->find(row->default_version) : nullptr;
  if (!version) return std::nullopt;
  return version->document;
}

void Entities::add_policies(access::Entity& out, const EntityRow& row, const std::string& prefix) const {
  auto add = [&](const std::string& text, const std::string& name) {
    auto document = try_parse_json(text);
    if (document) out.policies.push_back(std::make_shared<access::Policy>(access::parse_policy(*document, name)));
  };
  for (const auto& [name, text] : row.inline_policies) add(text, prefix + name);
  for (const auto& arn : row.attached)
    if (auto text = policy_document(arn)) add(*text, arn);
}

std::shared_ptr<const access::Entity> Entities::parse(const EntityRow& row) const {
  auto out = std::make_shared<access::Entity>();
  out->id = row.id;
  out->name = row.name;
  out->tags = row.tags;
  add_policies(*out, row, "inline policy ");
  for (const auto& group : row.groups)
    if (const EntityRow* g = groups.find(entity_key(row.account, group))) add_policies(*out, *g, "inline policy of group " + g->name + ": ");
  if (!row.boundary.empty())
    if (auto text = policy_document(row.boundary))
      out->boundary = std::make_shared<access::Policy>(access::parse_policy(parse_json(*text), row.boundary));
  if (!row.trust.empty())
    if (auto trust = try_parse_json(trust_text(row))) out->trust = std::make_shared<access::Policy>(access::parse_policy(*trust, "trust policy"));
  return out;
}

std::shared_ptr<const access::Entity> Entities::find(const std::string& arn) const {
  auto kept = parsed_.find(arn);
  if (kept != parsed_.end()) return kept->second;
  const EntityRow* row = find_row(arn);
  if (!row || row->id.starts_with("AGPA")) return nullptr;  // groups are no principals
  auto made = parse(*row);
  parsed_[arn] = made;
  return made;
}

std::optional<access::UserKey> Entities::find_key(const std::string& access_key) const {
  const KeyRow* key = keys.find(access_key);
  if (!key) return std::nullopt;
  const EntityRow* user = users.find(entity_key(key->account, key->user));
  if (!user) return std::nullopt;
  access::UserKey out;
  out.secret = key->secret;
  out.active = key->status == "Active";
  out.principal.kind = PrincipalKind::user;
  out.principal.account = user->account;
  out.principal.arn = out.principal.entity_arn = user->arn;
  out.principal.user_id = out.principal.entity_id = user->id;
  return out;
}

}  // namespace lambent::iam
