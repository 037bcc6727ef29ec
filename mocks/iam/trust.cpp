// The principals of trust policies. AWS keeps users and roles by their unique ids: when one is deleted its id is what the
// document shows, and another of the same name is not trusted.
#include "access/policy.h"
#include "aws/arn.h"
#include "aws/error.h"
#include "base/text.h"
#include "mocks/iam/entities.h"

namespace lambent::iam {
namespace {

// What is under Principal (or NotPrincipal) of a kind, one after the other, to be looked at or changed.
template <class Document, class Visit>
void each_principal(Document& document, const char* kind, Visit visit) {
  auto statements = document.find("Statement");
  if (statements == document.end()) return;
  auto in_statement = [&](auto& s) {
    for (const char* member : {"Principal", "NotPrincipal"}) {
      if (!s.is_object() || !s.contains(member) || !s[member].is_object() || !s[member].contains(kind)) continue;
      auto& named = s[member][kind];
      if (named.is_string()) visit(named);
      if (named.is_array())
        for (auto& one : named)
          if (one.is_string()) visit(one);
    }
  };
  if (statements->is_array())
    for (auto& s : *statements) in_statement(s);
  else
    in_statement(*statements);
}

bool is_account_id(const std::string& s) { return s.size() == 12 && s.find_first_not_of("0123456789") == std::string::npos; }

bool is_service(const std::string& s) {
  for (const char* suffix : {".amazonaws.com", ".amazonaws.com.cn", ".aws.internal"})
    if (s.ends_with(suffix) && s.find_first_of("*? /:") == std::string::npos) return true;
  return false;
}

bool is_domain_or_provider(const std::string& s) {
  if (auto arn = Arn::parse(s)) return arn->service == "iam" && (arn->resource.starts_with("saml-provider/") || arn->resource.starts_with("oidc-provider/"));
  return s.find('.') != std::string::npos && s.find_first_of("*? ") == std::string::npos;
}

[[noreturn]] void invalid(const char* kind, const std::string& name) {
  throw AwsError("MalformedPolicyDocument", 400, "Invalid principal in policy: \"" + std::string(kind) + "\":\"" + name + "\"");
}

}  // namespace

bool Entities::knows_account(const std::string& account) const {
  bool any = false;
  roles.each(account + "/", [&](const std::string&, const EntityRow&) { any = true; });
  users.each(account + "/", [&](const std::string&, const EntityRow&) { any = true; });
  return any;
}

const EntityRow* Entities::find_by_id(const std::string& id) const {
  for (const auto* table : {&roles, &users})
    for (const auto& [key, row] : *table)
      if (row.id == id) return &row;
  return nullptr;
}

const EntityRow* Entities::find_row(const std::string& arn) const {
  auto parts = Arn::parse(arn);
  if (!parts || parts->service != "iam") return nullptr;
  const Table<EntityRow>* table = parts->resource.starts_with("role/")    ? &roles
                                  : parts->resource.starts_with("user/")  ? &users
                                  : parts->resource.starts_with("group/") ? &groups
                                                                          : nullptr;
  const EntityRow* row = table ? table->find(entity_key(parts->account, parts->resource.substr(parts->resource.rfind('/') + 1))) : nullptr;
  return row && row->arn == arn ? row : nullptr;
}

// Of accounts of which nothing is known here what is named is taken for there; in one's own account and in those it must be.
std::string Entities::check_principal(const std::string& name, const std::string& account) const {
  if (name == "*" || is_account_id(name)) return "";
  if (name.starts_with("AROA") || name.starts_with("AIDA")) {
    if (!find_by_id(name)) invalid("AWS", name);
    return "";
  }
  auto arn = Arn::parse(name);
  if (!arn || !is_account_id(arn->account)) invalid("AWS", name);
  if (arn->service == "iam" && arn->resource == "root") return "";
  bool known = arn->account == account || knows_account(arn->account);
  if (arn->service == "sts" && arn->resource.starts_with("assumed-role/")) {
    auto parts = split(arn->resource, '/');
    if (parts.size() != 3 || name.find_first_of("*?") != std::string::npos) invalid("AWS", name);
    if (known && !roles.contains(entity_key(arn->account, parts[1]))) invalid("AWS", name);
    return "";
  }
  if (arn->service == "sts" && arn->resource.starts_with("federated-user/")) return "";
  bool entity = arn->service == "iam" && (arn->resource.starts_with("user/") || arn->resource.starts_with("role/"));
  if (!entity || name.find_first_of("*?") != std::string::npos) invalid("AWS", name);
  const EntityRow* row = find_row(name);
  if (known && !row) invalid("AWS", name);
  return row ? row->id : "";
}

std::map<std::string, std::string> Entities::check_principals(const Json& document, const std::string& account) const {
  std::map<std::string, std::string> ids;
  each_principal(document, "AWS", [&](const Json& name) {
    std::string id = check_principal(name.get<std::string>(), account);
    if (!id.empty()) ids[name.get<std::string>()] = id;
  });
  each_principal(document, "Service", [&](const Json& name) {
    if (!is_service(name.get<std::string>())) invalid("SERVICE", name.get<std::string>());
  });
  each_principal(document, "Federated", [&](const Json& name) {
    if (!is_domain_or_provider(name.get<std::string>()))
      throw AwsError("MalformedPolicyDocument", 400, "Federated principals must be valid domain names or SAML metadata ARNs");
  });
  return ids;
}

std::string Entities::trust_text(const EntityRow& role) const {
  bool same = true;
  for (const auto& [arn, id] : role.trusted_ids) {
    const EntityRow* now = find_by_id(id);
    same &= now && now->arn == arn;
  }
  auto document = same ? std::nullopt : try_parse_json(role.trust);
  if (!document) return role.trust;
  each_principal(*document, "AWS", [&](Json& name) {
    auto saved = role.trusted_ids.find(name.get<std::string>());
    if (saved == role.trusted_ids.end()) return;
    const EntityRow* now = find_by_id(saved->second);
    name = now ? now->arn : saved->second;  // renamed, or gone
  });
  return dump(*document);
}

}  // namespace lambent::iam
