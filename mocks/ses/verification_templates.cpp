#include "mocks/ses/verification_templates.h"

#include "base/text.h"

namespace lambent::ses {
namespace {

constexpr size_t kLongestContent = 10u << 20;

AwsError unknown_template(const std::string& name, Dialect dialect) {
  const std::string text = "Custom verification email template " + name + " does not exist.";
  if (dialect == Dialect::v1) return AwsError("CustomVerificationEmailTemplateDoesNotExist", 400, text);
  return AwsError("NotFoundException", 404, text);
}

std::string key_of(const Call& call) { return scope_key(call.scope, text_at(call.input, "TemplateName")); }

void check(Mailbox& mailbox, const Call& call, Dialect dialect, const VerificationTemplateRow& row) {
  const bool v1 = dialect == Dialect::v1;
  try {
    if (!mailbox.identities().verified(call.scope, parse_address(row.from)))
      throw AwsError(v1 ? "FromEmailAddressNotVerified" : "BadRequestException", 400, "Email address <" + row.from + "> is not verified.");
  } catch (const BadAddress& e) {
    throw mail_error(dialect, Fault::parameter, e.what());
  }
  if (row.subject.empty() || row.content.empty() || row.content.size() > kLongestContent)
    throw AwsError(v1 ? "CustomVerificationEmailInvalidContent" : "BadRequestException", 400, "The subject or the content is empty, or the content is longer than 10 MB.");
  for (const auto* url : {&row.success_url, &row.failure_url})
    if (!istarts_with(*url, "http://") && !istarts_with(*url, "https://"))
      throw mail_error(dialect, Fault::parameter, "The redirection URL is not valid: " + *url);
}

void take(const Json& input, VerificationTemplateRow& row) {
  row.from = text_at(input, "FromEmailAddress", row.from);
  row.subject = text_at(input, "TemplateSubject", row.subject);
  row.content = text_at(input, "TemplateContent", row.content);
  row.success_url = text_at(input, "SuccessRedirectionURL", row.success_url);
  row.failure_url = text_at(input, "FailureRedirectionURL", row.failure_url);
}

}  // namespace

const VerificationTemplateRow& named_verification_template(Mailbox& mailbox, const Call& call, Dialect dialect) {
  const VerificationTemplateRow* row = mailbox.verification_templates().find(key_of(call));
  if (!row) throw unknown_template(text_at(call.input, "TemplateName"), dialect);
  return *row;
}

void create_verification_template(Mailbox& mailbox, const Call& call, Dialect dialect) {
  const bool v1 = dialect == Dialect::v1;
  VerificationTemplateRow row;
  row.name = text_at(call.input, "TemplateName");
  if (row.name.empty() || row.name.size() > 64) throw mail_error(dialect, Fault::parameter, "Template names have 1 to 64 characters.");
  if (mailbox.verification_templates().contains(key_of(call)))
    throw AwsError(v1 ? "CustomVerificationEmailTemplateAlreadyExists" : "AlreadyExistsException", 400,
                   "Custom verification email template " + row.name + " already exists.");
  size_t count = 0;
  mailbox.verification_templates().each(scope_prefix(call.scope), [&](const std::string&, const VerificationTemplateRow&) { ++count; });
  if (count >= kMostVerificationTemplates)
    throw AwsError(v1 ? "LimitExceeded" : "LimitExceededException", 400, "An account has at most 50 custom verification email templates.");
  take(call.input, row);
  row.tags = tags_at(call.input);
  check(mailbox, call, dialect, row);
  mailbox.verification_templates().put(key_of(call), std::move(row));
}

void update_verification_template(Mailbox& mailbox, const Call& call, Dialect dialect) {
  VerificationTemplateRow row = named_verification_template(mailbox, call, dialect);
  take(call.input, row);
  check(mailbox, call, dialect, row);
  mailbox.verification_templates().put(key_of(call), std::move(row));
}

Json verification_template_json(const VerificationTemplateRow& row, bool with_content) {
  Json out = object({{"TemplateName", row.name}, {"FromEmailAddress", row.from}, {"TemplateSubject", row.subject}});
  if (with_content) set_text(out, "TemplateContent", row.content);
  set_text(out, "SuccessRedirectionURL", row.success_url);
  set_text(out, "FailureRedirectionURL", row.failure_url);
  return out;
}

Json verification_templates_page(Mailbox& mailbox, const Call& call, std::int64_t most) {
  std::vector<std::string> names;
  mailbox.verification_templates().each(scope_prefix(call.scope), [&](const std::string&, const VerificationTemplateRow& row) { names.push_back(row.name); });
  std::string next = page(names, text_at(call.input, "NextToken"), static_cast<size_t>(std::clamp<std::int64_t>(most, 1, 50)));
  Json list = array();
  for (const auto& name : names) list.push_back(verification_template_json(*mailbox.verification_templates().find(scope_key(call.scope, name)), false));
  Json answer = object({{"CustomVerificationEmailTemplates", list}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Outgoing custom_verification_mail(Mailbox& mailbox, const Call& call, const VerificationTemplateRow& row) {
  const std::string address = text_at(call.input, "EmailAddress");
  const IdentityRow* identity = mailbox.identities().find(call.scope, address);
  const std::string link = mailbox.aws().home().url + "/_lambent/ses/verify/" + (identity ? identity->token : "");
  Outgoing out;
  out.mail.source = row.from;
  out.senders = {row.from};
  out.mail.to = {address};
  out.mail.subject = row.subject;
  out.mail.html = row.content + "<br/><a ses:no-track href=\"" + link + "\">" + link + "</a>";
  out.mail.configuration_set = text_at(call.input, "ConfigurationSetName");
  out.size = out.mail.html->size() + row.subject.size();
  return out;
}

std::string send_custom_verification(Mailbox& mailbox, const Call& call, Dialect dialect) {
  const VerificationTemplateRow row = named_verification_template(mailbox, call, dialect);
  const std::string address = text_at(call.input, "EmailAddress");
  try {
    if (parse_address(address).mailbox != address) throw BadAddress("Illegal address");
  } catch (const BadAddress& e) {
    throw mail_error(dialect, Fault::parameter, e.what());
  }
  if (mailbox.account(call.scope).sandbox)
    throw AwsError(dialect == Dialect::v1 ? "ProductionAccessNotGranted" : "BadRequestException", 400, "Your account has not been granted production access.");
  const std::string set = text_at(call.input, "ConfigurationSetName");
  if (!set.empty() && !mailbox.find_set(call.scope, set)) throw mail_error(dialect, Fault::unknown_set, "Configuration set <" + set + "> does not exist.");
  mailbox.identities().ask(call.scope, address, mailbox.account(call.scope));
  mailbox.identities().update(call.scope, address, [&](IdentityRow& identity) {
    identity.success_url = row.success_url;
    identity.failure_url = row.failure_url;
  });
  return mailbox.accept(call, dialect, custom_verification_mail(mailbox, call, row));
}

}  // namespace lambent::ses
