// Whether a message may go.

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

void Mailbox::check_parameters(Dialect dialect, const Outgoing& outgoing) const {
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
  for (const auto& text : {outgoing.source_arn, outgoing.from_arn, outgoing.return_path_arn})
    if (!text.empty() && !identity_of_arn(text)) refuse("Invalid ARN: " + text);
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

// A sender is good if an identity of the account covers it, or the one of another account that the call names for it.
bool Mailbox::authorised(const Scope& scope, const Outgoing& outgoing, const std::string& sender) const {
  const Address address = parse_address(sender);
  const std::string arn = sender_arn(outgoing, sender);
  if (arn.empty()) return identities_.verified(scope, address);
  auto named = identity_of_arn(arn);
  if (!named || named->scope.region != scope.region) return false;
  const IdentityRow* row = identities_.find(named->scope, named->name);
  return row && row->verified && covers(row->name, address);
}

void Mailbox::check_verified(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const {
  std::vector<std::string> failed;
  auto fail = [&](const std::string& one) {
    if (std::find(failed.begin(), failed.end(), one) == failed.end()) failed.push_back(one);
  };
  for (const auto& one : outgoing.senders)
    if (!authorised(scope, outgoing, one)) fail(one);
  if (account(scope).sandbox)
    for (const auto& one : outgoing.recipients())
      if (Address address = parse_address(one); !is_simulator(address) && !identities_.verified(scope, address)) fail(one);
  if (!failed.empty())
    throw mail_error(dialect, Fault::rejected,
                     "Email address is not verified. The following identities failed the check in region " + upper(scope.region) + ": " + join(failed, ", "));
}

// Version 1 has no words of its own for what only a header of raw mail can name.
void Mailbox::check_list(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const {
  const std::string &name = outgoing.mail.contact_list, &topic = outgoing.mail.topic;
  if (name.empty()) return;
  const ContactListRow* list = contacts_.find_list(scope, name);
  const std::string no_list = "List with name: " + name + " doesn't exist.";
  if (!list && dialect == Dialect::v2) throw AwsError("NotFoundException", 404, no_list);
  if (!list) throw mail_error(dialect, Fault::parameter, no_list);
  if (!topic.empty() && !list->find_topic(topic)) throw mail_error(dialect, Fault::parameter, "Topic: " + topic + " doesn't exist in List.");
}

void Mailbox::check_mail_from(const Scope& scope, Dialect dialect, const Outgoing& outgoing) const {
  const IdentityRow* identity = identities_.covering(scope, parse_address(outgoing.mail.source));
  if (!identity || identity->mail_from.empty() || !identity->mail_from_required || identity->mail_from_verified) return;
  throw mail_error(dialect, Fault::mail_from, "The custom MAIL FROM domain " + identity->mail_from + " of " + identity->name + " is not verified.");
}

void Mailbox::admit(const Call& call, Dialect dialect, Outgoing& outgoing) {
  const Scope& scope = call.scope;
  check_parameters(dialect, outgoing);
  check_list(scope, dialect, outgoing);
  check_sending(scope, dialect, outgoing);
  check_recipients(dialect, outgoing);
  if (outgoing.mail.configuration_set.empty()) {
    const IdentityRow* identity = identities_.covering(scope, parse_address(outgoing.mail.source));
    if (identity) outgoing.mail.configuration_set = identity->configuration_set;
    check_sending(scope, dialect, outgoing);
  }
  check_verified(scope, dialect, outgoing);
  check_mail_from(scope, dialect, outgoing);
  std::int64_t counted = 0;
  for (const auto& one : outgoing.recipients()) counted += !is_simulator(parse_address(one));
  Quota::Verdict verdict = quota_.take(scope, account(scope), counted);
  if (verdict == Quota::Verdict::daily_exceeded) throw mail_error(dialect, Fault::daily, "Daily message quota exceeded");
  if (verdict == Quota::Verdict::rate_exceeded) throw mail_error(dialect, Fault::rate, "Maximum sending rate exceeded");
}

}  // namespace lambent::ses
