// A message that was accepted and could not be made of its template. It is in the journal with the members of SES's
// Rendering Failure event; nothing is sent.
#include "mocks/ses/mailbox.h"

namespace lambent::ses {

void Mailbox::rendering_failed(const Call& call, const MailRow& mail, const std::string& error, const std::string& template_name) {
  MessageEntry entry;
  entry.kind = "rendering-failure";
  entry.id = mail.id;
  entry.from = mail.source;
  entry.text = error;
  for (const auto* list : {&mail.to, &mail.cc, &mail.bcc}) entry.to.insert(entry.to.end(), list->begin(), list->end());
  entry.data = object({{"eventType", "Rendering Failure"},
                       {"failure", object({{"errorMessage", error}, {"templateName", template_name}})}});
  aws_.journal().add(call.span, call.trace, std::move(entry));
}

}  // namespace lambent::ses
