#include "mocks/ses/outgoing.h"

#include "aws/error.h"
#include "base/text.h"
#include "mocks/ses/address.h"
#include "mocks/ses/mime.h"

namespace lambent::ses {
namespace {

const Json kNothing = Json::object();

const Json& member(const Json& object, const char* key) {
  const Json* found = find(object, key);
  return found ? *found : kNothing;
}

std::optional<std::string> take_content(const Json& parent, const char* key, Outgoing& out) {
  const Json* content = find(parent, key);
  if (!content) return std::nullopt;
  std::string data = text_at(*content, "Data");
  out.size += data.size();
  out.contents.push_back({data, text_at(*content, "Charset")});
  return data;
}

void take_destination(const Json& input, Outgoing& out) {
  const Json& destination = member(input, "Destination");
  out.mail.to = texts_at(destination, "ToAddresses");
  out.mail.cc = texts_at(destination, "CcAddresses");
  out.mail.bcc = texts_at(destination, "BccAddresses");
  out.mail.reply_to = texts_at(input, "ReplyToAddresses");
}

void take_message(const Json& message, Outgoing& out) {
  const Json& body = member(message, "Body");
  out.mail.subject = take_content(message, "Subject", out);
  out.mail.text = take_content(body, "Text", out);
  out.mail.html = take_content(body, "Html", out);
  if (const Json* headers = find(message, "Headers")) out.mail.headers = *headers;
  const Json* attachments = find(message, "Attachments");
  if (!attachments) return;
  for (Json attachment : *attachments) {
    std::string bytes = text_at(attachment, "RawContent");
    out.size += bytes.size();
    set_text(attachment, "RawContent", base64_encode(bytes));
    out.mail.attachments.push_back(std::move(attachment));
  }
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

// Parameters win over the message's header; what SES understands of the header it removes.
void take_raw(const std::string& bytes, const std::string& source, std::vector<std::string> destinations, Outgoing& out) {
  MimeMessage mime = parse_mime(bytes);
  std::vector<std::string> from = split_addresses(mime.get("From"));
  std::string sender(mime.get("Sender"));
  if (from.empty() && source.empty()) out.missing_header = "From";
  if (from.size() > 1 && sender.empty()) out.missing_header = "Sender";
  out.mail.source = !source.empty() ? source : !sender.empty() ? sender : from.empty() ? "" : from.front();
  for (const auto& one : from) out.senders.push_back(one);
  if (!sender.empty()) out.senders.push_back(sender);
  if (!source.empty()) out.senders.push_back(source);
  std::string return_path(mime.get("Return-Path"));
  if (!return_path.empty()) {
    out.mail.return_path = return_path;
    out.senders.push_back(return_path);
  }

  if (destinations.empty())
    for (const char* header : {"To", "Cc", "Bcc"})
      for (auto& one : split_addresses(mime.get(header))) destinations.push_back(std::move(one));
  out.mail.to = std::move(destinations);

  if (out.mail.configuration_set.empty()) out.mail.configuration_set = mime.get("X-SES-CONFIGURATION-SET");
  if (out.mail.tags.empty()) out.mail.tags = tags_of_header(mime.get("X-SES-MESSAGE-TAGS"));
  if (out.source_arn.empty()) out.source_arn = mime.get("X-SES-SOURCE-ARN");
  if (out.from_arn.empty()) out.from_arn = mime.get("X-SES-FROM-ARN");
  if (out.return_path_arn.empty()) out.return_path_arn = mime.get("X-SES-RETURN-PATH-ARN");
  if (mime.has("X-SES-LIST-MANAGEMENT-OPTIONS")) throw not_emulated("ses", "the header X-SES-LIST-MANAGEMENT-OPTIONS");
  size_t fields = mime.headers.size();
  for (const char* header : {"Bcc", "X-SES-CONFIGURATION-SET", "X-SES-MESSAGE-TAGS", "X-SES-SOURCE-ARN", "X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN"})
    mime.remove(header);

  Texts texts = texts_of(mime);
  out.mail.subject = decode_words(mime.get("Subject"));
  if (!texts.plain.empty()) out.mail.text = std::move(texts.plain);
  if (!texts.html.empty()) out.mail.html = std::move(texts.html);
  out.size = bytes.size();
  out.mail.raw = mime.headers.size() == fields ? bytes : mime.text();  // byte for byte where nothing had to go
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
  take_message(member(input, "Message"), out);
  take_senders(text_at(input, "Source"), text_at(input, "ReturnPath"), out);
  take_tags(input, "Tags", out);
  out.mail.configuration_set = text_at(input, "ConfigurationSetName");
  out.source_arn = text_at(input, "SourceArn");
  out.return_path_arn = text_at(input, "ReturnPathArn");
  return out;
}

Outgoing read_send_raw_email_v1(const Json& input) {
  Outgoing out;
  take_tags(input, "Tags", out);
  out.mail.configuration_set = text_at(input, "ConfigurationSetName");
  out.source_arn = text_at(input, "SourceArn");
  out.from_arn = text_at(input, "FromArn");
  out.return_path_arn = text_at(input, "ReturnPathArn");
  take_raw(text_at(member(input, "RawMessage"), "Data"), text_at(input, "Source"), texts_at(input, "Destinations"), out);
  return out;
}

Outgoing read_send_email_v2(const Json& input) {
  for (const char* refused : {"ListManagementOptions", "EndpointId", "TenantName"})
    if (has(input, refused)) throw not_emulated("sesv2", std::string("SendEmail with ") + refused);
  const Json& content = member(input, "Content");
  if (has(content, "Template")) throw not_emulated("sesv2", "SendEmail with Content.Template");
  Outgoing out;
  take_tags(input, "EmailTags", out);
  out.mail.configuration_set = text_at(input, "ConfigurationSetName");
  out.source_arn = text_at(input, "FromEmailAddressIdentityArn");
  out.return_path_arn = text_at(input, "FeedbackForwardingEmailAddressIdentityArn");
  if (const Json* raw = find(content, "Raw")) {
    take_destination(input, out);
    std::vector<std::string> destinations = out.recipients();
    out.mail.cc.clear();
    out.mail.bcc.clear();
    take_raw(text_at(*raw, "Data"), text_at(input, "FromEmailAddress"), std::move(destinations), out);
    if (auto feedback = find_text(input, "FeedbackForwardingEmailAddress")) {
      out.mail.return_path = *feedback;
      out.senders.push_back(*feedback);
    }
    return out;
  }
  take_destination(input, out);
  take_message(member(content, "Simple"), out);
  take_senders(text_at(input, "FromEmailAddress"), text_at(input, "FeedbackForwardingEmailAddress"), out);
  if (out.mail.source.empty()) out.missing_header = "From";
  return out;
}

}  // namespace lambent::ses
