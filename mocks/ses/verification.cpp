// Verification mails: AWS's own text and custom templates.
#include "base/text.h"
#include "mocks/ses/mailbox.h"

namespace lambent::ses {

const IdentityRow& Mailbox::ask_for_verification(const Call& call, const std::string& name) {
  const IdentityRow& row = identities_.ask(call.scope, name, account(call.scope));
  if (row.verified || row.is_domain()) return row;
  drop(call.scope, {call.span, call.trace},
       {"no-reply-aws@amazon.com", row.name, "Amazon Web Services – Email Address Verification Request in region " + call.scope.region,
        "Dear Amazon Web Services Customer,\n\n"
        "We have received a request to authorize this email address for use with Amazon SES in region " + call.scope.region +
            ". If you requested this verification, please go to the following URL to confirm that you are authorized to use this email address:\n\n" +
            aws_.home().url + "/_lambent/ses/verify/" + row.token +
            "\n\nYour request will not be processed unless you confirm the address using this URL. "
            "This link expires 24 hours after your original verification request.\n"});
  return *identities_.find(call.scope, name);
}

}  // namespace lambent::ses
