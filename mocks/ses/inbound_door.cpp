// POST /_lambent/mail/receive?from=&to=&to=&ip=&tls=false&spam=FAIL&account=&region= with the mail's bytes as the body:
// a mail arrives; Content-Type: message/rfc822, X-Lambent: 1. POST /_aws/ses/inbound is the same, without these headers. Without `to` the recipients are those of the mail's header, without
// `from` its sender. Answers 200 with what happened, accepted or not.
#include "base/text.h"
#include "mocks/ses/mailbox.h"
#include "mocks/ses/receiver.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostRecipients = 100;  // SES takes no more for one mail by SMTP

struct Posted {
  Scope scope;
  InboundMail mail;
  std::string fault;
};

// local@domain of an address with a name, or the text as it is.
std::string bare(const std::string& text) {
  try {
    return parse_address(text).mailbox;
  } catch (const BadAddress&) {
    return std::string(trim(text));
  }
}

bool is_verdict(const std::string& value) { return value == "PASS" || value == "FAIL" || value == "GRAY" || value == "PROCESSING_FAILED"; }

Posted read_post(HttpRequest request, const Scope& home) {
  Posted out;
  out.scope = home;
  bool from_given = false;
  std::pair<const char*, std::string*> verdicts[] = {{"spam", &out.mail.verdicts.spam}, {"virus", &out.mail.verdicts.virus}, {"spf", &out.mail.verdicts.spf},
                                                     {"dkim", &out.mail.verdicts.dkim}, {"dmarc", &out.mail.verdicts.dmarc}};
  for (const auto& [name, value] : parse_form(request.query())) {
    auto verdict = std::find_if(std::begin(verdicts), std::end(verdicts), [&](const auto& one) { return name == one.first; });
    if (name == "from") {
      out.mail.from = bare(value);
      from_given = true;
    } else if (name == "to") {
      for (const auto& one : split_addresses(value)) out.mail.to.push_back(bare(one));
    } else if (name == "ip") {
      out.mail.ip = value;
    } else if (name == "tls") {
      out.mail.tls = value != "false";
    } else if (name == "account") {
      out.scope.account = value;
    } else if (name == "region") {
      out.scope.region = value;
    } else if (verdict != std::end(verdicts)) {
      if (!is_verdict(value)) out.fault = "'" + name + "' is one of PASS, FAIL, GRAY and PROCESSING_FAILED";
      *verdict->second = value;
    } else {
      out.fault = "there is no parameter '" + printable(name) + "'; there are from, to, ip, tls, account, region, spam, virus, spf, dkim and dmarc";
    }
  }
  out.mail.raw = std::move(request.body);
  if (out.mail.raw.empty()) out.fault = "the body of the request is the mail, and it is empty";
  if (out.mail.raw.size() > Receiver::kLargestMail) out.fault = "a mail has at most 40 MB";
  const MimePart parts = parse_parts(out.mail.raw);
  if (!from_given) {
    auto from = split_addresses(parts.get("From"));
    if (!from.empty()) out.mail.from = bare(from.front());
  }
  if (out.mail.to.empty())
    for (const char* header : {"To", "Cc", "Bcc"})
      for (const auto& one : split_addresses(parts.get(header))) out.mail.to.push_back(bare(one));
  if (out.mail.to.empty() && out.fault.empty()) out.fault = "no recipient: give 'to', or a mail with one";
  if (out.mail.to.size() > kMostRecipients) out.fault = "a mail has at most 100 recipients";
  return out;
}

HttpResponse bad_request(const std::string& why) { return HttpResponse::json(400, dump(object({{"error", "bad_mail"}, {"message", why}})) + "\n"); }

}  // namespace

std::vector<Route> Receiver::routes() {
  auto take = [this](RouteMatch match) { return take_post(std::move(match)); };
  return {{"POST", "/_lambent/mail/receive", take}, {"POST", "/_aws/ses/inbound", take}};
}

Task<HttpResponse> Receiver::take_post(RouteMatch match) {
  Posted posted = read_post(std::move(match.request), aws_.home().scope);
  if (!posted.fault.empty()) co_return bad_request(posted.fault);
  Received done = co_await receive(posted.scope, std::move(posted.mail));
  co_return HttpResponse::json(200, dump(done.report) + "\n");
}

}  // namespace lambent::ses
