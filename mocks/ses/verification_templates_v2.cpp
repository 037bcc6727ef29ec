// Custom verification mails in version 2.
#include "mocks/ses/ses_v2.h"
#include "mocks/ses/verification_templates.h"

namespace lambent::ses {

Json SesV2::create_verification_template(const Call& call) {
  ses::create_verification_template(mailbox_, call, Dialect::v2);
  return Json::object();
}

Json SesV2::update_verification_template(const Call& call) {
  ses::update_verification_template(mailbox_, call, Dialect::v2);
  return Json::object();
}

Json SesV2::get_verification_template(const Call& call) {
  const VerificationTemplateRow& row = named_verification_template(mailbox_, call, Dialect::v2);
  Json answer = verification_template_json(row, true);
  set(answer, "Tags", tags_json(row.tags));
  return answer;
}

Json SesV2::delete_verification_template(const Call& call) {
  const std::string name = named_verification_template(mailbox_, call, Dialect::v2).name;
  mailbox_.verification_templates().erase(scope_key(call.scope, name));
  return Json::object();
}

Json SesV2::list_verification_templates(const Call& call) {
  return verification_templates_page(mailbox_, call, int_at(call.input, "PageSize", 50));
}

Json SesV2::send_custom_verification(const Call& call) {
  return object({{"MessageId", ses::send_custom_verification(mailbox_, call, Dialect::v2)}});
}

}  // namespace lambent::ses
