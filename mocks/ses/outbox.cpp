// The outbox over HTTP in LocalStack's shape.
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/mailbox.h"

namespace lambent::ses {
namespace {

struct Asked {
  std::string id, email, after;
  size_t limit = 0;  // 0: all
};

Asked asked(const HttpRequest& request) {
  Asked out;
  for (const auto& [name, value] : parse_form(request.query())) {
    if (name == "id") out.id = value;
    if (name == "email") out.email = value;
    if (name == "after") out.after = value;
    if (name == "limit" && value.size() < 7 && !value.empty() && value.find_first_not_of("0123456789") == std::string::npos) out.limit = std::stoul(value);
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
  if (row.own) set(out, "Own", true);
  if (!row.undelivered.empty()) set(out, "Undelivered", map_json(row.undelivered));
  return out;
}

std::vector<Route> Mailbox::routes() {
  auto list = [this](RouteMatch match) { return show(std::move(match)); };
  auto remove = [this](RouteMatch match) { return clear(std::move(match)); };
  auto follow = [this](RouteMatch match) { return verify(std::move(match)); };
  auto raw = [this](RouteMatch match) { return show_raw(std::move(match)); };
  auto parts = [this](RouteMatch match) { return show_parts(std::move(match)); };
  auto mail_from = [this](RouteMatch match) { return verify_mail_from(std::move(match)); };
  auto opened = [this](RouteMatch match) { return open(std::move(match)); };
  auto clicked = [this](RouteMatch match) { return click(std::move(match)); };
  auto leave = [this](RouteMatch match) { return unsubscribe(std::move(match)); };
  auto feedback = [this](RouteMatch match) { return take_feedback(std::move(match)); };
  std::vector<Route> out{{"GET", "/_aws/ses", list},
                         {"DELETE", "/_aws/ses", remove},
                         {"GET", "/_localstack/ses", list},
                         {"DELETE", "/_localstack/ses", remove},
                         {"DELETE", "/_lambent/api/v1/emails", remove},
                         {"GET", "/_lambent/ses/verify/{token}", follow},
                         {"GET", "/_lambent/ses/verify-mail-from/{domain}", mail_from},
                         {"GET", "/_lambent/ses/open/{id}", opened},
                         {"GET", "/_lambent/ses/click/{id}/{number}", clicked},
                         {"GET", "/_aws/ses/unsubscribe/{id}", leave},
                         {"POST", "/_aws/ses/unsubscribe/{id}", leave},
                         {"POST", "/_lambent/ses/feedback", feedback},
                         {"GET", "/_lambent/mail/{id}/raw", raw},
                         {"GET", "/_lambent/mail/{id}/parts", parts}};
  for (auto& route : views_.routes()) out.push_back(std::move(route));
  return out;
}

// LocalStack's list; beyond it ?limit= and ?after=<Id> for pages, whose "next" is the id to go on after.
Task<HttpResponse> Mailbox::show(RouteMatch match) {
  Asked a = asked(match.request);
  Json list = array();
  std::string next;
  if (!a.id.empty()) {
    const MailRow* row = mails_.find(a.id);
    if (row && (a.email.empty() || sent_by(*row, a.email))) list.push_back(shown(*row));
  } else {
    mails_.each(a.after, [&](const MailRow& row) {
      if (!a.email.empty() && !sent_by(row, a.email)) return true;
      if (a.limit && list.size() == a.limit) {
        next = text_at(list.back(), "Id");
        return false;
      }
      list.push_back(shown(row));
      return true;
    });
  }
  Json answer = object({{"messages", std::move(list)}});
  if (!next.empty()) set_text(answer, "next", next);
  co_return HttpResponse::json(200, dump(answer));
}

Task<HttpResponse> Mailbox::clear(RouteMatch match) {
  Asked a = asked(match.request);
  std::vector<std::string> gone;
  if (!a.id.empty()) {
    const MailRow* row = mails_.find(a.id);
    if (row && (a.email.empty() || sent_by(*row, a.email))) gone.push_back(a.id);
  } else {
    mails_.each("", [&](const MailRow& row) {
      if (a.email.empty() || sent_by(row, a.email)) gone.push_back(row.id);
      return true;
    });
  }
  for (const auto& id : gone) mails_.erase(id);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return HttpResponse{204, {}, ""};
}

}  // namespace lambent::ses
