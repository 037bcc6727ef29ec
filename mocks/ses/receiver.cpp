#include "mocks/ses/receiver.h"

#include <algorithm>

#include "base/text.h"
#include "mocks/ses/mailbox.h"

namespace lambent::ses {
namespace {

constexpr const char* kNoMailbox = "550 5.1.1 Requested action not taken: mailbox unavailable";
constexpr const char* kBlocked = "554 5.7.1 Mail from your IP address is blocked by a receipt filter";
constexpr const char* kWantsTls = "530 5.7.0 Must issue a STARTTLS command first";

std::optional<Address> address_of(const std::string& text) {
  try {
    return parse_address(text);
  } catch (const BadAddress&) {
    return std::nullopt;
  }
}

MailRow row_of(const InboundMail& mail, const Scope& scope) {
  MailRow out;
  out.id = mail.id;
  out.region = scope.region;
  out.source = mail.from;
  out.at_ms = mail.at_ms;
  out.to = mail.to;
  out.raw = mail.raw;
  return out;
}

}  // namespace

Receiver::Receiver(Aws& aws, Mailbox& mailbox, Receipts& receipts)
    : aws_(aws), mailbox_(mailbox), receipts_(receipts), received_(aws.store(), "ses.received") {}

// "user@x.example" is also meant by user+label@x.example; "x.example" is the domain only, ".x.example" what is below it.
bool Receiver::about(const ReceiptRule& rule, const Address& address) {
  if (rule.recipients.empty()) return true;
  const std::string domain = lower(address.domain);
  const std::string base = address.local.substr(0, address.local.find('+'));
  return std::any_of(rule.recipients.begin(), rule.recipients.end(), [&](const std::string& wanted) {
    const size_t at = wanted.rfind('@');
    if (wanted.starts_with('.')) return domain.size() > wanted.size() && domain.ends_with(lower(wanted));
    if (at == std::string::npos) return domain == lower(wanted);
    return domain == lower(wanted.substr(at + 1)) && (iequals(address.local, wanted.substr(0, at)) || iequals(base, wanted.substr(0, at)));
  });
}

std::string Receiver::refusal(const Scope& scope, const std::string& recipient, const std::string& ip, bool tls) const {
  if (receipts_.blocked(scope, ip)) return kBlocked;
  auto address = address_of(recipient);
  const RuleSetRow* set = receipts_.find_active(scope);
  if (!address || !set || !mailbox_.identities().verified(scope, *address)) return kNoMailbox;
  std::string out = kNoMailbox;
  for (const auto& rule : set->rules) {
    if (!rule.enabled || !about(rule, *address)) continue;
    if (tls || !rule.tls_required) return "";
    out = kWantsTls;
  }
  return out;
}

std::optional<std::string> Receiver::sender_of(const Scope& scope, const std::string& id) const {
  constexpr std::int64_t kDay = 24 * 3'600'000;
  const MailRow* row = received_.find(scope, id);
  if (!row || row->region != scope.region || aws_.clock().now_ms() - row->at_ms > kDay) return std::nullopt;
  return row->source;
}

std::vector<std::string> Receiver::matched(const Scope& scope, const ReceiptRule& rule, const InboundMail& mail) const {
  std::vector<std::string> out;
  for (const auto& one : mail.to) {
    auto address = address_of(one);
    if (address && about(rule, *address) && mailbox_.identities().verified(scope, *address)) out.push_back(one);
  }
  return out;
}

Task<Received> Receiver::receive(Scope scope, InboundMail mail) {
  Received out;
  mail.id = lower(aws_.ids().letters(40));
  mail.at_ms = aws_.clock().now_ms();
  std::vector<std::string> accepted, rejected;
  for (const auto& one : mail.to) {
    std::string why = refusal(scope, one, mail.ip, mail.tls);
    (why.empty() ? accepted : rejected).push_back(one);
    if (!why.empty() && out.reply.empty()) out.reply = why;
  }
  out.accepted = !accepted.empty();
  if (out.accepted) out.reply = "250 OK " + mail.id;

  MessageEntry entry;
  entry.kind = "received-email";
  entry.id = mail.id;
  entry.from = mail.from;
  entry.to = mail.to;
  const MimePart parts = parse_parts(mail.raw);
  entry.subject = decode_words(parts.get("Subject"));
  entry.text = texts_of(parts).plain.substr(0, 16 << 10);
  entry.data = object({{"accepted", text_array(accepted)}, {"rejected", text_array(rejected)}, {"reply", out.reply}, {"size", mail.raw.size()}});
  Run run;
  run.scope = scope;
  run.cause.scope = scope;
  run.cause.trace = aws_.ids().trace();
  run.cause.span = aws_.journal().add(0, run.cause.trace, std::move(entry));
  run.mail = std::move(mail);

  if (out.accepted) {
    run.mail.to = accepted;
    add_trace_fields(run.mail, scope.region);
    received_.put(scope, row_of(run.mail, scope));
    const RuleSetRow set = *receipts_.find_active(scope);  // as it is now: rules may change while they run
    Disposition disposition = Disposition::go_on;
    for (size_t i = 0; i < set.rules.size() && disposition != Disposition::stop_rule_set; ++i) {
      const ReceiptRule rule = set.rules[i];
      std::vector<std::string> recipients = matched(scope, rule, run.mail);
      if (!rule.enabled || recipients.empty() || (rule.tls_required && !run.mail.tls)) continue;
      disposition = co_await apply(run, rule, set.name, std::move(recipients));
    }
  }
  out.report = object({{"messageId", run.mail.id}, {"accepted", out.accepted}, {"reply", out.reply}, {"recipients", text_array(accepted)},
                       {"rejected", text_array(rejected)}, {"actions", std::move(run.actions)}});
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return out;
}

Task<Disposition> Receiver::apply(Run& run, ReceiptRule rule, std::string set, std::vector<std::string> recipients) {
  ReceiptActor actor(aws_, run.scope, rule_arn(run.scope, set, rule.name), run.cause.span, run.cause.trace);
  for (size_t i = 0; i < rule.actions.size(); ++i) {
    const ReceiptAction action = rule.actions[i];
    ActionOutcome done = co_await act(run, actor, action, recipients, rule.scan);
    Json told = object({{"rule", rule.name}, {"action", action.kind}});
    if (!done.error.empty()) set_text(told, "error", done.error);
    run.actions.push_back(std::move(told));
    if (done.disposition == Disposition::stop_rule) break;
    if (done.disposition == Disposition::stop_rule_set) co_return Disposition::stop_rule_set;
  }
  co_return Disposition::go_on;
}

Task<ActionOutcome> Receiver::act(Run& run, ReceiptActor& actor, ReceiptAction action, const std::vector<std::string>& recipients, bool scanned) {
  ActionOutcome out;
  if (action.kind == "S3Action") {
    out = co_await actor.store(action, run.mail, recipients, scanned);
  } else if (action.kind == "SNSAction") {
    out = co_await actor.notify(action, run.mail, recipients, scanned);
  } else if (action.kind == "LambdaAction") {
    out = co_await actor.invoke(action, run.mail, recipients, scanned);
  } else if (action.kind == "AddHeaderAction") {
    add_field(run.mail, action.get("HeaderName"), action.get("HeaderValue"));
  } else if (action.kind == "BounceAction") {
    out.error = mailbox_.bounce_received(run.cause, run.mail, action, recipients);
    Json told = object({{"type", "Bounce"}, {"smtpReplyCode", action.get("SmtpReplyCode")}, {"message", action.get("Message")}, {"sender", action.get("Sender")}});
    if (!action.get("StatusCode").empty()) set_text(told, "statusCode", action.get("StatusCode"));
    ActionOutcome notified = co_await actor.tell_topic(action, std::move(told), run.mail, recipients, scanned);
    if (out.error.empty()) out.error = notified.error;
  } else if (action.kind == "StopAction") {
    Json told = object({{"type", "Stop"}, {"scope", "RuleSet"}});
    out = co_await actor.tell_topic(action, std::move(told), run.mail, recipients, scanned);
    out.disposition = Disposition::stop_rule_set;
  }
  co_return out;
}

}  // namespace lambent::ses
