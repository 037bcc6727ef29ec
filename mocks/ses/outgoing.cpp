#include "mocks/ses/outgoing.h"

#include "aws/error.h"
#include "base/text.h"
#include "mocks/ses/address.h"
#include "mocks/ses/mime.h"
#include "mocks/ses/mime/parts.h"
#include "mocks/ses/mime/transfer.h"

namespace lambent::ses {
namespace {

const Json kNothing = Json::object();

const Json& member(const Json& object, const char* key) {
  const Json* found = find(object, key);
  return found ? *found : kNothing;
}

std::optional<std::string> take_content(const Json& parent, const char* key, Outgoing& out, std::string& charset) {
  const Json* content = find(parent, key);
  if (!content) return std::nullopt;
  std::string data = text_at(*content, "Data");
  charset = text_at(*content, "Charset");
  out.size += data.size();
  out.contents.push_back({data, charset});
  return data;
}

void take_destination(const Json& input, Outgoing& out) {
  const Json& destination = member(input, "Destination");
  out.mail.to = texts_at(destination, "ToAddresses");
  out.mail.cc = texts_at(destination, "CcAddresses");
  out.mail.bcc = texts_at(destination, "BccAddresses");
  out.mail.reply_to = texts_at(input, "ReplyToAddresses");
}

// Headers and attachments of Simple and Template.
void take_extras(const Json& message, Reading reading, Outgoing& out) {
  if (const Json* headers = find(message, "Headers")) out.mail.headers = *headers;
  const Json* attachments = find(message, "Attachments");
  if (!attachments || reading == Reading::envelope) return;
  for (const Json& given : *attachments) {
    Json attachment = Json::object();
    for (const auto& [name, value] : given.items())
      if (name != "RawContent") set(attachment, name, value);
    if (const Json* bytes = find(given, "RawContent")) {
      const auto& content = bytes->get_ref<const std::string&>();
      out.size += content.size();
      set_text(attachment, "RawContent", base64_encode(content));
    }
    out.mail.attachments.push_back(std::move(attachment));
  }
}

void take_message(const Json& message, Reading reading, Outgoing& out) {
  const Json& body = member(message, "Body");
  out.mail.subject = take_content(message, "Subject", out, out.mail.subject_charset);
  out.mail.text = take_content(body, "Text", out, out.mail.text_charset);
  out.mail.html = take_content(body, "Html", out, out.mail.html_charset);
  take_extras(message, reading, out);
}

void take_tags(const Json& input, const char* key, Outgoing& out) {
  if (const Json* tags = find(input, key)) out.mail.tags = *tags;
}

void take_senders(const std::string& from, const std::string& return_path, Outgoing& out) {
  out.mail.source = from;
  out.mail.return_path = return_path;
  if (!from.empty()) out.senders.push_back(from);
  if (!return_path.empty()) out.senders.push_back(return_path);
}

// X-SES-MESSAGE-TAGS: name=value, name2=value2
Json tags_of_header(std::string_view value) {
  Json out = array();
  for (const auto& one : split(value, ',')) {
    auto pair = split(one, '=', 2);
    if (trim(one).empty()) continue;
    out.push_back(object({{"Name", std::string(trim(pair[0]))}, {"Value", pair.size() > 1 ? std::string(trim(pair[1])) : ""}}));
  }
  return out;
}

// X-SES-LIST-MANAGEMENT-OPTIONS: list; topic=topic
void take_list_options(std::string_view value, Outgoing& out) {
  auto parts = split(value, ';');
  out.mail.contact_list = trim(parts.front());
  for (size_t i = 1; i < parts.size(); ++i) {
    auto pair = split(parts[i], '=', 2);
    if (pair.size() == 2 && iequals(trim(pair[0]), "topic")) out.mail.topic = trim(pair[1]);
  }
}

// Parameters win over the message's header; what SES understands of the header it removes.
void take_raw(const std::string& bytes, const std::string& source, std::vector<std::string> destinations, Reading reading, Outgoing& out) {
  const bool whole = reading == Reading::whole;
  MimePart mail;
  if (whole)
    mail = parse_parts(bytes);
  else
    mime::read_header(bytes, mail.headers);
  std::vector<std::string> from = split_addresses(mail.get("From"));
  std::string sender(mail.get("Sender"));
  if (from.empty() && source.empty()) out.missing_header = "From";
  if (from.size() > 1 && sender.empty()) out.missing_header = "Sender";
  out.mail.source = !source.empty() ? source : !sender.empty() ? sender : from.empty() ? "" : from.front();
  for (const auto& one : from) out.senders.push_back(one);
  if (!sender.empty()) out.senders.push_back(sender);
  if (!source.empty()) out.senders.push_back(source);
  std::string return_path(mail.get("Return-Path"));
  if (!return_path.empty()) {
    out.mail.return_path = return_path;
    out.senders.push_back(return_path);
  }

  if (destinations.empty())
    for (const char* header : {"To", "Cc", "Bcc"})
      for (auto& one : split_addresses(mail.get(header))) destinations.push_back(std::move(one));
  out.mail.to = std::move(destinations);

  if (out.mail.configuration_set.empty()) out.mail.configuration_set = mail.get("X-SES-CONFIGURATION-SET");
  if (out.mail.tags.empty()) out.mail.tags = tags_of_header(mail.get("X-SES-MESSAGE-TAGS"));
  if (out.source_arn.empty()) out.source_arn = mail.get("X-SES-SOURCE-ARN");
  if (out.from_arn.empty()) out.from_arn = mail.get("X-SES-FROM-ARN");
  if (out.return_path_arn.empty()) out.return_path_arn = mail.get("X-SES-RETURN-PATH-ARN");
  if (out.mail.contact_list.empty()) take_list_options(mail.get("X-SES-LIST-MANAGEMENT-OPTIONS"), out);

  if (!whole) return;
  Texts texts = texts_of(mail);
  out.mail.subject = decode_words(mail.get("Subject"));
  if (!texts.plain.empty()) out.mail.text = std::move(texts.plain);
  if (!texts.html.empty()) out.mail.html = std::move(texts.html);
  out.size = bytes.size();
  out.longest_line = mime::longest_line(bytes);
  out.mail.raw = without_fields(bytes, {"Bcc", "X-SES-CONFIGURATION-SET", "X-SES-MESSAGE-TAGS", "X-SES-SOURCE-ARN", "X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN",
                                        "X-SES-LIST-MANAGEMENT-OPTIONS"});
}

TemplateContent content_of(const Json& given) {
  return {find_text(given, "Subject"), find_text(given, "Text"), find_text(given, "Html")};
}

void take_template_v2(const Json& given, Reading reading, Outgoing& out) {
  TemplateUse use;
  use.name = text_at(given, "TemplateName");
  use.arn = text_at(given, "TemplateArn");
  if (const Json* content = find(given, "TemplateContent")) use.content = content_of(*content);
  const int ways = !use.name.empty() + !use.arn.empty() + has(given, "TemplateContent");
  if (ways != 1) throw AwsError("BadRequestException", 400, "Template must have exactly one of TemplateName, TemplateArn and TemplateContent.");
  use.data = find_text(given, "TemplateData");
  out.use = std::move(use);
  take_extras(given, reading, out);
}

// The tags or headers of one destination in place of those of the same name for all.
Json replaced(Json list, const Json* by) {
  if (!by) return list;
  for (const auto& one : *by) {
    auto same = std::find_if(list.begin(), list.end(), [&](const Json& known) { return iequals(text_at(known, "Name"), text_at(one, "Name")); });
    if (same != list.end())
      *same = one;
    else
      list.push_back(one);
  }
  return list;
}

void refuse_unknown(const Json& input, const char* operation) {
  for (const char* refused : {"EndpointId", "TenantName"})
    if (has(input, refused)) throw not_emulated("sesv2", std::string(operation) + " with " + refused);
}

// Sender, set and ARNs of v1's SendEmail, SendTemplatedEmail and SendBulkTemplatedEmail.
void take_envelope_v1(const Json& input, Outgoing& out) {
  take_senders(text_at(input, "Source"), text_at(input, "ReturnPath"), out);
  out.mail.configuration_set = text_at(input, "ConfigurationSetName");
  out.source_arn = text_at(input, "SourceArn");
  out.return_path_arn = text_at(input, "ReturnPathArn");
}

void take_envelope_v2(const Json& input, Outgoing& out) {
  out.mail.configuration_set = text_at(input, "ConfigurationSetName");
  out.source_arn = text_at(input, "FromEmailAddressIdentityArn");
  out.return_path_arn = text_at(input, "FeedbackForwardingEmailAddressIdentityArn");
}

void take_senders_v2(const Json& input, Outgoing& out) {
  take_senders(text_at(input, "FromEmailAddress"), text_at(input, "FeedbackForwardingEmailAddress"), out);
  if (out.mail.source.empty()) out.missing_header = "From";
}

}  // namespace

std::vector<std::string> Outgoing::recipients() const {
  std::vector<std::string> out = mail.to;
  out.insert(out.end(), mail.cc.begin(), mail.cc.end());
  out.insert(out.end(), mail.bcc.begin(), mail.bcc.end());
  return out;
}

Outgoing read_send_email_v1(const Json& input) {
  Outgoing out;
  take_destination(input, out);
  take_message(member(input, "Message"), Reading::whole, out);
  take_tags(input, "Tags", out);
  take_envelope_v1(input, out);
  return out;
}

Outgoing read_send_raw_email_v1(const Json& input, Reading reading) {
  Outgoing out;
  take_tags(input, "Tags", out);
  out.mail.configuration_set = text_at(input, "ConfigurationSetName");
  out.source_arn = text_at(input, "SourceArn");
  out.from_arn = text_at(input, "FromArn");
  out.return_path_arn = text_at(input, "ReturnPathArn");
  take_raw(text_at(member(input, "RawMessage"), "Data"), text_at(input, "Source"), texts_at(input, "Destinations"), reading, out);
  return out;
}

Outgoing read_send_templated_email_v1(const Json& input) {
  Outgoing out;
  take_destination(input, out);
  take_tags(input, "Tags", out);
  take_envelope_v1(input, out);
  out.use = TemplateUse{text_at(input, "Template"), text_at(input, "TemplateArn"), {}, find_text(input, "TemplateData"), {}};
  return out;
}

std::size_t bulk_size_v1(const Json& input) { return member(input, "Destinations").size(); }

Outgoing read_send_bulk_v1(const Json& input, std::size_t number) {
  const Json& one = member(input, "Destinations").at(number);
  Outgoing out;
  take_destination(one, out);
  out.mail.reply_to = texts_at(input, "ReplyToAddresses");
  take_envelope_v1(input, out);
  take_tags(input, "DefaultTags", out);
  out.mail.tags = replaced(std::move(out.mail.tags), find(one, "ReplacementTags"));
  auto data = find_text(one, "ReplacementTemplateData");
  if (!data) data = find_text(input, "DefaultTemplateData");
  out.use = TemplateUse{text_at(input, "Template"), text_at(input, "TemplateArn"), {}, std::move(data), {}};
  return out;
}

Outgoing read_send_email_v2(const Json& input, Reading reading) {
  refuse_unknown(input, "SendEmail");
  const Json& content = member(input, "Content");
  Outgoing out;
  take_tags(input, "EmailTags", out);
  take_envelope_v2(input, out);
  if (const Json* list = find(input, "ListManagementOptions")) {
    out.mail.contact_list = text_at(*list, "ContactListName");
    out.mail.topic = text_at(*list, "TopicName");
  }
  if (const Json* raw = find(content, "Raw")) {
    take_destination(input, out);
    std::vector<std::string> destinations = out.recipients();
    out.mail.cc.clear();
    out.mail.bcc.clear();
    take_raw(text_at(*raw, "Data"), text_at(input, "FromEmailAddress"), std::move(destinations), reading, out);
    if (auto feedback = find_text(input, "FeedbackForwardingEmailAddress")) {
      out.mail.return_path = *feedback;
      out.senders.push_back(*feedback);
    }
    return out;
  }
  take_destination(input, out);
  if (const Json* given = find(content, "Template"))
    take_template_v2(*given, reading, out);
  else
    take_message(member(content, "Simple"), reading, out);
  take_senders_v2(input, out);
  return out;
}

std::size_t bulk_size_v2(const Json& input) {
  refuse_unknown(input, "SendBulkEmail");
  return member(input, "BulkEmailEntries").size();
}

Outgoing read_send_bulk_v2(const Json& input, std::size_t number, Reading reading) {
  const Json& one = member(input, "BulkEmailEntries").at(number);
  Outgoing out;
  take_destination(one, out);
  out.mail.reply_to = texts_at(input, "ReplyToAddresses");
  take_envelope_v2(input, out);
  take_senders_v2(input, out);
  take_tags(input, "DefaultEmailTags", out);
  out.mail.tags = replaced(std::move(out.mail.tags), find(one, "ReplacementTags"));
  take_template_v2(member(member(input, "DefaultContent"), "Template"), reading, out);
  out.mail.headers = replaced(std::move(out.mail.headers), find(one, "ReplacementHeaders"));
  if (const Json* data = find_path(one, {"ReplacementEmailContent", "ReplacementTemplate", "ReplacementTemplateData"})) out.use->data = data->get<std::string>();
  return out;
}

}  // namespace lambent::ses
