// What each operation of both versions must be allowed, and refusals in SES's words. (Service Authorization Reference,
// "Actions, resources, and condition keys for Amazon SES")
#include "aws/arn.h"
#include "aws/pass_role.h"
#include "mocks/ses/ses_v2.h"
#include "mocks/ses/verification_templates.h"

namespace lambent::ses {
namespace {

bool is_send(const Call& call) {
  for (const char* send : {"SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail", "SendBounce", "SendCustomVerificationEmail"})
    if (call.operation == send) return true;
  return false;
}

std::string arn_of(const Call& call, const std::string& kind, const std::string& name) {
  return make_arn("ses", call.scope.region, call.scope.account, kind + "/" + name);
}

std::string template_arn(const Call& call) { return arn_of(call, "custom-verification-email-template", text_at(call.input, "TemplateName")); }

void add_resource_tags(Need& need, const TextMap& tags) {
  for (const auto& [key, value] : tags) need.keys.push_back({"aws:ResourceTag/" + key, {value}});
}

void add_keys(std::vector<Need>& needs, const Call& call, const char* version) {
  std::vector<std::string> names = texts_at(call.input, "TagKeys");
  decltype(Need::keys) keys{{"ses:ApiVersion", {version}}};
  // Sends have Tags too, of the message: {"Name", "Value"}.
  for (const auto& [key, value] : is_send(call) ? TextMap{} : tags_at(call.input)) {
    keys.push_back({"aws:RequestTag/" + key, {value}});
    names.push_back(key);
  }
  if (!names.empty()) keys.push_back({"aws:TagKeys", names});
  for (auto& need : needs) need.keys.insert(need.keys.end(), keys.begin(), keys.end());
}

// The template, and the identity it is sent from.
std::vector<Need> needs_of_verification(const Mailbox& mailbox, const Call& call) {
  std::vector<Need> out;
  const VerificationTemplateRow* row = mailbox.verification_templates().find(scope_key(call.scope, text_at(call.input, "TemplateName")));
  if (row) {
    Outgoing mail;
    mail.mail.source = row->from;
    mail.mail.to = {text_at(call.input, "EmailAddress")};
    mail.mail.configuration_set = text_at(call.input, "ConfigurationSetName");
    out = mailbox.needs(call, "ses:SendCustomVerificationEmail", mail);
  }
  out.emplace_back("ses:SendCustomVerificationEmail", template_arn(call));
  return out;
}

// All destinations of a bulk as those of one mail.
template <class Read>
std::vector<Need> needs_of_bulk(const Mailbox& mailbox, const Call& call, size_t size, Read read) {
  if (size == 0) return {};
  Outgoing whole = read(size_t{0});
  for (size_t i = 1; i < size; ++i)
    for (auto& one : read(i).recipients()) whole.mail.to.push_back(std::move(one));
  return mailbox.needs(call, "ses:SendBulkTemplatedEmail", whole);
}

}  // namespace

std::vector<Need> Ses::passed_roles(const Call& call) {
  std::vector<Need> out;
  const Json* actions = find_path(call.input, {"Rule", "Actions"});
  if (!actions) return out;
  for (const auto& action : *actions)
    if (const Json* role = find_path(action, {"S3Action", "IamRoleArn"})) out.push_back(pass_role(call, role->get<std::string>(), "ses.amazonaws.com"));
  return out;
}

std::vector<Need> Ses::needs(const Call& call) const {
  std::vector<Need> out = plain_needs(call);
  add_keys(out, call, "1");
  return out;
}

std::vector<Need> Ses::plain_needs(const Call& call) const {
  const std::string& operation = call.operation;
  if (operation == "SendEmail") return mailbox_.needs(call, "ses:SendEmail", read_send_email_v1(call.input));
  if (operation == "SendRawEmail") return mailbox_.needs(call, "ses:SendRawEmail", read_send_raw_email_v1(call.input, Reading::envelope));
  if (operation == "SendTemplatedEmail") return mailbox_.needs(call, "ses:SendTemplatedEmail", read_send_templated_email_v1(call.input));
  if (operation == "SendBulkTemplatedEmail")
    return needs_of_bulk(mailbox_, call, bulk_size_v1(call.input), [&](size_t i) { return read_send_bulk_v1(call.input, i); });
  if (operation == "SendBounce") return mailbox_.needs(call, "ses:SendBounce", bounce_mail(call, ""));
  if (operation == "SendCustomVerificationEmail") return needs_of_verification(mailbox_, call);
  std::string resource = "*";
  if (operation.find("CustomVerificationEmailTemplate") != std::string::npos && has(call.input, "TemplateName")) resource = template_arn(call);
  // Other operations of version 1 on configuration sets and identities take no resource.
  for (const char* on_set : {"CreateConfigurationSet", "DeleteConfigurationSet", "CreateConfigurationSetEventDestination",
                             "UpdateConfigurationSetEventDestination", "DeleteConfigurationSetEventDestination", "PutConfigurationSetDeliveryOptions"}) {
    if (operation != on_set) continue;
    const Json* made = find(call.input, "ConfigurationSet");
    resource = arn_of(call, "configuration-set", made ? text_at(*made, "Name") : text_at(call.input, "ConfigurationSetName"));
  }
  std::vector<Need> out;
  out.emplace_back("ses:" + operation, resource);
  for (auto& pass : passed_roles(call)) out.push_back(std::move(pass));
  return out;
}

AwsError Ses::refused(const Call& call, const Denial& denial) const {
  return is_send(call) ? send_refused(Dialect::v1, denial) : Service::refused(call, denial);
}

std::vector<Need> SesV2::needs(const Call& call) const {
  std::vector<Need> out = plain_needs(call);
  add_keys(out, call, "2");
  return out;
}

std::vector<Need> SesV2::plain_needs(const Call& call) const {
  const Json& input = call.input;
  if (call.operation == "SendEmail") {
    const Json* content = find(input, "Content");
    const char* action = content && has(*content, "Raw") ? "ses:SendRawEmail" : content && has(*content, "Template") ? "ses:SendTemplatedEmail" : "ses:SendEmail";
    return mailbox_.needs(call, action, read_send_email_v2(input, Reading::envelope));
  }
  if (call.operation == "SendBulkEmail")
    return needs_of_bulk(mailbox_, call, bulk_size_v2(call.input), [&](size_t i) { return read_send_bulk_v2(call.input, i, Reading::envelope); });
  if (call.operation == "SendCustomVerificationEmail") return needs_of_verification(mailbox_, call);
  const std::string action = "ses:" + call.operation;
  std::vector<Need> out;
  if (auto identity = find_text(input, "EmailIdentity")) {
    out.emplace_back(action, identity_arn(call.scope, *identity));
    if (const IdentityRow* row = mailbox_.identities().find(call.scope, *identity)) add_resource_tags(out.back(), row->tags);
  }
  if (auto set = find_text(input, "ConfigurationSetName"); set && call.operation != "CreateEmailIdentity") {
    out.emplace_back(action, arn_of(call, "configuration-set", *set));
    if (const ConfigurationSetRow* row = mailbox_.find_set(call.scope, *set)) add_resource_tags(out.back(), row->tags);
  }
  if (auto list = find_text(input, "ContactListName")) {
    out.emplace_back(action, arn_of(call, "contact-list", *list));
    if (const ContactListRow* row = mailbox_.contacts().find_list(call.scope, *list)) add_resource_tags(out.back(), row->tags);
  }
  if (call.operation.find("CustomVerificationEmailTemplate") != std::string::npos && has(input, "TemplateName")) out.emplace_back(action, template_arn(call));
  else if (auto name = find_text(input, "TemplateName")) {
    out.emplace_back(action, template_arn(call.scope, *name));
    if (const TemplateRow* row = mailbox_.templates().find(call.scope, *name)) add_resource_tags(out.back(), row->tags);
  }
  if (auto pool = find_text(input, "PoolName")) out.emplace_back(action, arn_of(call, "dedicated-ip-pool", *pool));
  if (auto arn = find_text(input, "ResourceArn")) out.emplace_back(action, *arn);
  if (out.empty()) out.emplace_back(action, "*");
  return out;
}

AwsError SesV2::refused(const Call& call, const Denial& denial) const {
  return is_send(call) ? send_refused(Dialect::v2, denial) : Service::refused(call, denial);
}

}  // namespace lambent::ses
