#include "mocks/ses/mime/compose.h"

#include "base/digest.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/mime.h"
#include "mocks/ses/mime/charset.h"
#include "mocks/ses/mime/parameters.h"
#include "mocks/ses/mime/parts.h"
#include "mocks/ses/mime/transfer.h"

namespace lambent::ses::mime {
namespace {

constexpr size_t kLongestLine = 998;

// A part: its own header fields, an empty line, its body.
struct Part {
  std::string fields, body;
  std::string text() const { return fields + "\r\n" + body; }
};

std::string boundary_of(const MailRow& mail, int number) {
  return "----=_Part_" + std::to_string(number) + "_" + hex_encode(sha256(mail.id + "/" + std::to_string(number))).substr(0, 24);
}

Part text_part(std::string_view type, const std::string& text, const std::string& charset) {
  std::string name = charset.empty() ? "UTF-8" : charset;
  std::string bytes = text;
  if (iequals(name, "iso-8859-1") || iequals(name, "latin1")) bytes = to_latin1(text).value_or(text);
  bytes = crlf_lines(bytes);
  const bool plain = is_ascii(bytes) && longest_line(bytes) <= kLongestLine;
  Part out;
  out.fields = field_line("Content-Type", std::string(type) + "; charset=" + name);
  out.fields += field_line("Content-Transfer-Encoding", plain ? "7bit" : "quoted-printable");
  out.body = plain ? bytes : encode_quoted_printable(bytes);
  return out;
}

Part attachment_part(const Json& given) {
  const std::string bytes = base64_decode(text_at(given, "RawContent")).value_or("");
  const std::string name = text_at(given, "FileName"), coding = text_at(given, "ContentTransferEncoding", "BASE64");
  Part out;
  out.fields = field_line("Content-Type", text_at(given, "ContentType", "application/octet-stream") + parameter_text("name", name));
  if (auto description = find_text(given, "ContentDescription")) out.fields += field_line("Content-Description", encode_words(*description));
  out.fields += field_line("Content-Disposition", lower(text_at(given, "ContentDisposition", "ATTACHMENT")) + parameter_text("filename", name));
  if (auto id = find_text(given, "ContentId")) out.fields += field_line("Content-ID", id->starts_with('<') ? *id : "<" + *id + ">");
  const char* written = coding == "QUOTED_PRINTABLE" ? "quoted-printable" : coding == "SEVEN_BIT" ? "7bit" : "base64";
  out.fields += field_line("Content-Transfer-Encoding", written);
  out.body = coding == "QUOTED_PRINTABLE" ? encode_quoted_printable(bytes) : coding == "SEVEN_BIT" ? crlf_lines(bytes) : encode_base64_lines(bytes);
  return out;
}

std::string multipart_fields(const char* subtype, const std::string& boundary) {
  return "Content-Type: multipart/" + std::string(subtype) + ";\r\n boundary=\"" + boundary + "\"\r\n";
}

Part multipart(const char* subtype, const std::string& boundary, const std::vector<Part>& parts) {
  Part out;
  out.fields = multipart_fields(subtype, boundary);
  for (const auto& part : parts) out.body += "--" + boundary + "\r\n" + part.text() + (part.body.ends_with("\n") ? "" : "\r\n");
  out.body += "--" + boundary + "--\r\n";
  return out;
}

// The fields of content_of() without making its body.
std::string content_fields(const MailRow& mail) {
  bool inner = false, outer = false;
  for (const auto& one : mail.attachments) (text_at(one, "ContentDisposition") == "INLINE" ? inner : outer) = true;
  if (outer) return multipart_fields("mixed", boundary_of(mail, 2));
  if (inner) return multipart_fields("related", boundary_of(mail, 1));
  if (mail.text && mail.html) return multipart_fields("alternative", boundary_of(mail, 0));
  return mail.html ? text_part("text/html", *mail.html, mail.html_charset).fields : text_part("text/plain", mail.text.value_or(""), mail.text_charset).fields;
}

Part content_of(const MailRow& mail) {
  std::vector<Part> texts;
  if (mail.text || !mail.html) texts.push_back(text_part("text/plain", mail.text.value_or(""), mail.text_charset));
  if (mail.html) texts.push_back(text_part("text/html", *mail.html, mail.html_charset));
  Part out = texts.size() == 1 ? std::move(texts[0]) : multipart("alternative", boundary_of(mail, 0), texts);
  std::vector<Part> inner, outer;
  for (const auto& one : mail.attachments) (text_at(one, "ContentDisposition") == "INLINE" ? inner : outer).push_back(attachment_part(one));
  if (!inner.empty()) {
    inner.insert(inner.begin(), std::move(out));
    out = multipart("related", boundary_of(mail, 1), inner);
  }
  if (!outer.empty()) {
    outer.insert(outer.begin(), std::move(out));
    out = multipart("mixed", boundary_of(mail, 2), outer);
  }
  return out;
}

std::string address_list(const std::vector<std::string>& addresses) {
  std::vector<std::string> out;
  for (const auto& one : addresses) out.push_back(encode_address(one));
  return join(out, ", ");
}

}  // namespace

std::string message_id_field(const std::string& id, const std::string& region) {
  return "<" + id + "@" + (region.empty() || region == "us-east-1" ? "email" : region) + ".amazonses.com>";
}

std::string mail_date(std::int64_t at_ms) { return replace_all(http_date(from_epoch_ms(at_ms)), "GMT", "+0000"); }

namespace {

std::string top_fields(const MailRow& mail) {
  std::string out = field_line("Message-ID", message_id_field(mail.id, mail.region));
  out += field_line("Date", mail_date(mail.at_ms));
  out += field_line("From", encode_address(mail.source));
  if (!mail.reply_to.empty()) out += field_line("Reply-To", address_list(mail.reply_to));
  if (!mail.to.empty()) out += field_line("To", address_list(mail.to));
  if (!mail.cc.empty()) out += field_line("Cc", address_list(mail.cc));
  out += field_line("Subject", encode_words(mail.subject.value_or(""), mail.subject_charset));
  for (const auto& one : mail.headers) out += field_line(text_at(one, "Name"), encode_words(text_at(one, "Value")));
  return out + "MIME-Version: 1.0\r\n";
}

}  // namespace

std::string compose(const MailRow& mail) {
  if (mail.raw) return with_fields(*mail.raw, {{"Message-ID", message_id_field(mail.id, mail.region)}, {"Date", mail_date(mail.at_ms)}});
  return top_fields(mail) + content_of(mail).text();
}

std::vector<HeaderField> composed_fields(const MailRow& mail) {
  std::vector<HeaderField> out;
  if (!mail.raw) {
    read_header(top_fields(mail) + content_fields(mail), out);
    return out;
  }
  read_header(*mail.raw, out);
  for (auto& field : out) {
    if (iequals(field.name, "Message-ID")) field.value = message_id_field(mail.id, mail.region);
    if (iequals(field.name, "Date")) field.value = mail_date(mail.at_ms);
  }
  return out;
}

std::string compose_rendered(const MailRow& mail) {
  std::string out = field_line("Date", mail_date(mail.at_ms));
  out += field_line("Subject", encode_words(mail.subject.value_or("")));
  return out + "MIME-Version: 1.0\r\n" + content_of(mail).text();
}

}  // namespace lambent::ses::mime
