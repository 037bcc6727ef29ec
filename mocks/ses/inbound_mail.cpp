#include "mocks/ses/inbound_mail.h"

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/ses/address.h"
#include "mocks/ses/mail_parts.h"
#include "mocks/ses/mime/compose.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostHeaders = 10 << 10;
constexpr const char* kEicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
constexpr const char* kGtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

std::string first(const std::vector<HeaderField>& headers, std::string_view name) {
  for (const auto& one : headers)
    if (iequals(one.name, name)) return decode_words(one.value);
  return "";
}

std::vector<std::string> addresses(const std::vector<HeaderField>& headers, std::string_view name) {
  std::vector<std::string> out = split_addresses(first(headers, name));
  return out;
}

Json common_headers(const InboundMail& mail, const std::vector<HeaderField>& headers) {
  Json out = object({{"returnPath", mail.from}});
  auto list = [&](const char* member, std::string_view name) {
    auto found = addresses(headers, name);
    if (!found.empty()) set(out, member, text_array(found));
  };
  auto text = [&](const char* member, std::string_view name) {
    if (std::string found = first(headers, name); !found.empty()) set_text(out, member, found);
  };
  list("from", "From");
  list("replyTo", "Reply-To");
  text("sender", "Sender");
  text("date", "Date");
  list("to", "To");
  list("cc", "Cc");
  list("bcc", "Bcc");
  text("messageId", "Message-ID");
  text("subject", "Subject");
  return out;
}

Json status(const std::string& verdict) { return object({{"status", verdict}}); }

}  // namespace

void add_field(InboundMail& mail, const std::string& name, const std::string& value) { mail.raw.insert(0, mime::field_line(name, value)); }

void add_trace_fields(InboundMail& mail, const std::string& region) {
  MailRow read;
  read.raw = mail.raw;
  bool virus = mail.raw.find(kEicar) != std::string::npos;
  for (const auto& part : parts_of(read)) virus |= part.content.find(kEicar) != std::string::npos;
  if (virus) mail.verdicts.virus = "FAIL";
  if (mail.raw.find(kGtube) != std::string::npos) mail.verdicts.spam = "FAIL";
  const std::string host = "inbound-smtp." + region + ".amazonaws.com";
  const std::string domain = mail.from.substr(std::min(mail.from.size(), mail.from.find('@') + 1));
  if (mail.raw.starts_with("From ")) mail.raw.erase(0, std::min(mail.raw.find('\n'), mail.raw.size() - 1) + 1);
  const std::string_view start = std::string_view(mail.raw).substr(0, mail.raw.find('\n'));
  if (!mail.raw.empty() && trim(start) != "" && parse_mime(mail.raw).headers.empty()) mail.raw.insert(0, "\r\n");  // it has no header
  const std::string spf = lower(mail.verdicts.spf);
  std::string fields = mime::field_line("Return-Path", "<" + mail.from + ">");
  fields += mime::field_line("Received", "from [" + mail.ip + "] by " + host + " with SMTP id " + mail.id + " for " + (mail.to.empty() ? "" : mail.to.front()) + "; " +
                                             mime::mail_date(mail.at_ms));
  fields += mime::field_line("X-SES-Spam-Verdict", mail.verdicts.spam);
  fields += mime::field_line("X-SES-Virus-Verdict", mail.verdicts.virus);
  fields += mime::field_line("Received-SPF", spf + " client-ip=" + mail.ip + "; envelope-from=" + mail.from + ";");
  fields += mime::field_line("Authentication-Results", "amazonses.com; spf=" + spf + " smtp.mailfrom=" + domain + "; dkim=" + lower(mail.verdicts.dkim) +
                                                           "; dmarc=" + lower(mail.verdicts.dmarc));
  mail.raw.insert(0, fields);
}

Json mail_object(const InboundMail& mail, const std::vector<HeaderField>& headers) {
  Json list = array();
  size_t bytes = 0;
  bool cut = false;
  for (const auto& one : headers) {
    bytes += one.name.size() + one.value.size();
    cut = bytes > kMostHeaders;
    if (cut) break;
    list.push_back(object({{"name", one.name}, {"value", one.value}}));
  }
  return object({{"timestamp", iso_millis(from_epoch_ms(mail.at_ms))},
                 {"source", mail.from},
                 {"messageId", mail.id},
                 {"destination", text_array(mail.to)},
                 {"headersTruncated", cut},
                 {"headers", std::move(list)},
                 {"commonHeaders", common_headers(mail, headers)}});
}

Json mail_object(const InboundMail& mail) { return mail_object(mail, parse_parts(mail.raw).headers); }

Json receipt_object(const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned, std::int64_t took_ms, Json action) {
  return object({{"timestamp", iso_millis(from_epoch_ms(mail.at_ms))},
                 {"processingTimeMillis", took_ms},
                 {"recipients", text_array(recipients)},
                 {"spamVerdict", status(scanned ? mail.verdicts.spam : "DISABLED")},
                 {"virusVerdict", status(scanned ? mail.verdicts.virus : "DISABLED")},
                 {"spfVerdict", status(mail.verdicts.spf)},
                 {"dkimVerdict", status(mail.verdicts.dkim)},
                 {"dmarcVerdict", status(mail.verdicts.dmarc)},
                 {"action", std::move(action)}});
}

Json lambda_event(Json mail, Json receipt) {
  Json record = object({{"eventSource", "aws:ses"}, {"eventVersion", "1.0"}, {"ses", object({{"mail", std::move(mail)}, {"receipt", std::move(receipt)}})}});
  return object({{"Records", Json::array({std::move(record)})}});
}

}  // namespace lambent::ses
