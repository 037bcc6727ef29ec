// An SMS that a phone sends: POST /_lambent/phones/{number}/reply {"text", "to"?}, also /_lambent/api/v1/phones/… and,
// as {"from", "to"?, "text"}, /_aws/sns/inbound-sms. Answered with what came of it: {"optedOut": bool, "id"}.
#include "aws/outbox_page.h"
#include "base/text.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr size_t kLongestAddress = 20;

HttpResponse no_number(const std::string& what) {
  return view_error(400, "bad_number", what + " is not a phone number.", "Write it as +15551234567.");
}

// What is wrong with the members of a body, or "".
std::string wrong_member(const Json& body) {
  for (const auto& [name, value] : body.items()) {
    if (name != "from" && name != "to" && name != "text" && name != "accountId" && name != "region") return "There is no member '" + printable(name) + "' here.";
    if (!value.is_string()) return "'" + printable(name) + "' is a text.";
  }
  if (characters(text_at(body, "text")) > kLongestSms) return "An SMS has at most 1600 characters.";
  if (text_at(body, "to").size() > kLongestAddress) return "'to' is a number or a sender id.";
  return wrong_scope(body);
}

}  // namespace

// What a body says of account and region becomes part of keys.
std::string wrong_scope(const Json& body) {
  const std::string account = text_at(body, "accountId", "000000000000"), region = text_at(body, "region", "us-east-1");
  if (account.size() != 12 || account.find_first_not_of("0123456789") != std::string::npos) return "'accountId' is 12 digits.";
  if (region.empty() || region.size() > 64 || region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos) return "'region' is one such as us-east-1.";
  return "";
}

void Sns::opt_out(const Scope& scope, const std::string& phone) {
  std::string key = scope_key(scope, with_plus(phone));
  bool known = opt_outs_.update(key, [](OptOutRow& row) { row.opted_out = true; });
  if (!known) opt_outs_.put(key, OptOutRow{with_plus(phone), true, 0});
}

// Where the last SMS to a phone came from: whom its owner answers.
Scope Sns::scope_of_last(const std::string& phone) const {
  ListQuery last;
  last.limit = 1;
  auto to_it = [&](const SmsRow& row) { return row.reached_phone() && with_plus(row.phone) == with_plus(phone); };
  auto page = outbox_page(messages_, last, to_it);
  return page.rows.empty() ? aws_.home().scope : outbox_scope(*page.rows.front().key);
}

std::string Sns::take_reply(const Scope& scope, const std::string& phone, const std::string& to, const std::string& text) {
  SmsRow row;
  row.id = aws_.ids().uuid();
  row.phone = with_plus(phone);
  row.from = to;
  row.text = text;
  row.reply = true;
  row.parts = static_cast<std::int64_t>(sms_parts(text));
  row.at_ms = aws_.clock().now_ms();
  if (asks_to_stop(text)) opt_out(scope, phone);

  MessageEntry entry;
  entry.kind = "reply";
  entry.id = row.id;
  entry.from = row.phone;
  if (!to.empty()) entry.to = {to};
  entry.text = text;
  entry.data = object({{"optedOut", opted_out(scope, phone)}});
  aws_.journal().add(0, "", std::move(entry));
  std::string id = row.id;
  kept_.put(messages_, outbox_key(scope, next_message_++), std::move(row));
  return id;
}

HttpResponse Sns::reply(const std::string& phone, const Json& body) {
  if (!is_phone_number(phone)) return no_number("'" + printable(phone) + "'");
  if (std::string wrong = wrong_member(body); !wrong.empty())
    return view_error(400, "bad_body", wrong, "Send {\"text\": \"STOP\"}, and as \"to\" whom it is to.");
  Scope answered = scope_of_last(phone);
  Scope scope{text_at(body, "accountId", answered.account), text_at(body, "region", answered.region)};
  std::string id = take_reply(scope, phone, text_at(body, "to"), text_at(body, "text"));
  return view_answer(object({{"optedOut", opted_out(scope, phone)}, {"id", id}}));
}

Task<HttpResponse> Sns::receive(RouteMatch match) {
  auto body = try_parse_json(match.request.body);
  HttpResponse response = no_number("'from'");
  if (body && body->is_object()) response = reply(text_at(*body, "from"), *body);
  co_return co_await stored(std::move(response));
}

Task<HttpResponse> Sns::receive_from(RouteMatch match) {
  auto body = try_parse_json(match.request.body);
  HttpResponse response = view_error(400, "bad_body", "The body is not a JSON object.", "Send {\"text\": \"STOP\"}.");
  bool good = body && body->is_object() && !has(*body, "from");
  if (good) response = reply(match.captured["number"], *body);
  co_return co_await stored(std::move(response));
}

}  // namespace lambent::sns
