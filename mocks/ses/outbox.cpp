// The outbox over HTTP in LocalStack's shape, and the link that verifies an identity.
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/mailbox.h"

namespace lambent::ses {
namespace {

struct Asked {
  std::string id, email;
};

Asked asked(const HttpRequest& request) {
  Asked out;
  for (const auto& [name, value] : parse_form(request.query())) {
    if (name == "id") out.id = value;
    if (name == "email") out.email = value;
  }
  return out;
}

bool sent_by(const MailRow& row, const std::string& email) {
  if (row.source == email) return true;
  try {
    return parse_address(row.source).mailbox == email;
  } catch (const BadAddress&) {
    return false;
  }
}

Json or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

}  // namespace

Json shown(const MailRow& row) {
  std::string time = iso_seconds(from_epoch_ms(row.at_ms));
  time.pop_back();  // LocalStack writes no Z
  Json out = object({{"Id", row.id}, {"Region", row.region}, {"Timestamp", time}, {"Source", row.source}});
  if (row.raw) {
    set_text(out, "RawData", *row.raw);
    set(out, "Destinations", text_array(row.to));
  } else {
    set(out, "Destination", object({{"ToAddresses", text_array(row.to)}, {"CcAddresses", text_array(row.cc)}, {"BccAddresses", text_array(row.bcc)}}));
    set(out, "Subject", or_null(row.subject));
    set(out, "Body", object({{"text_part", or_null(row.text)}, {"html_part", or_null(row.html)}}));
  }
  if (!row.template_name.empty()) set_text(out, "Template", row.template_name);
  if (!row.template_data.empty()) set_text(out, "TemplateData", row.template_data);
  if (!row.reply_to.empty()) set(out, "ReplyToAddresses", text_array(row.reply_to));
  if (!row.return_path.empty()) set_text(out, "ReturnPath", row.return_path);
  if (!row.configuration_set.empty()) set_text(out, "ConfigurationSetName", row.configuration_set);
  if (!row.tags.empty()) set(out, "Tags", row.tags);
  if (!row.headers.empty()) set(out, "Headers", row.headers);
  if (!row.attachments.empty()) set(out, "Attachments", row.attachments);
  return out;
}

const MailRow* Mailbox::find_mail(const std::string& id) const { return mails_.find(id); }

std::vector<Route> Mailbox::routes() {
  auto list = [this](RouteMatch match) { return show(std::move(match)); };
  auto remove = [this](RouteMatch match) { return clear(std::move(match)); };
  auto follow = [this](RouteMatch match) { return verify(std::move(match)); };
  auto raw = [this](RouteMatch match) { return show_raw(std::move(match)); };
  auto parts = [this](RouteMatch match) { return show_parts(std::move(match)); };
  std::vector<Route> out{{"GET", "/_aws/ses", list},
                         {"DELETE", "/_aws/ses", remove},
                         {"GET", "/_localstack/ses", list},
                         {"DELETE", "/_localstack/ses", remove},
                         {"DELETE", "/_lambent/api/v1/emails", remove},
                         {"GET", "/_lambent/ses/verify/{token}", follow},
                         {"GET", "/_lambent/mail/{id}/raw", raw},
                         {"GET", "/_lambent/mail/{id}/parts", parts}};
  for (auto& route : views_.routes()) out.push_back(std::move(route));
  return out;
}

Task<HttpResponse> Mailbox::show(RouteMatch match) {
  Asked a = asked(match.request);
  Json list = array();
  auto take = [&](const MailRow& row) {
    if (a.email.empty() || sent_by(row, a.email)) list.push_back(shown(row));
  };
  if (a.id.empty()) {
    for (const auto& [key, row] : mails_) take(row);
  } else if (const MailRow* row = mails_.find(a.id)) {
    take(*row);
  }
  co_return HttpResponse::json(200, dump(object({{"messages", list}})));
}

Task<HttpResponse> Mailbox::clear(RouteMatch match) {
  Asked a = asked(match.request);
  std::vector<std::string> gone;
  for (const auto& [key, row] : mails_)
    if ((a.id.empty() || row.id == a.id) && (a.email.empty() || sent_by(row, a.email))) gone.push_back(key);
  for (const auto& key : gone) mails_.erase(key);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return HttpResponse{204, {}, ""};
}

Task<HttpResponse> Mailbox::verify(RouteMatch match) {
  auto name = identities_.follow(match.captured["token"]);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  if (!name) co_return HttpResponse::text(404, "This verification link is not known or has expired.\n");
  co_return HttpResponse::text(200, "Congratulations! You have successfully verified " + *name + ".\n");
}

}  // namespace lambent::ses
