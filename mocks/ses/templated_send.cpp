// Mail made of templates: one, or one for each of many destinations.
//
// A template that cannot be rendered is found out after the call has been answered: the message has an id, and nothing
// is sent (SES developer guide, "Rendering failure"). In a bulk what concerns all destinations (the template, the
// configuration set, an account that may not send) ends the call; the rest is the status of one destination.
#include <boost/asio/post.hpp>

#include "aws/arn.h"
#include "mocks/ses/handlebars/template.h"
#include "mocks/ses/ses.h"
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostDestinations = 50;

struct Status {
  const char *code, *v1, *v2;  // of the error, and what it is in a bulk
};
constexpr Status kStatuses[] = {
    {"MailFromDomainNotVerifiedException", "MailFromDomainNotVerified", "MAIL_FROM_DOMAIN_NOT_VERIFIED"},
    {"TemplateDoesNotExist", "TemplateDoesNotExist", "TEMPLATE_NOT_FOUND"},
    {"NotFoundException", "TemplateDoesNotExist", "TEMPLATE_NOT_FOUND"},
    {"MessageRejected", "MessageRejected", "MESSAGE_REJECTED"},
    {"ConfigurationSetDoesNotExist", "ConfigurationSetDoesNotExist", "CONFIGURATION_SET_NOT_FOUND"},
    {"ConfigurationSetSendingPausedException", "ConfigurationSetSendingPaused", "CONFIGURATION_SET_SENDING_PAUSED"},
    {"AccountSendingPausedException", "AccountSendingPaused", "ACCOUNT_SENDING_PAUSED"},
    {"SendingPausedException", "AccountSendingPaused", "ACCOUNT_SENDING_PAUSED"},
    {"TooManyRequestsException", "AccountThrottled", "ACCOUNT_THROTTLED"},
    {"LimitExceededException", "AccountDailyQuotaExceeded", "ACCOUNT_DAILY_QUOTA_EXCEEDED"},
    {"InvalidParameterValue", "InvalidParameterValue", "INVALID_PARAMETER"},
    {"BadRequestException", "InvalidParameterValue", "INVALID_PARAMETER"},
};

const char* status_of(const AwsError& error, Dialect dialect) {
  const bool v1 = dialect == Dialect::v1;
  if (error.code() == "Throttling") return error.message().starts_with("Daily") ? "AccountDailyQuotaExceeded" : "AccountThrottled";
  // Version 2 has one code for what are several statuses.
  if (!v1 && error.message().starts_with("Configuration set <")) return "CONFIGURATION_SET_NOT_FOUND";
  if (!v1 && error.message().starts_with("Sending is paused for configuration set")) return "CONFIGURATION_SET_SENDING_PAUSED";
  for (const auto& one : kStatuses)
    if (error.code() == one.code) return v1 ? one.v1 : one.v2;
  return v1 ? "Failed" : "FAILED";
}

Json send_one(Mailbox& mailbox, const Call& call, Dialect dialect, Outgoing outgoing) {
  try {
    const std::string id = mailbox.accept_templated(call, dialect, std::move(outgoing));
    return object({{"Status", dialect == Dialect::v1 ? "Success" : "SUCCESS"}, {"MessageId", id}});
  } catch (const AwsError& e) {
    if (e.status() >= 500) throw;  // what is not emulated is refused as a whole
    return object({{"Status", status_of(e, dialect)}, {"Error", e.message()}});
  }
}

// Between two mails others have their turn: a template may take long.
Task<Json> send_all(Mailbox& mailbox, const Call& call, Dialect dialect, size_t size, std::function<Outgoing(size_t)> read) {
  if (size == 0) throw mail_error(dialect, Fault::parameter, "At least one destination is required.");
  if (size > kMostDestinations) throw mail_error(dialect, Fault::parameter, "Destination count exceeds 50.");
  mailbox.check_bulk(call.scope, dialect, read(0));
  Json results = array();
  for (size_t i = 0; i < size; ++i) {
    results.push_back(send_one(mailbox, call, dialect, read(i)));
    co_await net::post(mailbox.aws().loop().executor(), use_task);
  }
  co_return results;
}

}  // namespace

void Mailbox::check_bulk(const Scope& scope, Dialect dialect, const Outgoing& any) const {
  check_sending(scope, dialect, any);
  TemplateUse use = *any.use;
  find_template(scope, dialect, use);
}

void Mailbox::find_template(const Scope& scope, Dialect dialect, TemplateUse& use) const {
  if (!use.arn.empty()) {
    auto arn = Arn::parse(use.arn);
    if (!arn || arn->service != "ses" || !arn->resource.starts_with("template/")) throw mail_error(dialect, Fault::parameter, "Invalid ARN: " + use.arn);
    if (arn->account != scope.account || arn->region != scope.region) throw not_emulated("ses", "a template of another account or region (" + use.arn + ")");
    if (use.name.empty()) use.name = arn->resource.substr(9);
  }
  if (!use.name.empty()) use.content = templates_.get(scope, use.name, dialect).content;
}

void Mailbox::take_template(const Scope& scope, Dialect dialect, Outgoing& outgoing) const {
  TemplateUse& use = *outgoing.use;
  find_template(scope, dialect, use);
  try {
    use.values = read_template_data(use.data);
  } catch (const std::invalid_argument& e) {
    throw mail_error(dialect, Fault::parameter, e.what());
  }
  outgoing.mail.template_name = use.name;
  outgoing.mail.template_data = *use.data;
}

std::string Mailbox::accept_templated(const Call& call, Dialect dialect, Outgoing outgoing, SendOptions options) {
  take_template(call.scope, dialect, outgoing);
  std::string failure;
  try {
    TemplateContent content = render(outgoing.use->content, outgoing.use->values);
    for (const auto* part : {&content.subject, &content.text, &content.html}) outgoing.size += part->value_or("").size();
    outgoing.mail.subject = std::move(content.subject);
    outgoing.mail.text = std::move(content.text);
    outgoing.mail.html = std::move(content.html);
  } catch (const handlebars::RenderError& e) {
    failure = e.what();
  } catch (const handlebars::SyntaxError& e) {
    failure = std::string("The template is invalid: ") + e.what();
  }
  const std::string name = outgoing.use->name;
  options.template_name = name.empty() ? "(inline)" : name;
  if (failure.empty()) return accept(call, dialect, std::move(outgoing), std::move(options));
  return accept_unrendered(call, dialect, std::move(outgoing), name, failure);
}

Json Ses::send_templated_email(const Call& call) {
  return object({{"MessageId", mailbox_.accept_templated(call, Dialect::v1, read_send_templated_email_v1(call.input))}});
}

Task<Json> Ses::send_bulk_templated_email(Call call) {
  auto read = [&input = call.input](size_t i) { return read_send_bulk_v1(input, i); };
  const size_t size = bulk_size_v1(call.input);
  Json results = co_await send_all(mailbox_, call, Dialect::v1, size, read);
  Json answer = Json::object();
  set(answer, "Status", std::move(results));
  co_return answer;
}

Task<Json> SesV2::send_bulk_email(Call call) {
  auto read = [&input = call.input](size_t i) { return read_send_bulk_v2(input, i); };
  const size_t size = bulk_size_v2(call.input);
  Json results = co_await send_all(mailbox_, call, Dialect::v2, size, read);
  Json answer = Json::object();
  set(answer, "BulkEmailEntryResults", std::move(results));
  co_return answer;
}

}  // namespace lambent::ses
