// What a send must be allowed: the identities it is sent by, those of recipients in the sandbox, the configuration set.
// Policies of identities (sending authorization) count as policies of the resource.
#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/ses/mailbox.h"

namespace lambent::ses {
namespace {

Address lenient(const std::string& text) {
  try {
    return parse_address(text);
  } catch (const BadAddress&) {
    return Address{"", text, text, ""};  // refused later, in words of its own
  }
}

// All policies of an identity as one document.
std::optional<Json> resource_policy(const IdentityRow& row) {
  if (row.policies.empty()) return std::nullopt;
  Json statements = array();
  for (const auto& [name, text] : row.policies) {
    auto document = try_parse_json(text);
    const Json* given = document ? find(*document, "Statement") : nullptr;
    if (!given) continue;
    if (given->is_array()) {
      for (const auto& one : *given) statements.push_back(one);
    } else {
      statements.push_back(*given);
    }
  }
  return object({{"Version", "2012-10-17"}, {"Statement", std::move(statements)}});
}

}  // namespace

std::string sender_arn(const Outgoing& outgoing, const std::string& sender) {
  if (sender == outgoing.mail.return_path && !outgoing.return_path_arn.empty()) return outgoing.return_path_arn;
  if (sender != outgoing.mail.source && !outgoing.from_arn.empty()) return outgoing.from_arn;
  return outgoing.source_arn;
}

std::string caller_name(const Principal& caller) {
  if (caller.kind == PrincipalKind::root) return "root";
  const std::string& arn = caller.entity_arn.empty() ? caller.arn : caller.entity_arn;
  return arn.substr(arn.rfind('/') == std::string::npos ? 0 : arn.rfind('/') + 1);
}

Need Mailbox::identity_need(const Scope& scope, const std::string& action, const std::string& name_or_arn) const {
  auto named = identity_of_arn(name_or_arn);
  if (!named) named = NamedIdentity{scope, name_or_arn};
  Need need(action, identity_arn(named->scope, named->name));
  if (named->scope.account != scope.account) need.resource_account = named->scope.account;
  if (const IdentityRow* row = identities_.find(named->scope, named->name)) need.resource_policy = resource_policy(*row);
  return need;
}

std::vector<Need> Mailbox::needs(const Call& call, const std::string& action, const Outgoing& outgoing) const {
  const Address from = lenient(outgoing.mail.source);
  std::vector<std::string> to;
  for (const auto& one : outgoing.recipients()) to.push_back(lenient(one).mailbox);
  const std::string feedback = outgoing.mail.return_path.empty() ? "" : lenient(outgoing.mail.return_path).mailbox;

  std::vector<Need> out;
  auto add = [&](Need need) {
    for (const auto& known : out)
      if (known.resource == need.resource) return;
    need.keys = {{"ses:FromAddress", {from.mailbox}}, {"ses:Recipients", to}};
    if (!feedback.empty()) need.keys.push_back({"ses:FeedbackAddress", {feedback}});
    if (!from.display.empty()) need.keys.push_back({"ses:FromDisplayName", {from.display}});
    out.push_back(std::move(need));
  };
  auto add_identity = [&](const Address& a) {
    const IdentityRow* identity = identities_.covering(call.scope, a);
    add(identity_need(call.scope, action, identity ? identity->name : a.mailbox));
  };
  if (outgoing.source_arn.empty()) {
    add_identity(from);
  } else {
    add(identity_need(call.scope, action, outgoing.source_arn));
  }
  for (const auto* arn : {&outgoing.from_arn, &outgoing.return_path_arn})
    if (!arn->empty()) add(identity_need(call.scope, action, *arn));
  if (account(call.scope).sandbox)
    for (const auto& one : outgoing.recipients())
      if (Address recipient = lenient(one); identities_.covering(call.scope, recipient)) add_identity(recipient);
  if (outgoing.use && !outgoing.use->arn.empty()) add(Need(action, outgoing.use->arn));
  if (outgoing.use && outgoing.use->arn.empty() && !outgoing.use->name.empty()) add(Need(action, template_arn(call.scope, outgoing.use->name)));
  if (!outgoing.mail.configuration_set.empty())
    add(Need(action, make_arn("ses", call.scope.region, call.scope.account, "configuration-set/" + outgoing.mail.configuration_set)));
  return out;
}

}  // namespace lambent::ses
