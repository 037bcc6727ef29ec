#include "mocks/ses/ses_v2.h"

#include "aws/arn.h"

namespace lambent::ses {

// What is emulated of SES v2.
struct SesV2::Operations {
  static constexpr Operation<SesV2> table[] = {
      {"SendEmail", &SesV2::send_email},
      {"SendBulkEmail", &SesV2::send_bulk_email},
      {"CreateEmailTemplate", &SesV2::create_template},
      {"GetEmailTemplate", &SesV2::get_template},
      {"UpdateEmailTemplate", &SesV2::update_template},
      {"DeleteEmailTemplate", &SesV2::delete_template},
      {"ListEmailTemplates", &SesV2::list_templates},
      {"TestRenderEmailTemplate", &SesV2::test_render_template},
      {"CreateEmailIdentity", &SesV2::create_identity},
      {"GetEmailIdentity", &SesV2::get_identity},
      {"DeleteEmailIdentity", &SesV2::delete_identity},
      {"ListEmailIdentities", &SesV2::list_identities},
      {"PutEmailIdentityConfigurationSetAttributes", &SesV2::put_identity_set},
      {"GetAccount", &SesV2::get_account},
      {"PutAccountSendingAttributes", &SesV2::put_account_sending},
      {"CreateConfigurationSet", &SesV2::create_set},
      {"GetConfigurationSet", &SesV2::get_set},
      {"DeleteConfigurationSet", &SesV2::delete_set},
      {"ListConfigurationSets", &SesV2::list_sets},
      {"PutConfigurationSetSendingOptions", &SesV2::put_set_sending},
  };
};

namespace {

Json dkim_json(const IdentityRow& row) {
  if (!row.is_domain()) return object({{"SigningEnabled", false}, {"Status", "NOT_STARTED"}, {"SigningAttributesOrigin", "AWS_SES"}});
  return object({{"SigningEnabled", true},
                 {"Status", row.verified ? "SUCCESS" : "PENDING"},
                 {"Tokens", text_array(row.dkim)},
                 {"SigningAttributesOrigin", "AWS_SES"},
                 {"NextSigningKeyLength", "RSA_2048_BIT"},
                 {"CurrentSigningKeyLength", "RSA_2048_BIT"}});
}

const char* type_of(const IdentityRow& row) { return row.is_domain() ? "DOMAIN" : "EMAIL_ADDRESS"; }

const char* state_of(const Identities& identities, const IdentityRow& row) {
  static constexpr const char* kStates[] = {"PENDING", "SUCCESS", "FAILED"};
  return kStates[static_cast<int>(identities.state(row))];
}

AwsError unknown_identity(const std::string& name) { return AwsError("NotFoundException", 404, "Email identity " + name + " does not exist."); }

void check_set(const Mailbox& mailbox, const Call& call) {
  auto name = find_text(call.input, "ConfigurationSetName");
  if (name && !mailbox.find_set(call.scope, *name))
    throw AwsError("NotFoundException", 404, "Configuration set <" + *name + "> does not exist.");
}

}  // namespace

std::map<std::string, std::string> tags_at(const Json& input) {
  std::map<std::string, std::string> out;
  if (const Json* tags = find(input, "Tags"))
    for (const auto& tag : *tags) out[text_at(tag, "Key")] = text_at(tag, "Value");
  return out;
}

Json tags_json(const std::map<std::string, std::string>& tags) {
  Json out = array();
  for (const auto& [key, value] : tags) out.push_back(object({{"Key", key}, {"Value", value}}));
  return out;
}

std::vector<std::string_view> SesV2::operations() const { return operation_names(Operations::table); }

Task<Json> SesV2::handle(Call call) { return dispatch<SesV2>(*this, Operations::table, std::move(call)); }

std::vector<Need> SesV2::needs(const Call& call) const {
  if (call.operation == "SendEmail") {
    const Json* content = find(call.input, "Content");
    const char* action = content && has(*content, "Raw") ? "ses:SendRawEmail" : content && has(*content, "Template") ? "ses:SendTemplatedEmail" : "ses:SendEmail";
    return mailbox_.needs(call, action, read_send_email_v2(call.input, Reading::envelope));
  }
  if (call.operation == "SendBulkEmail") return mailbox_.needs_of_bulk(call, "ses:SendBulkTemplatedEmail", read_send_bulk_v2(call.input));
  std::string resource = "*";
  if (auto set = find_text(call.input, "ConfigurationSetName"))
    resource = make_arn("ses", call.scope.region, call.scope.account, "configuration-set/" + *set);
  if (auto identity = find_text(call.input, "EmailIdentity")) resource = identity_arn(call.scope, *identity);
  if (auto name = find_text(call.input, "TemplateName")) resource = template_arn(call.scope, *name);
  std::vector<Need> out;
  out.emplace_back("ses:" + call.operation, resource);
  return out;
}

AwsError SesV2::refused(const Call& call, const Denial& denial) const {
  return call.operation == "SendEmail" || call.operation == "SendBulkEmail" ? send_refused(Dialect::v2, denial) : Service::refused(call, denial);
}

Json SesV2::send_email(const Call& call) {
  const Json& content = *find(call.input, "Content");
  if (has(content, "Simple") + has(content, "Raw") + has(content, "Template") != 1)
    throw mail_error(Dialect::v2, Fault::parameter, "Content must have exactly one of Simple, Raw and Template.");
  Outgoing outgoing = read_send_email_v2(call.input);
  const bool templated = outgoing.use.has_value();
  const std::string id = templated ? mailbox_.accept_templated(call, Dialect::v2, std::move(outgoing)) : mailbox_.accept(call, Dialect::v2, std::move(outgoing));
  return object({{"MessageId", id}});
}

Json SesV2::create_identity(const Call& call) {
  std::string name = text_at(call.input, "EmailIdentity");
  if (has(call.input, "DkimSigningAttributes")) throw not_emulated("sesv2", "CreateEmailIdentity with DkimSigningAttributes");
  try {
    check_identity_name(name);
  } catch (const BadAddress& e) {
    throw mail_error(Dialect::v2, Fault::parameter, "Invalid email identity <" + name + ">: " + e.what() + ".");
  }
  if (mailbox_.identities().find(call.scope, name)) throw AwsError("AlreadyExistsException", 400, "Email identity " + name + " already exist.");
  check_set(mailbox_, call);
  mailbox_.ask_for_verification(call, name);
  mailbox_.identities().update(call.scope, name, [&](IdentityRow& row) {
    row.tags = tags_at(call.input);
    row.configuration_set = text_at(call.input, "ConfigurationSetName");
  });
  const IdentityRow& row = *mailbox_.identities().find(call.scope, name);
  return object({{"IdentityType", type_of(row)}, {"VerifiedForSendingStatus", row.verified}, {"DkimAttributes", dkim_json(row)}});
}

Json SesV2::get_identity(const Call& call) {
  std::string name = text_at(call.input, "EmailIdentity");
  const IdentityRow* row = mailbox_.identities().find(call.scope, name);
  if (!row) throw unknown_identity(name);
  Json answer = object({{"IdentityType", type_of(*row)},
                        {"FeedbackForwardingStatus", true},
                        {"VerifiedForSendingStatus", row->verified},
                        {"DkimAttributes", dkim_json(*row)},
                        {"Policies", Json::object()},
                        {"Tags", tags_json(row->tags)},
                        {"VerificationStatus", state_of(mailbox_.identities(), *row)}});
  if (!row->configuration_set.empty()) set_text(answer, "ConfigurationSetName", row->configuration_set);
  return answer;
}

Json SesV2::delete_identity(const Call& call) {
  std::string name = text_at(call.input, "EmailIdentity");
  if (!mailbox_.identities().erase(call.scope, name)) throw unknown_identity(name);
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
  std::string name = text_at(call.input, "EmailIdentity");
  if (!mailbox_.identities().find(call.scope, name)) throw unknown_identity(name);
  check_set(mailbox_, call);
  mailbox_.identities().update(call.scope, name, [&](IdentityRow& row) { row.configuration_set = text_at(call.input, "ConfigurationSetName"); });
  return Json::object();
}

Json SesV2::get_account(const Call& call) {
  AccountRow account = mailbox_.account(call.scope);
  return object({{"DedicatedIpAutoWarmupEnabled", false},
                 {"EnforcementStatus", "HEALTHY"},
                 {"ProductionAccessEnabled", !account.sandbox},
                 {"SendQuota", object({{"Max24HourSend", account.daily()},
                                       {"MaxSendRate", account.rate()},
                                       {"SentLast24Hours", static_cast<double>(mailbox_.quota().sent_last_24_hours(call.scope))}})},
                 {"SendingEnabled", account.sending},
                 {"VdmAttributes", object({{"VdmEnabled", "DISABLED"}})}});
}

Json SesV2::put_account_sending(const Call& call) {
  AccountRow row = mailbox_.account(call.scope);
  row.sending = bool_at(call.input, "SendingEnabled");
  mailbox_.set_account(call.scope, row);
  return Json::object();
}

}  // namespace lambent::ses
