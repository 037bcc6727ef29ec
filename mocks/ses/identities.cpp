#include "mocks/ses/identities.h"

#include "aws/arn.h"
#include "base/text.h"

namespace lambent::ses {
namespace {

constexpr std::int64_t kHour = 3'600'000;

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
  if (row.is_domain() && row.token.empty()) {
    row.token = aws_.ids().letters(43) + "=";
    for (int i = 0; i < 3; ++i) row.dkim.push_back(lower(aws_.ids().letters(32)));
  }
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

// From the nearest to the widest: the address, without its +label, its domain, each parent domain.
std::vector<std::string> Identities::names_covering(const Address& address) const {
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

std::optional<std::string> Identities::follow(const std::string& token) {
  if (token.empty()) return std::nullopt;
  for (const auto& [key, row] : rows_) {
    if (row.token != token || state(row) == Verification::failed) continue;
    std::string name = row.name, found = key;
    rows_.update(found, [](IdentityRow& r) { r.verified = true; });
    return name;
  }
  return std::nullopt;
}

std::string identity_arn(const Scope& scope, const std::string& name) {
  return make_arn("ses", scope.region, scope.account, "identity/" + name);
}

void check_identity_name(const std::string& name) {
  parse_address(name.find('@') == std::string::npos ? "x@" + name : name);
  if (name.find('@') == std::string::npos && name.find('.') == std::string::npos) throw BadAddress("Domain has no dot");
  if (name.find('<') != std::string::npos) throw BadAddress("Illegal address");
}

}  // namespace lambent::ses
