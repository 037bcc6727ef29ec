// Custom verification mails in version 1.
#include "mocks/ses/ses.h"
#include "mocks/ses/verification_templates.h"

namespace lambent::ses {

Json Ses::create_verification_template(const Call& call) {
  ses::create_verification_template(mailbox_, call, Dialect::v1);
  return Json::object();
}

Json Ses::update_verification_template(const Call& call) {
  ses::update_verification_template(mailbox_, call, Dialect::v1);
  return Json::object();
}

Json Ses::get_verification_template(const Call& call) {
  return verification_template_json(named_verification_template(mailbox_, call, Dialect::v1), true);
}

// Deleting what is not there succeeds.
Json Ses::delete_verification_template(const Call& call) {
  mailbox_.verification_templates().erase(scope_key(call.scope, text_at(call.input, "TemplateName")));
  return Json::object();
}

Json Ses::list_verification_templates(const Call& call) {
  return verification_templates_page(mailbox_, call, int_at(call.input, "MaxResults", 50));
}

Json Ses::send_custom_verification(const Call& call) {
  return object({{"MessageId", ses::send_custom_verification(mailbox_, call, Dialect::v1)}});
}

}  // namespace lambent::ses
