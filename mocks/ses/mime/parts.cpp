// The tree of parts of a message, and what a reader sees of it.
#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/ses/mime.h"
#include "mocks/ses/mime/charset.h"
#include "mocks/ses/mime/parameters.h"
#include "mocks/ses/mime/parts.h"
#include "mocks/ses/mime/transfer.h"

namespace lambent::ses {
namespace {

constexpr int kDeepest = 20;
constexpr int kMostParts = 1000;
constexpr size_t kShownText = 256 << 10;

// Where the next line "--boundary" or "--boundary--" begins, from a line's begin on; npos if nowhere.
struct Mark {
  size_t at = std::string_view::npos, after = 0;
  bool last = false;
};

// Goes by lines, so that no boundary, however odd, makes it slow.
Mark find_mark(std::string_view body, std::string_view mark, size_t from) {
  for (size_t at = from; at < body.size();) {
    if (body.substr(at).starts_with(mark)) {
      size_t end = at + mark.size();
      const bool last = body.substr(end).starts_with("--");
      if (last) end += 2;
      while (end < body.size() && (body[end] == ' ' || body[end] == '\t')) ++end;
      if (body.substr(end).starts_with('\r')) ++end;
      if (end >= body.size() || body[end] == '\n') return {at, std::min(end + 1, body.size()), last};  // else a longer one that begins alike
    }
    const size_t next = body.find("\n--", at);
    if (next == std::string_view::npos) break;
    at = next + 1;
  }
  return {};
}

std::string_view without_line_end(std::string_view part) {
  if (part.ends_with('\n')) part.remove_suffix(1);
  if (part.ends_with('\r')) part.remove_suffix(1);
  return part;
}

class Reader {
 public:
  MimePart read(std::string_view bytes, std::string_view usual_type, int depth) {
    MimePart out;
    out.body = mime::read_header(bytes, out.headers);
    const mime::Parameterised type = mime::parse_parameters(out.get("Content-Type"));
    out.type = lower(trim(type.value));
    if (std::count(out.type.begin(), out.type.end(), '/') != 1) out.type = out.type.empty() ? usual_type : "text/plain";
    out.charset = type.get("charset");
    out.coding = lower(trim(mime::parse_parameters(out.get("Content-Transfer-Encoding")).value));
    const mime::Parameterised disposition = mime::parse_parameters(out.get("Content-Disposition"));
    out.disposition = lower(disposition.value);
    out.filename = disposition.get("filename");
    if (out.filename.empty()) out.filename = type.get("name");
    out.filename = decode_words(out.filename);
    out.content_id = trim(out.get("Content-ID"));
    if (depth >= kDeepest) return out;
    const std::string boundary = type.get("boundary");
    if (out.type.starts_with("multipart/") && !boundary.empty()) split(out, "--" + boundary, depth);
    if (out.type == "message/rfc822" && (out.coding.empty() || out.coding == "7bit" || out.coding == "8bit" || out.coding == "binary") && ++count_ <= kMostParts)
      out.parts.push_back(read(out.body, "text/plain", depth + 1));
    return out;
  }

 private:
  void split(MimePart& whole, const std::string& mark, int depth) {
    const std::string_view usual = whole.type == "multipart/digest" ? "message/rfc822" : "text/plain";
    Mark open = find_mark(whole.body, mark, 0);
    while (open.at != std::string_view::npos && !open.last && ++count_ <= kMostParts) {
      Mark next = find_mark(whole.body, mark, open.after);
      const bool ended = next.at != std::string_view::npos;
      std::string_view bytes = whole.body.substr(open.after, ended ? next.at - open.after : std::string_view::npos);
      whole.parts.push_back(read(ended ? without_line_end(bytes) : bytes, usual, depth + 1));
      open = next;
    }
  }

  int count_ = 0;
};

void collect(const MimePart& part, Texts& out) {
  if (part.type.starts_with("multipart/")) {
    for (const auto& one : part.parts) collect(one, out);
    return;
  }
  const bool html = part.type == "text/html";
  if ((!html && part.type != "text/plain") || part.disposition == "attachment") return;
  std::string& place = html ? out.html : out.plain;
  if (place.empty()) place = part.text();
}

}  // namespace

std::string_view MimePart::get(std::string_view name) const { return mime::field(headers, name); }
std::string MimePart::content() const { return mime::decode_transfer(body, coding); }
std::string MimePart::text() const { return mime::to_utf8(content(), charset); }

MimePart parse_parts(std::string_view bytes) { return Reader().read(bytes, "text/plain", 0); }

Texts texts_of(const MimePart& message) {
  Texts out;
  collect(message, out);
  return out;
}

Json mime_json(const MimePart& part) {
  Json headers = array();
  for (const auto& one : part.headers) headers.push_back(object({{"name", one.name}, {"value", decode_words(one.value)}}));
  Json out = object({{"type", part.type}, {"headers", std::move(headers)}});
  auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) set_text(out, name, value);
  };
  add("charset", part.charset);
  add("disposition", part.disposition);
  add("filename", part.filename);
  add("contentId", part.content_id);
  if (!part.parts.empty()) {
    Json parts = array();
    for (const auto& one : part.parts) parts.push_back(mime_json(one));
    set(out, "parts", std::move(parts));
    return out;
  }
  std::string content = part.content();
  set(out, "size", content.size());
  set_text(out, "sha256", hex_encode(sha256(content)));
  if (part.type.starts_with("text/") && content.size() <= kShownText) set_text(out, "text", mime::to_utf8(std::move(content), part.charset));
  return out;
}

}  // namespace lambent::ses
