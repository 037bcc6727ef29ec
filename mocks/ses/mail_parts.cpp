#include "mocks/ses/mail_parts.h"

#include <algorithm>

#include "base/text.h"
#include "mocks/ses/mime.h"

namespace lambent::ses {
namespace {

constexpr size_t kLargestPage = 32u << 20;  // images beyond are left as they are

std::string without_brackets(const std::string& id) {
  return id.size() >= 2 && id.front() == '<' && id.back() == '>' ? id.substr(1, id.size() - 2) : id;
}

void collect(const MimePart& given, std::vector<MailPart>& out) {
  for (const auto& inner : given.parts)
    if (out.size() < kMostParts) collect(inner, out);
  if (!given.parts.empty() || given.type.starts_with("multipart/")) return;
  MailPart part;
  part.type = given.type;
  part.name = given.filename;
  part.attachment = given.disposition == "attachment" || (!part.name.empty() && !part.type.starts_with("text/"));
  part.content_id = without_brackets(given.content_id);
  part.content = !part.attachment && part.type.starts_with("text/") ? given.text() : given.content();
  out.push_back(std::move(part));
}

std::string media_type(std::string_view header) {
  std::string out = lower(trim(header.substr(0, header.find(';'))));
  return out.empty() ? "text/plain" : out;
}

}  // namespace

std::vector<MailPart> parts_of(const MailRow& mail) {
  std::vector<MailPart> out;
  if (mail.raw) {
    collect(parse_parts(*mail.raw), out);
    return out;
  }
  if (mail.text) out.push_back({"text/plain", "", "", *mail.text, false});
  if (mail.html) out.push_back({"text/html", "", "", *mail.html, false});
  for (const auto& one : mail.attachments) {
    std::string type = text_at(one, "ContentType", "application/octet-stream");
    out.push_back({media_type(type), text_at(one, "FileName"), without_brackets(text_at(one, "ContentId")), base64_decode(text_at(one, "RawContent")).value_or(""), true});
  }
  return out;
}

const MailPart* body_of(const std::vector<MailPart>& parts, const std::string& type) {
  for (const auto& part : parts)
    if (!part.attachment && part.type == type) return &part;
  return nullptr;
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
