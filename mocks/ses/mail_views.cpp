#include "mocks/ses/mail_views.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "base/time_text.h"
#include "base/utf8.h"
#include "mocks/ses/mail_parts.h"
#include "mocks/ses/mime/compose.h"

namespace lambent::ses {
namespace {

constexpr size_t kSnippet = 200;
constexpr const char* kLatest = "latest";

const MessageEntry* email_of(const JournalEntry& entry) {
  auto* message = std::get_if<MessageEntry>(&entry.data);
  return message && message->kind == "email" ? message : nullptr;
}

// The first characters of a text, on one line.
std::string snippet(const std::string& text) {
  std::string out;
  for (char c : text.substr(0, kSnippet * 4)) out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  const std::string_view shown = first_characters(out, kSnippet);
  return std::string(shown) + (shown.size() < out.size() ? "…" : "");
}

Json row_of(const JournalEntry& entry, const MessageEntry& mail) {
  Json span;
  if (entry.parent) span = entry.parent;
  return object({{"seq", entry.seq}, {"id", mail.id}, {"at", iso_millis(entry.at)}, {"from", mail.from}, {"to", text_array(mail.to)},
                 {"subject", mail.subject}, {"snippet", snippet(mail.text)}, {"span", std::move(span)}});
}

bool matches(const MessageEntry& mail, const std::string& to, const std::string& part) {
  bool addressed = to.empty(), mentioned = mentions(mail.subject, part) || mentions(mail.from, part) || mentions(mail.text, part);
  for (const auto& one : mail.to) {
    addressed |= mentions(one, to);
    mentioned |= mentions(one, part);
  }
  return addressed && mentioned;
}

HttpResponse no_mail(const std::string& id) {
  return view_error(404, "not_found", "There is no mail '" + printable(id) + "'.", "GET /_lambent/api/v1/emails lists those there are.");
}

Json header_list(const std::string& raw) {
  Json out = array();
  std::string head = raw.substr(0, std::min(raw.find("\r\n\r\n"), raw.find("\n\n")));
  for (const auto& line : split(head, '\n')) {
    std::string text(trim(line));
    bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    auto colon = text.find(':');
    if (goes_on && !out.empty()) set_text(out.back(), "value", text_at(out.back(), "value") + " " + text);
    else if (colon != std::string::npos) out.push_back(object({{"name", text.substr(0, colon)}, {"value", std::string(trim(std::string_view(text).substr(colon + 1)))}}));
    if (out.size() == 500) break;
  }
  return out;
}

Task<HttpResponse> ready(HttpResponse response) { co_return response; }

std::string download_name(const std::string& name, const std::string& number) {
  std::string out;
  for (char c : name)
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_') out += c;
  while (out.starts_with('.')) out.erase(0, 1);
  return out.empty() ? "part-" + number : out.substr(0, 100);
}

}  // namespace

std::vector<Route> MailViews::routes() {
  const std::string at = "/_lambent/api/v1/emails";
  auto body = [this](std::string which) {
    return [this, which](RouteMatch match) { return ready(this->body(match.captured["id"], which, match.request.query())); };
  };
  std::vector<Route> out{
      {"GET", at, [this](RouteMatch match) { return list(std::move(match)); }},
      {"GET", at + "/{id}", [this](RouteMatch match) { return ready(show(match.captured["id"])); }},
      {"GET", at + "/{id}/body.html", body("body.html")},
      {"GET", at + "/{id}/body.txt", body("body.txt")},
      {"GET", at + "/{id}/raw", body("raw")},
      {"GET", at + "/{id}/parts/{n}", [this](RouteMatch match) { return ready(part(match.captured["id"], match.captured["n"])); }},
  };
  return out;
}

const JournalEntry* MailViews::entry(const std::string& id) const {
  const Journal& journal = aws_.journal();
  for (std::uint64_t seq = journal.next(); seq > journal.first();) {
    const JournalEntry* e = journal.find(--seq);
    const MessageEntry* mail = email_of(*e);
    if (mail && (id == kLatest ? find_(mail->id) != nullptr : mail->id == id)) return e;
  }
  return nullptr;
}

const MailRow* MailViews::mail(const std::string& id) const {
  if (id != kLatest) return find_(id);
  const JournalEntry* last = entry(id);
  return last ? find_(email_of(*last)->id) : nullptr;
}

Json MailViews::page(const ListQuery& query) const {
  const Journal& journal = aws_.journal();
  const std::string to = query.filter("to"), part = query.filter("q");
  std::vector<Json> items;
  std::optional<std::uint64_t> next;
  // False once the page is full and there is one more.
  auto take = [&](std::uint64_t seq) {
    const JournalEntry* e = journal.find(seq);
    const MessageEntry* mail = email_of(*e);
    if (!mail || !matches(*mail, to, part) || !find_(mail->id)) return true;
    if (items.size() == query.limit) {
      next = static_cast<std::uint64_t>(int_at(items.back(), "seq"));
      return false;
    }
    items.push_back(row_of(*e, *mail));
    return true;
  };
  if (query.after) {
    std::uint64_t seq = std::max(*query.after == UINT64_MAX ? *query.after : *query.after + 1, journal.first());
    while (seq < journal.next() && take(seq)) ++seq;
  } else {
    std::uint64_t seq = std::min(query.before.value_or(journal.next()), journal.next());
    while (seq > journal.first() && take(seq - 1)) --seq;
    std::reverse(items.begin(), items.end());
  }
  return list_answer(std::move(items), next);
}

Task<HttpResponse> MailViews::list(RouteMatch match) {
  return answer_list(arrivals_, match.request, {"to", "q"}, [this](const ListQuery& query) { return page(query); });
}

HttpResponse MailViews::show(const std::string& id) const {
  const MailRow* row = mail(id);
  if (!row) return no_mail(id);
  const JournalEntry* noted = entry(row->id);
  auto parts = parts_of(*row);
  const MailPart *text = body_of(parts, "text/plain"), *html = body_of(parts, "text/html");
  Json listed = array(), plain, marked, span, subject;
  for (size_t i = 0; i < parts.size(); ++i)
    listed.push_back(object({{"n", i}, {"type", parts[i].type}, {"name", parts[i].name}, {"attachment", parts[i].attachment}, {"size", parts[i].content.size()}}));
  if (text) plain = text->content;
  if (html) marked = html->content;
  if (noted && noted->parent) span = noted->parent;
  if (row->subject) subject = *row->subject;
  return view_answer(object({{"id", row->id}, {"at", iso_millis(from_epoch_ms(row->at_ms))}, {"from", row->source}, {"to", text_array(row->to)}, {"cc", text_array(row->cc)},
                             {"bcc", text_array(row->bcc)}, {"replyTo", text_array(row->reply_to)}, {"subject", std::move(subject)}, {"text", std::move(plain)},
                             {"html", std::move(marked)}, {"headers", header_list(mime::compose(*row))}, {"parts", std::move(listed)},
                             {"configurationSet", row->configuration_set}, {"tags", row->tags}, {"region", row->region}, {"span", std::move(span)}}));
}

HttpResponse MailViews::body(const std::string& id, const std::string& which, std::string_view query) const {
  const MailRow* row = mail(id);
  if (!row) return no_mail(id);
  if (which == "raw") {
    HttpResponse out = HttpResponse::text(200, mime::compose(*row));
    out.headers.set("Content-Type", "message/rfc822");
    out.headers.set("Content-Disposition", "attachment; filename=\"" + row->id + ".eml\"");
    return out;
  }
  auto parts = parts_of(*row);
  const bool html = which == "body.html";
  const MailPart* part = body_of(parts, html ? "text/html" : "text/plain");
  if (!part) return view_error(404, "not_found", html ? "This mail has no HTML body." : "This mail has no text body.", html ? "Its text is at body.txt." : "Its HTML is at body.html.");
  HttpResponse out = HttpResponse::text(200, html ? framed_html(part->content, parts) : part->content);
  if (!html) return out;
  bool remote = query == "remote=1";
  out.headers.set("Content-Type", "text/html; charset=utf-8");
  out.headers.set("Content-Security-Policy", std::string("default-src 'none'; style-src 'unsafe-inline'; img-src data:") + (remote ? " http: https:" : "") +
                                                 "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox");
  return out;
}

HttpResponse MailViews::part(const std::string& id, const std::string& number) const {
  const MailRow* row = mail(id);
  if (!row) return no_mail(id);
  auto parts = parts_of(*row);
  size_t n = parts.size();
  auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), n);
  if (error != std::errc() || end != number.data() + number.size() || n >= parts.size())
    return view_error(404, "not_found", "This mail has no part " + printable(number) + ".", "Its parts are numbered from 0; the mail lists them.");
  HttpResponse out = HttpResponse::text(200, parts[n].content);
  out.headers.set("Content-Type", "application/octet-stream");
  out.headers.set("Content-Disposition", "attachment; filename=\"" + download_name(parts[n].name, number) + "\"");
  return out;
}

}  // namespace lambent::ses
