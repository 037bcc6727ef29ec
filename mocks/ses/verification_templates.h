// Custom verification mails: their templates, and sending them. Both versions share it; errors are in the dialect's words.
// (SES developer guide, "Using custom verification email templates")
#pragma once
#include "mocks/ses/mailbox.h"

namespace lambent::ses {

constexpr size_t kMostVerificationTemplates = 50;

// The template of the member TemplateName. Throws if there is none.
const VerificationTemplateRow& named_verification_template(Mailbox& mailbox, const Call& call, Dialect dialect);
void create_verification_template(Mailbox& mailbox, const Call& call, Dialect dialect);
void update_verification_template(Mailbox& mailbox, const Call& call, Dialect dialect);
Json verification_template_json(const VerificationTemplateRow& row, bool with_content);
Json verification_templates_page(Mailbox& mailbox, const Call& call, std::int64_t most);

// Makes the address an identity, sends it the template with a link that verifies it and leads to the success URL, or to
// the failure URL once it has expired. Not in the sandbox. The message's id.
std::string send_custom_verification(Mailbox& mailbox, const Call& call, Dialect dialect);
// The message by which it goes, for the decision whether it may.
Outgoing custom_verification_mail(Mailbox& mailbox, const Call& call, const VerificationTemplateRow& row);

}  // namespace lambent::ses
