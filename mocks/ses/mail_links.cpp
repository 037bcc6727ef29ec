// The links in mails: verification, the picture of open tracking, tracked links, unsubscribing; and how a test lets a mail
// that was delivered bounce or be complained about.
#include <algorithm>

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/mailbox.h"
#include "mocks/ses/tracking.h"

namespace lambent::ses {
namespace {

constexpr const char* kUnknown = "This link is of no mail that is here.\n";

HttpResponse moved(const std::string& url) {
  HttpResponse out = HttpResponse::text(302, "");
  out.headers.set("Location", url);
  return out;
}

std::vector<std::string> recipients_of(const MailRow& row) {
  std::vector<std::string> out;
  for (const auto* list : {&row.to, &row.cc, &row.bcc})
    for (const auto& one : *list) out.push_back(parse_address(one).mailbox);
  return out;
}

}  // namespace

Task<HttpResponse> Mailbox::verify(RouteMatch match) {
  const IdentityRow* found = identities_.follow(match.captured["token"]);
  std::string name = found ? found->name : "", url = found ? found->success_url : "";
  if (!found) url = identities_.failure_url(match.captured["token"]);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  if (!url.empty()) co_return moved(url);
  if (name.empty()) co_return HttpResponse::text(404, "This verification link is not known or has expired.\n");
  co_return HttpResponse::text(200, "Congratulations! You have successfully verified " + name + ".\n");
}

Task<HttpResponse> Mailbox::verify_mail_from(RouteMatch match) {
  const std::string domain = match.captured["domain"];
  const bool known = identities_.verify_mail_from(domain);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  if (!known) co_return HttpResponse::text(404, "No identity has the MAIL FROM domain " + printable(domain) + ".\n");
  co_return HttpResponse::text(200, "The MAIL FROM domain " + domain + " is verified.\n");
}

Task<HttpResponse> Mailbox::open(RouteMatch match) {
  const MailRow* row = mails_.find(match.captured["id"]);
  if (!row) co_return HttpResponse::text(404, kUnknown);
  const EventMail mail{mails_.scope_of(row->id), row};
  const MailEvent event{EventType::open, open_json(match.request.peer, std::string(match.request.headers.get("User-Agent")), iso_millis(aws_.clock().now()))};
  tell(mail, event, {});
  if (!aws_.store().clean()) co_await aws_.store().commit();
  HttpResponse out{200, {}, std::string(tracking_picture())};
  out.headers.set("Content-Type", "image/gif");
  out.headers.set("Cache-Control", "no-store");
  co_return out;
}

Task<HttpResponse> Mailbox::click(RouteMatch match) {
  const MailRow* row = mails_.find(match.captured["id"]);
  const std::string& number = match.captured["number"];
  const bool digits = !number.empty() && number.size() < 4 && number.find_first_not_of("0123456789") == std::string::npos;
  const size_t n = digits ? std::stoul(number) : 0;
  if (!row || n < 1 || n > row->links.size()) co_return HttpResponse::text(404, kUnknown);
  const TrackedLink link = row->links[n - 1];
  const EventMail mail{mails_.scope_of(row->id), row};
  const MailEvent event{EventType::click,
                        click_json(match.request.peer, std::string(match.request.headers.get("User-Agent")), iso_millis(aws_.clock().now()), link)};
  tell(mail, event, {});
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return moved(link.url);
}

// GET by hand, POST by a mail program (RFC 8058). A mail to several needs ?address= to know who.
Task<HttpResponse> Mailbox::unsubscribe(RouteMatch match) {
  const MailRow* row = mails_.find(match.captured["id"]);
  if (!row || row->contact_list.empty()) co_return HttpResponse::text(404, kUnknown);
  std::vector<std::string> recipients = recipients_of(*row);
  std::string address;
  for (const auto& [name, value] : parse_form(match.request.query()))
    if (name == "address") address = value;
  if (address.empty() && recipients.size() == 1) address = recipients.front();
  if (std::find(recipients.begin(), recipients.end(), address) == recipients.end())
    co_return HttpResponse::text(400, "This mail went to several addresses: name yours with ?address=\n");
  const Scope scope = mails_.scope_of(row->id);
  if (!contacts_.find_list(scope, row->contact_list)) co_return HttpResponse::text(404, "The contact list is gone.\n");
  const std::string what = row->topic.empty() ? row->contact_list : row->topic;
  opt_out(*row, scope, address, match.request.peer);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return HttpResponse::text(200, address + " has been unsubscribed from " + what + ".\n");
}

void Mailbox::opt_out(const MailRow& row, const Scope& scope, const std::string& address, const std::string& ip) {
  const ContactListRow& list = *contacts_.find_list(scope, row.contact_list);
  const ContactRow* known = contacts_.find(scope, list.name, address);
  ContactRow contact = known ? *known : ContactRow{};
  const std::int64_t now = aws_.clock().now_ms();
  auto preferences = [](const ContactRow& c) {
    Json topics = array();
    for (const auto& [topic, status] : c.preferences)
      topics.push_back(object({{"topicName", topic}, {"subscriptionStatus", status == "OPT_IN" ? "OptIn" : "OptOut"}}));
    return object({{"unsubscribeAll", c.unsubscribed_from_all}, {"topicSubscriptionStatus", topics}});
  };
  const Json before = preferences(contact);
  if (!known) {
    contact.address = address;
    contact.created_ms = now;
  }
  contact.updated_ms = now;
  if (row.topic.empty()) {
    contact.unsubscribed_from_all = true;
  } else {
    contact.preferences[row.topic] = "OPT_OUT";
  }
  const Json after = preferences(contact);
  contacts_.put(scope, list.name, std::move(contact));
  const MailEvent event{EventType::subscription,
                        object({{"contactList", list.name}, {"timestamp", iso_millis(aws_.clock().now())}, {"source", ip}, {"newTopicPreferences", after},
                                {"oldTopicPreferences", before}})};
  tell({scope, &row}, event, {});
}

// {"MessageId", "Type": "Bounce" or "Complaint", "Recipients": [...]}; without recipients all of the mail's.
Task<HttpResponse> Mailbox::take_feedback(RouteMatch match) {
  auto given = try_parse_json(match.request.body);
  if (!given || !given->is_object()) co_return HttpResponse::text(400, "The body is a JSON object with MessageId and Type.\n");
  const std::string id = text_at(*given, "MessageId"), type = text_at(*given, "Type");
  const MailRow* row = mails_.find(id);
  if (!row || row->own) co_return HttpResponse::text(404, "There is no sent mail with this MessageId.\n");
  if (type != "Bounce" && type != "Complaint") co_return HttpResponse::text(400, "Type is Bounce or Complaint.\n");
  std::vector<std::string> all = recipients_of(*row), recipients = texts_at(*given, "Recipients");
  if (recipients.empty()) recipients = all;
  for (const auto& one : recipients)
    if (std::find(all.begin(), all.end(), one) == all.end()) co_return HttpResponse::text(400, "The mail did not go to " + printable(one) + ".\n");
  feed_back(id, type == "Bounce" ? EventType::bounce : EventType::complaint, recipients, {});
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return HttpResponse{204, {}, ""};
}

}  // namespace lambent::ses
