// Whether a message may go, and its way into the outbox.
#include <cstdio>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/ses/mailbox.h"
#include "mocks/ses/mime/charset.h"
#include "mocks/ses/mime/transfer.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostRecipients = 50;
constexpr size_t kMostTags = 50;
constexpr size_t kLongestLine = 1000;  // with its end, of raw mail

bool only(const std::string& text, std::string_view also) {
  for (char c : text) {
    bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!alphanumeric && also.find(c) == std::string_view::npos) return false;
  }
  return true;
}

// Empty if the tags are good. Faults of names come before faults of values.
std::string fault_of_tags(const Json& tags) {
  if (tags.size() > kMostTags) return "Tag count exceeds 50.";
  for (const auto& tag : tags) {
    std::string name = text_at(tag, "Name");
    if (name.empty()) return "The tag name must be specified.";
    if (name.size() > 255) return "Tag name cannot exceed 255 characters.";
    if (name == "ses:feedback-id-a" || name == "ses:feedback-id-b") continue;
    if (!only(name, "_-")) return "Invalid tag name <" + name + ">: only alphanumeric ASCII characters, '_',  '-' are allowed.";
  }
  for (const auto& tag : tags) {
    std::string value = text_at(tag, "Value");
    if (value.empty()) return "The tag value must be specified.";
    if (value.size() > 255) return "Tag value cannot exceed 255 characters.";
    if (!only(value, "_-.@")) return "Invalid tag value <" + value + ">: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed.";
  }
  return "";
}

// Texts arrive as UTF-8; the charset is the one the mail is to be written in.
std::string fault_of_charset(const Content& content) {
  const std::string charset = lower(content.charset);
  if (charset.empty() || charset == "utf-8" || charset == "utf8") return "";
  bool ascii = charset == "us-ascii" || charset == "ascii";
  bool latin = charset == "iso-8859-1" || charset == "latin1";
  if (!ascii && !latin) throw not_emulated("ses", "the charset " + content.charset);
  const bool fits = ascii ? mime::is_ascii(content.data) : mime::to_latin1(content.data).has_value();
  return fits ? "" : "The text has characters that " + content.charset + " cannot hold.";
}

// Empty if the attachments can be written as asked.
std::string fault_of_attachments(const Json& attachments) {
  for (const auto& one : attachments) {
    if (text_at(one, "ContentTransferEncoding") != "SEVEN_BIT") continue;
    const std::string bytes = base64_decode(text_at(one, "RawContent")).value_or("");
    if (!mime::is_ascii(bytes) || mime::longest_line(bytes) + 2 > kLongestLine)
      return "The attachment " + text_at(one, "FileName") + " cannot be sent as SEVEN_BIT.";
  }
  return "";
}

}  // namespace

void Mailbox::check_parameters(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const {
  auto refuse = [&](const std::string& message) { throw mail_error(dialect, Fault::parameter, message); };
  if (!outgoing.missing_header.empty()) refuse("Missing required header '" + outgoing.missing_header + "'.");
  for (const auto& content : outgoing.contents)
    if (std::string fault = fault_of_charset(content); !fault.empty()) refuse(fault);
  if (std::string fault = fault_of_tags(outgoing.mail.tags); !fault.empty()) refuse(fault);
  if (std::string fault = fault_of_attachments(outgoing.mail.attachments); !fault.empty()) refuse(fault);
  if (outgoing.longest_line + 2 > kLongestLine) refuse("A line of the message has more than 1000 characters.");
  size_t most = (dialect == Dialect::v1 ? 10u : 40u) << 20;
  if (outgoing.size > most)
    refuse("Message length is more than " + std::to_string(most) + " bytes long: '" + std::to_string(outgoing.size) + "'.");
  for (const auto& text : {outgoing.source_arn, outgoing.from_arn, outgoing.return_path_arn}) {
    if (text.empty()) continue;
    auto arn = Arn::parse(text);
    if (!arn || arn->service != "ses" || !arn->resource.starts_with("identity/")) refuse("Invalid ARN: " + text);
    if (arn->account != scope.account || arn->region != scope.region)
      throw not_emulated("ses", "sending for an identity of another account or region (" + text + ")");
  }
}

void Mailbox::check_sending(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const {
  if (!account(scope).sending) throw mail_error(dialect, Fault::account_paused, "Account sending is disabled.");
  const std::string& name = outgoing.mail.configuration_set;
  if (name.empty()) return;
  const ConfigurationSetRow* set = find_set(scope, name);
  if (!set) throw mail_error(dialect, Fault::unknown_set, "Configuration set <" + name + "> does not exist.");
  if (!set->sending) throw mail_error(dialect, Fault::set_paused, "Sending is paused for configuration set " + name);
}

void Mailbox::check_recipients(Dialect dialect, const Outgoing& outgoing) const {
  std::vector<std::string> all = outgoing.recipients();
  if (all.empty()) throw mail_error(dialect, Fault::parameter, "At least one destination address is required.");
  if (all.size() > kMostRecipients) throw mail_error(dialect, Fault::parameter, "Recipient count exceeds 50.");
  all.insert(all.end(), outgoing.senders.begin(), outgoing.senders.end());
  all.insert(all.end(), outgoing.mail.reply_to.begin(), outgoing.mail.reply_to.end());
  try {
    for (const auto& one : all) parse_address(one);
  } catch (const BadAddress& e) {
    throw mail_error(dialect, Fault::parameter, e.what());
  }
}

void Mailbox::check_verified(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const {
  std::vector<std::string> asked = outgoing.senders;
  std::vector<std::string> failed;
  if (account(scope).sandbox)
    for (const auto& one : outgoing.recipients())
      if (!is_simulator(parse_address(one))) asked.push_back(one);
  for (const auto& one : asked) {
    bool named = std::find(failed.begin(), failed.end(), one) != failed.end();
    if (!named && !identities_.verified(scope, parse_address(one))) failed.push_back(one);
  }
  if (!failed.empty())
    throw mail_error(dialect, Fault::rejected,
                     "Email address is not verified. The following identities failed the check in region " + upper(scope.region) + ": " + join(failed, ", "));
}

CountRow Mailbox::count(const Outgoing& outgoing) const {
  CountRow out;
  out.at_ms = aws_.clock().now_ms();
  for (const auto& one : outgoing.recipients()) {
    Address address = parse_address(one);
    ++out.attempts;
    if (!is_simulator(address)) {
      ++out.recipients;
      continue;
    }
    std::string local = address.local.substr(0, address.local.find('+'));
    out.bounces += local == "bounce" || local == "suppressionlist";
    out.complaints += local == "complaint";
  }
  return out;
}

void Mailbox::admit(const Call& call, Dialect dialect, Outgoing& outgoing) {
  const Scope& scope = call.scope;
  check_parameters(scope, dialect, outgoing);
  check_sending(scope, dialect, outgoing);
  check_recipients(dialect, outgoing);
  if (outgoing.mail.configuration_set.empty()) {
    const IdentityRow* identity = identities_.covering(scope, parse_address(outgoing.mail.source));
    if (identity) outgoing.mail.configuration_set = identity->configuration_set;
    check_sending(scope, dialect, outgoing);
  }
  check_verified(scope, dialect, outgoing);
  CountRow counted = count(outgoing);
  Quota::Verdict verdict = quota_.take(scope, account(scope), counted.recipients);
  if (verdict == Quota::Verdict::daily_exceeded) throw mail_error(dialect, Fault::daily, "Daily message quota exceeded");
  if (verdict == Quota::Verdict::rate_exceeded) throw mail_error(dialect, Fault::rate, "Maximum sending rate exceeded");
  quota_.count(scope, counted);

  outgoing.mail.id = new_message_id(scope.region);
  outgoing.mail.region = scope.region;
  outgoing.mail.at_ms = aws_.clock().now_ms();
}

std::string Mailbox::accept(const Call& call, Dialect dialect, Outgoing outgoing) {
  admit(call, dialect, outgoing);
  std::string id = outgoing.mail.id;
  put(call, std::move(outgoing.mail));
  return id;
}

// 0100018f3a2b4c5d-1b2c3d4e-5f60-4711-8a9b-0c1d2e3f4051-000000: the region's number, the time, a UUID.
std::string Mailbox::new_message_id(const std::string& region) {
  const char* prefix = region == "us-west-2" ? "0101" : region == "eu-west-1" ? "0102" : "0100";
  char time[16];
  std::snprintf(time, sizeof time, "%012llx", static_cast<unsigned long long>(aws_.clock().now_ms()) & 0xFFFFFFFFFFFFull);
  return prefix + std::string(time) + "-" + aws_.ids().uuid() + "-000000";
}

void Mailbox::put(const Call& call, MailRow row) {
  MessageEntry entry;
  entry.kind = "email";
  entry.id = row.id;
  entry.from = row.source;
  entry.subject = row.subject.value_or("");
  entry.text = row.text ? *row.text : row.html.value_or("");
  for (const auto* list : {&row.to, &row.cc, &row.bcc}) entry.to.insert(entry.to.end(), list->begin(), list->end());
  entry.data = shown(row);
  aws_.journal().add(call.span, call.trace, std::move(entry));

  const MailRow& stored = mails_.put(call.scope, std::move(row));
  if (on_sent_) on_sent_(stored);
}

}  // namespace lambent::ses
