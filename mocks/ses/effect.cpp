// Mails as test cases list them.
#include "mocks/ses/ses.h"

namespace lambent::ses {
namespace {

void set_list(Json& out, const char* name, const std::vector<std::string>& list) {
  if (!list.empty()) set(out, name, text_array(list));
}

Json attachments_of(const Json& mail) {
  Json out = array();
  if (const Json* list = find(mail, "Attachments"))
    for (const auto& one : *list)
      out.push_back(object({{"name", text_at(one, "FileName")}, {"type", text_at(one, "ContentType")}, {"content", text_at(one, "RawContent")}}));
  return out;
}

Json headers_of(const Json& mail) {
  Json out = Json::object();
  if (const Json* list = find(mail, "Headers"))
    for (const auto& one : *list) set_text(out, text_at(one, "Name"), text_at(one, "Value"));
  return out;
}

}  // namespace

std::optional<SeenEffect> Ses::effect(const Journal&, const JournalEntry& entry) const {
  const auto* message = std::get_if<MessageEntry>(&entry.data);
  if (!message || message->kind != "email") return std::nullopt;
  const Json& mail = message->data;
  SeenEffect out;
  out.kind = "email";
  set_text(out.fields, "from", message->from);
  const Json* destination = find(mail, "Destination");
  set(out.fields, "to", text_array(destination ? texts_at(*destination, "ToAddresses") : message->to));
  if (destination) {
    set_list(out.fields, "cc", texts_at(*destination, "CcAddresses"));
    set_list(out.fields, "bcc", texts_at(*destination, "BccAddresses"));
  }
  set_list(out.fields, "replyTo", texts_at(mail, "ReplyToAddresses"));
  set_text(out.fields, "subject", message->subject);
  const Json* body = find(mail, "Body");
  auto text = body ? find_text(*body, "text_part") : std::nullopt, html = body ? find_text(*body, "html_part") : std::nullopt;
  if (text || !html) set_text(out.fields, "text", text.value_or(message->text));
  if (html) set_text(out.fields, "html", *html);
  Json attachments = attachments_of(mail);
  if (!attachments.empty()) set(out.fields, "attachments", std::move(attachments));
  set(out.details, "headers", headers_of(mail));
  return out;
}

Touch touch_of_mail(std::string_view operation) {
  return operation.starts_with("Send") && operation.ends_with("Email") ? Touch::told : touch_by_verb(operation);
}

}  // namespace lambent::ses
