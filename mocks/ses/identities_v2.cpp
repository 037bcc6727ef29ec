// Identities in version 2.
#include "mocks/ses/ses_v2.h"
#include "mocks/ses/sets.h"

namespace lambent::ses {
namespace {

constexpr const char* kStates[] = {"PENDING", "SUCCESS", "FAILED"};
constexpr size_t kMostPolicies = 20;

const char* type_of(const IdentityRow& row) { return row.is_domain() ? "DOMAIN" : "EMAIL_ADDRESS"; }

std::string state_of(const Identities& identities, const IdentityRow& row) { return kStates[static_cast<int>(identities.state(row))]; }

Json dkim_json(const Identities& identities, const Scope& scope, const IdentityRow& row) {
  const DkimState dkim = identities.dkim(scope, row);
  Json out = object({{"SigningEnabled", row.signing}, {"Status", dkim.v2_status}});
  if (!dkim.tokens.empty()) set(out, "Tokens", text_array(dkim.tokens));
  set_text(out, "SigningAttributesOrigin", row.signing_selector.empty() ? "AWS_SES" : "EXTERNAL");
  if (row.dkim.empty()) return out;
  set_text(out, "NextSigningKeyLength", row.key_length);
  set_text(out, "CurrentSigningKeyLength", row.key_length);
  set(out, "LastKeyGenerationTimestamp", static_cast<double>(row.key_made_ms) / 1000);
  return out;
}

AwsError unknown_identity(const std::string& name) { return AwsError("NotFoundException", 404, "Email identity " + name + " does not exist."); }

const IdentityRow& named_identity(Mailbox& mailbox, const Call& call) {
  const std::string name = text_at(call.input, "EmailIdentity");
  const IdentityRow* row = mailbox.identities().find(call.scope, name);
  if (!row) throw unknown_identity(name);
  return *row;
}

void check_set(const Mailbox& mailbox, const Call& call) {
  auto name = find_text(call.input, "ConfigurationSetName");
  if (name && !mailbox.find_set(call.scope, *name)) throw unknown_set(*name, Dialect::v2);
}

// A key of one's own, or the length of SES's; keys of other regions are refused by name.
void take_signing(Mailbox& mailbox, const Scope& scope, const std::string& name, const Json& given, const std::string& origin) {
  const std::string selector = text_at(given, "DomainSigningSelector"), length = text_at(given, "NextSigningKeyLength");
  const bool own = !selector.empty() || has(given, "DomainSigningPrivateKey");
  if (origin.starts_with("AWS_SES_")) throw not_emulated("sesv2", "the DKIM signing origin " + origin);
  if (own != (selector.empty() ? false : has(given, "DomainSigningPrivateKey")) || (own && !length.empty()) || (own && origin == "AWS_SES") || (!own && origin == "EXTERNAL"))
    throw AwsError("BadRequestException", 400, "Signing attributes are either DomainSigningSelector with DomainSigningPrivateKey, or NextSigningKeyLength.");
  if (!own) mailbox.identities().make_dkim(scope, name);
  mailbox.identities().update(scope, name, [&](IdentityRow& row) {
    row.signing_selector = selector;
    row.signing = true;
    if (own) row.dkim.clear();
    if (!length.empty()) row.key_length = length;
  });
}

}  // namespace

Json SesV2::create_identity(const Call& call) {
  std::string name = text_at(call.input, "EmailIdentity");
  try {
    check_identity_name(name);
  } catch (const BadAddress& e) {
    throw mail_error(Dialect::v2, Fault::parameter, "Invalid email identity <" + name + ">: " + e.what() + ".");
  }
  if (mailbox_.identities().find(call.scope, name)) throw AwsError("AlreadyExistsException", 400, "Email identity " + name + " already exist.");
  check_set(mailbox_, call);
  mailbox_.check_room(call.scope, Dialect::v2);
  const Json* signing = find(call.input, "DkimSigningAttributes");
  const bool domain = name.find('@') == std::string::npos;
  if (signing && !domain) throw AwsError("BadRequestException", 400, "DKIM signing attributes are of domains only.");
  mailbox_.ask_for_verification(call, name);
  mailbox_.identities().update(call.scope, name, [&](IdentityRow& row) {
    row.tags = tags_at(call.input);
    row.configuration_set = text_at(call.input, "ConfigurationSetName");
  });
  try {
    if (signing) take_signing(mailbox_, call.scope, name, *signing, text_at(*signing, "DomainSigningAttributesOrigin"));
    else if (domain) mailbox_.identities().make_dkim(call.scope, name);
  } catch (const AwsError&) {
    mailbox_.identities().erase(call.scope, name);
    throw;
  }
  const IdentityRow& row = *mailbox_.identities().find(call.scope, name);
  return object({{"IdentityType", type_of(row)}, {"VerifiedForSendingStatus", row.verified}, {"DkimAttributes", dkim_json(mailbox_.identities(), call.scope, row)}});
}

Json SesV2::get_identity(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  Json answer = object({{"IdentityType", type_of(row)},
                        {"FeedbackForwardingStatus", row.forwarding},
                        {"VerifiedForSendingStatus", row.verified},
                        {"DkimAttributes", dkim_json(mailbox_.identities(), call.scope, row)}});
  if (!row.mail_from.empty()) {
    const Verification state = mailbox_.identities().mail_from_state(row);
    set(answer, "MailFromAttributes", object({{"MailFromDomain", row.mail_from}, {"MailFromDomainStatus", kStates[static_cast<int>(state)]},
                                              {"BehaviorOnMxFailure", row.mail_from_required ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE"}}));
  }
  set(answer, "Policies", map_json(row.policies));
  set(answer, "Tags", tags_json(row.tags));
  if (!row.configuration_set.empty()) set_text(answer, "ConfigurationSetName", row.configuration_set);
  set_text(answer, "VerificationStatus", state_of(mailbox_.identities(), row));
  return answer;
}

Json SesV2::delete_identity(const Call& call) {
  const std::string name = named_identity(mailbox_, call).name;
  mailbox_.identities().erase(call.scope, name);
  return Json::object();
}

Json SesV2::list_identities(const Call& call) {
  std::vector<std::string> names;
  for (const auto& row : mailbox_.identities().all(call.scope)) names.push_back(row.name);
  std::sort(names.begin(), names.end());
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "PageSize", 1000), 1, 1000));
  std::string next = page(names, text_at(call.input, "NextToken"), most);
  Json list = array();
  for (const auto& name : names) {
    const IdentityRow& row = *mailbox_.identities().find(call.scope, name);
    list.push_back(object({{"IdentityType", type_of(row)},
                           {"IdentityName", row.name},
                           {"SendingEnabled", row.verified},
                           {"VerificationStatus", state_of(mailbox_.identities(), row)}}));
  }
  Json answer = object({{"EmailIdentities", list}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json SesV2::put_identity_set(const Call& call) {
  const std::string name = named_identity(mailbox_, call).name;
  check_set(mailbox_, call);
  mailbox_.identities().update(call.scope, name, [&](IdentityRow& row) { row.configuration_set = text_at(call.input, "ConfigurationSetName"); });
  return Json::object();
}

Json SesV2::put_identity_dkim(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  mailbox_.identities().update(call.scope, row.name, [&](IdentityRow& r) { r.signing = bool_at(call.input, "SigningEnabled"); });
  return Json::object();
}

Json SesV2::put_identity_signing(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  if (!row.is_domain()) throw AwsError("BadRequestException", 400, "DKIM signing attributes are of domains only.");
  const Json* given = find(call.input, "SigningAttributes");
  take_signing(mailbox_, call.scope, row.name, given ? *given : Json::object(), text_at(call.input, "SigningAttributesOrigin"));
  const DkimState dkim = mailbox_.identities().dkim(call.scope, row);
  return object({{"DkimStatus", dkim.v2_status}, {"DkimTokens", text_array(dkim.tokens)}});
}

Json SesV2::put_identity_feedback(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  const bool enabled = bool_at(call.input, "EmailForwardingEnabled");
  if (!enabled && (!row.topics.contains("Bounce") || !row.topics.contains("Complaint")))
    throw AwsError("BadRequestException", 400,
                   "Feedback forwarding of " + row.name + " can be disabled only while both bounce and complaint notifications have an Amazon SNS topic.");
  mailbox_.identities().update(call.scope, row.name, [&](IdentityRow& r) { r.forwarding = enabled; });
  return Json::object();
}

Json SesV2::put_identity_mail_from(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  mailbox_.set_mail_from(call.scope, Dialect::v2, row.name, text_at(call.input, "MailFromDomain"), text_at(call.input, "BehaviorOnMxFailure") == "REJECT_MESSAGE");
  return Json::object();
}

Json SesV2::create_policy(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  const std::string policy = text_at(call.input, "PolicyName");
  if (row.policies.contains(policy)) throw AwsError("AlreadyExistsException", 400, "Policy " + policy + " already exists for identity " + row.name + ".");
  if (row.policies.size() >= kMostPolicies) throw AwsError("LimitExceededException", 400, "An identity has at most 20 policies.");
  put_policy(call, row.name);
  return Json::object();
}

Json SesV2::update_policy(const Call& call) {
  put_policy(call, policy_owner(call).name);
  return Json::object();
}

Json SesV2::delete_policy(const Call& call) {
  const IdentityRow& row = policy_owner(call);
  mailbox_.identities().update(call.scope, row.name, [&](IdentityRow& r) { r.policies.erase(text_at(call.input, "PolicyName")); });
  return Json::object();
}

Json SesV2::get_policies(const Call& call) { return object({{"Policies", map_json(named_identity(mailbox_, call).policies)}}); }

const IdentityRow& SesV2::policy_owner(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  const std::string policy = text_at(call.input, "PolicyName");
  if (!row.policies.contains(policy)) throw AwsError("NotFoundException", 404, "Policy " + policy + " does not exist for identity " + row.name + ".");
  return row;
}

void SesV2::put_policy(const Call& call, const std::string& identity) {
  const std::string text = text_at(call.input, "Policy");
  Mailbox::check_policy(Dialect::v2, identity, text);
  mailbox_.identities().update(call.scope, identity, [&](IdentityRow& r) { r.policies[text_at(call.input, "PolicyName")] = text; });
}

}  // namespace lambent::ses
