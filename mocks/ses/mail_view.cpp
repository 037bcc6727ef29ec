// One mail, sent or received: its bytes as they are on the wire, and what a reader of the bytes makes of them.
#include "mocks/ses/mailbox.h"
#include "mocks/ses/mime.h"
#include "mocks/ses/mime/compose.h"

namespace lambent::ses {
namespace {

HttpResponse unknown_mail() { return HttpResponse::json(404, dump(object({{"error", "no mail has this id"}}))); }

}  // namespace

std::optional<std::string> Mailbox::bytes_of(const std::string& id) const {
  if (const MailRow* sent = mails_.find(id)) return mime::compose(*sent);
  if (const MailRow* received = received_ ? received_->find(id) : nullptr) return received->raw;
  return std::nullopt;
}

Task<HttpResponse> Mailbox::show_raw(RouteMatch match) {
  auto bytes = bytes_of(match.captured["id"]);
  if (!bytes) co_return unknown_mail();
  HttpResponse response = HttpResponse::text(200, std::move(*bytes));
  response.headers.set("Content-Type", "message/rfc822");
  co_return response;
}

Task<HttpResponse> Mailbox::show_parts(RouteMatch match) {
  auto bytes = bytes_of(match.captured["id"]);
  if (!bytes) co_return unknown_mail();
  co_return HttpResponse::json(200, dump(mime_json(parse_parts(*bytes))));
}

}  // namespace lambent::ses
