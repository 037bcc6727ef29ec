// The outbox and the opt-out list over HTTP, in LocalStack's shapes.
#include "base/text.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

struct Asked {
  std::string account, region, phone;
};

// Without accountId and region: the emulator's own, as LocalStack has it.
Asked asked(const HttpRequest& request, const Scope& home) {
  Asked out{home.account, home.region, ""};
  for (const auto& [name, value] : parse_form(request.query())) {
    if (name == "accountId") out.account = value;
    if (name == "region") out.region = value;
    if (name == "phoneNumber") out.phone = value.starts_with(' ') ? "+" + value.substr(1) : value;  // a '+' sent bare
  }
  return out;
}

Json null_if_empty(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json shown(const SmsRow& row) {
  Json subject;
  if (row.subject) subject = *row.subject;
  Json attributes = row.attributes;
  for (auto& [name, value] : attributes.items())
    if (auto bytes = find_text(value, "BinaryValue")) set_text(value, "BinaryValue", base64_encode(*bytes));
  return object({{"PhoneNumber", row.phone},
                 {"TopicArn", null_if_empty(row.topic)},
                 {"SubscriptionArn", null_if_empty(row.subscription)},
                 {"MessageId", row.id},
                 {"Message", row.text},
                 {"MessageAttributes", attributes},
                 {"MessageStructure", null_if_empty(row.structure)},
                 {"Subject", subject}});
}

std::vector<Route> Sns::routes() {
  auto to = [this](Task<HttpResponse> (Sns::*member)(RouteMatch)) {
    return [this, member](RouteMatch match) { return (this->*member)(std::move(match)); };
  };
  std::vector<Route> out{
      {"GET", "/_aws/sns/sms-messages", to(&Sns::show_messages)},
      {"DELETE", "/_aws/sns/sms-messages", to(&Sns::clear_messages)},
      {"GET", "/_aws/sns/phone-opt-outs", to(&Sns::show_opt_outs)},
      {"POST", "/_aws/sns/phone-opt-outs", to(&Sns::add_opt_out)},
      {"DELETE", "/_aws/sns/phone-opt-outs", to(&Sns::remove_opt_outs)},
      {"POST", "/_aws/sns/inbound-sms", to(&Sns::receive)},
      {"POST", "/_lambent/phones/{number}/reply", to(&Sns::receive_from)},
      {"POST", "/_lambent/api/v1/phones/{number}/reply", to(&Sns::receive_from)},
      {"GET", "/_lambent/api/v1/sms", to(&Sns::list_sms)},
      {"DELETE", "/_lambent/api/v1/sms", to(&Sns::clear_sms)},
      {"GET", "/_lambent/api/v1/phones", to(&Sns::list_phones)},
      {"GET", "/_lambent/api/v1/phones/{number}", to(&Sns::show_phone)},
  };
  for (auto& route : push_.routes()) out.push_back(std::move(route));
  for (auto& route : topics_.routes()) out.push_back(std::move(route));
  return out;
}

Task<HttpResponse> Sns::stored(HttpResponse response) {
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return response;
}

Task<HttpResponse> Sns::show_messages(RouteMatch match) {
  Asked a = asked(match.request, aws_.home().scope);
  Json by_phone = Json::object();
  if (!a.phone.empty()) by_phone[a.phone] = array();  // a number that is asked for is there, also without messages
  messages_.each(scope_prefix(Scope{a.account, a.region}), [&](const std::string&, const SmsRow& row) {
    if (!row.reached_phone() || (!a.phone.empty() && a.phone != row.phone)) return;
    Json& list = by_phone[row.phone];
    if (list.is_null()) list = array();
    list.push_back(shown(row));
  });
  co_return HttpResponse::json(200, dump(object({{"sms_messages", by_phone}, {"region", a.region}})));
}

Task<HttpResponse> Sns::clear_messages(RouteMatch match) {
  Asked a = asked(match.request, aws_.home().scope);
  std::vector<std::string> gone;
  messages_.each(scope_prefix(Scope{a.account, a.region}), [&](const std::string& key, const SmsRow& row) {
    if (a.phone.empty() || a.phone == row.phone) gone.push_back(key);
  });
  for (const auto& key : gone) kept_.erase(messages_, key);
  HttpResponse done{204, {}, ""};
  co_return co_await stored(std::move(done));
}

Task<HttpResponse> Sns::show_opt_outs(RouteMatch match) {
  Asked a = asked(match.request, aws_.home().scope);
  Json list = array();
  opt_outs_.each(scope_prefix(Scope{a.account, a.region}), [&](const std::string&, const OptOutRow& row) {
    if (row.opted_out && (a.phone.empty() || a.phone == row.phone)) list.push_back(row.phone);
  });
  co_return HttpResponse::json(200, dump(object({{"phone_opt_outs", list}, {"region", a.region}})));
}

// What the word STOP from a handset does: {"phoneNumber": "+1…", "accountId"?, "region"?}.
Task<HttpResponse> Sns::add_opt_out(RouteMatch match) {
  auto body = try_parse_json(match.request.body);
  std::string phone = body ? text_at(*body, "phoneNumber") : "";
  HttpResponse response = HttpResponse::json(400, dump(object({{"error", "phoneNumber is required, as +15551234567"}})));
  if (std::string wrong = body ? wrong_scope(*body) : ""; !wrong.empty()) {
    response = HttpResponse::json(400, dump(object({{"error", wrong}})));
  } else if (is_phone_number(phone)) {
    const Scope& home = aws_.home().scope;
    Scope scope{text_at(*body, "accountId", home.account), text_at(*body, "region", home.region)};
    opt_out(scope, phone);
    response = HttpResponse{200, {}, ""};
  }
  co_return co_await stored(std::move(response));
}

Task<HttpResponse> Sns::remove_opt_outs(RouteMatch match) {
  Asked a = asked(match.request, aws_.home().scope);
  std::vector<std::string> gone;
  opt_outs_.each(scope_prefix(Scope{a.account, a.region}), [&](const std::string& key, const OptOutRow& row) {
    if (a.phone.empty() || with_plus(a.phone) == row.phone) gone.push_back(key);
  });
  for (const auto& key : gone) opt_outs_.erase(key);
  HttpResponse done{204, {}, ""};
  co_return co_await stored(std::move(done));
}

}  // namespace lambent::sns
