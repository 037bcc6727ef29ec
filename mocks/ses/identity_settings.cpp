// What both versions set on identities.
#include "base/text.h"
#include "mocks/ses/mailbox.h"

namespace lambent::ses {

constexpr size_t kMostIdentities = 10'000;
constexpr std::int64_t kThreeDays = 72LL * 3'600'000;

DkimState Identities::dkim(const Scope& scope, const IdentityRow& row) const {
  const IdentityRow* domain = &row;
  if (!row.is_domain() && row.dkim.empty()) domain = find(scope, row.name.substr(row.name.rfind('@') + 1));  // an address is signed as its domain
  if (!domain || (domain->dkim.empty() && domain->signing_selector.empty())) return {"NotStarted", "NOT_STARTED", {}};
  static constexpr const char* kV1[] = {"Pending", "Success", "Failed"};
  static constexpr const char* kV2[] = {"PENDING", "SUCCESS", "FAILED"};
  const int state_now = static_cast<int>(state(*domain));
  return {kV1[state_now], kV2[state_now], domain->dkim};
}

Verification Identities::mail_from_state(const IdentityRow& row) const {
  if (row.mail_from_verified) return Verification::success;
  return aws_.clock().now_ms() - row.mail_from_asked_ms > kThreeDays ? Verification::failed : Verification::pending;
}

// An empty domain takes it away.
void Mailbox::set_mail_from(const Scope& scope, Dialect dialect, const std::string& name, const std::string& domain, bool required) {
  const std::string own = lower(name.substr(name.rfind('@') + 1));
  if (!domain.empty() && !lower(domain).ends_with("." + own))
    throw mail_error(dialect, Fault::parameter, "Provided MAIL-FROM domain '" + domain + "' is not subdomain of the domain of the identity '" + own + "'.");
  try {
    if (!domain.empty()) check_identity_name(domain);
  } catch (const BadAddress& e) {
    throw mail_error(dialect, Fault::parameter, "Invalid MAIL-FROM domain '" + domain + "': " + e.what() + ".");
  }
  const bool at_once = account(scope).auto_verify;
  identities_.update(scope, name, [&](IdentityRow& row) {
    if (!iequals(row.mail_from, domain)) row.mail_from_verified = at_once;
    row.mail_from = domain;
    row.mail_from_required = required;
    row.mail_from_asked_ms = aws_.clock().now_ms();
  });
}

void Mailbox::check_room(const Scope& scope, Dialect dialect) const {
  if (identities_.count(scope) < kMostIdentities) return;
  throw AwsError(dialect == Dialect::v1 ? "LimitExceeded" : "LimitExceededException", 400, "An account has at most 10000 identities.");
}

// Throws if the document is no policy that could be put on an identity.
void Mailbox::check_policy(Dialect dialect, const std::string& identity, const std::string& text) {
  auto refuse = [&](const std::string& why) {
    throw AwsError(dialect == Dialect::v1 ? "InvalidPolicy" : "BadRequestException", 400, "Invalid policy: " + why);
  };
  if (text.size() > 4096) refuse("the document is longer than 4096 bytes.");
  auto document = try_parse_json(text);
  if (!document || !document->is_object()) refuse("the document is no JSON object.");
  const Json* statements = find(*document, "Statement");
  if (!statements || (statements->is_array() && statements->empty())) refuse("Statement is missing.");
  Json list = array();
  if (statements->is_array()) list = *statements;
  else list.push_back(*statements);
  for (const auto& one : list) {
    const std::string effect = text_at(one, "Effect");
    if (effect != "Allow" && effect != "Deny") refuse("Effect must be Allow or Deny.");
    if (!has(one, "Principal") && !has(one, "NotPrincipal")) refuse("Principal is missing.");
    if (!has(one, "Action") && !has(one, "NotAction")) refuse("Action is missing.");
    for (const auto& action : texts_at(one, "Action"))
      if (action != "*" && !istarts_with(action, "ses:")) refuse("the action " + action + " is none of Amazon SES.");
    if (!has(one, "Resource")) refuse("Resource is missing.");
    for (const auto& resource : texts_at(one, "Resource")) {
      auto named = identity_of_arn(resource);
      if (!named || !wildcard_match(named->name, identity)) refuse("the resource " + resource + " is not the identity " + identity + ".");
    }
  }
}

}  // namespace lambent::ses
