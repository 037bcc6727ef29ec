#include "mocks/ses/identities.h"

#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"

namespace lambent::ses {
namespace {

constexpr std::int64_t kHour = 3'600'000;

// From the nearest to the widest: the address, without its +label, its domain, each parent domain.
std::vector<std::string> names_covering(const Address& address) {
  std::vector<std::string> out{canonical(address.mailbox)};
  if (auto plus = address.local.find('+'); plus != std::string::npos && plus > 0)
    out.push_back(address.local.substr(0, plus) + "@" + lower(address.domain));
  for (std::string domain = lower(address.domain);;) {
    out.push_back(domain);
    auto dot = domain.find('.');
    if (dot == std::string::npos) return out;
    domain = domain.substr(dot + 1);
  }
}

}  // namespace

Identities::Identities(Aws& aws) : aws_(aws), rows_(aws.store(), "ses.identities") {}

const IdentityRow* Identities::find(const Scope& scope, std::string_view name) const { return rows_.find(scope_key(scope, canonical(name))); }

const IdentityRow& Identities::ask(const Scope& scope, const std::string& name, const AccountRow& account) {
  const IdentityRow* known = find(scope, name);
  IdentityRow row = known ? *known : IdentityRow{};
  if (row.verified) return *known;
  row.name = name;
  row.verified = account.auto_verify;
  row.asked_ms = aws_.clock().now_ms();
  if (!row.is_domain()) row.token = aws_.ids().hex(64);
  if (row.is_domain() && row.token.empty()) row.token = aws_.ids().letters(43) + "=";
  return rows_.put(scope_key(scope, canonical(name)), std::move(row));
}

void Identities::make_verified(const Scope& scope, const std::string& name) {
  AccountRow at_once;
  at_once.auto_verify = true;
  ask(scope, name, at_once);
}

void Identities::update(const Scope& scope, std::string_view name, const std::function<void(IdentityRow&)>& change) {
  rows_.update(scope_key(scope, canonical(name)), change);
}

bool Identities::erase(const Scope& scope, std::string_view name) { return rows_.erase(scope_key(scope, canonical(name))); }

size_t Identities::count(const Scope& scope) const {
  size_t out = 0;
  rows_.each(scope_prefix(scope), [&](const std::string&, const IdentityRow&) { ++out; });
  return out;
}

std::vector<IdentityRow> Identities::all(const Scope& scope) const {
  std::vector<IdentityRow> out;
  rows_.each(scope_prefix(scope), [&](const std::string&, const IdentityRow& row) { out.push_back(row); });
  return out;
}

Verification Identities::state(const IdentityRow& row) const {
  if (row.verified) return Verification::success;
  std::int64_t patience = (row.is_domain() ? 72 : 24) * kHour;
  return aws_.clock().now_ms() - row.asked_ms > patience ? Verification::failed : Verification::pending;
}

const IdentityRow* Identities::covering(const Scope& scope, const Address& address) const {
  const IdentityRow* unverified = nullptr;
  for (const auto& name : names_covering(address)) {
    const IdentityRow* row = find(scope, name);
    if (row && row->verified) return row;
    if (row && !unverified) unverified = row;
  }
  return unverified;
}

bool Identities::verified(const Scope& scope, const Address& address) const {
  const IdentityRow* row = covering(scope, address);
  return row && row->verified;
}

const IdentityRow* Identities::follow(const std::string& token) {
  if (token.empty()) return nullptr;
  for (const auto& [key, row] : rows_) {
    const bool dkim = std::find(row.dkim.begin(), row.dkim.end(), token) != row.dkim.end();
    if ((row.token != token && !dkim) || state(row) == Verification::failed) continue;
    std::string found = key;
    rows_.update(found, [](IdentityRow& r) { r.verified = true; });
    return rows_.find(found);
  }
  return nullptr;
}

std::string Identities::failure_url(const std::string& token) const {
  for (const auto& [key, row] : rows_)
    if (!token.empty() && row.token == token) return row.failure_url;
  return "";
}

bool Identities::verify_mail_from(const std::string& domain) {
  std::vector<std::string> found;
  for (const auto& [key, row] : rows_)
    if (!domain.empty() && iequals(row.mail_from, domain)) found.push_back(key);
  for (const auto& key : found) rows_.update(key, [](IdentityRow& r) { r.mail_from_verified = true; });
  return !found.empty();
}

void Identities::make_dkim(const Scope& scope, const std::string& name) {
  const IdentityRow* row = find(scope, name);
  if (!row || !row->dkim.empty()) return;
  std::vector<std::string> tokens;
  for (int i = 0; i < 3; ++i) tokens.push_back(lower(aws_.ids().letters(32)));
  update(scope, name, [&](IdentityRow& r) {
    r.dkim = tokens;
    r.signing = true;
    r.key_made_ms = aws_.clock().now_ms();
  });
}

std::string identity_arn(const Scope& scope, const std::string& name) {
  return make_arn("ses", scope.region, scope.account, "identity/" + name);
}

std::optional<NamedIdentity> identity_of_arn(const std::string& text) {
  auto arn = Arn::parse(text);
  if (!arn || arn->service != "ses" || !arn->resource.starts_with("identity/")) return std::nullopt;
  return NamedIdentity{{arn->account, arn->region}, arn->resource.substr(9)};
}

std::string identity_name(const std::string& name_or_arn) {
  auto named = identity_of_arn(name_or_arn);
  return named ? named->name : name_or_arn;
}

bool covers(const std::string& identity, const Address& address) {
  const auto names = names_covering(address);
  return std::find(names.begin(), names.end(), canonical(identity)) != names.end();
}

void check_identity_name(const std::string& name) {
  parse_address(name.find('@') == std::string::npos ? "x@" + name : name);
  if (name.find('@') == std::string::npos && name.find('.') == std::string::npos) throw BadAddress("Domain has no dot");
  if (name.find('<') != std::string::npos) throw BadAddress("Illegal address");
}

}  // namespace lambent::ses
