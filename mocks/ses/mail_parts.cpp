#include "mocks/ses/mail_parts.h"

#include <algorithm>

#include "aws/list_query.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/mime.h"

namespace lambent::ses {
namespace {

constexpr int kDeepest = 20;
constexpr size_t kLine = 76;
constexpr size_t kLargestPage = 32u << 20;  // images beyond are left as they are

std::string media_type(std::string_view header) {
  std::string out = lower(trim(header.substr(0, header.find(';'))));
  return out.empty() ? "text/plain" : out;
}

// The value of a parameter of a header; "" if absent.
std::string parameter(std::string_view header, std::string_view name) {
  for (size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at + 1)) {
    std::string_view rest = trim(header.substr(at + 1));
    auto equals = rest.find('=');
    if (equals == std::string_view::npos || !iequals(trim(rest.substr(0, equals)), name)) continue;
    rest = trim(rest.substr(equals + 1));
    if (!rest.starts_with('"')) return std::string(trim(rest.substr(0, rest.find(';'))));
    return std::string(rest.substr(1, rest.find('"', 1) == std::string_view::npos ? std::string_view::npos : rest.find('"', 1) - 1));
  }
  return "";
}

// What stands between the lines "--boundary".
std::vector<std::string_view> between(std::string_view body, const std::string& boundary) {
  std::vector<std::string_view> out;
  const std::string mark = "--" + boundary;
  size_t begin = std::string_view::npos;
  for (size_t at = body.find(mark); at != std::string_view::npos && out.size() < kMostParts; at = body.find(mark, at + mark.size())) {
    std::string_view behind = body.substr(at + mark.size());
    bool closing = behind.starts_with("--");
    bool whole = behind.empty() || closing || std::string_view(" \t\r\n").find(behind.front()) != std::string_view::npos;
    if (!whole || (at > 0 && body[at - 1] != '\n')) continue;
    if (begin != std::string_view::npos && at > begin) {
      std::string_view piece = body.substr(begin, at - begin);
      if (piece.ends_with('\n')) piece.remove_suffix(1);  // the line end before a boundary belongs to it
      if (piece.ends_with('\r')) piece.remove_suffix(1);
      out.push_back(piece);
    }
    if (closing) break;
    size_t line = body.find('\n', at);
    if (line == std::string_view::npos) break;
    begin = line + 1;
  }
  return out;
}

void collect(std::string_view bytes, std::vector<MailPart>& out, int depth) {
  MimeMessage message = parse_mime(bytes);
  MailPart part;
  part.type = media_type(message.get("Content-Type"));
  std::string boundary = parameter(message.get("Content-Type"), "boundary");
  if (part.type.starts_with("multipart/")) {
    if (depth < kDeepest && !boundary.empty())
      for (auto piece : between(message.body, boundary))
        if (out.size() < kMostParts) collect(piece, out, depth + 1);
    return;
  }
  std::string_view disposition = message.get("Content-Disposition");
  part.name = decode_words(parameter(disposition, "filename"));
  if (part.name.empty()) part.name = decode_words(parameter(message.get("Content-Type"), "name"));
  part.attachment = media_type(disposition) == "attachment" || (!part.name.empty() && !part.type.starts_with("text/"));
  part.content_id = std::string(trim(message.get("Content-ID")));
  if (part.content_id.starts_with('<') && part.content_id.ends_with('>')) part.content_id = part.content_id.substr(1, part.content_id.size() - 2);
  Texts texts = texts_of(message);
  bool text = !part.attachment && (part.type == "text/plain" || part.type == "text/html");
  if (text) part.content = part.type == "text/html" ? texts.html : texts.plain;
  else if (iequals(trim(message.get("Content-Transfer-Encoding")), "base64")) part.content = base64_decode(message.body).value_or("");
  else part.content = message.body;
  out.push_back(std::move(part));
}

std::string folded_base64(const std::string& bytes) {
  std::string encoded = base64_encode(bytes), out;
  for (size_t i = 0; i < encoded.size(); i += kLine) out += encoded.substr(i, kLine) + "\r\n";
  return out;
}

bool plain_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string header_text(const std::string& text) { return plain_ascii(text) ? text : "=?UTF-8?B?" + base64_encode(text) + "?="; }

std::string entity(const std::string& type, const std::string& more, const std::string& content) {
  return "Content-Type: " + type + "\r\n" + more + "Content-Transfer-Encoding: base64\r\n\r\n" + folded_base64(content);
}

// Several entities in one, or the only one itself.
std::string multipart(const std::vector<std::string>& entities, const std::string& kind, const std::string& boundary) {
  if (entities.size() == 1) return entities.front();
  std::string out = "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\r\n\r\n";
  for (const auto& one : entities) out += "--" + boundary + "\r\n" + one + "\r\n";
  return out + "--" + boundary + "--\r\n";
}

std::string quoted_name(const std::string& name) {
  std::string out;
  for (char c : name)
    if (c >= ' ' && c != '"' && c != '\\') out += c;
  return out;
}

}  // namespace

std::vector<MailPart> parts_of(const MailRow& mail) {
  std::vector<MailPart> out;
  if (mail.raw) {
    collect(*mail.raw, out, 0);
    return out;
  }
  if (mail.text) out.push_back({"text/plain", "", "", *mail.text, false});
  if (mail.html) out.push_back({"text/html", "", "", *mail.html, false});
  for (const auto& one : mail.attachments) {
    std::string type = text_at(one, "ContentType", "application/octet-stream");
    out.push_back({media_type(type), text_at(one, "FileName"), text_at(one, "ContentId"), base64_decode(text_at(one, "RawContent")).value_or(""), true});
  }
  return out;
}

const MailPart* body_of(const std::vector<MailPart>& parts, const std::string& type) {
  for (const auto& part : parts)
    if (!part.attachment && part.type == type) return &part;
  return nullptr;
}

std::string raw_of(const MailRow& mail) {
  if (mail.raw) return *mail.raw;
  std::string out = "From: " + mail.source + "\r\n";
  if (!mail.to.empty()) out += "To: " + join(mail.to, ", ") + "\r\n";
  if (!mail.cc.empty()) out += "Cc: " + join(mail.cc, ", ") + "\r\n";
  if (!mail.reply_to.empty()) out += "Reply-To: " + join(mail.reply_to, ", ") + "\r\n";
  out += "Subject: " + header_text(mail.subject.value_or("")) + "\r\n";
  std::string date = http_date(from_epoch_ms(mail.at_ms));
  out += "Date: " + date.substr(0, date.rfind(' ')) + " +0000\r\nMessage-ID: <" + mail.id + "@email.amazonses.com>\r\nMIME-Version: 1.0\r\n";
  std::vector<std::string> bodies, all;
  if (mail.text || !mail.html) bodies.push_back(entity("text/plain; charset=UTF-8", "", mail.text.value_or("")));
  if (mail.html) bodies.push_back(entity("text/html; charset=UTF-8", "", *mail.html));
  all.push_back(multipart(bodies, "alternative", "=_alternative_" + mail.id));
  for (const auto& part : parts_of(mail)) {
    if (!part.attachment) continue;
    std::string more = "Content-Disposition: attachment; filename=\"" + quoted_name(part.name) + "\"\r\n";
    if (!part.content_id.empty()) more += "Content-ID: <" + part.content_id + ">\r\n";
    all.push_back(entity(part.type, more, part.content));
  }
  return out + multipart(all, "mixed", "=_mixed_" + mail.id);
}

std::string framed_html(const std::string& html, const std::vector<MailPart>& parts) {
  std::string out = html;
  for (const auto& part : parts) {
    if (part.content_id.empty() || !part.type.starts_with("image/")) continue;
    const std::string mark = "cid:" + part.content_id, data = "data:" + part.type + ";base64," + base64_encode(part.content);
    for (size_t at = out.find(mark); at != std::string::npos && out.size() + data.size() <= kLargestPage; at = out.find(mark, at + data.size()))
      out.replace(at, mark.size(), data);
  }
  const std::string base = "<base target=\"_blank\">";
  std::string low = lower(std::string_view(out).substr(0, 4096));
  size_t at = low.find("<head>");
  size_t behind = at == std::string::npos ? 0 : at + 6;
  if (at == std::string::npos && low.starts_with("<!doctype")) behind = std::min(low.find('>'), low.size() - 1) + 1;
  return out.insert(behind, base);
}

}  // namespace lambent::ses
