// Mail that SES received, as the Lambda action of a receipt rule tells of it; the mail's text is not in it.
// AWS source: SES developer guide, "Notification contents for Amazon SES email receiving".
#include "aws/arn.h"
#include "base/text.h"
#include "events/kind.h"
#include "events/path.h"
#include "mocks/ses/inbound_mail.h"
#include "mocks/ses/mime/compose.h"

namespace lambent::events {
namespace {

constexpr const char* kFrom = "ada@example.com";
constexpr const char* kTo = "orders@example.org";
constexpr const char* kSubject = "A question about order 42";
constexpr const char* kMail = "Records[0].ses.mail.";
constexpr const char* kReceipt = "Records[0].ses.receipt.";

Json* at(Json& event, const std::string& path) { return follow(event, parse_path(path)); }

}  // namespace

Json make_ses(const EventRequest& request) {
  ses::InboundMail mail;
  mail.id = lower(request.ids.letters(40));
  mail.from = kFrom;
  mail.to = {kTo};
  mail.at_ms = std::chrono::floor<std::chrono::milliseconds>(request.time).time_since_epoch().count();
  const std::string message_id = "<" + request.ids.letters(24) + "@mail.example.com>";
  const std::vector<ses::HeaderField> headers{{"Return-Path", std::string("<") + kFrom + ">"},
                                              {"From", kFrom},
                                              {"To", kTo},
                                              {"Subject", kSubject},
                                              {"Message-ID", message_id},
                                              {"Date", ses::mime::mail_date(mail.at_ms)},
                                              {"MIME-Version", "1.0"},
                                              {"Content-Type", "text/plain; charset=UTF-8"},
                                              {"X-SES-Spam-Verdict", "PASS"},
                                              {"X-SES-Virus-Verdict", "PASS"}};
  Json action = object({{"type", "Lambda"},
                        {"functionArn", make_arn("lambda", request.region, request.account, "function:inbox")},
                        {"invocationType", "Event"}});
  return ses::lambda_event(ses::mail_object(mail, headers), ses::receipt_object(mail, mail.to, true, 574, std::move(action)));
}

// The envelope and the headers name sender and recipients; who sets one of them means both.
void finish_ses(Json& event, const Json& made) {
  const std::string mail = kMail, common = mail + "commonHeaders.", recipients = std::string(kReceipt) + "recipients";
  const auto copy = [&](const std::string& from, const std::string& to) {
    if (changed(event, made, from) && !changed(event, made, to) && at(event, to)) *at(event, to) = *at(event, from);
  };
  copy(common + "from[0]", mail + "source");
  copy(mail + "source", common + "from[0]");
  copy(mail + "source", common + "returnPath");
  copy(common + "to", mail + "destination");
  copy(mail + "destination", common + "to");
  copy(mail + "destination", recipients);

  const auto list = [&](const std::string& path) {
    const Json* values = at(event, path);
    std::vector<std::string> out;
    if (values && values->is_array())
      for (const Json& value : *values) out.push_back(value.is_string() ? value.get<std::string>() : dump(value));
    return join(out, ", ");
  };
  const auto text = [&](const std::string& path) {
    const Json* value = at(event, path);
    return value && value->is_string() ? value->get<std::string>() : "";
  };
  const std::pair<const char*, std::string> shown[] = {{"headers[0]", "<" + text(common + "returnPath") + ">"},
                                                       {"headers[1]", list(common + "from")},
                                                       {"headers[2]", list(common + "to")},
                                                       {"headers[3]", text(common + "subject")},
                                                       {"headers[4]", text(common + "messageId")},
                                                       {"headers[5]", text(common + "date")}};
  for (const auto& [path, value] : shown) {
    const std::string place = mail + path;
    Json* one = at(event, place);
    if (one && one->is_object() && !changed(event, made, place)) set_text(*one, "value", value);
  }
}

}  // namespace lambent::events
