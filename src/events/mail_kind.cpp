// Mail that SES received, as the Lambda action of a receipt rule tells of it; the mail's text is not in it.
// AWS source: SES developer guide, "Notification contents for Amazon SES email receiving".
#include "aws/arn.h"
#include "base/text.h"
#include "events/kind.h"
#include "events/path.h"

namespace lambent::events {
namespace {

constexpr const char* kFrom = "ada@example.com";
constexpr const char* kTo = "orders@example.org";
constexpr const char* kSubject = "A question about order 42";
constexpr const char* kMail = "Records[0].ses.mail.";
constexpr const char* kReceipt = "Records[0].ses.receipt.";

Json header(const char* name, const std::string& value) { return object({{"name", name}, {"value", value}}); }

std::string verdict(const char* name) { return std::string(name) + "Verdict"; }

Json* at(Json& event, const std::string& path) { return follow(event, parse_path(path)); }

}  // namespace

Json make_ses(const EventRequest& request) {
  const std::string id = lower(request.ids.letters(40));
  const std::string message_id = "<" + request.ids.letters(24) + "@mail.example.com>";
  const std::string date = replace_all(http_date(request.time), "GMT", "+0000");
  Json headers = Json::array({header("Return-Path", std::string("<") + kFrom + ">"), header("From", kFrom), header("To", kTo), header("Subject", kSubject),
                              header("Message-ID", message_id), header("Date", date), header("MIME-Version", "1.0"),
                              header("Content-Type", "text/plain; charset=UTF-8"), header("X-SES-Spam-Verdict", "PASS"), header("X-SES-Virus-Verdict", "PASS")});
  Json common = object({{"returnPath", kFrom},
                        {"from", text_array({kFrom})},
                        {"date", date},
                        {"to", text_array({kTo})},
                        {"messageId", message_id},
                        {"subject", kSubject}});
  Json mail = object({{"timestamp", iso_millis(request.time)},
                      {"source", kFrom},
                      {"messageId", id},
                      {"destination", text_array({kTo})},
                      {"headersTruncated", false},
                      {"headers", std::move(headers)},
                      {"commonHeaders", std::move(common)}});
  Json receipt = object({{"timestamp", iso_millis(request.time)}, {"processingTimeMillis", 574}, {"recipients", text_array({kTo})}});
  for (const char* name : {"spam", "virus", "spf", "dkim", "dmarc"}) set(receipt, verdict(name), object({{"status", "PASS"}}));
  Json action = object({{"type", "Lambda"},
                        {"functionArn", make_arn("lambda", request.region, request.account, "function:inbox")},
                        {"invocationType", "Event"}});
  set(receipt, "action", std::move(action));
  Json record = object({{"eventSource", "aws:ses"}, {"eventVersion", "1.0"}, {"ses", object({{"mail", std::move(mail)}, {"receipt", std::move(receipt)}})}});
  return object({{"Records", Json::array({std::move(record)})}});
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
