// An SMS that a phone sends: POST /_aws/sns/inbound-sms {"from": "+1…", "to"?, "text"}, answered with what came of it.
#include "base/text.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

// AWS source: SNS developer guide, "Opting out of receiving SMS messages".
bool asks_to_stop(std::string_view text) {
  static constexpr std::string_view words[] = {"ARRET", "CANCEL", "END", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE"};
  std::string word = upper(trim(text));
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

void Sns::opt_out(const Scope& scope, const std::string& phone) {
  std::string key = scope_key(scope, with_plus(phone));
  bool known = opt_outs_.update(key, [](OptOutRow& row) { row.opted_out = true; });
  if (!known) opt_outs_.put(key, OptOutRow{with_plus(phone), true, 0});
}

Task<HttpResponse> Sns::receive(RouteMatch match) {
  auto body = try_parse_json(match.request.body);
  std::string phone = body ? text_at(*body, "from") : "";
  HttpResponse response = HttpResponse::json(400, dump(object({{"error", "from is required, as +15551234567"}})));
  if (is_phone_number(phone)) {
    const Scope& home = aws_.home().scope;
    Scope scope{text_at(*body, "accountId", home.account), text_at(*body, "region", home.region)};
    bool stop = asks_to_stop(text_at(*body, "text"));
    if (stop) opt_out(scope, phone);
    response = HttpResponse::json(200, dump(object({{"optedOut", opted_out(scope, phone)}})));
  }
  co_return co_await stored(std::move(response));
}

}  // namespace lambent::sns
